"""The days of the stories, as moments of a demonstration made on a given day. (RECD-5, HOUR-3)"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from confide.policy.retention import destroy_on
from confide.site.demonstration.stories import (
    Case,
    Consent,
    Contact,
    Document,
    Officer,
    Stories,
    Telling,
)

ZONE = ZoneInfo("Europe/London")
_TERM_BEGINS = 7  # July
_IN_THE_OFFICE = frozenset({"in-person", "letter"})


def day(offset: int, made_on: date) -> date:
    """The day that lies so many days after the making of the demonstration, or before it."""
    return made_on + timedelta(days=offset)


def term(number: int, made_on: date) -> tuple[date, date]:
    """The first and last day of a term of office; 0 is the present one."""
    year = made_on.year - (made_on.month < _TERM_BEGINS) + number
    return date(year, _TERM_BEGINS, 1), date(year + 1, _TERM_BEGINS, 1) - timedelta(days=1)


def holder(stories: Stories, post: str, on: date, made_on: date) -> Officer:
    """Who held a post on a day."""
    return next(
        officer
        for officer in stories.officers
        if officer.post == post
        and any(first <= on <= last for first, last in _terms(officer, made_on))
    )


def opened_at(case: Case, made_on: date) -> datetime:
    """When a case began: at its first contact."""
    return happened_at(case, case.contacts[0], made_on)


def happened_at(
    case: Case, piece: Contact | Document | Consent | Telling, made_on: date
) -> datetime:
    """When a piece of a story happened, in UTC; nobody came to the office on a weekend."""
    happened_on = day(piece.day, made_on)
    if isinstance(piece, Telling):
        happened_on += timedelta(days=(0, 0, 0, 0, 0, 2, 1)[happened_on.weekday()])
    elif isinstance(piece, Contact):
        happened_on = _day_of(piece, made_on)
    elif piece.during:
        happened_on = _day_of(case.contact(piece.during), made_on)
    return moment(happened_on, piece.at)


def resolved_on(case: Case, made_on: date, keep_months: int) -> date | None:
    """The day on which a case was resolved; None while it is open."""
    if case.resolution is None:
        return None
    if case.resolution.day is not None:
        return day(case.resolution.day, made_on)
    end = day(case.resolution.destroyed_in or 0, made_on)
    # Some days are the last of no resolution (29 February, say): the one before it, then.
    candidates = (end - timedelta(days=31 * keep_months - back) for back in range(31 * keep_months))
    return max(found for found in candidates if destroy_on(found, keep_months) <= end)


def moment(on: date, at: str) -> datetime:
    """A time of day in the office, as a moment in UTC."""
    return datetime.combine(on, time.fromisoformat(at), ZONE).astimezone(UTC)


def _day_of(contact: Contact, made_on: date) -> date:
    happened_on = day(contact.day, made_on)
    if contact.kind in _IN_THE_OFFICE:
        happened_on -= timedelta(days=max(0, happened_on.weekday() - 4))
    return happened_on


def _terms(officer: Officer, made_on: date) -> Iterator[tuple[date, date]]:
    return (term(number, made_on) for number in officer.terms)
