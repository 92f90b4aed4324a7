"""Counting: coded rows into counts, and the counts of closed quarters. (STAT-1)"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from confide.casework.queries import CodedRow, facts, how_many_facts, standing, team_keys
from confide.policy import statistics
from confide.policy.codebook import Shape
from confide.policy.decision import Decision
from confide.policy.periods import after, period_of, quarter_of, year_of
from confide.statistics.models import (
    Cells,
    ClosedQuarter,
    MonthCount,
    QuarterCounts,
    ShapeCounts,
)
from confide.team.queries import Acting
from confide.vault.team_key import TeamKeys

_TOLD_EVERY = 2500


class NoTeamKey(Exception):  # noqa: N818 (it reads as what is so)
    """The officer holds none of the team's keys yet: a colleague passes them on."""


def keys_of(acting: Acting) -> TeamKeys:
    """The team's keys, or `NoTeamKey`."""
    keys = team_keys(acting)
    if keys is None:
        raise NoTeamKey
    return keys


def local_day(at: datetime) -> date:
    """The union's day."""
    return timezone.localtime(at).date()


def place_of_quarter(quarter: str) -> str:
    """The place that a quarter's counts are sealed in."""
    return f"statistics_closedquarter:{quarter}"


def closed_quarters() -> list[str]:
    """The quarters that are closed, the oldest first."""
    return list(ClosedQuarter.objects.order_by("quarter").values_list("quarter", flat=True))


def counts_of(keys: TeamKeys) -> dict[str, QuarterCounts]:
    """The counts of every closed quarter."""
    return {
        row.quarter: keys.unseal(
            bytes(row.sealed), QuarterCounts, place=place_of_quarter(row.quarter)
        )
        for row in ClosedQuarter.objects.order_by("quarter")
    }


def tallied(keys: TeamKeys) -> Iterator[int | Counter[CodedRow]]:
    """Open every coded row. Yields how many are done, again and again, and last the tally."""
    found: Counter[CodedRow] = Counter()
    for done, (_, row) in enumerate(facts(keys), start=1):
        if row is not None:
            found[row] += 1
        if done % _TOLD_EVERY == 0:
            yield done
    yield found


def whole_tally(keys: TeamKeys) -> Counter[CodedRow]:
    """Every coded row that opens, in one go."""
    *_, tally = tallied(keys)
    assert isinstance(tally, Counter)  # noqa: S101 (the last that `tallied` yields)
    return tally


def months(tally: Mapping[CodedRow, int]) -> list[MonthCount]:
    """How many cases were opened and resolved by month, scheme and category."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    for row, number in tally.items():
        found[row.event, row.period, row.scheme, row.category] += number
    return [MonthCount(*kind, number) for kind, number in sorted(found.items())]


def cells(tally: Mapping[CodedRow, int], shape: Shape) -> Cells:
    """The counts of a shape's table, without its empty cells."""
    found: Counter[tuple[str, ...]] = Counter()
    for row, number in tally.items():
        if row.event == shape.counts:
            found[tuple(getattr(row, dimension) for dimension in shape.by)] += number
    return tuple(sorted(found.items()))


def counted(tally: Mapping[CodedRow, int]) -> QuarterCounts:
    """A quarter's rows as the counts that are kept of them."""
    shapes = settings.POLICY.figures.shapes
    tables = {s.key: ShapeCounts(s.counts, s.by, cells(tally, s)) for s in shapes}
    return QuarterCounts(tuple(months(tally)), tables)


def before_the_first(quarter: str) -> list[str]:
    """If nothing is closed yet, the quarters of the same year before this one.

    A service that begins in the middle of a year had nobody in them, and the year's tables are of
    all four.
    """
    if ClosedQuarter.objects.exists():
        return []
    year = year_of(quarter, starts=settings.POLICY.figures.year_starts)
    return [each for each in year if each < quarter]


@dataclass(frozen=True, slots=True)
class Closing:
    """The quarter that is to be closed next, and whether it may be."""

    quarter: str
    may: Decision


def next_to_close(acting: Acting, *, at: datetime) -> Closing:
    """The oldest quarter that is not closed and has anything to count, or the present one."""
    oldest = _oldest(acting, at)
    return Closing(oldest, may_close(acting, oldest, at=at))


def may_close(acting: Acting, quarter: str, *, at: datetime) -> Decision:
    """Whether a quarter may be closed."""
    return statistics.may_close(
        standing(acting),
        quarter,
        closed=closed_quarters(),
        oldest=_oldest(acting, at),
        on=local_day(at),
    )


def _oldest(acting: Acting, at: datetime) -> str:
    closed = closed_quarters()
    if closed:
        return after(closed[-1])
    present = quarter_of(period_of(local_day(at)))
    return min((quarter_of(row.period) for row in whole_tally(keys_of(acting))), default=present)


def how_many() -> int:
    """How many coded rows are to be opened."""
    return how_many_facts()
