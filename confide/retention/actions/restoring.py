"""Bringing a service back: what was destroyed is destroyed again before anything is served.

What a copy brings back goes the way that every destruction goes: an order, the shred key, files,
rows and grants, a certificate. And where the copy is older than somebody can bear witness to, two
people declare in the ledger what was lost, or it is not used. (RECD-2, RECD-5)
"""

from datetime import date, datetime

from confide.casework.models import Case
from confide.ledger.examine import CONTINUED, name_of_head
from confide.ledger.history import last_entry
from confide.ledger.record import record
from confide.policy.decision import Decision
from confide.policy.retention import restoring
from confide.retention.models import Destruction
from confide.team.queries import Acting


def enter_restored(at: datetime) -> None:
    """Write down that the service was brought back from a copy. (RECD-2)"""
    decision = restoring.may_restore()
    with record("backup.restored", by="service", about="service", under=decision, at=at):
        pass


def order_again(case: str, destroyed_on: date | None, *, at: datetime) -> None:
    """Order that a case which a copy brought back be destroyed as it was before. (RECD-5)"""
    decision = restoring.may_replay(destroyed_on is not None)
    with record("destruction.replayed", by="service", about=case, under=decision, at=at):
        Case.objects.filter(id=case).update(being_destroyed=True)
        Destruction.objects.create(
            case=case, cause=restoring.REPLAYED, ordered_on=destroyed_on or at.date()
        )


def continue_history(
    first: Acting, second: Acting, *, size: int, root: bytes, at: datetime
) -> None:
    """Declare, two people together, that what a checkpoint witnesses was lost. (RECD-2)"""
    decision = _may_continue(first, second, size)
    head = name_of_head(size, root)
    with record(CONTINUED, by=first.pseudonym, about=head, under=decision, at=at):
        agree_to_continue(second, first, size=size, root=root, at=at)


def agree_to_continue(
    acting: Acting, other: Acting, *, size: int, root: bytes, at: datetime
) -> None:
    """The second person's half of the declaration: an entry of their own. (RECD-2)"""
    decision = _may_continue(acting, other, size)
    head = name_of_head(size, root)
    with record(CONTINUED, by=acting.pseudonym, about=head, under=decision, at=at):
        pass


def _may_continue(one: Acting, other: Acting, size: int) -> Decision:
    last = last_entry()
    return restoring.may_continue_history(
        in_office=bool(one.roles and other.roles),
        different=one.pseudonym != other.pseudonym,
        lost=last is None or size > last.position + 1,
    )
