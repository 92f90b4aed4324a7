"""A disk that fails is told from a mistake of the program's own. (RECD-2)"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from confide.web import disk
from tests.security import tracing

pytestmark = pytest.mark.clause("RECD-2")


def test_what_is_no_fault_of_the_disk_is_raised_as_it_is_and_ends_nothing() -> None:
    connection = disk.Connection(":memory:")
    connection.close()
    with pytest.raises(sqlite3.ProgrammingError):
        connection.commit()
    assert not disk._failed.is_set()


# Each statement is a commit of its own, as Django's are outside a transaction; what fails is passed
# over, as a caller may. Then it waits, so that only giving the process up can end it.
_OUTSIDE_A_TRANSACTION = """
import sqlite3, sys, threading
from contextlib import suppress
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from confide.web import disk
connection = sqlite3.connect(sys.argv[1], isolation_level=None, factory=disk.Connection)
connection.execute("PRAGMA synchronous=FULL")
cursor = connection.cursor(SQLiteCursorWrapper)
cursor.execute("CREATE TABLE IF NOT EXISTS kept (word)")
for _ in range(40):
    with suppress(sqlite3.OperationalError):
        cursor.execute("INSERT INTO kept VALUES (%s)", ["word"])
threading.Event().wait(20)
"""


@tracing.needed
@pytest.mark.promise("P13")
@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_a_sync_that_fails_outside_a_transaction_ends_the_process_too(
    tmp_path: Path, mode: str
) -> None:
    path = tmp_path / "kept.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA journal_mode={mode}")
    command = [sys.executable, "-c", _OUTSIDE_A_TRANSACTION, str(path)]
    failing = tracing.through(tmp_path / "trace", "inject=fsync,fdatasync:error=EIO:when=6+")
    home = Path(disk.__file__).parents[2]
    ended = subprocess.run([*failing, *command], cwd=home, check=False, timeout=60)
    assert ended.returncode == os.EX_IOERR


def test_while_the_disk_keeps_what_it_is_given_nothing_ends(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "kept", isolation_level=None, factory=disk.Connection)
    connection.execute("CREATE TABLE kept (word UNIQUE)")
    connection.executemany("INSERT INTO kept VALUES (?)", [["one"], ["two"]])
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO kept VALUES ('one')")
    assert connection.execute("SELECT count(*) FROM kept").fetchone() == (2,)
    assert not disk._failed.is_set()
    connection.close()
