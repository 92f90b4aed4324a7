"""Ask, record, change: an action and its entry happen together, or neither does. (CONF-1, RECD-1)

The outermost `record` owns the transaction. Nested ones only add what they have to say to it, and
all entries are appended last, immediately before the commit, under one lock: a slow action holds
up nobody, and no two can take the same position. A refusal, or any other failure, anywhere inside
undoes the whole, even where somebody in between caught it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from confide.policy.decision import Decision

from .entry import Told, place, tell
from .history import next_place
from .models import DATABASE, Entry

_ONE_APPENDS = 0x636F6E66696465  # "confide": the number of PostgreSQL's lock, ours alone


class Refused(Exception):  # noqa: N818
    """The policy's no. Nothing was done; the page shows the decision's reason and clause."""

    def __init__(self, event: str, by: str, about: str, decision: Decision, at: datetime) -> None:
        super().__init__(f"{event}: {decision.clause}")
        self.event = event
        self.by = by
        self.about = about
        self.decision = decision
        self.at = at


@dataclass(slots=True)
class _Gathering:
    told: list[Told] = field(default_factory=list)
    broken: Exception | None = None


_open: ContextVar[_Gathering | None] = ContextVar("confide.ledger.record", default=None)


@contextmanager
def record(event: str, *, by: str, about: str, under: Decision, at: datetime) -> Iterator[None]:
    """Carry out a change and its ledger entry as one, or raise `Refused` and do neither."""
    told = tell(event, by=by, about=about, under=under, at=at)
    outer = _open.get()
    if not under:
        refused = Refused(event, by, about, under, at)
        if outer is not None:
            outer.broken = refused
        raise refused
    with _whole() if outer is None else _within(outer) as gathering:
        gathering.told.append(told)
        yield


def note_refusal(refused: Refused) -> None:
    """Write down a refusal, in a transaction of its own, after everything was undone."""
    if recording():
        raise RuntimeError("A refusal is noted after the record it undid, not inside it.")
    told = tell(
        refused.event,
        by=refused.by,
        about=refused.about,
        under=refused.decision,
        at=refused.at,
    )
    with transaction.atomic(using=DATABASE, durable=True):
        _append([told])


def recording() -> bool:
    """Say whether a record is open here, so that what changes now will have its entry."""
    return _open.get() is not None


@contextmanager
def _whole() -> Iterator[_Gathering]:
    gathering = _Gathering()
    # Durable: Django refuses to let this be a part of somebody else's transaction, so when
    # `record` returns, change and entry are on the disk and not merely promised.
    with transaction.atomic(using=DATABASE, durable=True):
        token = _open.set(gathering)
        try:
            yield gathering
        finally:
            _open.reset(token)
        if gathering.broken is not None:
            raise gathering.broken
        _append(gathering.told)


@contextmanager
def _within(outer: _Gathering) -> Iterator[_Gathering]:
    try:
        yield outer
    except Exception as failure:
        outer.broken = failure
        raise


def _append(tolds: Sequence[Told]) -> None:
    _let_one_append()
    position, after = next_place()
    rows = []
    for told in tolds:
        placed = place(position, after, told)
        rows.append(Entry.of(placed))
        position, after = position + 1, placed.leaf
    Entry.objects.bulk_create(rows)


def _let_one_append() -> None:
    """Wait for one's turn; the turn ends with the transaction.

    SQLite needs nothing: settings make its transactions IMMEDIATE, so ours is the only writer
    since it began. On PostgreSQL nothing may be locked after this lock, or two writers could wait
    for each other. Foreign keys are checked, and lock the row they point to, as late as the
    commit; hence that is brought forward.
    """
    connection = transaction.get_connection(DATABASE)
    if connection.vendor == "postgresql":
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_APPENDS])
