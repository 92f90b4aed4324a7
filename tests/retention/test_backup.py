"""Backups and restoring, and whatever stands in their way: nothing half-made has a good name.

The command runs in a process of its own (`hosting.py`); what it restored is opened by the opener
(`opener.py`) with every officer's seed and the recovery's.
"""

import os
import pty
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from confide.vault import sealed_archive
from confide.vault.backups import KEYS, RECIPIENT, found_in
from tests.retention.conftest import ROOT, Theatre
from tests.retention.hosting import (
    confide,
    nothing_left,
    restore,
    restored,
    unsealed,
)
from tests.retention.opener import Shut, opened
from tests.retention.theatre import OTHER, SAID

pytestmark = [pytest.mark.clause("RECD-5"), pytest.mark.promise("P6")]


@pytest.fixture(scope="module")
def made() -> tuple[str, str]:
    """The host's identity and its recipient."""
    return sealed_archive.new_identity()


@pytest.fixture
def identity(made: tuple[str, str], theatre: Theatre, tmp_path: Path) -> Path:
    """The host's identity in a file, and its recipient with the service."""
    (theatre.folder / RECIPIENT).write_text(made[1])
    path = tmp_path / "identity.txt"
    path.write_text(made[0])
    return path


def back_up(theatre: Theatre, to: Path) -> tuple[Path, Path]:
    """Make a backup; answers its two files."""
    done = confide("backup", "--data", theatre.folder, to)
    assert done.returncode == 0, done.stderr
    (data,) = (to / "data").iterdir()
    (keys,) = (to / "keys").iterdir()
    return data, keys


def test_a_stale_copy_of_the_keys_brings_nothing_back_that_the_data_know_to_be_destroyed(
    theatre: Theatre, identity: Path, tmp_path: Path
) -> None:
    _, stale = back_up(theatre, tmp_path / "before")
    theatre.destroy()
    data, _ = back_up(theatre, tmp_path / "after")
    done = restore(tmp_path / "again", identity, data, stale)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "again" / "keys.sqlite3")) as keys:
        stones = keys.execute('SELECT "case" FROM vault_tombstone').fetchall()
        living = keys.execute('SELECT "case" FROM vault_shredkey').fetchall()
    assert (theatre.case,) in stones
    assert living == [(theatre.other,)]


def test_a_tombstone_in_any_copy_of_the_keys_counts(
    theatre: Theatre, identity: Path, tmp_path: Path
) -> None:
    data, stale = back_up(theatre, tmp_path / "before")
    theatre.destroy()
    _, newer = back_up(theatre, tmp_path / "after")
    assert SAID.encode() in opened(
        unsealed(identity, data, stale, tmp_path / "unsealed"), theatre.case, theatre.seeds
    )
    for number, keys in enumerate(
        [[stale, newer], [newer, stale], [newer], [stale, theatre.folder]]
    ):
        folder = tmp_path / f"again-{number}"
        done = restore(folder, identity, data, *keys)
        assert done.returncode == 0, done.stderr
        assert "destroyed again: 1." in done.stdout
        with pytest.raises(Shut):
            opened(restored(folder), theatre.case, theatre.seeds)


def test_a_tombstone_counts_against_a_folder_of_keys_that_is_older_than_it_looks(
    theatre: Theatre, identity: Path, tmp_path: Path
) -> None:
    outlived = theatre.copied(tmp_path / "outlived")
    data, _ = back_up(theatre, tmp_path / "before")
    theatre.destroy()
    _, newer = back_up(theatre, tmp_path / "after")
    done = restore(tmp_path / "again", identity, data, newer, outlived)
    assert done.returncode == 0, done.stderr
    with pytest.raises(Shut):
        opened(restored(tmp_path / "again"), theatre.case, theatre.seeds)


@pytest.mark.parametrize("room", [2_000, 20_000, 250_000])
def test_a_full_disk_is_said_and_nothing_half_made_is_left(
    theatre: Theatre, identity: Path, tmp_path: Path, room: int
) -> None:
    to = tmp_path / "to"
    done = confide("--room", room, "backup", "--data", theatre.folder, to)
    assert done.returncode == 1
    assert done.stderr.startswith("confide: ")
    assert not [path for path in to.rglob("*") if path.is_file()]
    both = back_up(theatre, to)
    words = ("restore", *both, "--data", tmp_path / "again", "--identity", identity)
    done = confide("--room", room, *words)
    assert done.returncode == 1
    assert done.stderr.startswith("confide: ")
    nothing_left(tmp_path)


def test_what_the_disk_does_not_give_back_as_it_was_written_is_no_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "made"

    def lose(*_args: object) -> None:
        path.write_bytes(path.read_bytes()[:-20])

    monkeypatch.setattr(os, "posix_fadvise", lose)
    member = sealed_archive.Member("backup.json", 3, [b"abc"])
    with pytest.raises(sealed_archive.Broken):
        sealed_archive.write(path, [member], sealed_archive.new_identity()[1])


