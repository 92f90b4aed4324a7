"""Worlds that were found, and what they say of each cell."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from confide.statistics.control.polytope import UNBOUNDED, Integers, Polytope, Wish
from confide.statistics.control.targets import Targets

Flags = NDArray[np.bool_]
ROOM = 64


@dataclass(slots=True)
class Found:
    """The worlds found so far and, for each cell, the fewest and the most people in any of them.

    `fewest_in` and `most_in` say in which world that is; `other_in` in which world a group has
    people outside the cell, or nobody at all (-1: none yet). `empty_in` says likewise, for each
    pair and each number of people in its group that an insider may know but for one, in which
    world nobody of them is in the cell; and `asked` which of these numbers there can be. `open` are
    the pairs that are not settled; `by_column` has the worlds once more, with room for others.
    """

    polytope: Polytope
    targets: Targets
    least: int
    known: int
    worlds: list[Integers] = field(default_factory=list)
    fewest: Integers = field(init=False)
    most: Integers = field(init=False)
    fewest_in: Integers = field(init=False)
    most_in: Integers = field(init=False)
    other_in: Integers = field(init=False)
    open: Integers = field(init=False)
    by_column: NDArray[np.int32] = field(init=False)
    sizes: Integers = field(init=False)
    empty_in: Integers = field(init=False)
    asked: Flags = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing known."""
        size = len(self.targets.cells)
        self.fewest, self.most = np.full(size, UNBOUNDED), np.full(size, -1)
        self.fewest_in, self.most_in = np.full(size, -1), np.full(size, -1)
        self.other_in = np.full(len(self.targets.pairs), -1)
        self.open = np.arange(len(self.targets.pairs))
        self.by_column = np.empty((self.polytope.unknowns, ROOM), np.int32)
        # Whoever knows nobody is told apart by `other_in` alone.
        self.sizes = np.arange(1, self.known + 2 if self.known else 1)
        self.empty_in = np.full((len(self.targets.pairs), len(self.sizes)), -1)
        groups = self.targets.pairs[:, 1:]
        low, high = (bound[groups] for bound in self.targets.bounds(self.polytope))
        # An insider is somebody who knows a group that a table shows; a blank shows none.
        places, rows = self.targets.told
        shown = np.isin(groups, places[self.polytope.high[rows] < UNBOUNDED])
        self.asked = shown & (self.sizes >= low) & (self.sizes <= high)

    def settle_sizes(self, group: int, low: int, high: int) -> None:
        """Ask only about so many people in a group as there can be."""
        possible = (self.sizes >= low) & (self.sizes <= high)
        self.asked[self.targets.pairs[:, 1] == group] &= possible

    def add(self, point: NDArray[np.float64] | Integers) -> bool:
        """Take in a vector if it is a world, in whole numbers; say whether it is one."""
        world = np.rint(point).astype(np.int64)
        if not self.polytope.holds(world):
            return False
        counts, place = self.targets.sums.at(world), len(self.worlds)
        fewer, more = counts < self.fewest, counts > self.most
        self.fewest[fewer], self.fewest_in[fewer] = counts[fewer], place
        self.most[more], self.most_in[more] = counts[more], place
        if self._settles(counts, place) or fewer.any() or more.any():
            if place == self.by_column.shape[1]:
                self.by_column = np.repeat(self.by_column, 2, axis=1)
            self.by_column[:, place] = world
            self.worlds.append(world)
        return True

    def _settles(self, counts: Integers, place: int) -> bool:
        """Whether a world, the next, answers a question about a pair that no other has answered."""
        cell, group = (counts[one] for one in self.targets.pairs[self.open].T)
        other = (self.other_in[self.open] < 0) & ((group > cell) | (group == 0))
        self.other_in[self.open[other]] = place
        empty, asked = self.empty_in[self.open], self.asked[self.open]
        fresh = (cell == 0)[:, None] & (group[:, None] == self.sizes) & asked & (empty < 0)
        empty[fresh] = place
        self.empty_in[self.open] = empty
        if not (other.any() or fresh.any()):
            return False
        left = (self.other_in[self.open] < 0) | (asked & (empty < 0)).any(axis=1)
        self.open = self.open[left]
        return True

    def nearest(self, wishes: Sequence[Wish]) -> list[Integers]:
        """The worlds, first those in which fewest people would have to move as is wished."""
        off = np.zeros(len(self.worlds))
        for columns, low, high in wishes:
            counts = self.by_column[columns, : len(self.worlds)].sum(axis=0)
            off += np.maximum(0, low - counts) + np.maximum(0, counts - high)
        return [self.worlds[place] for place in np.argsort(off, kind="stable").tolist()]

    def others(self, place: int) -> Integers:
        """The columns of a pair's people who are in the group but not in the cell."""
        cell, group = (self.targets.cells[one] for one in self.targets.pairs[place].tolist())
        return self.polytope.cells(self.polytope.without(group, cell))

    def open_cells(self) -> Integers:
        """The cells that the worlds do not yet show to be safe."""
        enough = np.minimum(self.known + 1, self.fewest) + self.least - 1
        return np.flatnonzero((self.fewest > 0) & (self.most < enough))

    def open_pairs(self) -> Integers:
        """The pairs of which no world yet shows that somebody in the group may be elsewhere."""
        return np.flatnonzero(self.other_in < 0)

    def open_lasts(self) -> Integers:
        """The pairs of which, for some number of people, no world yet has nobody in the cell."""
        return np.flatnonzero((self.asked & (self.empty_in < 0)).any(axis=1))

    def left(self) -> int:
        """How many questions are open."""
        lasts = (self.asked & (self.empty_in < 0)).any(axis=1)
        return len(self.open_cells()) + int(((self.other_in < 0) | lasts).sum())

    def open_sizes(self, place: int) -> list[int]:
        """Those numbers of people in the group of one pair."""
        found: list[int] = self.sizes[self.asked[place] & (self.empty_in[place] < 0)].tolist()
        return found


def wide(fewest: int, most: int, least: int, known: int) -> bool:
    """Whether counts from `fewest` to `most` leave open whether there are one to `least` - 1.

    Nobody at all must be possible or, for whoever knows any number of them up to `known`, that
    there are none or at least `least` besides: the counts are at least `least` wide, or reach
    `known + least`.
    """
    return fewest == 0 or most >= min(known + 1, fewest) + least - 1
