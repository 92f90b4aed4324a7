"""The same circle where the data lie in PostgreSQL: backed up, drilled, destroyed, restored."""

import json
import os
import subprocess
import sys
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


def test_what_was_destroyed_in_postgresql_stays_destroyed_in_an_older_copy(tmp_path: Path) -> None:
    data, to, identity = tmp_path / "live", tmp_path / "to", tmp_path / "identity.txt"
    data.mkdir()
    with running() as database:
        told = json.loads(played("theatre", database, data, "build"))
        said = played("host", database, data, "backup", "--data", data, "--new-key")
        identity.write_text(said.split()[0])
        played("host", database, data, "backup", "--data", data, to)
        (old,) = (to / "data").iterdir()
        drilled = played("host", database, data, "drill", to, "--identity", identity)
        assert "Living cases: 2. Of those without a shred key: 0." in drilled

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
        assert not [name for (name,) in drills if name.startswith("confide_drill")]
        fresh = psycopg.conninfo.make_conninfo(database, dbname="fresh")
        restored = played("host", fresh, data, *words)
        assert "destroyed again: 1." in restored
        with psycopg.connect(fresh) as connection:
            cases = connection.execute("SELECT id FROM casework_case").fetchall()
            sessions = connection.execute("SELECT id FROM vault_session").fetchall()
        assert cases == [(told["other"],)]
        assert sessions == []
