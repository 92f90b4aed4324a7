"""Every way in which the people can be spread so that all that was published is true.

A world is a vector of whole numbers, one for each cell of each clique's small table; the cells of a
clique are products of *parts*: codes of a dimension that no table tells apart. Each published
figure bounds a sum of cells of one clique; neighbouring cliques agree on what they share.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from confide.statistics.control.cliques import Clique, junction_tree
from confide.statistics.control.tables import Cell, Figure, Release, Table, intervals

Integers = NDArray[np.int64]
Mask = tuple[bool, ...]
Codebook = Mapping[str, Collection[str]]
NOTHING: Codebook = MappingProxyType({})
UNBOUNDED = np.iinfo(np.int64).max // 4
# Columns, and the least and the greatest number of people that a world should have in them.
Wish = tuple[Integers, float, float]


class Contradiction(ValueError):  # noqa: N818
    """What was published cannot all be true: no number of people fits it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Sums of cells, sparse: `columns[starts[i]:starts[i + 1]]` are the cells of the i-th sum."""

    starts: Integers
    columns: Integers
    values: Integers

    @classmethod
    def of(cls, sums: Sequence[Integers]) -> "Rows":
        """Sums in which each cell counts once."""
        columns = np.concatenate([np.empty(0, np.int64), *sums])
        return cls(_starts([len(one) for one in sums]), columns, np.ones(len(columns), np.int64))

    def __len__(self) -> int:
        """How many sums there are."""
        return len(self.starts) - 1

    def at(self, world: Integers) -> Integers:
        """The value of each sum in a world."""
        running = np.concatenate([[0], np.cumsum(self.values * world[self.columns])])
        sums: Integers = running[self.starts[1:]] - running[self.starts[:-1]]
        return sums

    def row(self, place: int) -> Integers:
        """The cells of one sum."""
        return self.columns[self.starts[place] : self.starts[place + 1]]

    def chosen(self, places: Integers) -> "Rows":
        """Some of these sums, in this order."""
        lengths = np.diff(self.starts)[places]
        starts = _starts(lengths.tolist())
        entries = np.arange(starts[-1]) + np.repeat(self.starts[places] - starts[:-1], lengths)
        return Rows(starts, self.columns[entries], self.values[entries])

    def followed_by(self, other: "Rows") -> "Rows":
        """These sums, then the others."""
        return Rows(
            np.concatenate([self.starts, other.starts[1:] + self.starts[-1]]),
            np.concatenate([self.columns, other.columns]),
            np.concatenate([self.values, other.values]),
        )


@dataclass(frozen=True, slots=True)
class Block:
    """A clique's table: its dimensions, how many parts each has, and its first column."""

    dims: tuple[str, ...]
    shape: tuple[int, ...]
    first: int


