"""What was published without what is said twice: each sum once, with its tightest bounds.

Releases overlap, so that the same margins are published again and again; solver and walks need
each of them once. A proof names what was published: each bound knows the row that it is from.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from confide.statistics.control.polytope import UNBOUNDED, Integers, Polytope, Rows


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of cells, no two of the same: `low <= rows · x <= high`.

    `low_from` and `high_from` are the rows of the polytope that give each bound.
    """

    rows: Rows
    low: Integers
    high: Integers
    low_from: Integers
    high_from: Integers

    def __len__(self) -> int:
        """How many sums there are."""
        return len(self.rows)

    def places(self) -> dict[bytes, int]:
        """Where each sum that counts its cells once stands, by the bytes of its columns."""
        rows = self.rows
        once = np.flatnonzero(np.minimum.reduceat(rows.values, rows.starts[:-1]) > 0)
        return {rows.row(place).tobytes(): place for place in once.tolist()}

    def chosen(self, places: Integers) -> "Sums":
        """Some of them, in this order."""
        return Sums(
            self.rows.chosen(places),
            self.low[places],
            self.high[places],
            self.low_from[places],
            self.high_from[places],
        )

    def apart(self) -> tuple["Sums", "Sums"]:
        """Those that are single cells, which bound an unknown by itself, and all others."""
        single = (np.diff(self.rows.starts) == 1) & (self.rows.values[self.rows.starts[:-1]] == 1)
        return self.chosen(np.flatnonzero(single)), self.chosen(np.flatnonzero(~single))

    def spread(self, multipliers: NDArray[np.float64], to: NDArray[np.float64]) -> None:
        """Write each sum's multiplier to the row whose bound it takes: the lower if positive."""
        up, down = multipliers > 0, multipliers < 0
        to[self.low_from[up]] = multipliers[up]
        to[self.high_from[down]] = multipliers[down]


def distinct(polytope: Polytope) -> Sums:
    """Every sum that the rows of a polytope bound; those that are bounded by nothing left out."""
    rows = polytope.rows
    bounded = np.flatnonzero((polytope.low > 0) | (polytope.high < UNBOUNDED)).tolist()
    places: dict[bytes, int] = {}
    first, low_from, high_from = list[int](), list[int](), list[int]()
    for row in bounded:
        start, end = rows.starts[row], rows.starts[row + 1]
        key = rows.columns[start:end].tobytes() + rows.values[start:end].tobytes()
        place = places.setdefault(key, len(first))
        if place == len(first):
            first.append(row)
            low_from.append(row)
            high_from.append(row)
        if polytope.low[row] > polytope.low[low_from[place]]:
            low_from[place] = row
        if polytope.high[row] < polytope.high[high_from[place]]:
            high_from[place] = row
    lows, highs = np.array(low_from, np.int64), np.array(high_from, np.int64)
    chosen = rows.chosen(np.array(first, np.int64))
    return Sums(chosen, polytope.low[lows], polytope.high[highs], lows, highs)
