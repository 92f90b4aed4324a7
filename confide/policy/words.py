"""Days and times as people say them, in English, for the sentences of the policy."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence that can be translated before its placeholders are filled."""

    text: str
    values: tuple[tuple[str, str], ...] = ()

    def say(self, translate: Callable[[str], str] = str) -> str:
        """The sentence, translated and filled in."""
        return translate(self.text).format(**dict(self.values))


def day(on: date) -> str:
    """A day near enough to need no year: "Tuesday 17 November"."""
    return f"{WEEKDAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]}"


def dated(on: date) -> str:
    """A day that may be years away: "Tuesday 17 November 2026"."""
    return f"{day(on)} {on.year}"


def clock(at: time) -> str:
    """A time of day: "10 am", "4.30 pm", "noon"."""
    if at == time(12):
        return "noon"
    return f"{bare_clock(at)} {'am' if at.hour < 12 else 'pm'}"


def bare_clock(at: time) -> str:
    """A time of day as it stands on a door: "10", "9.30"."""
    hour = at.hour % 12 or 12
    return f"{hour}.{at.minute:02}" if at.minute else str(hour)
