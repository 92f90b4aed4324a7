"""Short walks from one world to another in which a cell has fewer or more people.

Most questions need no solver: somebody leaves the cell, somebody else arrives where the totals
miss one, and so on until every published figure is true again. Each step moves one person in one
clique's table, where that mends most; a walk that does not arrive in a few steps is given up.
"""

import numpy as np

from confide.statistics.control.distinct import distinct
from confide.statistics.control.polytope import Integers, Polytope

STEPS = 60
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
        self.more = 2 * self.rows_of + (self.signs < 0)
        self.fewer = 2 * self.rows_of + (self.signs > 0)
        self.low = np.append(sums.low, -NOBODY)
        self.high = np.append(np.minimum(sums.high, NOBODY), NOBODY)

    def walk(self, start: Integers, columns: Integers, low: int, high: int) -> Integers | None:
        """A world near `start` in which between `low` and `high` people are in `columns`, or None.

        `start` may be any vector of whole numbers from nobody on.
        """
        return _Way(self, start, columns, low, high).walked()


class _Way:
    """One walk: where it stands, and which rows are not true there."""

    def __init__(
        self, walker: Walker, start: Integers, columns: Integers, low: int, high: int
    ) -> None:
        self.walker, self.world = walker, start.copy()
        self.goal = (low, high)
        self.columns = columns
        self.inside = np.zeros(len(start), np.int64)
        self.inside[columns] = 1
        self.count = int(start[columns].sum())
        self.sums = np.append(walker.rows.at(start), 0)
        self.costs = np.empty(2 * len(self.sums), np.int64)
        self.last = np.zeros(len(start), np.int64)
        self._weigh(np.arange(len(self.sums)))
        off = (self.sums < walker.low) | (self.sums > walker.high)
        self.wrong = set(np.flatnonzero(off).tolist())

    def walked(self) -> Integers | None:
        for _ in range(STEPS):
            low, high = self.goal
            if not low <= self.count <= high:
                moved = self._step(self.columns, None, 1 if self.count < low else -1)
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
        return self._step(rows.columns[start:end], rows.values[start:end], direction)

    def _step(self, columns: Integers, values: Integers | None, direction: int) -> bool:
        """Move one person in the column of these where it mends most; False if none can move."""
        walker = self.walker
        ways = np.full(len(columns), direction) if values is None else direction * values
        # Nobody leaves an empty cell, and no step is taken back at once.
        able = ((ways > 0) | (self.world[columns] > 0)) & (self.last[columns] != -ways)
        columns, ways = columns[able], ways[able]
        if not len(columns):
            return False
        where = np.where((ways > 0)[:, None], walker.more[columns], walker.fewer[columns])
        costs = self.costs[where].sum(axis=1) + self._cost_of_goal(columns, ways)
        best = np.flatnonzero(costs == costs.min())
        place = best[walker.random.integers(len(best))] if len(best) > 1 else best[0]
        self._move(int(columns[place]), int(ways[place]))
        return True

    def _cost_of_goal(self, columns: Integers, ways: Integers) -> Integers:
        low, high = self.goal
        after = self.count + ways
        off = np.maximum(0, low - after) + np.maximum(0, after - high)
        now = max(0, low - self.count, self.count - high)
        cost: Integers = self.inside[columns] * (off - now)
        return cost

    def _move(self, column: int, way: int) -> None:
        walker = self.walker
        self.world[column] += way
        self.last[column] = way
        self.count += way * int(self.inside[column])
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
