"""What was destroyed opens for nobody, whatever they hold, and wherever the service was killed.

The opener (`opener.py`) is not the service: it holds a copy of all data from before, every
officer's seed and the recovery's, and reads the files by itself.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.retention.conftest import Theatre
from tests.retention.opener import Copy, Shut, opened
from tests.retention.theatre import FILED, OTHER, POINTS, SAID

pytestmark = [pytest.mark.clause("RECD-5", "RECD-6"), pytest.mark.promise("P6")]

NOT_ORDERED = ("before the order's entry", "before the order is committed")
KEY_STANDS = (*NOT_ORDERED, "between steps 1 and 2", "inside step 2, behind the tombstone")


def taken(before: Path, live: Path) -> Copy:
    """All data from before, with the keys that live now."""
    return Copy(data=before, keys=live, epochs=live / "epochs")


def test_before_its_destruction_the_opener_reads_all_of_a_case(built: Theatre) -> None:
    copy = taken(built.folder, built.folder)
    everything = opened(copy, built.case, built.seeds)
    for words in (SAID.encode(), b"Dana came to the office", b"Ring the deposit scheme", FILED):
        assert words in everything


@pytest.mark.parametrize("whose", range(3))
def test_of_all_seeds_only_the_seated_officers_and_the_recoverys_open_it(
    built: Theatre, whose: int
) -> None:
    copy = taken(built.folder, built.folder)
    alice, bob, recovery = built.seeds
    held = (alice, bob, recovery)[whose]
    seeds = {held: built.seeds[held]}
    if held == bob:
        with pytest.raises(Shut):
            opened(copy, built.case, seeds)
    else:
        assert SAID.encode() in opened(copy, built.case, seeds)


@pytest.mark.parametrize("dies", POINTS)
def test_wherever_it_is_killed_a_case_is_destroyed_wholly_or_not_at_all(
    theatre: Theatre, tmp_path: Path, dies: str
) -> None:
    before = theatre.copied(tmp_path / "before")
    copy = taken(before, theatre.folder)
    theatre.destroy(dies)

    if dies in KEY_STANDS:
        assert SAID.encode() in opened(copy, theatre.case, theatre.seeds)
    else:
        with pytest.raises(Shut):
            opened(copy, theatre.case, theatre.seeds)
    told = theatre.resume()

    whole = dies in NOT_ORDERED
    assert told["before"]["visible"] is told["after"]["visible"] is whole
    assert told["after"]["others"] == 1
    assert told["after"]["fine"]
    assert told["after"]["unfinished"] == told["failed"] == 0
    assert told["after"]["ordered"] == told["after"]["destroyed"] == (0 if whole else 1)
    assert OTHER.encode() in opened(copy, theatre.other, theatre.seeds)
    if whole:
        assert SAID.encode() in opened(copy, theatre.case, theatre.seeds)
        assert told["after"]["certificates"] == []
        return
    for data in (before, theatre.folder):
        with pytest.raises(Shut):
            opened(taken(data, theatre.folder), theatre.case, theatre.seeds)
    # The request was entered as a contact too, and went with the rest.
    counts = {"case": 1, "contact": 2, "document": 2, "task": 1}
    assert told["after"]["certificates"] == [counts]
    assert not (theatre.folder / "files" / theatre.case).exists()


@pytest.mark.parametrize(("nights", "opens"), [(6, True), (7, False)])
def test_an_old_copy_of_the_shred_keys_opens_within_the_horizon_and_never_after(
    theatre: Theatre, tmp_path: Path, nights: int, opens: bool
) -> None:
    before = theatre.copied(tmp_path / "before")
    theatre.destroy()
    theatre.play("night", str(nights))
    copy = Copy(data=before, keys=before, epochs=theatre.folder / "epochs")
    if opens:
        assert SAID.encode() in opened(copy, theatre.case, theatre.seeds)
    else:
        with pytest.raises(Shut):
            opened(copy, theatre.case, theatre.seeds)
    # The cases that live stay open, with the data of any day.
    assert OTHER.encode() in opened(taken(before, theatre.folder), theatre.other, theatre.seeds)


def test_nothing_of_the_case_is_left_in_the_bytes_of_either_database(
    theatre: Theatre, tmp_path: Path
) -> None:
    before = theatre.copied(tmp_path / "before")
    pieces = _pieces(before, theatre.case)
    assert all(_found(before, piece) for piece in pieces)
    theatre.destroy()
    assert [piece for piece in pieces if _found(theatre.folder, piece)] == []
    assert all(_found(theatre.folder, piece) for piece in _pieces(before, theatre.other))


def test_the_opener_finds_a_shred_key_that_was_deleted_and_not_wiped(theatre: Theatre) -> None:
    with closing(sqlite3.connect(theatre.folder / "keys.sqlite3")) as keys, keys:
        keys.execute("PRAGMA secure_delete = OFF")
        keys.execute("DELETE FROM vault_shredkey")
    copy = taken(theatre.folder, theatre.folder)
    assert SAID.encode() in opened(copy, theatre.case, theatre.seeds)


def _pieces(folder: Path, case: str) -> list[bytes]:
    """Pieces of what is sealed of a case, each short enough to lie in one page."""
    with closing(sqlite3.connect(folder / "keys.sqlite3")) as keys:
        wrapped = keys.execute('SELECT wrapped FROM vault_shredkey WHERE "case" = ?', [case])
        pieces = [bytes(row[0])[1:49] for row in wrapped]
    with closing(sqlite3.connect(folder / "confide.sqlite3")) as data:
        sealed = [
            *data.execute("SELECT sealed FROM casework_case WHERE id = ?", [case]),
            *data.execute("SELECT sealed FROM casework_contact WHERE case_id = ?", [case]),
            *data.execute("SELECT sealed FROM casework_document WHERE case_id = ?", [case]),
            *data.execute('SELECT sealed FROM vault_grant WHERE "case" = ?', [case]),
        ]
    return pieces + [bytes(row[0])[start : start + 48] for row in sealed for start in (24, 600)]


def _found(folder: Path, piece: bytes) -> bool:
    return any(piece in path.read_bytes() for path in folder.glob("*.sqlite3*"))
