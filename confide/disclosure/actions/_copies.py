"""What the actions of telling share: sealing what was made, and keeping or removing it. (P8)"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from confide.casework.queries import OpenCase, one_document, standing
from confide.disclosure.models import CopyMade, GivenFile, Kept
from confide.disclosure.queries import Ask, Extract, Gate, Shape, cleaned_of, files_in, gate
from confide.disclosure.queries.shapes import AS_FILED, CLEANED
from confide.policy import access
from confide.policy.decision import all_of
from confide.team.queries import Acting
from confide.vault import files
from confide.vault.files import SealedFile
from confide.vault.primitives import random_id


def asked_today(acting: Acting, opened: OpenCase, ask: Ask, *, on: date) -> Gate:
    """The gate's answer, to somebody who sits at the case today."""
    answer = gate(opened, ask, on=on)
    may_decide = access.may_decide(standing(acting, opened.ref))
    return Gate(all_of(may_decide, answer.decision), answer.consent)


@dataclass(frozen=True, slots=True)
class Made:
    """An extract as it was decided, and what was sealed of it as it is told."""

    extract: Extract
    words: Kept
    paper: Kept
    files: tuple[GivenFile, ...]

    @property
    def waiting(self) -> list[SealedFile]:
        """Every file that waits to be adopted."""
        cleaned = [each.cleaned for each in self.files if each.cleaned]
        return [SealedFile(k.stored_as, k.file_key, k.size) for k in _kept(self, cleaned)]


def _kept(made: Made, cleaned: list[Kept]) -> list[Kept]:
    return [each for each in (made.words, made.paper, *cleaned) if each.stored_as]


def sealed_away(
    opened: OpenCase, ask: Ask, shape: Shape, extract: Extract, shown: Extract, paper: bytes
) -> Made | None:
    """Seal the words as they are told, their paper and the cleaned documents.

    Answers None, and leaves nothing, if a document was to be cleaned and cannot be.
    """
    given: list[GivenFile] = []
    labels = {each.key: each.label for each in shown.documents}
    for key, name in files_in(opened, ask.items):
        file = _given(opened, key, labels.get(key, name), shape)
        if file is None:
            _discard([each.cleaned for each in given])
            return None
        given.append(file)
    words = seal(msgspec.json.encode(shown))
    return Made(extract, words, seal(paper), tuple(given))


def _given(opened: OpenCase, key: str, label: str, shape: Shape) -> GivenFile | None:
    if shape.files.get(key, CLEANED) == AS_FILED:
        return GivenFile(key, label, one_document(opened, key).card.ending)
    copy = cleaned_of(opened, key)
    if copy.trouble:
        return None
    return GivenFile(key, label, f".{copy.ending}", seal(copy.content))


def seal(content: bytes) -> Kept:
    """Seal bytes where files wait."""
    sealed = files.seal(content)
    return Kept(sealed.stored_as, sealed.file_key, sealed.size)


def adopted(opened: OpenCase, made: Made) -> None:
    """Inside an open record: move what waits into the case's folder."""
    for each in made.waiting:
        files.adopt(each, case=opened.ref)


@contextmanager
def discarded(made: Made | None) -> Iterator[None]:
    """Leave nothing waiting that was not recorded: nobody would have a key to it."""
    try:
        yield
    except BaseException:
        for each in made.waiting if made else ():
            files.discard(each)
        raise


def copy_made(acting: Acting, mark: str, how: str, paper: Kept, *, at: datetime) -> CopyMade:
    """A copy as the register has it."""
    return CopyMade(
        id=random_id(), mark=mark, how=how, made_at=at, by=acting.pseudonym, paper=paper
    )


def _discard(cleaned: list[Kept | None]) -> None:
    for each in cleaned:
        if each is not None:
            files.discard(SealedFile(each.stored_as, each.file_key, each.size))
