"""Nights and clocks, as the tests of retention need them."""

from datetime import UTC, date, datetime, time, timedelta

from confide.casework.models import Case
from confide.casework.queries import OpenCase


def night(on: date, days: int = 0) -> datetime:
    """Three in the morning, so many days later."""
    return datetime.combine(on + timedelta(days=days), time(3), UTC)


def ending_on(case: OpenCase, on: date, *, keep_until: date | None = None) -> None:
    """Set a case's two dates, as resolving it and holding it would."""
    Case.objects.filter(id=case.ref).update(destroy_on=on, keep_until=keep_until)
    case.row.refresh_from_db()
