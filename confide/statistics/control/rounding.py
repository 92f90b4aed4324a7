"""The rounding and the rules in closed form that hold before anything is audited. (STAT-2)

Counts are rounded to the nearest 5, halves up, so that 0, 1 and 2 become 0; totals are rounded by
themselves. One base for ever and for every recipient: the same count rounded to 5 here and to 3
there says more than either. Source: HESA, "Rounding and suppression to anonymise statistics", whose
printed cases are in the tests.
"""

from collections.abc import Sequence
from fractions import Fraction

BASE = 5
LEAST_FOR_PERCENTAGE = Fraction(45, 2)
MOST_WITHOUT_MEAN = 7
MOST_DIMENSIONS = 3


def round_count(n: int | float | Fraction, base: int = BASE) -> int:
    """The nearest multiple of `base` to a count of persons, halves up. (HESA)

    Takes fractions too, since full-person equivalents are rounded by the same rule. Raises
    `ValueError` for less than nobody.
    """
    exact = Fraction(n)
    if exact < 0:
        raise ValueError(f"{n} is less than nobody")
    return int((exact / base + Fraction(1, 2)) // 1) * base


def percentage(part: int, whole: int) -> int | None:
    """Whole per cents of two numbers that were rounded already, or None for too few. (HESA)

    Never of the true counts: a percentage of 1 to 4 people tells how many they are. `whole` is what
    was published, and none is given on fewer than 22.5 people.
    """
    if whole < LEAST_FOR_PERCENTAGE:
        return None
    return int((Fraction(100 * part, whole) + Fraction(1, 2)) // 1)


def mean_is_shown(people: int | float | Fraction) -> bool:
    """Whether an average over so many people may be shown: none over seven or fewer. (HESA)"""
    return people > MOST_WITHOUT_MEAN


def too_fine(shape: Sequence[int], people: int) -> bool:
    """Whether a table says too much by its shape alone: more than three dimensions, or fewer
    people than cells.

    `shape` is the number of groups in each dimension without totals; a dimension with one group
    (a period) counts as none. `people` is the table's own total.
    """
    cells = 1
    for groups in shape:
        cells *= groups
    return sum(groups > 1 for groups in shape) > MOST_DIMENSIONS or people < cells
