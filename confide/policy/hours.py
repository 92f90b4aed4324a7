"""When somebody is there: at the office, and on the support phone. (HOUR-1, HOUR-2)

Hours are times on the wall in the union's own zone, so that ten o'clock stays ten o'clock when
the clocks change. A door is open from its first minute up to, not including, its closing time.
Moments are compared as moments and only shown as times on the wall.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from confide.policy.words import Phrase, bare_clock, spoken_clock, spoken_day, spoken_weekday

OFFICE = "office"
PHONE = "phone"
DOORS = (OFFICE, PHONE)

# Closures of more than a year are closures until further notice.
FURTHEST_DAY = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The weekdays (Monday is 0) on which one door opens, from when until when."""

    days: frozenset[int]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Days on which one door or both stay shut, with the reason. Both days belong to it."""

    first_on: date
    last_on: date
    reason: str
    office: bool = True
    phone: bool = False

    def shuts(self, door: str, on: date) -> bool:
        """Whether that door stays shut that day."""
        concerns = self.office if door == OFFICE else self.phone
        return concerns and self.first_on <= on <= self.last_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A union's hours: its zone, its two doors, its closures."""

    zone: str
    office: Opening
    phone: Opening
    closures: tuple[Closure, ...] = ()

    def opening(self, door: str) -> Opening:
        """The hours of one door."""
        if door not in DOORS:
            raise ValueError(f"There is no door {door!r}; there are {' and '.join(DOORS)}.")
        return self.office if door == OFFICE else self.phone


@dataclass(frozen=True, slots=True)
class Open:
    """A door that is open, and until when, on the wall."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """A door that is shut, when it opens next if that is known, and why if it is a closure."""

    next: datetime | None
    reason: str = ""


def status(hours: Hours, door: str, at: datetime) -> Open | Closed:
    """Whether a door is open at a moment, until when, or when next. (HOUR-1, HOUR-2)"""
    local = _on_the_wall(hours, at)
    today = _span(hours, door, local.date())
    if today and _moment(today[0]) <= _moment(at) < _moment(today[1]):
        return Open(until=today[1])
    reason = next((c.reason for c in hours.closures if c.shuts(door, local.date())), "")
    return Closed(next=_next_opening(hours, door, at), reason=reason)


def in_words(state: Open | Closed, hours: Hours, at: datetime) -> Phrase:
    """The same as a sentence: "Open now until 4 pm", "Opens Monday at 10"."""
    if isinstance(state, Open):
        return Phrase("Open now until {time}", (("time", spoken_clock(state.until.time())),))
    opens = _opens_in_words(state.next, _on_the_wall(hours, at).date())
    if not state.reason:
        return opens
    return Phrase("Closed: {reason}. {opens}", (("reason", state.reason), ("opens", opens)))


def local_day(hours: Hours, at: datetime) -> date:
    """The day it is in the union's zone at that moment."""
    return _on_the_wall(hours, at).date()


def _opens_in_words(opens: datetime | None, today: date) -> Phrase:
    if opens is None:
        return Phrase("Closed until further notice")
    at = opens.time()
    wall: str | Phrase = bare_clock(at) if at.hour < 12 else spoken_clock(at)
    ahead = (opens.date() - today).days
    if ahead == 0:
        return Phrase("Opens today at {time}", (("time", wall),))
    if ahead == 1:
        return Phrase("Opens tomorrow at {time}", (("time", wall),))
    # The name of the day alone: within a week there is one of each.
    far = spoken_day(opens.date(), year=opens.year != today.year)
    day = spoken_weekday(opens.date()) if ahead < 7 else far
    return Phrase("Opens {day} at {time}", (("day", day), ("time", wall)))


def _next_opening(hours: Hours, door: str, at: datetime) -> datetime | None:
    first = local_day(hours, at)
    spans = (_span(hours, door, first + timedelta(days=n)) for n in range(FURTHEST_DAY))
    return next((span[0] for span in spans if span and _moment(span[0]) > _moment(at)), None)


def _span(hours: Hours, door: str, on: date) -> tuple[datetime, datetime] | None:
    opening = hours.opening(door)
    shut = any(closure.shuts(door, on) for closure in hours.closures)
    if shut or on.weekday() not in opening.days:
        return None
    zone = ZoneInfo(hours.zone)
    opens = datetime.combine(on, opening.opens, zone)
    closes = datetime.combine(on, opening.closes, zone)
    # In the night when an hour is left out, a door that opens within it may close before it opens.
    return (opens, closes) if _moment(opens) < _moment(closes) else None


def _on_the_wall(hours: Hours, at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    return at.astimezone(ZoneInfo(hours.zone))


def _moment(local: datetime) -> datetime:
    # Two times in one zone are compared by Python as they stand on the wall, which is wrong in the
    # hour that happens twice.
    return local.astimezone(UTC)
