"""Telling somebody outside what the student agreed to have told, and nothing else. (CONF-1, CONF-4)

The procedure, numbered as in the code:

1. The gate is asked. If it says no, nothing is made.
2. The extract is made from the asked items, in memory; words are blacked out of it as the officer
   decided, which only takes away; documents are cleaned; and all is sealed where files wait.
3. Inside the record, with the case held still, the gate is asked again, from the consents as they
   are then: a withdrawal that came before is seen, and one that comes later finds the telling told.
4. What is in the extract must be the very list that was decided, under the same consent. Then the
   row and the files are kept.
5. Only after the record is durable is any byte handed out, by `fetch`, which asks once more.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from confide.casework.actions import held_still, keep_shown
from confide.casework.queries import Entry, NotVisible, OpenCase, content_of, one_document
from confide.disclosure.actions._copies import (
    Made,
    adopted,
    asked_today,
    copy_made,
    discarded,
    sealed_away,
)
from confide.disclosure.actions.consents import AlreadyRecorded
from confide.disclosure.models import AgreedItem, GivenFile, Telling, TellingCard
from confide.disclosure.queries import (
    Ask,
    Gate,
    Shape,
    asked_in,
    compose,
    items_of,
    new_mark,
    one_telling,
    printed,
    shown_telling,
)
from confide.disclosure.queries.shapes import BY_NAME, blacked_out
from confide.ledger.record import Refused, record
from confide.team.queries import Acting
from confide.vault import files
from confide.vault.files import SealedFile
from confide.vault.primitives import random_id

_EXTRACT = "extract"


class NotAsDecided(Exception):  # noqa: N818 (it reads as what happened)
    """The extract holds other items, or rests on another consent, than was decided: look again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToTell:
    """What is to be told and how; `form` is the id that the preview was sent out with."""

    ask: Ask
    how: str
    form: str = ""
    shape: Shape = field(default_factory=Shape)


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes that may leave, under a name that says nothing."""

    name: str
    content: Iterator[bytes]


def tell(acting: Acting, opened: OpenCase, telling: ToTell, *, at: datetime) -> str:
    """Tell somebody what was decided, and nothing else. Answers the telling's id. (CONF-1)"""
    on = timezone.localtime(at).date()
    asked = asked_today(acting, opened, telling.ask, on=on)  # (1)
    made = _made(acting, opened, telling, asked)  # (2)
    row = Telling(id=telling.form or random_id(), case=opened.row)
    with (
        discarded(made),
        record("extract.told", by=acting.pseudonym, about=opened.ref, under=asked.decision, at=at),
    ):
        held_still(opened)
        again = asked_today(acting, opened, telling.ask, on=on)  # (3)
        if not again.decision:
            raise Refused("extract.told", acting.pseudonym, opened.ref, again.decision, at)
        if made is None or made.extract.keys != telling.ask.keys or again != asked:  # (4)
            raise NotAsDecided
        if Telling.objects.filter(id=row.id).exists():
            raise AlreadyRecorded
        card = _card(acting, opened, telling, made, again, at=at)
        row.put(opened.keys, card)
        adopted(opened, made)
        row.save(force_insert=True)
        keep_shown(opened, [shown_telling(opened, Entry(row.id, card))])
    return row.id


def fetch(acting: Acting, opened: OpenCase, telling_id: str, part: str, *, at: datetime) -> Fetched:
    """Hand out a copy of the extract or one of its documents, while it may be told. (CONF-1)

    `part` is a copy's id, "extract" for the first copy, or a document's id. A consent that was
    withdrawn since lets nothing out.
    """
    on = timezone.localtime(at).date()
    card = one_telling(opened, telling_id).card
    release = _release(opened, card, part)
    asked = asked_today(acting, opened, asked_in(card), on=on)
    with record(
        "extract.fetched", by=acting.pseudonym, about=opened.ref, under=asked.decision, at=at
    ):
        held_still(opened)
        again = asked_today(acting, opened, asked_in(card), on=on)
        if not again.decision:
            raise Refused("extract.fetched", acting.pseudonym, opened.ref, again.decision, at)
    return release  # (5)


def _made(acting: Acting, opened: OpenCase, telling: ToTell, asked: Gate) -> Made | None:
    if not asked.decision or asked.consent is None:
        return None
    shape, mark = telling.shape, new_mark()
    extract = compose(
        acting,
        opened,
        telling.ask,
        asked.consent.card,
        labels=shape.labels,
        by_name=shape.signed == BY_NAME,
        mark=mark,
    )
    shown = blacked_out(extract, shape.blacked)
    made = sealed_away(opened, telling.ask, shape, extract, shown, printed(shown).content)
    if made is None:
        raise NotAsDecided
    return made


def _card(
    acting: Acting, opened: OpenCase, telling: ToTell, made: Made, asked: Gate, *, at: datetime
) -> TellingCard:
    ask, consent = telling.ask, asked.consent
    titles = {item.key: item.title for item in items_of(opened)}
    if consent is None:
        raise NotAsDecided
    return TellingCard(
        number=Telling.objects.filter(case=opened.row).count() + 1,
        consent=consent.id,
        recipient=ask.recipient,
        role=ask.role,
        purpose=ask.purpose,
        items=tuple(AgreedItem(key, titles[key]) for key in dict.fromkeys(ask.items)),
        summary=ask.summary,
        told_at=at,
        by=acting.pseudonym,
        words=made.words,
        copies=(copy_made(acting, made.extract.mark, telling.how, made.paper, at=at),),
        files=made.files,
        blacked=tuple(telling.shape.blacked),
        until_on=consent.card.until_on,
    )


def _release(opened: OpenCase, card: TellingCard, part: str) -> Fetched:
    """What would be handed out, or `NotVisible`; nothing of it is opened before it is read."""
    for number, copy in enumerate(card.copies):
        if part == copy.id or (part == _EXTRACT and number == 0):
            paper = SealedFile(copy.paper.stored_as, copy.paper.file_key, copy.paper.size)
            return Fetched("extract.pdf", files.read(paper, case=opened.ref))
    for number, file in enumerate(card.files, start=1):
        if part == file.key:
            apart = f"-{number}" if len(card.files) > 1 else ""
            return Fetched(f"document{apart}{file.ending}", _content(opened, file))
    raise NotVisible


def _content(opened: OpenCase, file: GivenFile) -> Iterator[bytes]:
    if file.cleaned is not None:
        kept = file.cleaned
        sealed = SealedFile(kept.stored_as, kept.file_key, kept.size)
        return files.read(sealed, case=opened.ref)
    return content_of(opened, one_document(opened, file.key).card)
