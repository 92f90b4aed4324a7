"""What a backup copies: the data as of one moment, the files, and the shred keys after them.

Nothing here changes a row of the service, so there is no entry but the backup's own. (RECD-2)
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, router, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from confide.vault import epochs
from confide.vault.backups import ABOUT, BESIDE, DATA, FORMAT, KEYS, WITNESS
from confide.vault.models import Session
from confide.vault.sealed_archive import Member

_CHUNK = 256 * 1024


def snapshot(work: Path) -> None:
    """Copy the data into a folder as they are at one moment, while the service goes on."""
    connection = connections["default"]
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        _copy_sqlite(connection.connection, work / "confide.sqlite3")
    else:
        _copy_tables(work / "tables")


def data_members(work: Path, at: datetime) -> Iterator[Member]:
    """Everything but the shred keys. What is destroyed meanwhile is passed over."""
    yield _about(DATA, at)
    for path in sorted(path for path in work.rglob("*") if path.is_file()):
        yield from _file(path, path.relative_to(work).as_posix())
    folder = Path(settings.DATA)
    for name in BESIDE:
        yield from _file(folder / name, name)
    for path in attachments():
        yield from _file(path, path.relative_to(folder).as_posix())


def attachments() -> Iterator[Path]:
    """The sealed files of every case. What waits to be filed has no key anywhere else, nor here."""
    root = Path(settings.DATA) / "files"
    for case in sorted(root.iterdir() if root.exists() else []):
        if case.name != "incoming":
            with suppress(FileNotFoundError):
                yield from sorted(case.iterdir())


def keys_members(at: datetime, witness: str) -> list[Member]:
    """The shred keys, the epoch keys that they are wrapped under, and a witness to the ledger.

    In memory: a copy on the disk would outlive the horizon where this process is killed.
    """
    # Held, so that no night wraps anew, and deletes an epoch, between the one look and the other.
    with transaction.atomic(using="keys"):
        path = settings.DATABASES["keys"]["NAME"]
        with (
            closing(sqlite3.connect(f"{Path(path).as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(":memory:")) as copy,
        ):
            source.backup(copy)
            in_use = copy.execute("SELECT DISTINCT epoch FROM vault_shredkey ORDER BY epoch")
            wrapped_under = [epoch for (epoch,) in in_use]
            members = [_about(KEYS, at), _bytes("keys.sqlite3", copy.serialize())]
        members += [_bytes(f"epochs/{each}", epochs.key_of(each)) for each in wrapped_under]
    return [*members, _bytes(WITNESS, witness.encode())] if witness else members


def load_tables(folder: Path) -> None:
    """Fill PostgreSQL's empty tables with what a backup holds of them, all or none."""
    with transaction.atomic(), connections["default"].cursor() as cursor:
        # The ledger's triggers take entries one by one, and refuse what was tampered with, which
        # has to come back as the evidence that it is.
        for model in _stored():
            cursor.execute(f"ALTER TABLE {_quoted(model._meta.db_table)} DISABLE TRIGGER USER")
        for model in _stored():
            rows = f"COPY {_quoted(model._meta.db_table)} ({_columns(model)}) FROM STDIN"
            path = folder / f"{model._meta.db_table}.copy"
            with path.open("rb") as file, cursor.copy(rows) as copy:
                while chunk := file.read(_CHUNK):
                    copy.write(chunk)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in _stored():
            cursor.execute(f"ALTER TABLE {_quoted(model._meta.db_table)} ENABLE TRIGGER USER")
    shutil.rmtree(folder)


def applied() -> dict[str, list[str]]:
    """The migrations that each database has seen, by which versions are told apart."""
    return {
        alias: sorted(
            f"{app}.{name}"
            for app, name in MigrationRecorder(connections[alias]).applied_migrations()
        )
        for alias in ("default", "keys")
    }


def _copy_sqlite(live: sqlite3.Connection, path: Path) -> None:
    # In one step: a step at a time begins anew whenever somebody writes, and may never end.
    with closing(sqlite3.connect(path)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("PRAGMA secure_delete = ON")
        # A session's seeds open with a cookie's secret, and browsers keep cookies: what ends
        # within the day must not lie in a copy for years.
        with copy:
            copy.execute(f"DELETE FROM {_quoted(Session._meta.db_table)}")  # noqa: S608


def _copy_tables(folder: Path) -> None:
    folder.mkdir()
    with transaction.atomic(durable=True), connections["default"].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for model in _stored():
            path = folder / f"{model._meta.db_table}.copy"
            table = _quoted(model._meta.db_table)
            nothing = " WHERE false" if model is Session else ""
            rows = f"COPY (SELECT {_columns(model)} FROM {table}{nothing}) TO STDOUT"  # noqa: S608
            with path.open("wb") as file, cursor.copy(rows) as copy:
                for chunk in copy:
                    file.write(chunk)


def _stored() -> list[type[Model]]:
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if router.db_for_read(model) == "default"]


def _columns(model: type[Model]) -> str:
    return ", ".join(_quoted(field.column) for field in model._meta.local_concrete_fields)


def _quoted(name: str) -> str:
    return str(connections["default"].ops.quote_name(name))


def _about(kind: str, at: datetime) -> Member:
    said: dict[str, Any] = {
        "format": FORMAT,
        "kind": kind,
        "at": at.isoformat(),
        "database": connections["default"].vendor,
        "migrations": applied(),
    }
    return _bytes(ABOUT, json.dumps(said, indent=1).encode())


def _bytes(name: str, content: bytes) -> Member:
    return Member(name, len(content), [content])


def _file(path: Path, name: str) -> Iterator[Member]:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        size = os.fstat(file.fileno()).st_size
        yield Member(name, size, iter(lambda: file.read(_CHUNK), b""))
