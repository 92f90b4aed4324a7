"""What a student asked about their record, and what is due by when. (RECD-3)"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from confide.casework.queries import Entry, NotVisible, OpenCase
from confide.policy.retention import rights
from confide.retention.models import ACCESS, RESTRICTION, Wish, WishCard

_SOON: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A student who waits for their record, in one of one's own cases."""

    case: OpenCase
    id: str
    asked_on: date
    due_on: date
    late: bool
    soon: bool
    may_extend: bool


def wishes_of(opened: OpenCase) -> list[Entry[WishCard]]:
    """Everything a student asked about their record, the newest first."""
    rows = Wish.objects.filter(case=opened.row)
    entries = [Entry(row.id, row.take(opened.keys, WishCard)) for row in rows]
    return sorted(entries, key=lambda entry: entry.card.noted_at, reverse=True)


def one_wish(opened: OpenCase, wish_id: str, kind: str) -> Entry[WishCard]:
    """One wish of that kind in this case, or `NotVisible`."""
    row = Wish.objects.filter(case=opened.row, id=wish_id).first()
    card = row.take(opened.keys, WishCard) if row else None
    if row is None or card is None or card.kind != kind:
        raise NotVisible
    return Entry(row.id, card)


def was_wished(opened: OpenCase, wish_id: str) -> bool:
    """Whether that sheet was sent before."""
    return Wish.objects.filter(case=opened.row, id=wish_id).exists()


def access_of(card: WishCard) -> rights.Access:
    """A request for access as the policy weighs it."""
    return rights.Access(
        asked_on=card.asked_on,
        extended=card.extended_at is not None,
        answered=bool(card.returned),
        refused=card.ended_at is not None,
    )


def open_access(entries: Iterable[Entry[WishCard]]) -> list[Entry[WishCard]]:
    """The requests for access that still wait."""
    asked = (entry for entry in entries if entry.card.kind == ACCESS)
    return [entry for entry in asked if rights.is_open(access_of(entry.card))]


def restriction_of(entries: Iterable[Entry[WishCard]]) -> Entry[WishCard] | None:
    """The restriction that holds, if one does."""
    holding = (e for e in entries if e.card.kind == RESTRICTION and e.card.ended_at is None)
    return next(holding, None)


def access_waiting(mine: Iterable[OpenCase], *, on: date) -> list[Waiting]:
    """The students among one's own who wait for their record, whoever is due first on top."""
    cases = {case.ref: case for case in mine}
    waiting = []
    for row in Wish.objects.filter(case__in=cases).iterator():
        case = cases[row.case_id]
        entry = Entry(row.id, row.take(case.keys, WishCard))
        for each in open_access([entry]):
            waiting.append(_waiting(case, each, on))
    return sorted(waiting, key=lambda each: each.due_on)


def _waiting(case: OpenCase, entry: Entry[WishCard], on: date) -> Waiting:
    access = access_of(entry.card)
    return Waiting(
        case=case,
        id=entry.id,
        asked_on=access.asked_on,
        due_on=access.due_on,
        late=access.due_on < on,
        soon=access.due_on - _SOON <= on,
        may_extend=not access.extended and on <= access.due_on,
    )
