"""Resolving a case, which starts the clock of its records, and taking it up again. (RECD-5)"""

from datetime import datetime

import msgspec
from django.conf import settings
from django.utils import timezone

from confide.casework.actions._placing import held_still
from confide.casework.models import CaseFile, Contact, ContactNote
from confide.casework.queries import OpenCase, clock_of, standing
from confide.ledger.record import record
from confide.policy import retention
from confide.team.queries import Acting


def resolve(acting: Acting, opened: OpenCase, *, outcome: str, at: datetime) -> None:
    """Resolve a case: from today its records are kept for the promised time only. (RECD-5)"""
    local = timezone.localtime(at)
    resolved_on = retention.resolved_day(local)
    decision = retention.may_resolve(
        standing(acting, opened.ref),
        clock=clock_of(opened.row),
        resolved_on=resolved_on,
        last_touched_on=retention.resolved_day(timezone.localtime(opened.file.last_at)),
        on=local.date(),
    )
    with record("case.resolved", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        case = held_still(opened)
        file = case.take(opened.keys, CaseFile)
        case.put(
            opened.keys,
            msgspec.structs.replace(file, resolved_on=resolved_on, outcome=outcome),
        )
        case.destroy_on = retention.last_night(local, settings.POLICY.records.keep_months)
        case.save(update_fields=["sealed", "destroy_on"])


def reopen(acting: Acting, opened: OpenCase, *, why: str, at: datetime) -> None:
    """Take a resolved case up again, which stops its clock. (RECD-5)"""
    decision = retention.may_reopen(
        standing(acting, opened.ref),
        clock=clock_of(opened.row),
        why=why,
        on=timezone.localtime(at).date(),
    )
    with record("case.reopened", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        case = held_still(opened)
        file = case.take(opened.keys, CaseFile)
        case.put(
            opened.keys, msgspec.structs.replace(file, resolved_on=None, outcome="", last_at=at)
        )
        case.destroy_on = None
        case.save(update_fields=["sealed", "destroy_on"])
        note = ContactNote(kind="reopened", at=at, said=why, by=acting.pseudonym, recorded_at=at)
        contact = Contact(case=case)
        contact.put(opened.keys, note)
        contact.save(force_insert=True)
