"""The clock of a resolved case: its last day, and how near that is. (RECD-5)"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

LONGEST_MONTHS = 36
NIGHT_RUN = time(3)
WARNINGS = (7, 30, 90)
# As long as the first warning: a quarter in which nothing happened.
DORMANT = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What is known in clear of one case's end, and what the ledger says about it."""

    destroy_on: date | None = None
    keep_until: date | None = None
    announced_on: date | None = None
    being_destroyed: bool = False


def destroy_on(resolved_on: date, keep_months: int) -> date:
    """The day on which a resolved case is destroyed: the same day of the month, months later.

    Where that month is too short (29 February, the 31st) it is the month's last day, since a day
    later would be later than was promised. (RECD-5)
    """
    if not 1 <= keep_months <= LONGEST_MONTHS:
        raise ValueError(f"RECD-5 allows 1 to {LONGEST_MONTHS} months, not {keep_months}.")
    years, month = divmod(resolved_on.month - 1 + keep_months, 12)
    year, month = resolved_on.year + years, month + 1
    return date(year, month, min(resolved_on.day, monthrange(year, month)[1]))


def last_night(resolved_at: datetime, keep_months: int, *, run_at: time = NIGHT_RUN) -> date:
    """The day on which a case resolved at that moment, on the wall, is destroyed.

    Resolved in the small hours, before the hour of the night's run, it goes one night sooner: the
    run of its own day would come a few hours later than was promised. Counting the months from the
    day before is not the same: both may end on the last day of a short month. (RECD-5)
    """
    day = destroy_on(resolved_at.date(), keep_months)
    return day - timedelta(days=1) if resolved_at.time() < run_at else day


def resolved_day(at_local: datetime, *, run_at: time = NIGHT_RUN) -> date:
    """The working day to which a moment belongs: the small hours still belong to the day before."""
    before_run = at_local.time() < run_at
    return at_local.date() - timedelta(days=1) if before_run else at_local.date()


def days_left(destroy_on: date, on: date) -> int:
    """How many days remain before the day of destruction; less than none when it has passed."""
    return (destroy_on - on).days


def warning(destroy_on: date, on: date) -> int | None:
    """Which warning the desk shows: within 90, 30 or 7 days of destruction, or none yet."""
    return next((days for days in WARNINGS if days_left(destroy_on, on) <= days), None)


def is_dormant(last_on: date, on: date) -> bool:
    """Whether nothing was added to an open case for so long that it may be resolved. (RECD-5)"""
    return last_on + DORMANT < on


def is_held(keep_until: date | None, on: date) -> bool:
    """Whether the records must be kept through that day."""
    return keep_until is not None and on <= keep_until
