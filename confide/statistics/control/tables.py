"""What is published: tables, what an entry says, and what a cell is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import product
from math import prod
from typing import TypeAlias

from confide.statistics.control.rounding import BASE, round_count


class Unfit(ValueError):  # noqa: N818
    """A table that says something no table can say; the message is for whoever made it."""


@dataclass(frozen=True, slots=True)
class Span:
    """An entry that says "from `low` to `high`": "fewer than 5" is `Span(1, 4)`.

    `high` is None where there is no upper bound.
    """

    low: int
    high: int | None


# A whole number is a count rounded to the table's base; None is a blank, of which nobody is told
# anything; a span is said as it stands.
Entry: TypeAlias = int | Span | None


@dataclass(frozen=True, slots=True)
class Group:
    """A row or column of a table: its label, and the codes of the codebook that it puts together.

    A half-year is a group of two quarters, "Other colleges" of several colleges.
    """

    label: str
    codes: frozenset[str]

    @classmethod
    def of(cls, *codes: str, label: str = "") -> "Group":
        """The group of these codes, called by its only code unless it has a label."""
        return cls(label or " + ".join(codes), frozenset(codes))


@dataclass(frozen=True, slots=True)
class Table:
    """Counts of people by up to a few dimensions, with a total along each, as they are published.

    `groups` has the disjoint groups of each of `dims`. `published` is row-major over the grid that
    has one more place than groups in each dimension; the last place is the total of the groups. A
    dimension with a single group (a table about one period) has one place, since its total is the
    same. The length is `prod(shape)`. `base` is what counts were rounded to; 1 means exact.
    `complete` has those of `dims` whose total is known to be everybody whom the table is about, so
    that a code without a group is nobody's. Raises `Unfit` if the parts do not fit together.
    """

    name: str
    dims: tuple[str, ...]
    groups: tuple[tuple[Group, ...], ...]
    published: tuple[Entry, ...]
    base: int = BASE
    complete: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse what no table can say."""
        if len(self.dims) != len(self.groups) or len(set(self.dims)) != len(self.dims):
            raise Unfit(f"{self.name}: each dimension needs its own list of groups")
        if len(self.published) != prod(self.shape):
            told, size = len(self.published), prod(self.shape)
            raise Unfit(f"{self.name}: has {told} entries where its groups and totals make {size}")
        for dim, groups in zip(self.dims, self.groups, strict=True):
            _check_groups(self.name, dim, groups)
        for at, entry in zip(self.places(), self.published, strict=True):
            _check_entry(f"{self.name}, {self.label(at)}", entry, self.base)

    @property
    def shape(self) -> tuple[int, ...]:
        """Places in each dimension, the total included; one for a single group."""
        return tuple(len(groups) + (len(groups) > 1) for groups in self.groups)

    def places(self) -> Iterator[tuple[int, ...]]:
        """Every place of the grid, in the order of `published`."""
        return product(*(range(size) for size in self.shape))

    def codes(self, at: Sequence[int]) -> tuple[frozenset[str], ...]:
        """The codes that a place stands for, in each dimension."""
        return tuple(
            groups[place].codes if place < len(groups) else _all(groups)
            for groups, place in zip(self.groups, at, strict=True)
        )

    def listed(self, dim: str) -> frozenset[str]:
        """The codes that have a group in this dimension."""
        return _all(self.groups[self.dims.index(dim)])

    def label(self, at: Sequence[int]) -> str:
        """A place in words: "Housing, Q1"; a total is left out; all of them are "everybody"."""
        words = [
            groups[place].label
            for groups, place in zip(self.groups, at, strict=True)
            if place < len(groups)
        ]
        return ", ".join(words) or "everybody"

    def inner(self, at: Sequence[int]) -> int:
        """In how many dimensions a place is no total: cells inside a table count most."""
        return sum(place < len(groups) for groups, place in zip(self.groups, at, strict=True))

    def blanked(self, places: frozenset[int]) -> "Table":
        """The same table with the entries at these positions of `published` left blank."""
        published = tuple(
            None if place in places else entry for place, entry in enumerate(self.published)
        )
        return replace(self, published=published)


@dataclass(frozen=True, slots=True)
class Release:
    """Tables that leave together, under the number of the release."""

    name: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One published entry: where it stands and what it says (`high` None: nothing above).

    `told` is the number that stands there, None where there is none.
    """

    release: str
    table: str
    label: str
    low: int
    high: int | None
    told: int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A group of people of whom something may be known: codes for each dimension that narrows it.

    A dimension that is absent narrows nothing.
    """

    codes: tuple[tuple[str, frozenset[str]], ...]
    label: str


