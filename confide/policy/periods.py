"""The periods in which cases are counted: months, quarters that are closed, and a union's year.

A period is written "2026-11", a quarter "2026-Q4", and a year by its first quarter. A coded row
knows its month and nothing finer. (STAT-1)
"""

import re
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = 3
_QUARTERS: Final = 4
_QUARTER: Final = re.compile(r"20[0-9]{2}-Q[1-4]")


def is_quarter(words: str) -> bool:
    """Whether this is how a quarter is written."""
    return _QUARTER.fullmatch(words) is not None


def period_of(day: date) -> str:
    """The month that a day lies in."""
    return f"{day.year:04}-{day.month:02}"


def quarter_of(period: str) -> str:
    """The quarter that a month lies in."""
    return f"{period[:4]}-Q{(int(period[5:7]) + _MONTHS - 1) // _MONTHS}"


def months_of(quarter: str) -> tuple[str, ...]:
    """The three months of a quarter."""
    first = (int(quarter[6]) - 1) * _MONTHS + 1
    return tuple(f"{quarter[:4]}-{month:02}" for month in range(first, first + _MONTHS))


def first_day(quarter: str) -> date:
    """The day on which a quarter begins."""
    return date.fromisoformat(f"{months_of(quarter)[0]}-01")


def last_day(quarter: str) -> date:
    """The day on which a quarter ends."""
    return first_day(after(quarter)) - timedelta(days=1)


def after(quarter: str, by: int = 1) -> str:
    """The next quarter, or the one so many quarters later or, below 0, before."""
    number = int(quarter[:4]) * _QUARTERS + int(quarter[6]) - 1 + by
    return f"{number // _QUARTERS:04}-Q{number % _QUARTERS + 1}"


def year_of(quarter: str, *, starts: int) -> tuple[str, ...]:
    """The four quarters of the union's year that a quarter lies in; `starts` is its first month."""
    into = (int(quarter[6]) - 1 - (starts - 1) // _MONTHS) % _QUARTERS
    return tuple(after(quarter, n - into) for n in range(_QUARTERS))
