"""The opening hours for other programs: a calendar to subscribe to, and figures for a website.

Both come from the union's terms alone and hold nothing of whoever asks: at one moment they are the
same bytes for everyone. (HOUR-1, HOUR-2, CONF-3)
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from confide.frontdoor.queries.reaching import Reach, reach, terms
from confide.policy import hours as policy_hours
from confide.policy.hours import DOORS, OFFICE, Opening
from confide.policy.words import WEEKDAYS

# A calendar's entries say when they were written. When hours were changed is nobody's affair, and
# the moment of asking would make every answer another one.
WRITTEN: Final = datetime(2020, 1, 1, tzinfo=UTC)
# Any Monday before every service: a weekly entry begins with the week in which it is first so.
FIRST_MONDAY: Final = date(2024, 1, 1)
ICAL_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def calendar() -> bytes:
    """The hours as a calendar (RFC 5545): each door once a week on its days, closures left out."""
    hours = terms().hours
    feed = Calendar()
    feed.add("prodid", "-//Confide//EN")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", terms().union.name)
    feed.add_component(Timezone.from_tzinfo(ZoneInfo(hours.zone)))
    for door in DOORS:
        feed.add_component(_event(door, hours.opening(door)))
    return bytes(feed.to_ical())


def figures(*, at: datetime) -> dict[str, Any]:
    """The hours for the union's own site, with whether each door is open at this moment."""
    shown = reach(at)
    today = policy_hours.local_day(terms().hours, at)
    return {
        "union": terms().union.name,
        "zone": terms().hours.zone,
        "doors": {door: _figures(door, shown) for door in DOORS},
        "closures": [
            {
                "first": f"{closure.first_on}",
                "last": f"{closure.last_on}",
                "reason": closure.reason,
                "doors": [door for door in DOORS if closure.shuts(door, closure.first_on)],
            }
            for closure in terms().hours.closures
            if closure.last_on >= today
        ],
    }


def _figures(door: str, shown: Reach) -> dict[str, Any]:
    opening = terms().hours.opening(door)
    state = shown.office if door == OFFICE else shown.phone
    return {
        "open": state.open,
        "now": state.now,
        "days": [WEEKDAYS[day] for day in sorted(opening.days)],
        "opens": f"{opening.opens:%H:%M}",
        "closes": f"{opening.closes:%H:%M}",
    }


def _event(door: str, opening: Opening) -> Event:
    days = sorted(opening.days)
    first = FIRST_MONDAY + timedelta(days=days[0])
    entry = Event()
    entry.add("uid", f"{door}@{terms().contacts.email.partition('@')[2]}")
    entry.add("dtstamp", WRITTEN)
    entry.add("dtstart", _moment(first, opening.opens))
    entry.add("dtend", _moment(first, opening.closes))
    entry.add("rrule", {"freq": "weekly", "byday": [ICAL_DAYS[day] for day in days]})
    for on in _shut(door, opening):
        entry.add("exdate", _moment(on, opening.opens))
    # A calendar lies open on desks: it says that an office is open, and not what anybody goes for.
    entry.add("summary", "Union office" if door == OFFICE else "Union phone")
    entry.add("transp", "TRANSPARENT")
    if door == OFFICE:
        entry.add("location", terms().contacts.address)
    return entry


def _moment(on: date, at: time) -> datetime:
    return datetime.combine(on, at, ZoneInfo(terms().hours.zone))


def _shut(door: str, opening: Opening) -> list[date]:
    """Every day on which that door would be open, were it not for a closure."""
    closures = [each for each in terms().hours.closures if each.shuts(door, each.first_on)]
    days = {
        closure.first_on + timedelta(days=number)
        for closure in closures
        for number in range((closure.last_on - closure.first_on).days + 1)
    }
    return sorted(day for day in days if day.weekday() in opening.days)
