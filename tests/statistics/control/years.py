"""A service of 600 cases a year and what it publishes: quarters, halves and the year."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from confide.statistics.control.audit import KNOWN
from confide.statistics.control.tables import Group, Release, Table, rounded, undivided

SIZES = {"scheme": 3, "category": 12, "college": 31, "level": 3, "fee": 3, "source": 8}
People = dict[str, NDArray[np.int64]]


def cases(year: int, seed: int, number: int = 600) -> People:
    """Made-up cases of a year; how they spread is the same every year."""
    spread, random = np.random.default_rng(seed), np.random.default_rng((seed, year))
    people = {
        dim: random.choice(size, size=number, p=spread.dirichlet(np.full(size, 3.0)))
        for dim, size in SIZES.items()
    }
    people["quarter"] = random.integers(0, 4, number)
    return people


def small_releases(year: int, people: People) -> Iterator[Release]:
    """What leaves after each quarter and each half."""
    for quarter in range(4):
        tables = [
            count(year, [quarter], ["category"], people),
            count(year, [quarter], ["scheme", "level"], people),
        ]
        yield Release(f"{year} Q{quarter + 1}", tuple(tables))
        if quarter % 2:
            half = count(year, [quarter - 1, quarter], ["category", "scheme"], people)
            yield Release(f"{year} H{quarter // 2 + 1}", (half,))


def large_releases(year: int, people: People) -> Iterator[Release]:
    """What leaves once a year: for the council, for the funders, for the colleges."""
    for name, shapes in {
        "council": [["college"], ["category", "level"], ["category", "fee"]],
        "funders": [["source", "scheme"]],
        "colleges": [["college", "category"]],
    }.items():
        tables = [count(year, range(4), dims, people) for dims in shapes]
        yield Release(f"{year} {name}", tuple(tables))


def count(year: int, quarters: Sequence[int], dims: Sequence[str], people: People) -> Table:
    """The rounded table of some quarters, with all of its totals, as our own tables leave."""
    counts = counted(quarters, dims, people)
    codes = frozenset(f"{year}Q{quarter + 1}" for quarter in quarters)
    period = Group(" + ".join(sorted(codes)), codes)
    groups = [[Group.of(f"{dim} {place}") for place in range(SIZES[dim])] for dim in dims]
    table = rounded(
        " by ".join(dims), ["quarter", *dims], [[period], *groups], counts.ravel().tolist()
    )
    return undivided(table, KNOWN + 1)


def counted(quarters: Sequence[int], dims: Sequence[str], people: People) -> NDArray[np.int64]:
    """How many people of some quarters there are in each cell, the totals last."""
    inside = np.isin(people["quarter"], list(quarters))
    counts = np.zeros([SIZES[dim] for dim in dims], np.int64)
    np.add.at(counts, tuple(people[dim][inside] for dim in dims), 1)
    for axis in range(len(dims)):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    return counts
