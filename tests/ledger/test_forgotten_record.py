"""A forgotten `record` fails the test in which it was forgotten."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from confide.ledger.record import record
from tests.guard import WATCHED, ForgottenRecord
from tests.ledger.history import ALICE, CASE, NOON, ROOT, YES

Action = Callable[[str], None]

pytestmark = pytest.mark.django_db


@pytest.fixture
def forgetful() -> Action:
    """An action that the product might have: it changes a table and leaves `record` to others."""
    source = "def act(sql):\n    with connection.cursor() as cursor:\n        cursor.execute(sql)\n"
    # Compiled under a path inside the product, since it is the product that is watched.
    place = ROOT / "confide" / "casework" / "actions" / "forgetful.py"
    planted: dict[str, Any] = {"connection": connection}
    exec(compile(source, str(place), "exec"), planted)  # noqa: S102
    act: Action = planted["act"]
    return act


CHANGES = ["INSERT INTO {t} VALUES (1)", "UPDATE {t} SET n = 2", "DELETE FROM {t}"]


@pytest.fixture(params=WATCHED)
def table(request: pytest.FixtureRequest) -> str:
    """A table of a concept whose changes must be recorded."""
    name = f"{request.param}_planted"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {name} (n integer)")
    return name


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_outside_any_record_is_caught(
    forgetful: Action, table: str, change: str, every_change_is_recorded: list[str]
) -> None:
    with pytest.raises(ForgottenRecord, match=table):
        forgetful(change.format(t=table))
    assert every_change_is_recorded == [table]
    every_change_is_recorded.clear()


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_change_inside_a_record_passes(forgetful: Action, table: str, change: str) -> None:
    with record("case.opened", by=ALICE, about=CASE, under=YES, at=NOON):
        forgetful(change.format(t=table))


def test_looking_is_no_change(forgetful: Action, table: str) -> None:
    forgetful(f"SELECT n FROM {table}")  # noqa: S608


def test_what_lies_below_record_is_not_watched(forgetful: Action) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE vault_planted (n integer)")
    forgetful("INSERT INTO vault_planted VALUES (1)")


def test_what_a_test_arranges_for_itself_passes(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} VALUES (1)")  # noqa: S608


@pytest.mark.django_db(transaction=True)
def test_another_thread_is_watched_too(
    forgetful: Action, every_change_is_recorded: list[str]
) -> None:
    caught: list[BaseException] = []

    def serve() -> None:
        try:
            forgetful("UPDATE casework_case SET id = id")
        except ForgottenRecord as forgotten:
            caught.append(forgotten)
        finally:
            connection.close()

    thread = threading.Thread(target=serve)
    thread.start()
    thread.join()
    assert len(caught) == 1
    assert every_change_is_recorded == ["casework_case"]
    every_change_is_recorded.clear()
