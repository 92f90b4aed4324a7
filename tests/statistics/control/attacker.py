"""The attacker: tries every way in which the people can be spread, and sees what never changes.

Written apart from what it attacks, and without a solver: it knows the codes of each dimension, what
each table says, and how to count.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np

from confide.statistics.control.tables import Release, Span, Table

# No blank is tried with more people than this: more than any rule asks for.
MANY = 11
NO_END = 4 * MANY
TOO_MANY_WORLDS = 400_000

Codes = Mapping[str, frozenset[str]]
Counts = np.ndarray


class Attacker:
    """Every world of some releases, one a row; columns are the cells of the joint table."""

    def __init__(self, releases: Sequence[Release], codebook: Codes) -> None:
        """Enumerate them, cell by cell, leaving off as soon as something published is overrun."""
        self.tables = [table for release in releases for table in release.tables]
        self.dims = list(codebook)
        self.cells = list(product(*(sorted(codes) for codes in codebook.values())))
        self.worlds = self._enumerate()

    def counts(self, codes: Codes) -> Counts:
        """How many people have these codes, in each world."""
        return self.worlds[:, self._within(codes)].sum(axis=1)

    def is_shown(self, codes: Codes) -> bool:
        """Whether some table has a place for these people, so that one may know who they are."""
        people = self._within(codes)
        told = [inside for inside, _, high in self._figures() if high < NO_END]
        return any((inside == people).all() for inside in told)

    def knows_the_last(self, cell: Codes, group: Codes, known: int) -> bool:
        """Whether an insider may be certain, in some world, that the last of a group is in a cell.

        They know all but one of the group, at most `known`, each by the list that divides it.
        """
        inside = self._within(group)
        dim = next(d for d in self.dims if cell.get(d) != group.get(d))
        place = self.dims.index(dim)
        spread = np.stack(
            [
                self.worlds[:, inside & np.array([at[place] == code for at in self.cells])].sum(1)
                for code in sorted({at[place] for at in self.cells})
            ],
            axis=1,
        )
        narrow = [code in cell[dim] for code in sorted({at[place] for at in self.cells})]
        sizes = spread.sum(axis=1)
        few = spread[(sizes >= 1) & (sizes <= known + 1)]
        # Told apart as numbers of so many digits: of many worlds only a few spreads are left.
        _, firsts = np.unique(few @ (known + 2) ** np.arange(len(narrow)), return_index=True)
        possible = {tuple(row) for row in few[firsts].tolist()}
        others = {
            (*world[:code], world[code] - 1, *world[code + 1 :])
            for world in possible
            for code, number in enumerate(world)
            if number and narrow[code]
        }
        return any(
            not any(
                (*told[:code], told[code] + 1, *told[code + 1 :]) in possible
                for code, within in enumerate(narrow)
                if not within
            )
            for told in others
        )

    def _within(self, codes: Codes) -> Counts:
        return np.array(
            [
                all(
                    code in codes.get(dim, {code})
                    for dim, code in zip(self.dims, cell, strict=True)
                )
                for cell in self.cells
            ]
        )

    def _figures(self) -> Iterator[tuple[Counts, int, int]]:
        for table in self.tables:
            for at, entry in zip(product(*map(range, table.shape)), table.published, strict=True):
                codes = {
                    dim: groups[place].codes
                    if place < len(groups)
                    else frozenset(code for group in groups for code in group.codes)
                    for dim, groups, place in zip(table.dims, table.groups, at, strict=True)
                }
                low, high = _bounds(table, entry)
                yield self._within(codes), low, high

    def _said(self) -> Iterator[tuple[Counts, int, int]]:
        yield from self._figures()
        for table in self.tables:
            listed = {
                dim: frozenset(code for group in groups for code in group.codes)
                for dim, groups in zip(table.dims, table.groups, strict=True)
            }
            about = {dim: listed[dim] for dim in table.dims if dim not in table.complete}
            for dim in table.complete:
                yield self._within(about) & ~self._within({dim: listed[dim]}), 0, 0

    def _enumerate(self) -> Counts:
        said = list(self._said())
        worlds = np.zeros((1, len(self.cells)), np.int64)
        for cell in range(len(self.cells)):
            most = min((high for inside, _, high in said if inside[cell]), default=MANY)
            worlds = np.repeat(worlds, most + 1, axis=0)
            worlds[:, cell] = np.tile(np.arange(most + 1), len(worlds) // (most + 1))
            filled = np.arange(len(self.cells)) <= cell
            for inside, low, high in said:
                if inside[cell]:
                    sums = worlds[:, inside & filled].sum(axis=1)
                    complete = not inside[~filled].any()
                    worlds = worlds[(sums <= high) & ((sums >= low) | (not complete))]
            if len(worlds) > TOO_MANY_WORLDS:
                raise OverflowError("more worlds than this attacker tries")
        return worlds


def _bounds(table: Table, entry: int | Span | None) -> tuple[int, int]:
    if entry is None:
        return 0, NO_END
    if isinstance(entry, Span):
        return entry.low, NO_END if entry.high is None else entry.high
    below = [n for n in range(entry + table.base) if _rounds_to(n, table.base) == entry]
    return min(below), max(below)


def _rounds_to(count: int, base: int) -> int:
    return (2 * count + base) // (2 * base) * base
