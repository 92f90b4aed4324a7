"""A student's drawer, opened from either side: by their words, or by whoever opened the case.

The student's way, for the public pages:

    secret = enter(words, at=now)        None for whatever reason it was not; put it in the cookie
    mine = at_drawer(secret, at=now)     on each request; None once it is locked, idle, gone
    leave(secret)                        locks on the server

`enter` raises `Mistyped` for what cannot be anybody's words; that is told by the words alone.
Words that are unknown, given up, or whose case is destroyed, about to be, asked to be, or past its
day, all cost and answer the same. Nothing of a visit is in the ledger, and of when there was one
nothing stays. (CONF-3, RECD-6)
"""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from django.db import DatabaseError, IntegrityError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from confide.casework.models import (
    Asked,
    Drawer,
    DrawerCard,
    DrawerItem,
    DrawerKey,
    DrawerKeyCard,
    ItemCard,
    Message,
    Shown,
)
from confide.casework.queries.cases import OpenCase
from confide.casework.queries.file import Entry
from confide.ledger import history
from confide.ledger.models import Entry as LedgerEntry
from confide.policy import requests
from confide.vault import grants, sessions, ways
from confide.vault.casekeys import CaseKeys
from confide.vault.primitives import DoesNotOpen, bind, tie
from confide.vault.rings import Unlocked, signed_by
from confide.vault.ways import Mistyped, Slip

__all__ = [
    "ASKED_TO_GO", "WAY_GIVEN", "AlreadyThere", "Mine", "Mistyped", "OpenDrawer", "Slip",
    "asked_in", "at_drawer", "can_write_to", "drawer_in", "enter", "genuine_ask", "has_own_ring",
    "is_handed_in", "items_in", "leave", "messages_in", "open_again", "read_once", "shown_in",
    "statement_of", "strange_ways", "thread_of", "way_in_of",
]  # fmt: skip
ASKED_TO_GO: Final = "destruction.asked"
BELONGS: Final = "way.belongs"
WAY_GIVEN: Final = "way.given"


@dataclass(frozen=True, slots=True)
class OpenDrawer:
    """A drawer that was opened: its row, its keys, and what the student is shown of themselves.

    `read` is what lay in it, where it was read for a page and nothing will be put there meanwhile.
    """

    row: Drawer
    keys: CaseKeys = field(repr=False)
    card: DrawerCard = field(repr=False)
    read: tuple[Entry[ItemCard], ...] | None = field(repr=False, default=None)


@dataclass(frozen=True, slots=True)
class Mine:
    """A student at their own drawer. The case it belongs to is known by reference alone.

    `sheet` is the id of what they hand in with this, so that handed in twice it lies there once.
    """

    drawer: OpenDrawer
    unlocked: Unlocked = field(repr=False)
    sheet: str = ""

    @property
    def case(self) -> str:
        """The case's reference, which opens nothing."""
        return self.drawer.row.case_id

    @property
    def card(self) -> DrawerCard:
        """What is held about them, and who can see it."""
        return self.drawer.card


class AlreadyThere(Exception):  # noqa: N818 (it reads as what happened)
    """This very sheet was handed in before: what it says lies in the drawer."""


def enter(words: str, *, at: datetime) -> str | None:
    """Begin a session by a student's words, or `Mistyped`. Answers the secret for the cookie."""
    way = ways.way_in(words)
    row = _reachable(at).filter(lookup=way.lookup).first()
    if row is None:
        grants.open_nothing(way.unlocked)
        return None
    # The ring may go in this very moment, with a destruction or for new words: that is a miss.
    with suppress(DoesNotOpen, IntegrityError):
        _opened(way.unlocked, row)
        return sessions.begin(way.unlocked, lasts=requests.LASTS, at=at)
    return None


def at_drawer(secret: str, *, at: datetime) -> Mine | None:
    """The student whose cookie this is, at their drawer; None if it is locked."""
    if not secret:
        return None
    # One's own side is read also where nothing can be written.
    with suppress(DatabaseError):
        sessions.sweep(at)
    resumed = sessions.resume(secret, at=at, idle_minutes=requests.IDLE_MINUTES, notice_stays=True)
    if resumed is None:
        return None
    # Read before its grants, the row may be from before new keys: then once more, as it is now.
    for _ in range(2):
        row = _reachable(at).filter(ring=resumed.unlocked.ring_id).first()
        if row is None:
            return None
        with suppress(DoesNotOpen):
            return Mine(_opened(resumed.unlocked, row), resumed.unlocked)
    return None


def _reachable(at: datetime) -> QuerySet[Drawer]:
    """The drawers that any words open now: none from the day on which its case's time is over.

    The day alone decides, before any hold is looked at: where the law keeps a record past its day,
    its student finds what everybody finds, and nothing tells them that it is kept. (RECD-5)
    """
    today = timezone.localtime(at).date()
    return _open_to_students().exclude(case__destroy_on__lte=today)


def _open_to_students() -> QuerySet[Drawer]:
    """None whose destruction was ordered, nor any whose student asked for it, whoever took it.

    That they asked ends their way, whether the case goes now, or after a hold or a second look:
    by their words a student learns nothing of either. (RECD-6)
    """
    asked = LedgerEntry.objects.filter(
        about=OuterRef("case_id"), event=ASKED_TO_GO, verdict="allowed"
    )
    return Drawer.objects.filter(~Exists(asked), case__being_destroyed=False)


