"""How often somebody asked about a student, by month. (CONF-3)"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from confide.disclosure.models import Enquiry
from confide.policy import enquiries
from confide.policy.enquiries import ASKERS, Asker
from confide.team.queries import Acting

_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Month:
    """One month: how often somebody of each kind asked, the most frequent first."""

    first_on: date
    asked: tuple[tuple[Asker, int], ...]

    @property
    def total(self) -> int:
        """How often anybody asked."""
        return sum(times for _, times in self.asked)


def month_of(on: date) -> date:
    """The first day of a day's month: no day finer is kept."""
    return on.replace(day=1)


def tally(acting: Acting, *, on: date) -> list[Month]:
    """The last twelve months in which somebody asked, the newest first; nothing for a steward."""
    if not enquiries.may_see_tally(acting.in_office):
        return []
    rows = Enquiry.objects.filter(month__gt=_a_year_before(on)).order_by("-month", "-times")
    months: dict[date, list[tuple[Asker, int]]] = {}
    for row in rows:
        if row.asked_by in ASKERS:
            months.setdefault(row.month, []).append((ASKERS[row.asked_by], row.times))
    return [Month(first_on, tuple(asked)) for first_on, asked in months.items()]


def _a_year_before(on: date) -> date:
    years, month = divmod(on.year * 12 + on.month - 1 - _MONTHS, 12)
    return date(years, month + 1, 1)
