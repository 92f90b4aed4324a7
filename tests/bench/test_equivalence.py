"""Telling two arms apart by their times, on times that are made up. (P3)"""

import random

import pytest

from bench.equivalence import compare, held

BOUND = 100e-6
PAIRS = 5_000


def _arms(*, later: float = 0.0, seed: int = 1) -> tuple[list[float], list[float]]:
    """Two arms of 2 ms, with a busy moment now and then that hits both of a pair."""
    chance = random.Random(seed)  # noqa: S311 (times, that can be made up again)
    one, other = [], []
    for _ in range(PAIRS):
        busy = chance.expovariate(1 / 0.002)
        one.append(0.002 + later + busy + chance.gauss(0, 0.0003))
        other.append(0.002 + busy + chance.gauss(0, 0.0003))
    return one, other


def test_arms_that_take_the_same_are_alike() -> None:
    found = compare(*_arms(), bound=BOUND)
    assert held({"it": found.p_alike}) == {"it"}
    assert found.low < 0 < found.high or abs(found.mean) < 20e-6


@pytest.mark.parametrize("later", [200e-6, -200e-6])
def test_a_delay_longer_than_the_bound_is_not_alike_and_is_told(later: float) -> None:
    found = compare(*_arms(later=later), bound=BOUND)
    assert held({"it": found.p_alike}) == frozenset()
    assert held({"it": found.p_apart}) == {"it"}
    assert found.mean == pytest.approx(later, abs=30e-6)


def test_too_few_runs_say_nothing_for_sure() -> None:
    one, other = _arms()
    found = compare(one[:30], other[:30], bound=20e-6)
    assert held({"it": found.p_alike}) == frozenset()
    with pytest.raises(ValueError, match="twenty"):
        compare(one[:10], other[:10], bound=BOUND)


def test_some_very_slow_runs_do_not_hide_a_delay() -> None:
    one, other = _arms(later=200e-6)
    for place in range(0, PAIRS, 40):
        other[place] += 0.5
    assert compare(one, other, bound=BOUND).mean == pytest.approx(200e-6, abs=40e-6)


def test_of_many_tests_each_is_held_to_its_share() -> None:
    assert held({"a": 0.01, "b": 0.02, "c": 0.04}) == {"a", "b", "c"}
    assert held({"a": 0.01, "b": 0.03, "c": 0.04}) == {"a"}
    assert held({"a": 0.02, "b": 0.02, "c": 0.02}) == frozenset()