@dataclass(frozen=True, slots=True)
class Polytope:
    """The worlds of some releases: `low <= rows · x <= high`, `0 <= x`, x whole.

    The first `len(figures)` rows are what was published, in the order of releases, tables and
    entries (blanks too). The `nobodies` that follow say that complete tables count nobody of codes
    that they do not list, and the rest that cliques agree, all with both bounds 0. `high` is
    `UNBOUNDED` where nothing bounds it. `most` is, for each cell, the most people that any one row
    of the first two kinds leaves room for. `parts` has the codes of each part of each dimension.
    """

    parts: Mapping[str, tuple[frozenset[str], ...]]
    blocks: tuple[Block, ...]
    rows: Rows
    low: Integers
    high: Integers
    figures: tuple[Figure, ...]
    nobodies: int
    most: Integers

    @property
    def unknowns(self) -> int:
        """The length of a world."""
        return sum(prod(block.shape) for block in self.blocks)

    def relaxed(self, rows: Sequence[int]) -> "Polytope":
        """The same with these figures blank: they bound nothing."""
        low, high, figures = self.low.copy(), self.high.copy(), list(self.figures)
        for row in rows:
            low[row], high[row] = 0, UNBOUNDED
            figures[row] = replace(figures[row], low=0, high=None)
        most = _most(self.rows, high, self.unknowns, len(figures) + self.nobodies)
        return replace(self, low=low, high=high, figures=tuple(figures), most=most)

    def knowing(self, columns: Integers, people: int) -> "Polytope":
        """The same for somebody who knows that there are exactly so many people in some columns."""
        rows = self.rows.followed_by(Rows.of([columns]))
        low, high = np.append(self.low, people), np.append(self.high, people)
        return replace(self, rows=rows, low=low, high=high)

    def holds(self, world: Integers) -> bool:
        """Whether a vector of whole numbers is a world, checked in whole numbers."""
        sums = self.rows.at(world)
        return bool((world >= 0).all() and (sums >= self.low).all() and (sums <= self.high).all())

    def cells(self, codes: Mapping[str, frozenset[str]]) -> Integers:
        """The columns that add up to the people who have these codes, in the smallest clique."""
        masks = {dim: mask for dim, some in codes.items() if not all(mask := self.mask(dim, some))}
        block = min(
            (block for block in self.blocks if masks.keys() <= set(block.dims)),
            key=lambda block: prod(block.shape),
        )
        return columns(block, masks)

    def whole(self, dim: str) -> frozenset[str]:
        """All codes of a dimension that any table names."""
        return frozenset[str]().union(*self.parts[dim])

    def without(self, group: Cell, cell: Cell) -> dict[str, frozenset[str]]:
        """The codes of a group's people outside a cell of it that is narrower in one dimension."""
        outer, inner = dict(group.codes), dict(cell.codes)
        for dim, codes in inner.items():
            around = outer.get(dim) or self.whole(dim)
            if around != codes:
                return {**inner, dim: around - codes}
        raise ValueError("a group is more than its cell")

    def mask(self, dim: str, codes: frozenset[str]) -> Mask:
        """Which parts of a dimension make up these codes."""
        return tuple(part <= codes for part in self.parts[dim])


def worlds(releases: Sequence[Release], codebook: Codebook = NOTHING) -> Polytope:
    """The polytope of everything released. Raises `ValueError` if nothing was.

    Everybody has one of the codes of each dimension that tables name; `codebook` has those that no
    table names, for dimensions of which tables show a part.
    """
    tables = [table for release in releases for table in release.tables]
    if not tables:
        raise ValueError("there is no table to look at")
    parts = _parts(tables, codebook)
    blocks, edges = _blocks(tables, parts)
    bare = Polytope(parts, blocks, Rows.of([]), _whole([]), _whole([]), (), 0, _whole([]))
    sums = [
        bare.cells(dict(zip(table.dims, table.codes(at), strict=True)))
        for table in tables
        for at in table.places()
    ]
    nobodies = list(_nobodies(bare, tables))
    agreeing = _agreements(blocks, edges)
    bounds = [intervals(table) for table in tables]
    low = [bound for lows, _ in bounds for bound in lows]
    high = [UNBOUNDED if bound is None else bound for _, highs in bounds for bound in highs]
    zeros = [0] * (len(nobodies) + len(agreeing))
    told = Rows.of([*sums, *nobodies])
    return Polytope(
        parts,
        blocks,
        told.followed_by(agreeing),
        _whole(low + zeros),
        _whole(high + zeros),
        tuple(_figures(releases)),
        len(nobodies),
        _most(told, _whole(high + zeros), bare.unknowns, len(told)),
    )


def _nobodies(polytope: Polytope, tables: Iterable[Table]) -> Iterable[Integers]:
    """The people of codes that a complete table leaves out: there are none.

    Were they let be, a code that one table names would make room in all others, and what is
    disclosed would be held for safe once more is published.
    """
    for table in tables:
        about = {dim: table.listed(dim) for dim in table.dims if dim not in table.complete}
        for dim in sorted(table.complete):
            if others := polytope.whole(dim) - table.listed(dim):
                yield polytope.cells({**about, dim: others})


