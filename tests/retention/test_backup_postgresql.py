"""The same circle where the data lie in PostgreSQL: backed up, drilled, destroyed, restored."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from tests.retention.conftest import ROOT
from tools.postgres import running

pytestmark = [pytest.mark.clause("RECD-5"), pytest.mark.promise("P6"), pytest.mark.slow]


def played(module: str, database: str, data: Path, *words: object, code: int = 0) -> str:
    """Run a module beside this database; answers what it said."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.retention.{module}", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "CONFIDE_DATABASE": database, "CONFIDE_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def of_a_drill(began: datetime, letter: str) -> str:
    """The name of a drill's database."""
    return f"confide_drill_{began:%Y%m%d%H%M%S}_{letter * 16}"


# What a killed drill left the day before yesterday.
OLD = of_a_drill(datetime.now(UTC) - timedelta(days=2), "a")


@contextmanager
def leftovers(database: str) -> Iterator[set[str]]:
    """Leave databases that look like a drill's; yields those that are none of a next one's.

    One has just begun, one is no drill's, one is somebody's own, one is being used.
    """
    begun = datetime.now(UTC)
    young, foreign = of_a_drill(begun, "b"), "confide_drill_of_ours"
    theirs, used = (of_a_drill(begun - timedelta(days=2), letter) for letter in "cd")
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE ROLE somebody")
        for name in (OLD, young, foreign, theirs, used):
            connection.execute(f"CREATE DATABASE {name}".encode())
        connection.execute(f"ALTER DATABASE {theirs} OWNER TO somebody".encode())
    with psycopg.connect(psycopg.conninfo.make_conninfo(database, dbname=used)):
        yield {young, foreign, theirs, used}


def test_what_was_destroyed_in_postgresql_stays_destroyed_in_an_older_copy(tmp_path: Path) -> None:
    data, to, identity = tmp_path / "live", tmp_path / "to", tmp_path / "identity.txt"
    data.mkdir()
    with running() as database:
        told = json.loads(played("theatre", database, data, "build"))
        said = played("host", database, data, "backup", "--data", data, "--new-key")
        identity.write_text(said.split()[0])
        played("host", database, data, "backup", "--data", data, to)
        (old,) = (to / "data").iterdir()
        with leftovers(database) as others:
            drilled = played("host", database, data, "drill", to, "--identity", identity)
        assert "Living cases: 2. Of those without a shred key: 0." in drilled
        assert f"Dropped {OLD}, which a drill left" in drilled
        assert "cannot be dropped" not in drilled

        seed = told["seeds"][told["alice"]]
        played("theatre", database, data, "destroy", told["case"], seed, "never")
        played("host", database, data, "backup", "--data", data, to)
        newest = to / "keys" / f"{old.stem}-2.age"
        new = tmp_path / "new"
        words = ("restore", old, newest, "--data", new, "--identity", identity)
        assert "is not empty" in played("host", database, data, *words, code=1)
        with psycopg.connect(database, autocommit=True) as connection:
            drills = connection.execute("SELECT datname FROM pg_database").fetchall()
            connection.execute("CREATE DATABASE fresh")
        assert {name for (name,) in drills if name.startswith("confide_drill")} == others
        fresh = psycopg.conninfo.make_conninfo(database, dbname="fresh")
        restored = played("host", fresh, data, *words)
        assert "destroyed again: 1." in restored
        with psycopg.connect(fresh) as connection:
            cases = connection.execute("SELECT id FROM casework_case").fetchall()
            sessions = connection.execute("SELECT id FROM vault_session").fetchall()
        assert cases == [(told["other"],)]
        assert sessions == []
