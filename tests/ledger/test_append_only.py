"""The database itself refuses to change what the ledger holds."""

import pytest
from django.db import DatabaseError, connection, transaction

from confide.ledger.models import Checkpoint, Entry
from tests.ledger.history import stored, written

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P10"), pytest.mark.clause("RECD-2")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET verdict = 'refused' WHERE position = 1",
        "DELETE FROM ledger_entry WHERE position = 2",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_checkpoint SET note = ''",
        "DELETE FROM ledger_checkpoint",
        'INSERT INTO ledger_entry SELECT 3 + position, "after", stamp, event, "by", about,'
        " clause, verdict, leaf FROM ledger_entry WHERE position = 1",
        "INSERT INTO ledger_entry SELECT * FROM ledger_entry WHERE position = 1",
    ],
)
def test_nothing_is_changed_removed_or_put_in_between(
    outside: dict[str, str], statement: str
) -> None:
    refused(statement)


def test_no_row_is_replaced_on_sqlite(outside: dict[str, str]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite can replace a row without deleting it first")
    refused("INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry WHERE position = 1")
    refused("INSERT OR REPLACE INTO ledger_checkpoint SELECT * FROM ledger_checkpoint")


def test_no_table_is_emptied_on_postgresql(outside: dict[str, str]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has TRUNCATE")
    refused("TRUNCATE ledger_entry")
    refused("TRUNCATE ledger_checkpoint")


def test_an_entry_takes_no_position_but_the_next() -> None:
    written(3)
    entry = Entry.objects.get(position=2)
    for position in (-1, 2, 4):
        entry.position = position
        with pytest.raises(DatabaseError), transaction.atomic():
            entry.save(force_insert=True)
    entry.position = 3
    entry.save(force_insert=True)


def refused(statement: str) -> None:
    before = stored(), list(Checkpoint.objects.values_list("size", "note"))
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert (stored(), list(Checkpoint.objects.values_list("size", "note"))) == before
