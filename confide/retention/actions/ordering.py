"""Announcing a destruction, and ordering it: the first of its three steps. (RECD-5, RECD-6)"""

from datetime import date, datetime

from confide.casework.models import Case
from confide.casework.queries import NotVisible
from confide.ledger.record import Refused, record
from confide.policy import retention
from confide.policy.decision import Decision
from confide.retention.models import Destruction
from confide.retention.queries import ANNOUNCED, clock_of, local_day

_ORDERED = "destruction.ordered"


def announce(case: str, *, at: datetime) -> None:
    """Write down that a case will be destroyed when its time is over. (RECD-5)"""
    decision = retention.may_announce(clock_of(_row(case)), local_day(at))
    with record(ANNOUNCED, by="service", about=case, under=decision, at=at):
        pass


def order(
    case: str,
    *,
    cause: str,
    by: str,
    at: datetime,
    asked_on: date | None = None,
    confirmed: bool = False,
) -> None:
    """Step 1: order that a case be destroyed. From its commit on nobody sees the case. (RECD-5)"""

    def may(row: Case) -> Decision:
        return retention.may_order_destruction(
            cause, clock_of(row), local_day(at), asked_on=asked_on, confirmed=confirmed
        )

    decision = may(_row(case))
    with record(_ORDERED, by=by, about=case, under=decision, at=at):
        # Asked again of the row as it is now that it is locked: it may have been taken up again,
        # or put under a hold, or ordered by somebody else, a moment ago.
        again = may(_row(case, held_still=True))
        if not again:
            raise Refused(_ORDERED, by, case, again, at)
        # Not by `save`, which looks at the grants: whatever state those are in, this can be done.
        Case.objects.filter(id=case).update(being_destroyed=True)
        Destruction.objects.create(case=case, cause=cause, ordered_on=local_day(at))


def _row(case: str, *, held_still: bool = False) -> Case:
    rows = Case.objects.select_for_update() if held_still else Case.objects.all()
    row = rows.filter(id=case).first()
    if row is None:
        raise NotVisible
    return row
