"""Days and times as people write them.

One text field each: a single stop of the tab key, nothing jumps while typing, and a date can be
pasted. What was typed comes back as it was typed when it cannot be read.
"""

import re
from datetime import date, time
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext, gettext_lazy

EARLIEST: Final = 1900
LATEST: Final = 2199

_NUMBERS = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS = re.compile(
    r"(?:[^\W\d]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([^\W\d]+)\.?,?\s+(\d{4})", re.I
)
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.I)
_ENGLISH = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


class ShortInput(forms.TextInput):
    """A text field no wider than a date."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "input--short", **(attrs or {})})


class Day(forms.Field):
    """A day, such as 17/11/2026 or 17 November 2026."""

    widget = ShortInput
    default_error_messages = {  # noqa: RUF012
        "required": gettext_lazy("Enter a date, such as 17/11/2026."),
        "unreadable": gettext_lazy("Enter the date as day, month and year, such as 17/11/2026."),
        "none": gettext_lazy("There is no such day. Check the day and the month."),
    }

    def to_python(self, value: Any) -> date | None:
        """The day that was written."""
        if isinstance(value, date) or value in self.empty_values:
            return value or None
        parts = _parts(str(value).strip())
        if parts is None:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        try:
            return date(*parts)
        except ValueError:
            raise ValidationError(self.error_messages["none"], code="none") from None

    def prepare_value(self, value: Any) -> Any:
        """A day as it would be typed; anything else just as it was."""
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


class TimeOfDay(forms.Field):
    """A time of day, such as 14:30 or 2.30pm."""

    widget = ShortInput
    default_error_messages = {  # noqa: RUF012
        "required": gettext_lazy("Enter a time, such as 14:30."),
        "unreadable": gettext_lazy("Enter the time as hours and minutes, such as 14:30."),
    }

    def to_python(self, value: Any) -> time | None:
        """The time that was written."""
        if isinstance(value, time):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        read = _time(text)
        if read is None:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        return read

    def prepare_value(self, value: Any) -> Any:
        """A time as it would be typed; anything else just as it was."""
        return f"{value:%H:%M}" if isinstance(value, time) else value


def _parts(text: str) -> tuple[int, int, int] | None:
    """Year, month and day."""
    if match := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _NUMBERS.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    elif match := _WORDS.fullmatch(text):
        day, month, year = int(match[1]), _month(match[2]), int(match[3])
    else:
        return None
    return (year, month, day) if month and EARLIEST <= year <= LATEST else None


def _month(word: str) -> int:
    """The month that starts with these three letters or more, in English or the page's language."""
    start = word.casefold()
    for number, english in enumerate(_ENGLISH, start=1):
        names = (english, gettext(str(MONTHS[number])).casefold())
        if len(start) >= 3 and any(name.startswith(start) for name in names):
            return number
    return 0


def _time(text: str) -> time | None:
    match = _TIME.fullmatch(text)
    if match is None or (match[2] is None and match[3] is None):
        return None
    hour, minute, half = (
        int(match[1]),
        int(match[2] or 0),
        (match[3] or "").replace(".", "").lower(),
    )
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return time(hour, minute) if hour < 24 and minute < 60 else None
