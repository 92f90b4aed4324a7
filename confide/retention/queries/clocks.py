"""What the clocks say: which cases are due, which come next, and what today's date is worth.

Everything here works without a key, from the two dates that stand in clear and the ledger. (RECD-5)
"""

from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from confide.casework.models import Case
from confide.casework.queries import ASKED_TO_GO
from confide.ledger import history
from confide.ledger.models import Entry
from confide.policy import retention
from confide.retention.models import Destruction

ANNOUNCED: Final = "destruction.announced"
ASKED: Final = ASKED_TO_GO
PROPOSED: Final = "destruction.proposed"
CONFIRMED: Final = "destruction.confirmed"
NIGHT: Final = "night.begun"
_SOON: Final = timedelta(days=30)


def local_day(at: datetime) -> date:
    """The day it is in the union's own time zone."""
    return timezone.localtime(at).date()


def clock_of(case: Case) -> retention.Clock:
    """What is known of a case's end: its dates, and the day on which the ledger announced it."""
    announced = history.recorded(ANNOUNCED, about=case.id)
    return retention.Clock(
        destroy_on=case.destroy_on,
        keep_until=case.keep_until,
        announced_on=local_day(announced.at) if announced else None,
        being_destroyed=case.being_destroyed,
    )


def due(on: date) -> list[str]:
    """The cases whose time is over and which were announced long enough ago, the oldest first."""
    return [
        case.id
        for case in _running().filter(destroy_on__lte=on)
        if retention.may_order_destruction(retention.CLOCK, clock_of(case), on)
    ]


def to_announce(on: date) -> list[str]:
    """The cases whose destruction is near and not announced yet, the nearest first."""
    near = _running().filter(destroy_on__lte=on + retention.ANNOUNCED_WITHIN)
    return [case.id for case in near if retention.may_announce(clock_of(case), on)]


def coming(on: date) -> int:
    """How many cases go within thirty days: all that a steward learns of what is to come."""
    return _running().filter(destroy_on__lte=on + _SOON).count()


def unfinished() -> list[str]:
    """The cases whose destruction was ordered and not carried out to its end."""
    return list(Destruction.objects.order_by("case").values_list("case", flat=True))


def proposed_on(case: str) -> date | None:
    """The day of the first step of destroying a case by hand, if it was taken."""
    proposed = history.recorded(PROPOSED, about=case)
    return local_day(proposed.at) if proposed else None


def last_believable_day() -> date | None:
    """The last day that the clock reached without a leap, by the ledger; None before any entry.

    A clock that is wrong for an evening leaves entries of its wrong day, and the newest entry
    alone would then vouch for it. So it is followed from the last night on, and a leap longer than
    the policy allows ends what is believed. That the night itself was refused says nothing.
    """
    entries = Entry.objects.exclude(event=NIGHT, verdict="refused").order_by("position")
    night = history.recorded(NIGHT, about="service")
    if night is None:
        last = entries.last()
        return local_day(last.at) if last else None
    believed = local_day(night.at)
    for entry in entries.filter(position__gt=night.position).only("stamp").iterator():
        day = local_day(entry.at)
        if day - believed > retention.CLOCK_MAY_RUN_AHEAD:
            break
        believed = max(believed, day)
    return believed


def _running() -> QuerySet[Case]:
    return Case.objects.filter(destroy_on__isnull=False, being_destroyed=False).order_by(
        "destroy_on", "id"
    )
