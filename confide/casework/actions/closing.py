"""Resolving a case, which starts the clock of its records, and taking it up again. (RECD-5)"""

from collections.abc import Callable
from datetime import datetime

import msgspec
from django.conf import settings
from django.utils import timezone

from confide.casework.actions._coding import with_rows, without_resolved_row
from confide.casework.actions._drawer import keep_drawer
from confide.casework.actions._placing import held_still
from confide.casework.models import Case, CaseFile, Coded, CodedFact, Contact, ContactNote
from confide.casework.models.folding import fold
from confide.casework.queries import Mine, OpenCase, clock_of, standing
from confide.ledger.record import Refused, record
from confide.policy import access, requests, retention
from confide.policy.codebook import NOT_KNOWN
from confide.policy.decision import Decision
from confide.team.queries import Acting


def resolve(
    acting: Acting,
    opened: OpenCase,
    *,
    outcome: str,
    ended: str = NOT_KNOWN,
    coded: Coded | None = None,
    at: datetime,
) -> None:
    """Resolve a case: from today its records are kept for the promised time only. (RECD-5)

    `ended` and `coded` are the same for the figures, in the codebook's terms; without `coded` what
    was said before stays. (STAT-1)
    """
    local = timezone.localtime(at)
    resolved_on = retention.resolved_day(local)

    def may(row: Case) -> Decision:
        file = row.take(opened.keys, CaseFile)
        return retention.may_resolve(
            standing(acting, opened.ref),
            clock=clock_of(row),
            resolved_on=resolved_on,
            last_touched_on=retention.resolved_day(timezone.localtime(file.last_at)),
            on=local.date(),
        )

    decision = may(opened.row)
    with record("case.resolved", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        case = _asked_again(may, acting, opened, "case.resolved", at)
        file = case.take(opened.keys, CaseFile)
        said = {"outcome": outcome, "ended": ended, "coded": coded or file.coded}
        file = msgspec.structs.replace(file, resolved_on=resolved_on, **said)
        case.put(opened.keys, with_rows(acting, file, resolved_at=at))
        case.destroy_on = retention.last_night(local, settings.POLICY.records.keep_months)
        case.save(update_fields=["sealed", "destroy_on"])
        keep_drawer(case.id, opened.keys, on=local.date())


def reopen(acting: Acting, opened: OpenCase, *, why: str, at: datetime) -> None:
    """Take a resolved case up again, which stops its clock. (RECD-5)"""

    def may(row: Case) -> Decision:
        return retention.may_reopen(
            standing(acting, opened.ref),
            clock=clock_of(row),
            why=why,
            on=timezone.localtime(at).date(),
        )

    decision = may(opened.row)
    with record("case.reopened", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        case = _asked_again(may, acting, opened, "case.reopened", at)
        file = case.take(opened.keys, CaseFile)
        again = msgspec.structs.replace(
            without_resolved_row(file), resolved_on=None, outcome="", ended=NOT_KNOWN, last_at=at
        )
        case.put(opened.keys, again)
        case.destroy_on = None
        case.save(update_fields=["sealed", "destroy_on"])
        # How it had ended stays in the record, though the file says it no longer.
        note = ContactNote(
            kind="reopened",
            at=at,
            said=why,
            by=acting.pseudonym,
            recorded_at=at,
            subject=file.outcome,
            folded=fold(file.outcome, why),
        )
        contact = Contact(case=case)
        contact.put(opened.keys, note)
        contact.save(force_insert=True)
        keep_drawer(case.id, opened.keys, on=timezone.localtime(at).date())


def forget_outcome(acting: Acting, opened: OpenCase, *, at: datetime) -> None:
    """How a case ended is not known any more: its student asked for its destruction. (RECD-6)

    The case counts on as one that was opened, and as one that is over.
    """
    decision = access.may_decide(standing(acting, opened.ref))
    with record("outcome.forgotten", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        case = held_still(opened)
        file = msgspec.structs.replace(case.take(opened.keys, CaseFile), ended=NOT_KNOWN)
        case.put(opened.keys, with_rows(acting, file, resolved_at=at))
        case.save(update_fields=["sealed"])


def forget_outcome_as_student(mine: Mine, *, at: datetime) -> None:
    """The same with nobody at work: the row that says how the case ended goes. (RECD-6)

    No key of the team's is at hand, so it cannot be made to say that nobody knows; the case counts
    on as one that was opened.
    """
    decision = requests.may_ask(requests.DESTROY, genuine=True)
    with record("outcome.forgotten", by="student", about=mine.case, under=decision, at=at):
        CodedFact.objects.filter(id=mine.drawer.card.ended_row).delete()


def _asked_again(
    may: Callable[[Case], Decision], acting: Acting, opened: OpenCase, event: str, at: datetime
) -> Case:
    """The case held still, if what is asked may be done to it as it is now: two may ask at once."""
    case = held_still(opened)
    again = may(case)
    if not again:
        raise Refused(event, acting.pseudonym, opened.ref, again, at)
    return case
