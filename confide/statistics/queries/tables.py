"""Tables as they are published: built from a quarter's counts, and read back. (STAT-2)

A table's text is canonical: the same tables are the same bytes, whenever and by whomever they are
made. What is published is all that is in it: no count as it was, no name, no moment.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext

from confide.policy.codebook import PREFER_NOT, QUARTER, UNKNOWN, Shape
from confide.policy.periods import first_day, last_day, year_of
from confide.policy.reading import Code
from confide.policy.words import MONTHS
from confide.statistics.control.rounding import too_fine
from confide.statistics.control.tables import Group, Release, Table, rounded, undivided
from confide.statistics.control.verdicts import KNOWN
from confide.statistics.models import Cells, QuarterCounts

# The time that a table is of is a dimension with one group: opened and resolved cases are two
# populations, each in its own quarters.
WHEN: Final = "when"
LISTS: Final = {
    "category": "about",
    "level": "levels",
    "college": "colleges",
    "fee_status": "fee_statuses",
    "heard": "heard",
    "outcome": "outcomes",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A shape and the quarters that its table is of."""

    shape: Shape
    quarters: tuple[str, ...]

    @property
    def when(self) -> str:
        """The time in words."""
        return months_in_words(self.quarters)

    @property
    def name(self) -> str:
        """The table's title with its time."""
        return f"{self.shape.title}, {self.when}"


class TooFine(ValueError):  # noqa: N818 (it reads as what is so)
    """A table with more cells than people, or none at all; the message is for an officer."""


def wanted(key: str, quarter: str) -> Wanted | None:
    """The shape of that key in that quarter, or in the year that it lies in."""
    figures = settings.POLICY.figures
    shape = figures.shape(key)
    if shape is None:
        return None
    if shape.every == QUARTER:
        return Wanted(shape, (quarter,))
    return Wanted(shape, year_of(quarter, starts=figures.year_starts))


def months_in_words(quarters: Sequence[str]) -> str:
    """A stretch of quarters: "October to December 2026", "October 2025 to September 2026"."""
    first, last = first_day(quarters[0]), last_day(quarters[-1])
    begin, end = gettext(MONTHS[first.month - 1]), gettext(MONTHS[last.month - 1])
    if first.year == last.year:
        return gettext("{begin} to {end} {year}").format(begin=begin, end=end, year=last.year)
    return gettext("{begin} {first} to {end} {year}").format(
        begin=begin, first=first.year, end=end, year=last.year
    )


def table_of(
    asked: Wanted, counts: Mapping[str, QuarterCounts], before: Sequence[Release] = ()
) -> Table:
    """The table as it would be published, every count rounded by itself, totals too.

    `before` has every release there was: codes that one of them named for this time stay. Raises
    `TooFine` where its quarters were closed without this shape, or say too little.
    """
    cells: Counter[tuple[str, ...]] = Counter()
    for quarter in asked.quarters:
        for codes, number in _kept(asked.shape, counts.get(quarter)):
            cells[codes] += number
    listed = [
        _listed(name, {codes[n] for codes in cells}, _named(name, _when(asked), before))
        for n, name in enumerate(asked.shape.by)
    ]
    shape = [len(codes) for codes in listed]
    if too_fine(shape, cells.total()):
        raise TooFine(
            gettext(
                "There are more cells in this table than people in it, so that it would say "
                "something of each of them."
            )
        )
    groups = [[Group.of(code.key, label=code.label) for code in codes] for codes in listed]
    groups.append([_when(asked)])
    # A list of one code is its own total; so is the time.
    places = [[*(code.key for code in codes), *([None] if codes[1:] else [])] for codes in listed]
    sums = [_sum(cells, at) for at in product(*places)]
    table = rounded(asked.name, (*asked.shape.by, WHEN), groups, sums)
    return _whole(undivided(table, KNOWN + 1))


def _kept(shape: Shape, quarter: QuarterCounts | None) -> Cells:
    if quarter is None:
        raise TooFine(gettext("A quarter of this table is not closed."))
    kept = quarter.tables.get(shape.key)
    if kept is None:
        raise TooFine(gettext("This table was not set when the quarter was closed."))
    if (kept.counts, kept.by) != (shape.counts, shape.by):
        raise TooFine(
            gettext(
                "This table was set to count something else when the quarter was closed. It can "
                "be filled only from quarters that were closed since."
            )
        )
    return kept.cells


def as_text(asked: Sequence[Wanted], tables: Sequence[Table]) -> str:
    """Tables as the text that is published, the same for the same tables."""
    written = [_written(each, table) for each, table in zip(asked, tables, strict=True)]
    return json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(name: str, text: str) -> Release:
    """A release as the audit takes it."""
    return Release(name, tuple(_table(each) for each in json.loads(text)))


def _written(asked: Wanted, table: Table) -> dict[str, Any]:
    return {
        "shape": asked.shape.key,
        "title": asked.shape.title,
        "when": asked.when,
        "name": table.name,
        "dims": list(table.dims),
        "groups": [[[g.label, sorted(g.codes)] for g in groups] for groups in table.groups],
        "published": list(table.published),
        "base": table.base,
    }


def _table(written: Mapping[str, Any]) -> Table:
    groups = tuple(
        tuple(Group(label, frozenset(codes)) for label, codes in some) for some in written["groups"]
    )
    return _whole(
        Table(
            written["name"],
            tuple(written["dims"]),
            groups,
            tuple(written["published"]),
            written["base"],
        )
    )


def _whole(table: Table) -> Table:
    """The table as readers take it: its total is everybody of its time, whatever it lists."""
    return replace(table, complete=frozenset(table.dims) - {WHEN})


def _listed(dimension: str, found: Set[str], named: Mapping[str, str]) -> list[Code]:
    """The codes of a dimension: its list, no answer, and any that was published for this time.

    Never one because somebody has it: its row, rounded to 0, would say that there is somebody.
    """
    terms = settings.POLICY
    if dimension == "scheme":
        codes = [Code(scheme.key, scheme.name) for scheme in terms.schemes]
    else:
        codes = list(getattr(terms, LISTS[dimension]))
        codes.append(UNKNOWN if dimension == "outcome" else PREFER_NOT)
    known = {code.key for code in codes}
    codes += [Code(key, named[key]) for key in sorted(named.keys() - known)]
    if strange := sorted(found - known - named.keys()):
        raise TooFine(
            gettext(
                "“{code}” is in the union’s file no more, and some of these cases have it. A row "
                "only for them would show that there is somebody. Put it back into the file, and "
                "take it out once the tables of this time are published."
            ).format(code=strange[0])
        )
    return codes


def _named(dimension: str, when: Group, before: Sequence[Release]) -> dict[str, str]:
    """The codes, and their names, that earlier tables list of any of this time."""
    named: dict[str, str] = {}
    for table in (table for release in before for table in release.tables):
        groups = dict(zip(table.dims, table.groups, strict=True))
        if dimension in groups and groups[WHEN][0].codes & when.codes:
            for group in groups[dimension]:
                for code in group.codes:
                    named.setdefault(code, group.label if len(group.codes) == 1 else code)
    return named


def _when(asked: Wanted) -> Group:
    event = asked.shape.counts
    return Group(asked.when, frozenset(f"{event} {quarter}" for quarter in asked.quarters))


def _sum(cells: Mapping[tuple[str, ...], int], at: tuple[Any, ...]) -> int:
    return sum(
        number
        for codes, number in cells.items()
        if all(place in (None, code) for place, code in zip(at, codes, strict=True))
    )
