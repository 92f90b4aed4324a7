"""What a student agrees to, from what is typed to what is kept. (CONF-4)"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from confide.casework.queries import NotVisible, OpenCase, contacts_of
from confide.disclosure.models import NARROWED, AgreedItem, ConsentCard, Party
from confide.disclosure.queries.gate import Ask
from confide.disclosure.queries.items import heading_of, items_of
from confide.policy.consent import (
    ASK,
    AUTHORITY,
    CONFIRM,
    DOCUMENT,
    GIVE,
    MESSAGE,
    ONLINE,
    PAPER,
    RECEIVE,
    SPOKEN,
    TELL,
)

MAYS: Final[Mapping[str, str | Promise]] = {
    CONFIRM: _("They may be told that the student comes here"),
    GIVE: _("Give them what is ticked below"),
    ASK: _("Ask them, in the student’s name"),
    RECEIVE: _("Receive what they say or send"),
}
# By these a student writes to the service: what they wrote can be the consent itself.
_WRITTEN: Final = ("email", "letter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What a student agreed to, as it is typed. A written one names a paper or a document.

    An authority reaches others than the asked one too (`also_to`), for further purposes. `signed`
    is the student's own message, if they agreed by their own way in.
    """

    ask: Ask
    spoken: bool
    given_at: datetime
    kind: str = TELL
    also_to: tuple[Party, ...] = ()
    also_for: tuple[str, ...] = ()
    may: tuple[str, ...] = (GIVE,)
    begins_on: date | None = None
    until_on: date | None = None
    words: str = ""
    clarity: str = ""
    heard_by: str = ""
    writing: str = ""
    document: str = ""
    signed: str = ""

    @property
    def way(self) -> str:
        """How the student said so."""
        if self.spoken:
            return SPOKEN
        if self.signed:
            return ONLINE
        if self.document:
            return DOCUMENT
        return PAPER if self.writing else MESSAGE


@dataclass(frozen=True, slots=True)
class Part:
    """One thing in a consent that the student may take out of it."""

    key: str
    title: str


def card_of(
    agreed: Agreed,
    *,
    titles: Mapping[str, str],
    by: str,
    at: datetime,
    follows: str = "",
    because: str = "",
) -> ConsentCard:
    """What was agreed to as it is kept, or `NotVisible` for an item that this case has not."""
    wanted = list(dict.fromkeys(agreed.ask.items))
    if not titles.keys() >= set(wanted):
        raise NotVisible
    written = not agreed.spoken
    return ConsentCard(
        recipient=agreed.ask.recipient,
        role=agreed.ask.role,
        purpose=agreed.ask.purpose,
        items=tuple(AgreedItem(key, titles[key]) for key in wanted),
        summary=agreed.ask.summary,
        way=agreed.way,
        given_at=agreed.given_at,
        by=by,
        recorded_at=at,
        kind=agreed.kind,
        also_to=agreed.also_to,
        also_for=agreed.also_for,
        may=agreed.may,
        begins_on=agreed.begins_on,
        until_on=agreed.until_on,
        words=agreed.words,
        clarity="" if written else agreed.clarity,
        heard_by="" if written else agreed.heard_by,
        writing=(agreed.writing or agreed.signed) if written else "",
        document=agreed.document if written else "",
        follows=follows,
        because=because,
    )


def writings_of(opened: OpenCase) -> list[tuple[str, str]]:
    """The documents, letters and mails of a case, in any of which a student may have agreed."""
    documents = [(item.key, item.title) for item in items_of(opened) if item.document]
    letters = [
        (entry.id, f"{heading_of(entry.card)} {entry.card.subject}".strip())
        for entry in contacts_of(opened)
        if entry.card.kind in _WRITTEN
    ]
    return [*documents, *letters]


def parts_of(card: ConsentCard) -> list[Part]:
    """Everything in a consent that can be left out of it and leave a consent."""
    parts = [Part(f"item:{item.key}", item.title) for item in card.items]
    if card.summary:
        parts.insert(0, Part("summary", f"“{card.summary}”"))
    if card.kind == AUTHORITY:
        parts += [Part(f"to:{n}", f"{to.name}, {to.role}") for n, to in enumerate(card.parties)]
        parts += [Part(f"for:{n}", purpose) for n, purpose in enumerate(card.purposes)]
    if card.kind != TELL:
        parts += [Part(f"may:{act}", str(MAYS[act])) for act in card.may if act != GIVE]
    return parts


def less_of(
    card: ConsentCard, kept: frozenset[str], *, until_on: date | None, words: str, at: datetime
) -> ConsentCard:
    """A consent with only those parts left in it, and perhaps an earlier end."""
    authority = card.kind == AUTHORITY
    parties = [to for n, to in enumerate(card.parties) if not authority or f"to:{n}" in kept]
    purposes = [why for n, why in enumerate(card.purposes) if not authority or f"for:{n}" in kept]
    parties, purposes = parties or [Party("", "")], purposes or [""]
    items = tuple(item for item in card.items if f"item:{item.key}" in kept)
    summary = card.summary if "summary" in kept else ""
    gives = card.kind == TELL or items or summary
    return msgspec.structs.replace(
        card,
        recipient=parties[0].name,
        role=parties[0].role,
        also_to=tuple(parties[1:]),
        purpose=purposes[0],
        also_for=tuple(purposes[1:]),
        items=items,
        summary=summary,
        may=tuple(act for act in card.may if (gives if act == GIVE else f"may:{act}" in kept)),
        until_on=until_on or card.until_on,
        recorded_at=at,
        because=NARROWED,
        narrowed_words=words,
        uses=(),
    )