def leave(secret: str) -> None:
    """Lock: what the session held cannot be opened again."""
    sessions.end(secret)


def open_again(mine: Mine) -> OpenDrawer:
    """The drawer as it is now: it may have got new keys since. `DoesNotOpen` if it is gone."""
    row = _open_to_students().filter(id=mine.drawer.row.id).first()
    if row is None:
        raise DoesNotOpen
    return _opened(mine.unlocked, row)


def drawer_in(ref: str, keys: CaseKeys) -> OpenDrawer | None:
    """The drawer of a case that is open, or None if its student has none."""
    kept = DrawerKey.of_case(ref).first()
    if kept is None:
        return None
    card = kept.take(keys, DrawerKeyCard)
    mine = CaseKeys(card.drawer, card.generation, {card.generation: card.key}, keys.shred_key)
    row = Drawer.objects.select_related("ring").get(id=card.drawer)
    return OpenDrawer(row, mine, row.take(mine, DrawerCard))


def can_write_to(opened: OpenCase, *, on: date) -> bool:
    """Whether the student would read a message: by their words, today. As `_reachable` has it."""
    ends_on = opened.row.destroy_on
    if not way_in_of(opened) or (ends_on is not None and ends_on <= on):
        return False
    return history.recorded(ASKED_TO_GO, about=opened.ref) is None


def way_in_of(opened: OpenCase) -> bool:
    """Whether the student of an open case has words that open their side of it."""
    drawer = drawer_in(opened.ref, opened.keys)
    return drawer is not None and not drawer.card.closed


def thread_of(opened: OpenCase) -> list[Message]:
    """The messages of an open case, the oldest first, and none where there is no drawer."""
    drawer = drawer_in(opened.ref, opened.keys)
    return [message for _, message in messages_in(drawer)] if drawer else []


def read_once(mine: Mine) -> Mine:
    """The same student, whose drawer is read here and not again by whatever a page shows of it."""
    read = tuple(items_in(mine.drawer))
    return replace(mine, drawer=replace(mine.drawer, read=read))


def is_handed_in(mine: Mine) -> bool:
    """Whether what this student hands in lies in their drawer already."""
    return DrawerItem.objects.filter(id=mine.sheet, drawer=mine.drawer.row).exists()


def items_in(drawer: OpenDrawer) -> list[Entry[ItemCard]]:
    """Everything in a drawer, the oldest first."""
    if drawer.read is not None:
        return list(drawer.read)
    rows = DrawerItem.objects.filter(drawer=drawer.row)
    entries = [Entry(row.id, row.take(drawer.keys, ItemCard)) for row in rows]
    return sorted(entries, key=lambda entry: (entry.card.item.at, entry.id))


def messages_in(drawer: OpenDrawer) -> list[tuple[str, Message]]:
    """The messages both ways, the oldest first, each with its id."""
    return [(e.id, e.card.item) for e in items_in(drawer) if isinstance(e.card.item, Message)]


def shown_in(drawer: OpenDrawer) -> list[tuple[str, Shown]]:
    """What was done in the case, as the student sees it, the oldest first."""
    return [(e.id, e.card.item) for e in items_in(drawer) if isinstance(e.card.item, Shown)]


def asked_in(drawer: OpenDrawer, *kinds: str) -> list[tuple[str, Asked]]:
    """What the student asked for, the oldest first; only what their own keys signed."""
    if not has_own_ring(drawer):
        return []
    return [
        (entry.id, item)
        for entry in items_in(drawer)
        if isinstance(item := entry.card.item, Asked)
        and (not kinds or item.kind in kinds)
        and genuine_ask(drawer, entry.id, item)
    ]


def has_own_ring(drawer: OpenDrawer) -> bool:
    """Whether the drawer's ring is the one that it was given to, and the ledger says so too.

    The row's ring is a column; the card can be sealed anew by whoever sits at the case. Neither of
    them alone can put another's keys in the student's place. (P4)
    """
    given = drawer.card.ring == drawer.row.ring_id
    return given and history.recorded(BELONGS, about=_way_of(drawer.row)) is not None


def _way_of(row: Drawer) -> str:
    """How the ledger calls it that a drawer belongs to its present ring."""
    return tie("way", row.id, row.ring_id)


def strange_ways() -> list[str]:
    """The drawers whose ring nobody was given, as far as the ledger knows. (P10)"""
    rows = {_way_of(row): row.id for row in Drawer.objects.all()}
    return sorted(rows[each] for each in rows.keys() - history.known(BELONGS, rows))


def genuine_ask(drawer: OpenDrawer, item_id: str, asked: Asked) -> bool:
    """Whether the keys of the drawer's own student signed this."""
    statement = statement_of(drawer.row.id, item_id, asked)
    return signed_by(drawer.row.ring, asked.signature, statement)


def statement_of(drawer: str, item_id: str, asked: Asked) -> bytes:
    """What a student signs when they ask for something: all of it, in its own place."""
    safe = asked.safe
    reach = (
        (safe.how, safe.when, int(safe.may_leave_message), int(safe.may_say_who)) if safe else ()
    )
    at = int(asked.at.timestamp())
    return bind("drawer-asked", drawer, item_id, asked.kind, at, asked.about, asked.words, *reach)


def _opened(unlocked: Unlocked, row: Drawer) -> OpenDrawer:
    decision = requests.may_see_drawer()
    keys = grants.open_part(unlocked, row.id, of=row.case_id, under=decision)
    return OpenDrawer(row, keys, row.take(keys, DrawerCard))
