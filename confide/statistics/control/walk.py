"""Short walks from one world to another in which cells have fewer or more people.

Most questions need no solver: somebody leaves a cell, somebody else arrives where the totals
miss one, and so on until every published figure is true again. Each step moves one person in one
clique's table, where that mends most; a walk that does not arrive in a few steps is given up.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from confide.statistics.control.distinct import distinct
from confide.statistics.control.polytope import Integers, Polytope, Wish

STEPS = 60
# Only after so many other steps may one be taken back, or the walk would go round in circles.
APART = 5
NOBODY = 1 << 30


class Walker:
    """Walks about one polytope."""

    def __init__(self, polytope: Polytope) -> None:
        """Lay out, for each column, the rows that it stands in."""
        self.random = np.random.default_rng(0)
        sums, size = distinct(polytope), polytope.unknowns
        self.rows = rows = sums.rows
        row_of = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
        order = np.argsort(rows.columns, kind="stable")
        degrees = np.bincount(rows.columns, minlength=size)
        ends = np.cumsum(degrees)
        slot = np.arange(len(order)) - np.repeat(ends - degrees, degrees)
        column = rows.columns[order]
        # The padding stands in a row of its own, after all others, that is never violated.
        self.rows_of = np.full((size, degrees.max(initial=1)), len(rows))
        self.rows_of[column, slot] = row_of[order]
        self.signs = np.zeros_like(self.rows_of)
        self.signs[column, slot] = rows.values[order]
        # Where to look up what one person more, or fewer, in a column does to each of its rows.
        self.ways = np.stack(
            [2 * self.rows_of + (self.signs < 0), 2 * self.rows_of + (self.signs > 0)]
        )
        self.plain = np.minimum.reduceat(rows.values, rows.starts[:-1]) > 0
        self.low = np.append(sums.low, -NOBODY)
        self.high = np.append(np.minimum(sums.high, NOBODY), NOBODY)

    def walk(self, start: Integers, wishes: Sequence[Wish], steps: int = STEPS) -> Integers | None:
        """A world near `start` as it is wished, or None; `start` is any vector of whole numbers."""
        return _Way(self, start, wishes).walked(steps)


class _Way:
    """One walk: where it stands, and which rows are not true there.

    `last` has for each column the step at which it was moved last, negative if somebody left.
    """

    def __init__(self, walker: Walker, start: Integers, wishes: Sequence[Wish]) -> None:
        self.walker, self.world = walker, start.copy()
        self.goals = [_Goal(start, wish) for wish in wishes]
        self.step = APART
        self.sums = np.append(walker.rows.at(start), 0)
        self.costs = np.empty(2 * len(self.sums), np.int64)
        self.last = np.zeros(len(start), np.int64)
        self._weigh(np.arange(len(self.sums)))
        off = (self.sums < walker.low) | (self.sums > walker.high)
        self.wrong = set(np.flatnonzero(off).tolist())

    def walked(self, steps: int) -> Integers | None:
        for self.step in range(APART + 1, APART + 1 + steps):
            away = next((goal for goal in self.goals if goal.way), None)
            if away is not None:
                moved = self._step(away.columns, away.way)
            elif self.wrong:
                moved = self._mend(self._some_wrong())
            else:
                return self.world
            if not moved:
                return None
        return None

    def _some_wrong(self) -> int:
        wrong = sorted(self.wrong)
        return wrong[int(self.walker.random.integers(len(wrong)))]

    def _mend(self, row: int) -> bool:
        rows = self.walker.rows
        start, end = rows.starts[row], rows.starts[row + 1]
        direction = 1 if self.sums[row] < self.walker.low[row] else -1
        plain = self.walker.plain[row]
        return self._step(
            rows.columns[start:end], direction if plain else direction * rows.values[start:end]
        )

    def _step(self, columns: Integers, ways: Integers | int) -> bool:
        """Move one person in the column of these where it mends most; False if none can move.

        `ways` says whether somebody is to arrive or to leave (-1), in all of them or in each.
        """
        # Nobody leaves an empty cell, and no step is taken back at once.
        able = self.world[columns] + ways >= 0
        able &= self.last[columns] * ways >= APART - self.step
        columns = columns[able]
        if not len(columns):
            return False
        ways = ways if isinstance(ways, int) else ways[able]
        leaving = np.less(ways, 0) * 1
        costs = self.costs[self.walker.ways[leaving, columns]].sum(axis=1)
        for goal in self.goals:
            costs = costs + goal.inside[columns] * goal.costs()[leaving]
        best = np.flatnonzero(costs == costs.min())
        place = best[self.walker.random.integers(len(best))] if len(best) > 1 else best[0]
        self._move(int(columns[place]), ways if isinstance(ways, int) else int(ways[place]))
        return True

    def _move(self, column: int, way: int) -> None:
        walker = self.walker
        self.world[column] += way
        self.last[column] = way * self.step
        for goal in self.goals:
            goal.count += way * int(goal.inside[column])
        rows = walker.rows_of[column]
        self.sums[rows] += way * walker.signs[column]
        self._weigh(rows)
        off = (self.sums[rows] < walker.low[rows]) | (self.sums[rows] > walker.high[rows])
        self.wrong.difference_update(rows[~off].tolist())
        self.wrong.update(rows[off].tolist())

    def _weigh(self, rows: Integers) -> None:
        """What one more, and one fewer, in each of these rows costs: 1, -1 where it mends, or 0."""
        sums, low, high = self.sums[rows], self.walker.low[rows], self.walker.high[rows]
        self.costs[2 * rows] = (sums >= high).astype(np.int64) - (sums < low)
        self.costs[2 * rows + 1] = (sums <= low).astype(np.int64) - (sums > high)


class _Goal:
    """One wish, and how many people are where it asks."""

    def __init__(self, start: Integers, wish: Wish) -> None:
        self.columns, self.low, self.high = wish
        self.inside = np.zeros(len(start), np.int64)
        self.inside[self.columns] = 1
        self.count = int(start[self.columns].sum())

    @property
    def way(self) -> int:
        """Whether there are too few, too many (-1), or neither."""
        return int(self.count < self.low) - int(self.count > self.high)

    def costs(self) -> NDArray[np.float64]:
        """What one more there costs, and what one fewer."""
        now, more, fewer = (
            max(0.0, self.low - count, count - self.high)
            for count in (self.count, self.count + 1, self.count - 1)
        )
        return np.array([more - now, fewer - now])
