"""Counting that somebody asked about a student. (CONF-3)

A number for each kind of person and month: whom they asked about is typed nowhere, so that there is
nothing to keep.
"""

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from confide.disclosure.models import Enquiry
from confide.disclosure.queries import month_of
from confide.ledger import history
from confide.ledger.record import record
from confide.policy import enquiries
from confide.team.queries import Acting


class JustCounted(Exception):  # noqa: N818 (it reads as what happened)
    """The button was pressed twice: it was counted at the first press, and counts once."""


def count_enquiry(acting: Acting, asked_by: str, *, at: datetime) -> None:
    """Count that somebody of this kind asked about a student. (CONF-3)"""
    by = acting.pseudonym
    month = month_of(timezone.localtime(at).date())
    decision = enquiries.may_count(acting.in_office or acting.is_steward, asked_by)
    with record("enquiry.counted", by=by, about="service", under=decision, at=at):
        row, _ = Enquiry.objects.get_or_create(month=month, asked_by=asked_by)
        # Added to by the database, and not to what was read: two may count at once. From here on
        # the row is ours, so that whoever pressed twice finds their first press below.
        Enquiry.objects.filter(id=row.id).update(times=F("times") + 1)
        since = at - enquiries.ONE_PRESS
        pressed = history.recorded("enquiry.counted", about="service", by=by, since=since)
        if not enquiries.may_count_again(pressed is not None):
            raise JustCounted
