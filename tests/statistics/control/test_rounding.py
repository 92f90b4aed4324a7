"""Counts are rounded as HESA prints it, and little is shown of few. (STAT-2)"""

from fractions import Fraction

import pytest

from confide.statistics.control.rounding import (
    mean_is_shown,
    percentage,
    round_count,
    too_fine,
)

pytestmark = pytest.mark.clause("STAT-2")


@pytest.mark.parametrize(
    ("count", "rounded"),
    [
        (0, 0), (1, 0), (2, 0), (Fraction("2.4"), 0), (Fraction("2.5"), 5), (3, 5), (7, 5),
        (Fraction("7.5"), 10), (8, 10), (12, 10), (Fraction("12.5"), 15), (13, 15), (26, 25),
    ],
)  # fmt: skip
def test_counts_are_rounded_to_the_nearest_five_halves_up(
    count: int | Fraction, rounded: int
) -> None:
    assert round_count(count) == rounded


def test_less_than_nobody_is_no_count() -> None:
    with pytest.raises(ValueError, match="less than nobody"):
        round_count(-1)


def test_no_percentage_stands_on_fewer_than_twenty_two_and_a_half_people() -> None:
    assert percentage(5, 20) is None
    assert percentage(5, 25) == 20
    assert percentage(5, 40) == 13


@pytest.mark.parametrize(("people", "shown"), [(7, False), (8, True)])
def test_no_mean_stands_on_seven_people_or_fewer(people: int, shown: bool) -> None:
    assert mean_is_shown(people) is shown


@pytest.mark.parametrize(
    ("shape", "people", "refused"),
    [
        ((31, 12), 372, False),
        ((31, 12), 371, True),
        ((1, 31, 12, 3), 5000, False),
        ((4, 31, 12, 3), 50_000, True),
    ],
)
def test_a_table_too_fine_for_its_people_is_refused(
    shape: tuple[int, ...], people: int, refused: bool
) -> None:
    assert too_fine(shape, people) is refused
