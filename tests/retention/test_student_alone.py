"""The officer has signed out; the student writes, takes a consent back, has it all destroyed.

Two browsers, each a process of its own, and a thief who reads the files without the service: with
the words and both databases they open the student's drawer and not one row of the officer's.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from confide.vault.primitives import bind, derive, hpke_open, hpke_public, hpke_seal
from tests.retention.alone import MESSAGE, NOTE
from tests.retention.conftest import ROOT
from tests.retention.opener import Copy, Shut, opened

pytestmark = [
    pytest.mark.clause("RECD-6", "CONF-4", "CONF-1"),
    pytest.mark.promise("P4"),
    pytest.mark.promise("P1"),
]


@dataclass(frozen=True)
class Played:
    """What each of the two knew at the end of their part, and the folder as it was then."""

    folder: Path
    officers: dict[str, Any]
    students: dict[str, Any]

    @property
    def copy(self) -> Copy:
        return Copy(data=self.folder, keys=self.folder, epochs=self.folder / "epochs")

    @property
    def of_the_student(self) -> dict[str, bytes]:
        return {self.students["ring"]: bytes.fromhex(self.students["seed"])}

    @property
    def of_the_officer(self) -> dict[str, bytes]:
        return {self.officers["alice"]: bytes.fromhex(self.officers["seed"])}


def play(folder: Path, act: str, *words: str) -> dict[str, Any]:
    known = {"CONFIDE_DATA": str(folder), "CONFIDE_DATABASE": ""}
    done = subprocess.run(
        [sys.executable, "-m", "tests.retention.alone", act, *words],
        cwd=ROOT,
        env={**os.environ, **known, "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The officer's part and then the student's, up to what she wrote and took back."""
    folder = tmp_path_factory.mktemp("alone") / "data"
    folder.mkdir()
    officers = play(folder, "officer")
    students = play(folder, "write", officers["words"], officers["consent"])
    return Played(folder, officers, students)


def test_the_words_and_both_databases_open_the_drawer_and_nothing_of_the_officers(
    played: Played,
) -> None:
    case, drawer = played.officers["case"], played.officers["drawer"]
    own = opened(played.copy, case, played.of_the_student, part=drawer)
    assert MESSAGE.encode() in own and b"Dr Sen" in own
    with pytest.raises(Shut):
        opened(played.copy, case, played.of_the_student)


def test_both_databases_alone_open_neither(played: Played) -> None:
    case, drawer = played.officers["case"], played.officers["drawer"]
    for part in ("", drawer):
        with pytest.raises(Shut):
            opened(played.copy, case, {}, part=part)


def test_the_thief_would_have_read_the_notes_with_the_officers_seed(played: Played) -> None:
    assert NOTE.encode() in opened(played.copy, played.officers["case"], played.of_the_officer)


def test_a_case_key_given_to_the_students_ring_would_have_been_found(
    played: Played, tmp_path: Path
) -> None:
    folder = tmp_path / "leaky"
    shutil.copytree(played.folder, folder)
    _let_in(played, folder / "confide.sqlite3")
    copy = Copy(data=folder, keys=folder, epochs=folder / "epochs")
    assert NOTE.encode() in opened(copy, played.officers["case"], played.of_the_student)


def _let_in(played: Played, database: Path) -> None:
    """The fault planted: the case's key is granted to the ring of the student's words."""
    case, hers = played.officers["case"], played.officers["alice"]
    theirs = played.students["ring"]
    place = 'FROM vault_grant WHERE "case" = ? AND holder_id = ?'
    with closing(sqlite3.connect(database)) as open_database:
        [sealed] = open_database.execute(f"SELECT sealed {place}", [case, hers]).fetchone()
        key = hpke_open(_kem(played.of_the_officer[hers]), sealed, info=_info(case, hers))
        public = hpke_public(_kem(played.of_the_student[theirs]))
        given = hpke_seal(public, key, info=_info(case, theirs))
        changed = 'UPDATE vault_grant SET holder_id = ?, sealed = ?, quick = NULL WHERE "case" = ?'
        open_database.execute(f"{changed} AND holder_id = ?", [theirs, given, case, hers])
        open_database.commit()


def _kem(seed: bytes) -> bytes:
    return derive(seed, label="ring-kem", length=96)


def _info(case: str, holder: str) -> bytes:
    return bind("grant", case, 1, holder)


@pytest.mark.promise("P6")
def test_asked_for_with_nobody_at_work_it_is_gone_for_whoever_holds_everything(
    played: Played, tmp_path: Path
) -> None:
    live = tmp_path / "live"
    shutil.copytree(played.folder, live)
    told = play(live, "destroy", played.officers["words"])
    assert told["enter"] is None
    case, drawer = played.officers["case"], played.officers["drawer"]
    everything = {**played.of_the_student, **played.of_the_officer}
    for data in (played.folder, live):
        copy = Copy(data=data, keys=live, epochs=live / "epochs")
        for part in ("", drawer):
            with pytest.raises(Shut):
                opened(copy, case, everything, part=part)
