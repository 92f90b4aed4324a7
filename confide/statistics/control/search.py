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
    people outside the cell, or nobody at all (-1: none yet).
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

    def __post_init__(self) -> None:
        """Begin with nothing known."""
        size = len(self.targets.cells)
        self.fewest, self.most = np.full(size, UNBOUNDED), np.full(size, -1)
        self.fewest_in, self.most_in = np.full(size, -1), np.full(size, -1)
        self.other_in = np.full(len(self.targets.pairs), -1)

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
        if fewer.any() or more.any() or other.any():
            self.worlds.append(world)
        return True

    def open_cells(self) -> Integers:
        """The cells that the worlds do not yet show to be safe."""
        enough = np.minimum(self.known + 1, self.fewest) + self.least - 1
        return np.flatnonzero((self.fewest > 0) & (self.most < enough))

    def open_pairs(self) -> Integers:
        """The pairs of which no world yet shows that somebody in the group may be elsewhere."""
        return np.flatnonzero(self.other_in < 0)


def wide(fewest: int, most: int, least: int, known: int) -> bool:
    """Whether counts from `fewest` to `most` leave open whether there are one to `least` - 1.

    Nobody at all must be possible or, for whoever knows any number of them up to `known`, that
    there are none or at least `least` besides: the counts are at least `least` wide, or reach
    `known + least`.
    """
    return fewest == 0 or most >= min(known + 1, fewest) + least - 1
