"""Telling somebody outside what the student agreed to have told, and nothing else. (CONF-1, CONF-4)

The procedure, numbered as in the code:

1. The gate is asked. If it says no, nothing is made.
2. The extract is made from the asked items, in memory, and sealed where files wait.
3. Inside the record, with the case held still, the gate is asked again, from the consents as they
   are then: a withdrawal that came before is seen, and one that comes later finds the telling told.
4. What is in the extract must be the very list that was decided, under the same consent. Then the
   row and the file are kept.
5. Only after the record is durable is any byte handed out, by `fetch`, which asks once more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from confide.casework.actions import held_still
from confide.casework.queries import Entry, NotVisible, OpenCase, content_of, one_document, standing
from confide.disclosure.actions.consents import AlreadyRecorded
from confide.disclosure.models import AgreedItem, ConsentCard, Telling, TellingCard
from confide.disclosure.queries import (
    Ask,
    Extract,
    Gate,
    asked_in,
    compose,
    gate,
    items_of,
    one_telling,
    printed,
)
from confide.ledger.record import Refused, record
from confide.policy import access
from confide.policy.decision import all_of
from confide.team.queries import Acting
from confide.vault import files
from confide.vault.files import SealedFile
from confide.vault.primitives import random_id

_MARK: Final = 4


class NotAsDecided(Exception):  # noqa: N818 (it reads as what happened)
    """The extract holds other items, or rests on another consent, than was decided: look again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToTell:
    """What is to be told and how; `form` is the id that the preview was sent out with."""

    ask: Ask
    how: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes that may leave, under a name that says nothing."""

    name: str
    content: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class _Made:
    extract: Extract
    consent: Entry[ConsentCard]
    sealed: SealedFile
    titles: Mapping[str, str]


def tell(acting: Acting, opened: OpenCase, telling: ToTell, *, at: datetime) -> str:
    """Tell somebody what was decided, and nothing else. Answers the telling's id. (CONF-1)"""
    on = timezone.localtime(at).date()
    asked = _asked(acting, opened, telling.ask, on=on)  # (1)
    made = _made(acting, opened, telling.ask, asked)  # (2)
    row = Telling(id=telling.form or random_id(), case=opened.row)
    try:
        with record(
            "extract.told", by=acting.pseudonym, about=opened.ref, under=asked.decision, at=at
        ):
            held_still(opened)
            again = _asked(acting, opened, telling.ask, on=on)  # (3)
            if not again.decision:
                raise Refused("extract.told", acting.pseudonym, opened.ref, again.decision, at)
            if made is None or made.extract.keys != telling.ask.keys or again != asked:  # (4)
                raise NotAsDecided
            if Telling.objects.filter(id=row.id).exists():
                raise AlreadyRecorded
            files.adopt(made.sealed, case=opened.ref)
            row.put(opened.keys, _card(acting, opened, telling, made, at=at))
            row.save(force_insert=True)
    except BaseException:
        if made is not None:
            files.discard(made.sealed)
        raise
    return row.id


def fetch(acting: Acting, opened: OpenCase, telling_id: str, part: str, *, at: datetime) -> Fetched:
    """Hand out the extract or one of its documents, while what was told may be told. (CONF-1)

    `part` is "extract" or a document's id. A consent that was withdrawn since lets nothing out.
    """
    on = timezone.localtime(at).date()
    card = one_telling(opened, telling_id).card
    if part != "extract" and part not in {item.key for item in card.items}:
        raise NotVisible
    asked = _asked(acting, opened, asked_in(card), on=on)
    with record(
        "extract.fetched", by=acting.pseudonym, about=opened.ref, under=asked.decision, at=at
    ):
        held_still(opened)
        again = _asked(acting, opened, asked_in(card), on=on)
        if not again.decision:
            raise Refused("extract.fetched", acting.pseudonym, opened.ref, again.decision, at)
    return _fetched(opened, card, part)  # (5)


def _asked(acting: Acting, opened: OpenCase, ask: Ask, *, on: date) -> Gate:
    """The gate's answer, to somebody who sits at the case today."""
    answer = gate(opened, ask, on=on)
    may_work = access.may_work(standing(acting, opened.ref))
    return Gate(all_of(may_work, answer.decision), answer.consent)


def _made(acting: Acting, opened: OpenCase, ask: Ask, asked: Gate) -> _Made | None:
    if not asked.decision or asked.consent is None:
        return None
    extract = compose(acting, opened, ask, asked.consent.card, mark=_mark())
    titles = {item.key: item.title for item in items_of(opened)}
    sealed = files.seal(printed(extract).content)
    return _Made(extract, asked.consent, sealed, titles)


def _mark() -> str:
    """What tells one copy from another: random, and no two of its signs look alike."""
    drawn = random_id().upper()
    return f"{drawn[:_MARK]}-{drawn[_MARK : 2 * _MARK]}"


def _card(
    acting: Acting, opened: OpenCase, telling: ToTell, made: _Made, *, at: datetime
) -> TellingCard:
    ask = telling.ask
    return TellingCard(
        number=Telling.objects.filter(case=opened.row).count() + 1,
        mark=made.extract.mark,
        consent=made.consent.id,
        recipient=ask.recipient,
        role=ask.role,
        purpose=ask.purpose,
        items=tuple(AgreedItem(key, made.titles[key]) for key in dict.fromkeys(ask.items)),
        summary=ask.summary,
        how=telling.how,
        told_at=at,
        by=acting.pseudonym,
        stored_as=made.sealed.stored_as,
        file_key=made.sealed.file_key,
        size=made.sealed.size,
        until_on=made.consent.card.until_on,
    )


def _fetched(opened: OpenCase, card: TellingCard, part: str) -> Fetched:
    if part == "extract":
        sealed = SealedFile(card.stored_as, card.file_key, card.size)
        return Fetched("extract.pdf", files.read(sealed, case=opened.ref))
    document = one_document(opened, part).card
    if not document.stored_as:
        raise NotVisible
    return Fetched(f"document{document.ending}", content_of(opened, document))
