"""Which cells are asked about, and which groups they may give away.

Every place of every table; the same at the finest grain at which any table tells a dimension apart;
and what is left when a group of one table is taken from a larger group of another (a year less its
first quarter), wherever both were published of the same dimensions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from confide.statistics.control.polytope import UNBOUNDED, Integers, Polytope, Rows
from confide.statistics.control.tables import Cell, Group, Release, Table

Key = tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Targets:
    """Cells as sums over a polytope's columns, and pairs (place of a cell, place of its group).

    `told` has the place of each cell that a figure is of, and the row of that figure.
    """

    cells: tuple[Cell, ...]
    sums: Rows
    pairs: Integers
    told: Integers

    def bounds(self, polytope: Polytope) -> tuple[Integers, Integers]:
        """The least and the greatest number of people that one figure alone says of each cell."""
        places, rows = self.told
        low, high = np.zeros(len(self.cells), np.int64), np.full(len(self.cells), UNBOUNDED)
        np.maximum.at(low, places, polytope.low[rows])
        np.minimum.at(high, places, polytope.high[rows])
        return low, high


def targets(polytope: Polytope, releases: Sequence[Release]) -> Targets:
    """Every cell that an audit of these releases asks about, each once."""
    tables = [table for release in releases for table in release.tables]
    places: dict[Key, int] = {}
    cells: list[Cell] = []
    pairs: dict[tuple[int, int], None] = {}
    for dims, choices in _families(polytope, tables):
        grid = _number(polytope, dims, choices, places, cells)
        pairs.update(_pairs(grid))
    sums = [polytope.cells(dict(cell.codes)) for cell in cells]
    return Targets(
        tuple(cells),
        Rows.of(sums),
        np.array([*pairs], np.int64).reshape(-1, 2),
        _told(polytope, sums),
    )


def _told(polytope: Polytope, sums: Sequence[Integers]) -> Integers:
    """Which figures are of which cells: both are sums over the same columns."""
    place_of = {columns.tobytes(): place for place, columns in enumerate(sums)}
    found = [
        (place, row)
        for row in range(len(polytope.figures))
        if (place := place_of.get(polytope.rows.row(row).tobytes())) is not None
    ]
    return np.array(found, np.int64).reshape(-1, 2).T


def _families(
    polytope: Polytope, tables: Sequence[Table]
) -> Iterator[tuple[tuple[str, ...], list[list[Group]]]]:
    """For each table its dimensions and, for each of them, what may be asked, the total last."""
    for table in tables:
        yield (
            table.dims,
            [
                _grains(polytope, dim, groups)
                for dim, groups in zip(table.dims, table.groups, strict=True)
            ],
        )
        for other in tables:
            yield from _differences(table, other)


def _grains(polytope: Polytope, dim: str, groups: Sequence[Group]) -> list[Group]:
    total, known = _total(groups).codes, _known(groups)
    parts = [part for part in polytope.parts[dim] if part <= total and part not in known]
    asked = [*groups, *(_part(part) for part in parts)]
    return asked if asked == [*groups[:1]] else [*asked, _total(groups)]


def _differences(table: Table, other: Table) -> Iterator[tuple[tuple[str, ...], list[list[Group]]]]:
    """What is left of this table's groups when the other's that cut them are taken away."""
    shared = [dim for dim in table.dims if dim in other.dims]
    ours = dict(zip(table.dims, table.groups, strict=True))
    theirs = dict(zip(other.dims, other.groups, strict=True))
    for dim in shared:
        left = {
            large.codes - small.codes: Group(
                f"{large.label or 'all'} without {small.label or 'the others'}",
                large.codes - small.codes,
            )
            for large in [*ours[dim], _total(ours[dim])]
            for small in [*theirs[dim], _total(theirs[dim])]
            if small.codes < large.codes and _cuts(small, ours[dim])
        }
        fresh = [group for codes, group in left.items() if codes not in _known(ours[dim])]
        if fresh:
            yield (
                tuple(shared),
                [[*(fresh if one == dim else ours[one]), _total(ours[one])] for one in shared],
            )


def _cuts(small: Group, groups: Sequence[Group]) -> bool:
    """Whether a group lies partly inside: what whole groups leave is a sum of the table's own."""
    return any(small.codes & group.codes and not group.codes <= small.codes for group in groups)


def _known(groups: Sequence[Group]) -> set[frozenset[str]]:
    return {group.codes for group in groups}


def _part(codes: frozenset[str]) -> Group:
    return Group(" + ".join(sorted(codes)), codes)


def _total(groups: Sequence[Group]) -> Group:
    return Group("", frozenset(code for group in groups for code in group.codes))


def _number(
    polytope: Polytope,
    dims: Sequence[str],
    choices: Sequence[Sequence[Group]],
    places: dict[Key, int],
    cells: list[Cell],
) -> Integers:
    """The places of a grid of cells among all, those included that are new."""
    whole = {dim: polytope.whole(dim) for dim in dims}
    numbers = []
    for groups in product(*choices):
        key = tuple(
            sorted(
                (dim, group.codes)
                for dim, group in zip(dims, groups, strict=True)
                if group.codes != whole[dim]
            )
        )
        if key not in places:
            label = ", ".join(group.label for group in groups if group.label)
            places[key] = len(cells)
            cells.append(Cell(key, label or "everybody"))
        numbers.append(places[key])
    return np.array(numbers, np.int64).reshape([len(some) for some in choices])


def _pairs(grid: Integers) -> Iterator[tuple[tuple[int, int], None]]:
    """Each cell with each group that it is a part of by one dimension: its line's total."""
    for axis in range(grid.ndim):
        lines = np.moveaxis(grid, axis, -1).reshape(-1, grid.shape[axis])
        for line in lines.tolist():
            *inner, total = line
            for cell in inner:
                if cell != total:
                    yield (cell, total), None
