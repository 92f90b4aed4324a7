"""Ten backups around a case's life (`life.py`): what was destroyed opens in none of them.

Each is restored by the command itself, in a process of its own, and then opened by the opener
(`opener.py`) with every officer's seed and with the words on the trustees' sheets.
"""

import json
import socket
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from confide.vault import sealed_archive
from tests.retention.hosting import (
    BOTH,
    confide,
    nothing_left,
    played,
    restore,
    restored,
    unsealed,
)
from tests.retention.life import DAYS, KEY_STANDS, LIVING, MOMENTS, lived_on, said_on
from tests.retention.opener import Copy, Shut, from_sheets, opened

pytestmark = [pytest.mark.clause("RECD-5"), pytest.mark.promise("P6")]

LAST = len(MOMENTS) - 1
HORIZON = 7


@dataclass(frozen=True)
class Lived:
    """What is left of a life: its backups, and all that a thief could ever hold."""

    folder: Path
    identity: Path
    case: str
    other: str
    officers: dict[str, bytes]
    recovery: str
    sheets: list[str]

    def data(self, number: int) -> Path:
        """The data as of one moment."""
        return self.folder / "kept" / str(number) / "data.age"

    def keys(self, number: int) -> Path:
        """The shred keys as of one moment, which a host would have deleted by now."""
        return self.folder / "kept" / str(number) / "keys.age"

    def everybody(self, data: Path) -> dict[str, bytes]:
        """Every officer's seed, and the recovery's by the words of two of three sheets."""
        recovered = from_sheets(data, self.sheets[1:])
        assert set(recovered) == {self.recovery}
        return self.officers | recovered

    def opens(self, copy: Copy) -> bool:
        """Whether anything of the case that was destroyed can be read by anybody."""
        try:
            return bool(opened(copy, self.case, self.everybody(copy.data)))
        except Shut:
            return False

    def lives(self, copy: Copy, number: int) -> bool:
        """Whether all that was said until then in the case that stays can be read."""
        everything = opened(copy, self.other, self.everybody(copy.data))
        return all(lived_on(each).encode() in everything for each in range(number + 1))


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """The life, played once."""
    folder = tmp_path_factory.mktemp("life")
    identity, recipient = sealed_archive.new_identity()
    (folder / "identity.txt").write_text(identity)
    (folder / "live").mkdir()
    done = played("life", folder / "to", recipient, data=folder / "live")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    seeds = {ring: bytes.fromhex(seed) for ring, seed in told.pop("seeds").items()}
    return Lived(folder, folder / "identity.txt", officers=seeds, **told)


@pytest.fixture(scope="module")
def taken(lived: Lived, tmp_path_factory: pytest.TempPathFactory) -> list[Copy]:
    """Every backup with its own shred keys, opened by a thief who has the host's identity."""
    place = tmp_path_factory.mktemp("taken")
    return [
        unsealed(lived.identity, lived.data(number), lived.keys(number), place / str(number))
        for number in range(len(MOMENTS))
    ]


@pytest.mark.parametrize("number", range(len(MOMENTS)), ids=MOMENTS)
def test_each_backup_restored_opens_what_lives_and_nothing_that_was_destroyed(
    lived: Lived, tmp_path: Path, number: int
) -> None:
    words = (lived.data(number), lived.keys(LAST))
    done = restore(tmp_path / "again", lived.identity, *words, "--new-epoch", typed=BOTH)
    assert done.returncode == 0, done.stderr
    copy = restored(tmp_path / "again")
    assert lived.lives(copy, number)
    assert not lived.opens(copy)
    assert not (copy.data / "files" / lived.case).exists()
    assert not list(_rows_of(copy.data, lived.case))


@pytest.mark.parametrize("number", [0, LAST - 1, LAST])
def test_a_history_older_than_was_witnessed_is_restored_by_two_people_only(
    lived: Lived, tmp_path: Path, number: int
) -> None:
    done = restore(tmp_path / "again", lived.identity, lived.data(number), lived.keys(LAST))
    if number == LAST:
        assert done.returncode == 0, done.stderr
    else:
        assert done.returncode == 1
        assert "older than what was witnessed" in done.stderr
        nothing_left(tmp_path)


def test_while_it_lived_each_backup_with_its_own_keys_held_all_that_had_been_said(
    lived: Lived, taken: list[Copy]
) -> None:
    for number in LIVING:
        everything = opened(taken[number], lived.case, lived.everybody(taken[number].data))
        for each in range(number + 1):
            assert said_on(each).encode() in everything, MOMENTS[number]
        words_alone = from_sheets(taken[number].data, lived.sheets[:2])
        assert said_on(number).encode() in opened(taken[number], lived.case, words_alone)
    assert [number for number in range(len(MOMENTS)) if lived.opens(taken[number])] == list(
        KEY_STANDS
    )