def _most(rows: Rows, high: Integers, unknowns: int, told: int) -> Integers:
    most = np.full(unknowns, UNBOUNDED)
    starts = rows.starts[: told + 1]
    np.minimum.at(most, rows.columns[: starts[-1]], np.repeat(high[:told], np.diff(starts)))
    return most


def columns(block: Block, masks: Mapping[str, Mask]) -> Integers:
    """The columns of a block that lie in every mask."""
    chosen = [
        np.flatnonzero(masks[dim]) if dim in masks else np.arange(size)
        for dim, size in zip(block.dims, block.shape, strict=True)
    ]
    grid = np.zeros(1, np.int64)
    for places, size in zip(chosen, block.shape, strict=True):
        grid = (grid[:, None] * size + places[None, :]).ravel()
    return grid + block.first


def _parts(tables: Iterable[Table], codebook: Codebook) -> dict[str, tuple[frozenset[str], ...]]:
    cuts = {dim: {frozenset(codes)} for dim, codes in codebook.items()}
    for table in tables:
        for dim, groups in zip(table.dims, table.groups, strict=True):
            cuts.setdefault(dim, set()).update(group.codes for group in groups)
    return {dim: _finest(groups) for dim, groups in cuts.items()}


def _finest(groups: set[frozenset[str]]) -> tuple[frozenset[str], ...]:
    ordered = sorted(groups, key=sorted)
    by_groups: dict[tuple[bool, ...], set[str]] = {}
    for code in sorted(frozenset[str]().union(*ordered)):
        by_groups.setdefault(tuple(code in group for group in ordered), set()).add(code)
    return tuple(frozenset(codes) for codes in by_groups.values())


def _blocks(
    tables: Sequence[Table], parts: Mapping[str, Sequence[frozenset[str]]]
) -> tuple[tuple[Block, ...], list[tuple[int, int]]]:
    # A dimension of one part narrows nothing.
    together = {frozenset(dim for dim in table.dims if len(parts[dim]) > 1) for table in tables}
    cliques, edges = junction_tree(together, {dim: len(some) for dim, some in parts.items()})
    blocks, first = [], 0
    for clique in cliques or [frozenset()]:
        dims = tuple(sorted(clique))
        shape = tuple(len(parts[dim]) for dim in dims)
        blocks.append(Block(dims, shape, first))
        first += prod(shape)
    return tuple(blocks), edges


def _agreements(blocks: Sequence[Block], edges: Sequence[tuple[int, int]]) -> Rows:
    sums, signs = [], []
    for one, other in edges:
        shared: Clique = frozenset(blocks[one].dims) & frozenset(blocks[other].dims)
        for masks in _each(blocks[one], sorted(shared)):
            left, right = columns(blocks[one], masks), columns(blocks[other], masks)
            sums.append(np.concatenate([left, right]))
            signs.append(np.repeat([1, -1], [len(left), len(right)]))
    rows = Rows.of(sums)
    return Rows(rows.starts, rows.columns, np.concatenate([_whole([]), *signs]))


def _each(block: Block, dims: Sequence[str]) -> Iterable[dict[str, Mask]]:
    sizes = [block.shape[block.dims.index(dim)] for dim in dims]
    for at in np.ndindex(*sizes):
        yield {
            dim: tuple(part == place for part in range(size))
            for dim, place, size in zip(dims, at, sizes, strict=True)
        }


def _figures(releases: Sequence[Release]) -> Iterable[Figure]:
    for release in releases:
        for table in release.tables:
            entries = zip(table.places(), table.published, *intervals(table), strict=True)
            for at, entry, low, high in entries:
                told = entry if isinstance(entry, int) else None
                yield Figure(release.name, table.name, table.label(at), low, high, told)


def _starts(lengths: Sequence[int]) -> Integers:
    return np.concatenate([[0], np.cumsum(_whole(lengths))])


def _whole(numbers: Sequence[int]) -> Integers:
    return np.array(numbers, dtype=np.int64)
