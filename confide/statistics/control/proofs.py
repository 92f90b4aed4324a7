"""Multipliers of published figures that prove a bound, in fractions.

For any multipliers `y` of the rows and any world `x`: the sum in question is `(c - yA)x + yAx`. The
second part is at least what the figures say of it, each taken at the bound that its multiplier's
sign asks for; the first is at least nothing wherever `c - yA` is not negative, and where it is, no
cell holds more people than the tightest figure around it allows. So every choice of multipliers
gives a bound that holds; good ones come from the solver, and how it found them does not matter.
"""

from fractions import Fraction
from math import ceil

import numpy as np
from numpy.typing import NDArray

from confide.statistics.control.polytope import UNBOUNDED, Integers, Polytope
from confide.statistics.control.verdicts import Bound

# Vertices of such programs have multipliers with small denominators; what is lost by rounding a
# multiplier is lost to the bound, never to its truth.
DENOMINATOR = 5040
NOISE = 1e-7


def at_least(polytope: Polytope, columns: Integers, multipliers: NDArray[np.float64]) -> Bound:
    """The least whole number of people in `columns` that these multipliers of the rows prove."""
    exact = _sum(polytope, columns, 1, _fractions(multipliers))
    return _bound(polytope, exact, ceil(exact), _fractions(multipliers))


def at_most(polytope: Polytope, columns: Integers, multipliers: NDArray[np.float64]) -> Bound:
    """The greatest whole number, from multipliers that bound the negative sum from below."""
    fractions = _fractions(multipliers)
    exact = -_sum(polytope, columns, -1, fractions)
    return _bound(polytope, exact, exact.__floor__(), fractions)


def holds(polytope: Polytope, columns: Integers, bound: Bound, *, least: bool) -> bool:
    """Check a bound anew, from nothing but what was published."""
    sign = 1 if least else -1
    exact = sign * _sum(polytope, columns, sign, dict(bound.multipliers))
    return (ceil(exact) >= bound.value) if least else (exact.__floor__() <= bound.value)


def _fractions(multipliers: NDArray[np.float64]) -> dict[int, Fraction]:
    rows = np.flatnonzero(np.abs(multipliers) > NOISE).tolist()
    return {row: Fraction(float(multipliers[row])).limit_denominator(DENOMINATOR) for row in rows}


def _sum(
    polytope: Polytope, columns: Integers, sign: int, multipliers: dict[int, Fraction]
) -> Fraction:
    """A lower bound of `sign` times the sum of the columns."""
    left: dict[int, Fraction] = dict.fromkeys(columns.tolist(), Fraction(sign))
    total = Fraction(0)
    rows = polytope.rows
    for row, multiplier in multipliers.items():
        bound = int(polytope.low[row] if multiplier > 0 else polytope.high[row])
        if bound == UNBOUNDED:
            continue
        total += multiplier * bound
        start, end = rows.starts[row], rows.starts[row + 1]
        for column, value in zip(
            rows.columns[start:end].tolist(), rows.values[start:end].tolist(), strict=True
        ):
            left[column] = left.get(column, Fraction(0)) - multiplier * value
    return total + sum(
        (rest * most(polytope, column) for column, rest in left.items() if rest < 0), Fraction(0)
    )


def most(polytope: Polytope, column: int) -> int:
    """The most people whom the figures around one cell leave room for."""
    return int(polytope.most[column])


def _bound(
    polytope: Polytope, exact: Fraction, value: int, multipliers: dict[int, Fraction]
) -> Bound:
    told = [row for row in sorted(multipliers) if row < len(polytope.figures)]
    figures = tuple(polytope.figures[row] for row in told)
    return Bound(value, exact, tuple(sorted(multipliers.items())), figures)
