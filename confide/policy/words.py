"""Days and times as people say them, for the sentences of the policy.

What is *spoken* can be translated; the rest is English.
"""

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
    """A sentence that can be translated before its placeholders are filled.

    A value that is a phrase is translated too; one that is a text stands as it is.
    """

    text: str
    values: tuple[tuple[str, "str | Phrase"], ...] = ()

    def say(self, translate: Callable[[str], str] = str) -> str:
        """The sentence, translated and filled in."""
        return translate(self.text).format(
            **{
                name: value.say(translate) if isinstance(value, Phrase) else value
                for name, value in self.values
            }
        )


def spoken_weekday(on: date) -> Phrase:
    """The name of the day alone, to be translated."""
    return Phrase(WEEKDAYS[on.weekday()])


def spoken_day(on: date, *, year: bool = False) -> Phrase:
    """A day to be translated: "Tuesday 17 November", with the year if it may be years away."""
    parts = (
        ("weekday", spoken_weekday(on)),
        ("number", str(on.day)),
        ("month", Phrase(MONTHS[on.month - 1])),
    )
    if year:
        return Phrase("{weekday} {number} {month} {year}", (*parts, ("year", str(on.year))))
    return Phrase("{weekday} {number} {month}", parts)


def spoken_clock(at: time) -> Phrase:
    """A time of day to be translated: "10 am", "4.30 pm", "noon"."""
    if at == time(12):
        return Phrase("noon")
    return Phrase("{time} am" if at.hour < 12 else "{time} pm", (("time", bare_clock(at)),))


def day(on: date) -> str:
    """A day near enough to need no year: "Tuesday 17 November"."""
    return spoken_day(on).say()


def dated(on: date) -> str:
    """A day that may be years away: "Tuesday 17 November 2026"."""
    return f"{day(on)} {on.year}"


def clock(at: time) -> str:
    """A time of day: "10 am", "4.30 pm", "noon"."""
    return spoken_clock(at).say()


def bare_clock(at: time) -> str:
    """A time of day as it stands on a door: "10", "9.30"."""
    hour = at.hour % 12 or 12
    return f"{hour}.{at.minute:02}" if at.minute else str(hour)