def test_a_stale_copy_of_the_keys_opens_it_within_the_horizon_and_never_after(
    lived: Lived, taken: list[Copy]
) -> None:
    for number in LIVING:
        for later in range(number, len(MOMENTS)):
            epochs = lived.folder / "kept" / str(later) / "epochs"
            copy = Copy(data=taken[number].data, keys=taken[number].keys, epochs=epochs)
            within = DAYS[later] - DAYS[number] < HORIZON
            assert lived.opens(copy) is within, (MOMENTS[number], MOMENTS[later])


def test_no_copy_of_the_keys_that_a_backup_kept_until_now_opens_it(
    lived: Lived, tmp_path: Path
) -> None:
    data = sorted((lived.folder / "to" / "data").glob("*.age"))
    keys = list((lived.folder / "to" / "keys").glob("*.age"))
    assert len(data) == len(MOMENTS) and len(keys) == 1
    for number, path in enumerate(data):
        copy = unsealed(lived.identity, path, keys[0], tmp_path / str(number))
        assert not lived.opens(copy)


def stale(lived: Lived, taken: list[Copy]) -> tuple[Path, ...]:
    """Data of when it lived, shred keys as old that look newer, and a tombstone elsewhere."""
    return lived.data(5), taken[5].keys, lived.keys(LAST)


def again(
    lived: Lived, taken: list[Copy], place: Path, *how: str
) -> subprocess.CompletedProcess[str]:
    """Restore what is stale, as a host whose machine dies or whose program is at fault."""
    words = (*how, "restore", *stale(lived, taken), "--data", place / "again")
    return confide(*words, "--identity", lived.identity, "--new-epoch", typed=BOTH)


def test_with_stale_keys_it_is_destroyed_again_before_the_folder_has_its_name(
    lived: Lived, taken: list[Copy], tmp_path: Path
) -> None:
    done = again(lived, taken, tmp_path, "--dies", "confide.vault.shred.destroy:1")
    assert done.returncode == -9
    assert not (tmp_path / "again").exists()
    hidden = tmp_path / ".again.restoring"
    assert lived.opens(restored(hidden))
    for command in ("serve", "nightly", "verify"):
        refused = confide(command, "--data", hidden)
        assert refused.returncode == 1
        assert "unpacked from a backup" in refused.stderr
    done = again(lived, taken, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "destroyed again: 1." in done.stdout
    assert not lived.opens(restored(tmp_path / "again"))
    assert "as they were written" in confide("verify", "--data", tmp_path / "again").stdout


def test_a_restore_that_forgot_to_destroy_again_fails_by_its_own_proof(
    lived: Lived, taken: list[Copy], tmp_path: Path
) -> None:
    replay = "confide.retention.actions._replaying.replay"
    done = again(lived, taken, tmp_path, "--skips", replay)
    assert done.returncode == 1
    assert "could be destroyed again" in done.stderr
    nothing_left(tmp_path)
    # And were the proof forgotten too, the opener finds it.
    proof = "confide.retention.queries.restoring.risen"
    done = again(lived, taken, tmp_path, "--skips", replay, "--skips", proof)
    assert done.returncode == 0, done.stderr
    assert lived.opens(restored(tmp_path / "again"))


def test_data_put_back_by_hand_are_not_served_before_what_went_is_destroyed_again(
    lived: Lived, tmp_path: Path
) -> None:
    folder = tmp_path / "by-hand"
    unsealed(lived.identity, lived.data(5), lived.keys(LAST), folder)
    taken_port = socket.create_server(("127.0.0.1", 0))
    port = taken_port.getsockname()[1]
    words = ("serve", "--side", "public", "--public-port", port, "--data", folder)
    assert "unpacked from a backup" in confide(*words).stderr
    # As where a host puts yesterday's database back beside the keys of today.
    (folder / "backup.json").unlink()
    done = confide(*words)
    taken_port.close()
    assert "were destroyed again: 1." in done.stderr
    assert f"Port {port}" in done.stderr
    assert not list(_rows_of(folder, lived.case))
    assert not (folder / "files" / lived.case).exists()
    assert lived.lives(restored(folder), 5)


def _rows_of(folder: Path, case: str) -> list[str]:
    with closing(sqlite3.connect(folder / "confide.sqlite3")) as database:
        cases = database.execute("SELECT id FROM casework_case WHERE id = ?", [case])
        granted = database.execute('SELECT "case" FROM vault_grant WHERE "case" = ?', [case])
        return [*(row[0] for row in cases), *(row[0] for row in granted)]
