"""Destroying a case that was ordered to be: the last two of the three steps. (RECD-5, RECD-6)

1. `default`: the order is committed (`ordering.order`); from here on nobody sees the case.
2. `keys`: the shred key is deleted and leaves its tombstone, in one transaction; from here on
   nothing opens the case, whatever else is found of it.
3. `default`: its files, then its rows and grants are deleted, and the certificate is made.

No transaction spans two databases, and none is needed: 2 follows only a committed 1, and both 2
and 3 can be done again from the start. Whatever stops the work, `resume` takes it up.
"""

from datetime import datetime

from confide.casework.actions import clear_drawer
from confide.casework.models import Case
from confide.disclosure import queries as disclosure
from confide.ledger.record import record, recording
from confide.policy import retention
from confide.retention.actions._wiping import wipe_traces
from confide.retention.models import Certificate, Destruction
from confide.retention.queries import local_day, number_of
from confide.vault import files, grants, shred
from confide.vault.primitives import random_id

_MARK = 4
# That confidence was broken is not for a certificate, which goes to the student and outlives both.
_NOT_SAID = ("seat", "breach", "breachnote", "request", "drawerkey")


class NotOrdered(Exception):  # noqa: N818 (it reads as what happened)
    """Nobody ordered this destruction, so nothing of it is carried out."""


class _Finished(Exception):  # noqa: N818 (it reads as what happened)
    """Somebody else carried it out meanwhile."""


def carry_out(case: str, *, at: datetime) -> str:
    """Steps 2 and 3 of a destruction that was ordered. Answers its certificate's number."""
    if recording():
        raise RuntimeError("An order is committed before it is carried out.")
    ordered = Destruction.objects.filter(case=case).first()
    if ordered is None:
        raise NotOrdered
    # (2)
    shred.destroy(case, at=at)
    # (3)
    files.remove_case_folder(case)
    decision = retention.may_finish_destruction(ordered.cause)
    try:
        with record("case.destroyed", by="service", about=case, under=decision, at=at):
            _take_turn(case)
            number = _next_number(at)
            Certificate.objects.create(
                number=number,
                case=case,
                cause=ordered.cause,
                ordered_on=ordered.ordered_on,
                destroyed_on=local_day(at),
                counts=_delete_rows(case),
            )
            Destruction.objects.filter(case=case).delete()
    except _Finished:
        return number_of(case)
    wipe_traces()
    return number


def _take_turn(case: str) -> None:
    # All that is unfinished is locked, so that two at once take two numbers, and one case is
    # finished once.
    waiting = Destruction.objects.select_for_update().order_by("case")
    if case not in [destruction.case for destruction in waiting]:
        raise _Finished


def _next_number(at: datetime) -> str:
    # The mark keeps a number from being guessed or mistyped into that of another certificate.
    year = local_day(at).year
    before = Certificate.objects.filter(number__startswith=f"{year}-").count()
    return f"{year}-{before + 1:04}-{random_id()[:_MARK]}"


def _delete_rows(case: str) -> dict[str, int]:
    """Delete the case with all that hangs on it. Answers how much of what kind there was."""
    # Their keys are gone with the case's; nothing says any more that there were any.
    for each in disclosure.breach_ids_of(case):
        grants.forget(each)
    clear_drawer(case)
    deleted = Case.objects.filter(id=case).delete()[1]
    kinds = {label.rpartition(".")[2].lower(): number for label, number in deleted.items()}
    return {kind: number for kind, number in kinds.items() if kind not in _NOT_SAID}
