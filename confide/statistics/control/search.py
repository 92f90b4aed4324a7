"""Worlds that were found, and what they say of each cell."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from confide.statistics.control.polytope import UNBOUNDED, Integers, Polytope
from confide.statistics.control.targets import Targets

Flags = NDArray[np.bool_]


@dataclass(slots=True)
class Found:
    """The worlds found so far and, for each cell, the fewest and the most people in any of them.

    `fewest_in` and `most_in` say in which world that is; `other_in` in which world a group has
    people outside the cell, or nobody at all (-1: none yet). `empty_in` says likewise, for each
    pair and each number of people in its group that an insider may know but for one, in which
    world nobody of them is in the cell; and `asked` which of these numbers there can be.
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
    sizes: Integers = field(init=False)
    empty_in: Integers = field(init=False)
    asked: Flags = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing known."""
        size = len(self.targets.cells)
        self.fewest, self.most = np.full(size, UNBOUNDED), np.full(size, -1)
        self.fewest_in, self.most_in = np.full(size, -1), np.full(size, -1)
        self.other_in = np.full(len(self.targets.pairs), -1)
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
        cell, group = self.targets.pairs.T
        other = (self.other_in < 0) & ((counts[group] > counts[cell]) | (counts[group] == 0))
        self.other_in[other] = place
        fresh = (counts[cell] == 0)[:, None] & (counts[group][:, None] == self.sizes)
        fresh &= self.asked & (self.empty_in < 0)
        self.empty_in[fresh] = place
        if fewer.any() or more.any() or other.any() or fresh.any():
            self.worlds.append(world)
        return True

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