def rounded(
    name: str,
    dims: Sequence[str],
    groups: Sequence[Sequence[Group]],
    counts: Sequence[int],
    base: int = BASE,
) -> Table:
    """The table of true counts, totals included and row-major, each rounded by itself."""
    published = tuple(round_count(count, base) for count in counts)
    return Table(name, tuple(dims), tuple(tuple(some) for some in groups), published, base)


def undivided(table: Table, people: int) -> Table:
    """The same table with no group divided any further that may have so many people or fewer.

    Whoever knows all of a few people but one would learn of the last from how they divide. What is
    left blank follows from the totals that are published, so that a blank says nothing of the
    parts. A group that was rounded to 0 says already that each part of it was.
    """
    lows, _ = intervals(table)
    told = zip(table.places(), table.published, lows, strict=True)
    few = {at for at, entry, low in told if isinstance(entry, int) and entry and low <= people}
    inside = [n for n, at in enumerate(table.places()) if not few.isdisjoint(_around(table, at))]
    return table.blanked(frozenset(inside))


def _around(table: Table, at: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Every place that is a total over this one."""
    ways = [{one, size - 1} for one, size in zip(at, table.shape, strict=True)]
    return (around for around in product(*ways) if around != at)


def intervals(table: Table) -> tuple[list[int], list[int | None]]:
    """What each entry says of the number of people in its place: (low, high), as in `published`.

    A count rounded to 5 says two less to two more, and 0 says nobody to two; a blank says nobody or
    more (`None`: without bound); an exact count says itself.
    """
    spans = [_span(entry, table.base) for entry in table.published]
    return [low for low, _ in spans], [high for _, high in spans]


def concerning(earlier: Sequence[Release], new: Release) -> list[Release]:
    """The earlier tables that can have people in common with the new ones, or with such as have.

    Two tables whose codes share nothing in some dimension (last year's and this year's) are about
    different people: what can be worked out from the one is the same without the other. Not so
    where both are complete in it: then either says of the other's people that there are none.
    """
    near, far = [*new.tables], [table for release in earlier for table in release.tables]
    fresh = near
    while fresh:
        fresh = [table for table in far if any(_meet(table, other) for other in fresh)]
        far = [table for table in far if table not in fresh]
        near += fresh
    kept = [
        replace(release, tables=tuple(table for table in release.tables if table not in far))
        for release in earlier
    ]
    return [release for release in kept if release.tables]


def _meet(table: Table, other: Table) -> bool:
    shared = {*table.dims} & {*other.dims}
    apart = shared - (table.complete & other.complete)
    return all(table.listed(dim) & other.listed(dim) for dim in apart)


def misfits(table: Table) -> Iterator[str]:
    """Each total that its parts cannot add up to, whatever they were before rounding."""
    lows, highs = intervals(table)
    bounds = dict(zip(table.places(), zip(lows, highs, strict=True), strict=True))
    for at, (low, high) in bounds.items():
        for axis, groups in enumerate(table.groups):
            if len(groups) > 1 and at[axis] == len(groups):
                parts = [
                    bounds[(*at[:axis], place, *at[axis + 1 :])] for place in range(len(groups))
                ]
                least = sum(part[0] for part in parts)
                most = _total_of([part[1] for part in parts])
                if (high is not None and least > high) or (most is not None and most < low):
                    yield (
                        f"“{table.label(at)}” says {_range(low, high)}, "
                        f"its parts along {table.dims[axis]} {_range(least, most)}"
                    )


def _range(low: int, high: int | None) -> str:
    return f"{low} or more" if high is None else f"{low} to {high}"


def _total_of(highs: Sequence[int | None]) -> int | None:
    bounded = [high for high in highs if high is not None]
    return sum(bounded) if len(bounded) == len(highs) else None


def _span(entry: Entry, base: int) -> tuple[int, int | None]:
    match entry:
        case None:
            return 0, None
        case Span(low, high):
            return low, high
        case int(count):
            return max(0, count - base // 2), count + (base + 1) // 2 - 1


def _all(groups: Sequence[Group]) -> frozenset[str]:
    return reduce(frozenset.union, (group.codes for group in groups), frozenset())


def _check_groups(name: str, dim: str, groups: Sequence[Group]) -> None:
    if not groups or not all(group.codes for group in groups):
        raise Unfit(f"{name}: {dim} has no groups, or one without codes")
    if len(_all(groups)) != sum(len(group.codes) for group in groups):
        raise Unfit(f"{name}: a code of {dim} stands in two groups")


def _check_entry(where: str, entry: Entry, base: int) -> None:
    match entry:
        case Span(low, high) if low < 0 or (high is not None and high < low):
            raise Unfit(f"{where}: no number of people lies between {low} and {high}")
        case int(count) if count < 0:
            raise Unfit(f"{where}: {count} is less than nobody")
        case int(count) if count % base:
            exact = "counts as they are have rounded_to = 1"
            raise Unfit(f"{where}: {count} was not rounded to {base}; {exact}")
