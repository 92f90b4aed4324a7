"""Catches a forgotten `record`: a change by the product's code that will have no ledger entry.

Watches every statement on every connection while a test has the database. What a test arranges
for itself with the product's tables is not the product's doing and passes; the vault and the
ledger, which lie below `record`, are not watched. Also lets Django empty the tables after tests
that commit: the ledger's triggers refuse that, as they should.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
WATCHED = ("team", "casework", "disclosure", "retention", "statistics")
_CHANGE = re.compile(
    rf'\b(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?((?:{"|".join(WATCHED)})_\w+)',
    re.IGNORECASE,
)


class ForgottenRecord(AssertionError):  # noqa: N818
    """The product changed a table and no record was open."""


@pytest.fixture(autouse=True)
def every_change_is_recorded() -> Iterator[list[str]]:
    """Fail a test in which the product changes something outside `record`; yield what was found."""
    # The policy's tests run without Django, and nothing here may load it for them.
    django = sys.modules.get("django.apps")
    if django is None or not django.apps.ready:
        yield []
        return
    _let_tests_empty_the_ledger()
    with watching() as found:
        yield found
    # Again at the end: a server's thread may have turned the exception into a page.
    if found:
        pytest.fail("changed outside any record: " + ", ".join(found))


@contextmanager
def watching() -> Iterator[list[str]]:
    """Raise `ForgottenRecord` at each change by the product outside `record`, and list them."""
    from django.db import connections
    from django.db.backends.signals import connection_created

    found: list[str] = []
    touched: list[Any] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        table = forgotten(sql)
        if table:
            found.append(table)
            raise ForgottenRecord(f"{table} is changed outside any record")
        return execute(sql, params, many, context)

    def join(connection: Any, **_kwargs: Any) -> None:
        if watch not in connection.execute_wrappers:
            connection.execute_wrappers.append(watch)
            touched.append(connection)

    connection_created.connect(join)
    for connection in connections.all(initialized_only=True):
        join(connection)
    try:
        yield found
    finally:
        connection_created.disconnect(join)
        for connection in touched:
            connection.execute_wrappers.remove(watch)


def forgotten(sql: str) -> str:
    """Name the watched table that this statement changes for the product without a record."""
    from confide.ledger.record import recording

    change = _CHANGE.search(sql)
    if change is None or recording() or not _the_product_asks():
        return ""
    return change[1]


def _the_product_asks() -> bool:
    """Say whose doing it is: that of the innermost of our frames, product's or test's."""
    frame = sys._getframe()
    while frame := frame.f_back:  # type: ignore[assignment]
        path = Path(frame.f_code.co_filename)
        if path == Path(__file__) or not path.is_relative_to(ROOT):
            continue
        inside = path.relative_to(ROOT).parts
        if inside[0] in {"confide", "tests"} and "migrations" not in inside:
            return inside[0] == "confide"
    return False


@cache
def _let_tests_empty_the_ledger() -> None:
    """Take the ledger's triggers away while Django empties the tables, and put them back."""
    from django.db import connections, transaction

    triggers: Any = import_module("confide.ledger.migrations.0002_append_only")
    statements = {
        "sqlite": (triggers.SQLITE_BACK, triggers.SQLITE),
        "postgresql": (triggers.POSTGRESQL_BACK, triggers.POSTGRESQL),
    }
    operations = type(connections["default"].ops)
    empty = operations.execute_sql_flush

    def empty_all(self: Any, sql_list: list[str]) -> None:
        if self.connection.alias != "default":
            empty(self, sql_list)
            return
        away, back = statements[self.connection.vendor]
        with transaction.atomic(using="default"), self.connection.cursor() as cursor:
            for statement in away:
                cursor.execute(statement)
            empty(self, sql_list)
            for statement in back:
                cursor.execute(statement)

    operations.execute_sql_flush = empty_all