@pytest.mark.parametrize("act", ["os.fsync", "os.rename", "pathlib.Path.rename", "os.sync"])
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_wherever_a_backup_or_a_restore_is_killed_nothing_half_made_has_a_good_name(
    theatre: Theatre, identity: Path, tmp_path: Path, act: str, nth: int
) -> None:
    to = tmp_path / "to"
    confide("--dies", f"{act}:{nth}", "backup", "--data", theatre.folder, to)
    whole = [*(to / "data").glob("2*.age"), *(to / "keys").glob("2*.age")]
    for path in whole:
        sealed_archive.read(path, identity.read_text(), lambda _name, _size: None)
    if list((to / "data").glob("2*.age")):
        assert list((to / "keys").glob("2*.age"))  # never data without keys as new
    shutil.rmtree(to)
    both = back_up(theatre, to)  # a killed one is in nobody's way
    assert sorted(path.name for path in (to / "data").iterdir()) == [both[0].name]
    folder = tmp_path / "again"
    words = ("restore", *both, "--data", folder, "--identity", identity)
    confide("--dies", f"{act}:{nth}", *words)
    if not folder.exists():
        assert confide(*words).returncode == 0
    assert OTHER.encode() in opened(restored(folder), theatre.other, theatre.seeds)


def test_of_two_at_once_one_says_that_the_other_is_at_it(
    theatre: Theatre, identity: Path, tmp_path: Path
) -> None:
    import fcntl

    to = tmp_path / "to"
    to.mkdir()
    handle = os.open(to, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    done = confide("backup", "--data", theatre.folder, to)
    os.close(handle)
    assert done.returncode == 1
    assert "Another backup is being made" in done.stderr
    assert not list(to.rglob("*.age"))


def test_without_a_key_there_is_no_backup(theatre: Theatre, tmp_path: Path) -> None:
    done = confide("backup", "--data", theatre.folder, tmp_path / "to")
    assert done.returncode == 1
    assert "--new-key" in done.stderr


def test_copies_of_the_keys_past_the_horizon_go_and_the_newest_data_stay(
    theatre: Theatre, identity: Path, tmp_path: Path
) -> None:
    to = tmp_path / "to"
    for folder in ("data", "keys"):
        (to / folder).mkdir(parents=True)
        for day in ("2020-01-01", "2020-01-02", "2020-01-03"):
            (to / folder / f"{day}.age").write_bytes(b"")
    done = confide("backup", "--data", theatre.folder, to, "--keep", 2)
    assert done.returncode == 0, done.stderr
    assert len(list((to / "keys").iterdir())) == 1
    assert len(list((to / "data").iterdir())) == 2
    assert (to / "data" / "2020-01-03.age").exists()


def test_no_session_lies_in_a_backup(theatre: Theatre, identity: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(theatre.folder / "confide.sqlite3")) as live, live:
        (ring,) = live.execute("SELECT id FROM vault_keyring").fetchone()
        row = ("s" * 26, ring, "2027-01-01", "2026-01-01", b"the-sealed-session-bytes")
        live.execute(
            "INSERT INTO vault_session (id, ring_id, expires_at, seen_at, sealed)"
            " VALUES (?, ?, ?, ?, ?)",
            row,
        )
    data, _ = back_up(theatre, tmp_path / "to")
    held: list[bytes] = []

    class Sink:
        def write(self, chunk: bytes, /) -> None:
            held.append(chunk)

        def close(self) -> None: ...

    sealed_archive.read(data, identity.read_text(), lambda _name, _size: Sink())
    assert b"the-sealed-session-bytes" not in b"".join(held)


def test_the_drill_says_what_it_proved_and_leaves_nothing(
    theatre: Theatre, identity: Path, tmp_path: Path
) -> None:
    back_up(theatre, tmp_path / "to")
    (tmp_path / "room").mkdir()
    done = confide("drill", tmp_path / "to", "--identity", identity, "--within", tmp_path / "room")
    assert done.returncode == 0, done.stderr
    assert "Living cases: 2. Of those without a shred key: 0." in done.stdout
    assert list((tmp_path / "room").iterdir()) == []


def test_whoever_watches_is_told_how_much_was_read_back(
    theatre: Theatre, identity: Path, tmp_path: Path
) -> None:
    back_up(theatre, tmp_path / "to")
    screen, terminal = pty.openpty()
    drill = ["drill", str(tmp_path / "to"), "--identity", str(identity)]
    host = [sys.executable, "-m", "tests.retention.host", *drill]
    subprocess.run(host, cwd=ROOT, stdout=subprocess.PIPE, stderr=terminal, check=True)
    os.close(terminal)
    assert "megabytes read back: 1 of 1\r\n" in os.read(screen, 65_536).decode()
    os.close(screen)


def test_a_drill_that_is_told_to_end_or_was_killed_leaves_no_shred_key(
    theatre: Theatre, identity: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(theatre, tmp_path / "to")
    room, amid = tmp_path / "room", "confide.retention.queries.restoring.proved:1"
    room.mkdir()
    monkeypatch.setenv("TMPDIR", str(room))
    drill = ("drill", tmp_path / "to", "--identity", identity)
    ended = confide("--ended", amid, *drill)
    assert ended.returncode == 128 + signal.SIGTERM, ended.stderr
    assert list(room.iterdir()) == []
    assert confide("--dies", amid, *drill).returncode == -signal.SIGKILL
    [left] = room.rglob("epochs/*")
    # As a second name of the same file, so that what became of its bytes can be read.
    os.link(left, tmp_path / "key")
    assert any((tmp_path / "key").read_bytes())
    back_up(theatre, tmp_path / "another")
    assert list(room.rglob("epochs")) == []
    assert not any((tmp_path / "key").read_bytes())


def test_what_a_killed_restore_left_goes_in_the_night_and_one_told_to_end_leaves_nothing(
    theatre: Theatre, identity: Path, tmp_path: Path
) -> None:
    both, amid = back_up(theatre, tmp_path / "to"), "confide.retention.queries.restoring.proved:1"
    again = ("restore", *both, "--data", tmp_path / "again", "--identity", identity)
    ended = confide("--ended", amid, *again)
    assert ended.returncode == 128 + signal.SIGTERM, ended.stderr
    nothing_left(tmp_path)
    left = tmp_path / f".{theatre.folder.name}.restoring"
    (left / "epochs").mkdir(parents=True)
    (left / "epochs" / "2026-11-24").write_bytes(b"k" * 32)
    confide("nightly", "--date-is-right", "--data", theatre.folder)
    assert not left.exists()


def test_the_drill_fails_on_what_it_cannot_clear(
    theatre: Theatre, identity: Path, tmp_path: Path
) -> None:
    back_up(theatre, tmp_path / "to")
    # A folder where a key should be: nothing that a drill made, and nothing it removes.
    (tmp_path / "confide-drill-left" / "epochs" / "2026-11-24").mkdir(parents=True)
    done = confide("drill", tmp_path / "to", "--identity", identity, "--within", tmp_path)
    assert done.returncode == 1
    assert "cannot be removed" in done.stderr and "Traceback" not in done.stderr


def test_the_drill_fails_where_copies_of_the_keys_are_kept_too_long(
    theatre: Theatre, identity: Path, tmp_path: Path
) -> None:
    _, keys = back_up(theatre, tmp_path / "to")
    shutil.copy(keys, keys.with_name("2020-01-01.age"))
    done = confide("drill", tmp_path / "to", "--identity", identity)
    assert done.returncode == 1
    assert "1 copies of the shred keys are older" in done.stderr


def test_the_drill_fails_where_a_living_case_has_no_shred_key(
    theatre: Theatre, identity: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(theatre.folder / "keys.sqlite3")) as keys, keys:
        keys.execute('DELETE FROM vault_shredkey WHERE "case" = ?', [theatre.other])
    back_up(theatre, tmp_path / "to")
    done = confide("drill", tmp_path / "to", "--identity", identity)
    assert done.returncode == 1
    assert "FAILED" in done.stderr


@pytest.mark.usefixtures("identity")
@pytest.mark.parametrize("name", ["confide.sqlite3", "keys.sqlite3"])
def test_a_database_that_was_lost_is_not_made_anew_and_backed_up_in_its_place(
    theatre: Theatre, tmp_path: Path, name: str
) -> None:
    lost = theatre.folder / name
    lost.unlink()
    for words in (["nightly"], ["verify"], ["backup", tmp_path / "to"]):
        done = confide(*words, "--data", theatre.folder)
        assert done.returncode == 1
        assert f"{lost} is missing. Put it back" in done.stderr
    assert not lost.exists() and not (tmp_path / "to").exists()


@pytest.mark.usefixtures("identity")
def test_without_the_keys_that_wrap_the_shred_keys_there_is_no_backup(
    theatre: Theatre, tmp_path: Path
) -> None:
    for epoch in (theatre.folder / "epochs").iterdir():
        epoch.unlink()
    done = confide("backup", "--data", theatre.folder, tmp_path / "to")
    assert done.returncode == 1
    assert "is missing. Put it back" in done.stderr and "Traceback" not in done.stderr
    assert not found_in(tmp_path / "to" / KEYS)
