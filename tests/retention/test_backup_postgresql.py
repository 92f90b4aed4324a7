"""The same circle where the data lie in PostgreSQL: backed up, drilled, destroyed, restored."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
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


# What a killed drill left in May; the others are too young, or no drill's.
OLD = f"confide_drill_20260501120000_{'a' * 16}"


def leftovers(database: str) -> set[str]:
    """Leave databases that look like a drill's; answers those that are none of a next one's."""
    young = f"confide_drill_{datetime.now(UTC):%Y%m%d%H%M%S}_{'b' * 16}"
    foreign = "confide_drill_of_ours"
    with psycopg.connect(database, autocommit=True) as connection:
        for name in (OLD, young, foreign):
            connection.execute(f"CREATE DATABASE {name}".encode())
    return {young, foreign}


def test_what_was_destroyed_in_postgresql_stays_destroyed_in_an_older_copy(tmp_path: Path) -> None:
    data, to, identity = tmp_path / "live", tmp_path / "to", tmp_path / "identity.txt"
    data.mkdir()
    with running() as database:
        told = json.loads(played("theatre", database, data, "build"))
        said = played("host", database, data, "backup", "--data", data, "--new-key")
        identity.write_text(said.split()[0])
        played("host", database, data, "backup", "--data", data, to)
        (old,) = (to / "data").iterdir()
        others = leftovers(database)
        drilled = played("host", database, data, "drill", to, "--identity", identity)
        assert "Living cases: 2. Of those without a shred key: 0." in drilled
        assert f"Dropped {OLD}, which a drill left" in drilled

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
