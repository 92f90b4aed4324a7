"""A student's own side of what they asked about their record, from their opened drawer. (RECD-3)

own_wishes(mine)     what they asked, by when it is answered, and what became of it
"""

from dataclasses import dataclass, field
from datetime import date

import msgspec

from confide.casework.models import Asked, Shown
from confide.casework.queries import (
    Entry,
    Mine,
    OpenCase,
    OpenDrawer,
    asked_in,
    drawer_in,
    shown_in,
    waiting_in,
)
from confide.policy.requests import DESTROY, OBJECT, RECORD, RESTRICT
from confide.policy.retention import rights
from confide.retention.models import ACCESS, OBJECTION, RESTRICTION, WishCard
from confide.retention.queries.clocks import local_day
from confide.retention.queries.rights import access_of, restriction_of, wishes_of

WISH = "wish"
_CARD = "card"
_KINDS = {RECORD: ACCESS, RESTRICT: RESTRICTION, OBJECT: OBJECTION}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWish:
    """Something that a student asked about their record; `kind` as in `WishCard`.

    `due_on` is the last day for an answer while a request for access waits.
    """

    id: str
    card: WishCard = field(repr=False)
    due_on: date | None


def own_wishes(mine: Mine) -> list[OwnWish]:
    """Everything that the student asked about their record, the newest first."""
    entries = sorted(_wishes_in(mine.drawer), key=lambda e: e.card.noted_at, reverse=True)
    return [OwnWish(id=each.id, card=each.card, due_on=_due_on(each.card)) for each in entries]


def access_asked_on(drawer: OpenDrawer) -> date | None:
    """The day on which access was asked for that is not answered yet."""
    waiting = [e.card.asked_on for e in _wishes_in(drawer) if _due_on(e.card)]
    return min(waiting, default=None)


def restricted_by(drawer: OpenDrawer) -> bool:
    """Whether a restriction holds that the student knows of."""
    return restriction_of(_wishes_in(drawer)) is not None


def shown_wishes(opened: OpenCase) -> list[Shown]:
    """What the drawer is to show of what was asked about the record."""
    return [shown_wish(entry) for entry in wishes_of(opened)]


def shown_wish(entry: Entry[WishCard]) -> Shown:
    """A wish as the drawer has it: whole."""
    card = entry.card
    words = {_CARD: msgspec.json.encode(card).decode()}
    return Shown(kind=WISH, at=card.noted_at, by=card.by, about=entry.id, words=words)


def wishes_lag_behind(opened: OpenCase) -> bool:
    """Whether the record has not taken in what was asked, or the drawer not what was answered."""
    drawer = drawer_in(opened.ref, opened.keys)
    if drawer is None:
        return False
    there = [item for _, item in shown_in(drawer)]
    asked = waiting_in(drawer, *_KINDS, DESTROY)
    return bool(asked) or any(each not in there for each in shown_wishes(opened))


def _wishes_in(drawer: OpenDrawer) -> list[Entry[WishCard]]:
    shown = {
        item.about: msgspec.json.decode(item.words[_CARD], type=WishCard)
        for _, item in shown_in(drawer)
        if item.kind == WISH
    }
    asked = {item_id: wish_asked(each) for item_id, each in asked_in(drawer, *_KINDS)}
    return [Entry(wish_id, card) for wish_id, card in {**asked, **shown}.items()]


def wish_asked(asked: Asked) -> WishCard:
    """What a student asked by themselves, as it stands in the record."""
    return WishCard(
        kind=_KINDS[asked.kind],
        asked_on=local_day(asked.at),
        words=asked.words,
        by="",
        noted_at=asked.at,
    )


def _due_on(card: WishCard) -> date | None:
    if card.kind != ACCESS or not rights.is_open(access_of(card)):
        return None
    return access_of(card).due_on
