"""Work that a browser does, so that a flood costs: what counts, and what does not. (CONF-3)"""

from datetime import timedelta
from itertools import count

import pytest

from confide.vault import toil
from confide.vault.toil import LASTS, Tasks, is_done
from tests.cast import NOON


@pytest.fixture(autouse=True)
def _little_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toil, "BITS", 8)


def done(task: str) -> str:
    return next(f"{each}" for each in count() if is_done(task, f"{each}"))


def undone(task: str) -> str:
    return next(f"{each}" for each in count() if not is_done(task, f"{each}"))


@pytest.mark.clause("CONF-3")
def test_a_task_that_was_done_counts_and_counts_once() -> None:
    tasks = Tasks()
    task = tasks.give(at=NOON)
    assert tasks.take(task, done(task), at=NOON + timedelta(hours=1))
    assert not tasks.take(task, done(task), at=NOON + timedelta(hours=1))
    another = tasks.give(at=NOON)
    assert tasks.take(another, done(another), at=NOON)


def test_it_lasts_as_long_as_somebody_may_type_and_no_longer() -> None:
    for after, counts in (
        (timedelta(), True),
        (LASTS - timedelta(seconds=1), True),
        (LASTS, False),
        (timedelta(seconds=-1), False),
    ):
        tasks = Tasks()
        task = tasks.give(at=NOON)
        assert tasks.take(task, done(task), at=NOON + after) is counts


def test_what_was_not_done_or_was_not_given_does_not_count() -> None:
    tasks = Tasks()
    task = tasks.give(at=NOON)
    moment, number, mark = task.split(".")
    later, other = f"{int(moment) + 60}.{number}.{mark}", f"{moment}.{'a' * 26}.{mark}"
    for made_up in (later, other, f"{moment}.{number}", "", f"{task}.", task.upper()):
        assert not tasks.take(made_up, done(made_up), at=NOON + timedelta(minutes=1))
    for answer in ("", undone(task), "-1", "1" * 13, "x"):
        assert not tasks.take(task, answer, at=NOON)


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toil, "_MOST", 3)
    tasks = Tasks()
    given = [tasks.give(at=NOON) for _ in range(4)]
    taken = [tasks.take(task, done(task), at=NOON) for task in given]
    assert taken == [True, True, True, False] and len(tasks._handed_in) == 3
    later = NOON + LASTS
    task = tasks.give(at=later)
    assert tasks.take(task, done(task), at=later)
    assert len(tasks._handed_in) == 1
