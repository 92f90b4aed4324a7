"""How many people stand where somebody who knew all others of their group would be certain of them.

No way of publishing rounded counts can help that of a large group: docs/decisions/0020 says why.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from confide.statistics.control.rounding import round_count
from tests.statistics.control.years import cases, counted, large_releases, small_releases

MANY = 8


def lasts(years: Iterable[int], seed: int) -> tuple[int, int]:
    """Of all people in groups of eight or more, in each list that divides one: certain, and all."""
    certain, everybody = 0, 0
    for year in years:
        people = cases(year, seed)
        for release in (*small_releases(year, people), *large_releases(year, people)):
            for table in release.tables:
                quarters = [int(code[-1]) - 1 for code in table.groups[0][0].codes]
                counts = counted(quarters, table.dims[1:], people)
                for axis in range(counts.ndim):
                    lines = np.moveaxis(counts, axis, -1).reshape(-1, counts.shape[axis])
                    for line in lines[lines[:, -1] >= MANY, :-1]:
                        certain += int(line[_is_last(line)].sum())
                        everybody += int(line.sum())
    return certain, everybody


def _is_last(line: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where in a list one of the people could be nowhere else, were all others known.

    Elsewhere, their place would be published as one fewer, and another as one more.
    """
    rounded = np.array([[round_count(max(0, n + by)) for n in line.tolist()] for by in (-1, 0, 1)])
    leaves, arrives = rounded[0] == rounded[1], rounded[2] == rounded[1]
    alone: NDArray[np.bool_] = ~leaves | (arrives.sum() - arrives == 0)
    return alone
