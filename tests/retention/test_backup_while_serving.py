"""A backup that is made while officers work is whole: it holds what was there at one moment."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.retention.conftest import ROOT, Theatre
from tests.retention.hosting import confide, new_identity, unsealed
from tests.retention.opener import Shut, opened
from tests.retention.theatre import FILED, SAID

pytestmark = [pytest.mark.clause("RECD-2", "RECD-5"), pytest.mark.promise("P6")]


@contextmanager
def working(theatre: Theatre) -> Iterator[Iterator[str]]:
    """Somebody who opens cases, files documents and destroys some; each case as it is made."""
    known = {"CONFIDE_DATA": str(theatre.folder), "CONFIDE_DATABASE": ""}
    seed = theatre.seeds[theatre.alice].hex()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.retention.theatre", "busy", seed],
        cwd=ROOT,
        env={**os.environ, **known},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield (line.strip() for line in process.stdout)
        process.kill()


def test_every_case_in_it_opens_with_its_documents_or_was_destroyed_meanwhile(
    theatre: Theatre, tmp_path: Path
) -> None:
    identity, to = new_identity(theatre.folder, tmp_path), tmp_path / "to"
    before: list[list[str]] = []
    with working(theatre) as made:
        for _ in range(3):
            before.append([next(made) for _ in range(3)])
            done = confide("backup", "--data", theatre.folder, to)
            assert done.returncode == 0, done.stderr
    data, keys = (sorted((to / kind).iterdir(), key=_number) for kind in ("data", "keys"))
    for number in range(3):
        copy = unsealed(identity, data[number], keys[number], tmp_path / str(number))
        with closing(sqlite3.connect(copy.data / "confide.sqlite3")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
            # Of the newest case the document may not have been filed yet.
            filed = database.execute(
                "SELECT c.id, count(d.id) FROM casework_case c "
                "LEFT JOIN casework_document d ON d.case_id = c.id GROUP BY c.id"
            )
            cases = dict(filed.fetchall())
        with closing(sqlite3.connect(copy.keys / "keys.sqlite3")) as database:
            gone = {case for (case,) in database.execute('SELECT "case" FROM vault_tombstone')}
        for case in cases.keys() - gone - {theatre.other}:
            everything = opened(copy, case, theatre.seeds)
            assert SAID.encode() in everything
            assert (FILED in everything) is bool(cases[case])
        for case in gone:
            with pytest.raises(Shut):
                opened(copy, case, theatre.seeds)
        assert {each for some in before[: number + 1] for each in some} <= cases.keys() | gone


def _number(path: Path) -> tuple[str, int]:
    day = path.stem[: len("2026-11-24")]
    return day, int(path.stem[len(day) + 1 :] or 1)
