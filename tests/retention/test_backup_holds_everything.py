"""Whatever is stored lies in a backup: a new table, or a new file, is there or this fails."""

import ast
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from confide.retention.actions import _snapshots
from confide.vault.backups import belongs
from confide.vault.models import Session
from tests.laws.reading import sources

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.clause("RECD-2"),
]

# Filled by `migrate`, with the same words, wherever a backup is restored.
OF_DJANGO = {"django_migrations"}
# Who reaches into the data folder, and what of it lies in a backup.
REACH_IN = {
    "ledger/checkpoint.py": "ledger.key, beside the data",
    "vault/epochs.py": "epochs/, with the shred keys that are wrapped under them",
    "vault/files.py": "files/, each sealed attachment by its case",
    "retention/actions/_snapshots.py": "the backup itself",
    "retention/actions/backing_up.py": "a folder to work in, empty when nothing is being made",
    "retention/queries/restoring.py": "files/, to look what came back",
}


def tables() -> set[str]:
    """Every table that there is, whoever made it."""
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor)) - OF_DJANGO


def copied(work: Path) -> dict[str, int]:
    """Every table of a snapshot, with how many rows it has there."""
    _snapshots.snapshot(work)
    if connection.vendor == "postgresql":
        return {
            path.stem: len(path.read_bytes().splitlines()) for path in (work / "tables").iterdir()
        }
    with closing(sqlite3.connect(work / "confide.sqlite3")) as copy:
        names = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        found = [name for (name,) in names if not name.startswith("sqlite_")]
        counted = {
            name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for name in found
        }
    return {name: rows for name, rows in counted.items() if name not in OF_DJANGO}


def held() -> dict[str, int]:
    """Every table of the service, with how many rows it has."""
    with connection.cursor() as cursor:
        counted = {}
        for name in tables():
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608
            counted[name] = cursor.fetchone()[0]
    return counted


def test_every_table_lies_in_a_backup_with_every_row(case: Any, tmp_path: Path) -> None:
    expected = held() | {Session._meta.db_table: 0}
    assert sum(expected.values()) > 10
    assert copied(tmp_path) == expected


def test_a_table_that_no_backup_copies_is_found(service: None, tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE planted (id integer)")
    try:
        missing = tables() - set(copied(tmp_path))
        # SQLite is copied as a whole; PostgreSQL table by table, by what models there are.
        assert missing == ({"planted"} if connection.vendor == "postgresql" else set())
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE planted")


def test_every_table_s_name_is_one_that_a_restore_takes() -> None:
    for model in _snapshots._stored():
        assert belongs(f"tables/{model._meta.db_table}.copy", "data")


def test_no_table_counts_its_rows_by_itself() -> None:
    # A counter of PostgreSQL's would begin anew after a restore, and give numbers that are taken.
    counting = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.AutoField)
    ]
    assert counting == []


def test_whoever_keeps_something_in_the_data_folder_is_known_here() -> None:
    reaching = {source.place for source in sources() if _reaches_in(source.tree)}
    assert reaching == set(REACH_IN)


@pytest.mark.parametrize("planted", ["Path(settings.DATA) / 'a.key'", "folder = settings.DATA"])
def test_a_new_place_in_the_data_folder_is_found(planted: str) -> None:
    assert _reaches_in(ast.parse(planted))


def _reaches_in(tree: ast.AST) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "DATA" for node in ast.walk(tree))
