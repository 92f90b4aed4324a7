"""A bit that flips on the disk is found, wherever in an entry it is."""

import contextlib
import io
import os
import runpy
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.ledger.history import ROOT
from tests.ledger.processes import SETUP, run

pytestmark = [pytest.mark.promise("P10"), pytest.mark.clause("RECD-2")]

TOOL = runpy.run_path(str(ROOT / "tools/verify_ledger.py"))
SIGN = """
from tests.ledger.worker import AT
from confide.ledger.checkpoint import make_checkpoint, make_ledger_key
print(make_ledger_key("confide.test"))
make_checkpoint(AT)
"""
VERIFY = """
from tests.ledger.worker import connection
from confide.ledger.verify import verify
print(verify())
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a service with seven entries and a checkpoint over them."""
    told = {k: v for k, v in os.environ.items() if k != "CONFIDE_DATABASE"}
    told |= {"CONFIDE_DATA": str(tmp_path_factory.mktemp("service")), "PYTHONPATH": str(ROOT)}
    run(told, "-c", SETUP)
    run(told, "-m", "tests.ledger.worker", "0", "7")
    told["KEY"] = run(told, "-c", SIGN).strip()
    return told


@pytest.fixture
def copy(place: dict[str, str], tmp_path: Path) -> Path:
    """A copy of its database, which is whole."""
    copied = tmp_path / "confide.sqlite3"
    shutil.copy(Path(place["CONFIDE_DATA"]) / "confide.sqlite3", copied)
    assert says(copied, place) == (0, "")
    return copied


@pytest.mark.parametrize("position", [0, 3, 6])
def test_no_flipped_bit_of_an_entry_goes_unseen(
    place: dict[str, str], copy: Path, position: int
) -> None:
    whole = copy.read_bytes()
    start, length = where(copy, whole, position)
    for offset in range(start, start + length):
        copy.write_bytes(flipped(whole, offset, bit=offset % 8))
        code, said = says(copy, place)
        assert code == 1, f"byte {offset - start} of entry {position}: {said}"


@pytest.mark.parametrize("offset", [0, 70, 100, 130, 200])
def test_the_product_names_the_entry(
    place: dict[str, str], copy: Path, tmp_path: Path, offset: int
) -> None:
    whole = copy.read_bytes()
    copy.write_bytes(flipped(whole, where(copy, whole, 3)[0] + offset, bit=7))
    shutil.copy(Path(place["CONFIDE_DATA"]) / "ledger.key", tmp_path)
    said = run({**place, "CONFIDE_DATA": str(tmp_path)}, "-c", VERIFY)
    assert said == "Entry 3 is not what was written: it has been changed.\n"


def test_a_database_that_is_no_more_is_said_to_be_damaged(
    place: dict[str, str], copy: Path, tmp_path: Path
) -> None:
    whole = copy.read_bytes()
    page = where(copy, whole, 3)[0] // 4096 * 4096
    copy.write_bytes(whole[:page] + bytes(4096) + whole[page + 4096 :])
    shutil.copy(Path(place["CONFIDE_DATA"]) / "ledger.key", tmp_path)
    said = run({**place, "CONFIDE_DATA": str(tmp_path)}, "-c", VERIFY)
    assert said == "The database is damaged: it gives no entries from 0 on.\n"
    assert says(copy, place)[0] == 1


def test_the_second_verifier_says_so_where_there_is_nothing_to_verify(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    for name in ("nothing", "empty"):
        words = [sys.executable, "-I", "-S", ROOT / "tools/verify_ledger.py", tmp_path / name]
        ran = subprocess.run([*words, "--key", "x"], capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stderr[:24]) == (2, "Could not be verified: t")


def says(copy: Path, place: dict[str, str]) -> tuple[Any, str]:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = TOOL["main"]([str(copy), "--key", place["KEY"]])
    return code, "" if code == 0 else said.getvalue()


def where(copy: Path, whole: bytes, position: int) -> tuple[int, int]:
    """Find the bytes of an entry: SQLite keeps a row's texts side by side."""
    with contextlib.closing(sqlite3.connect(copy)) as database:
        row = database.execute(
            'SELECT "after" || stamp || event || "by" || about || clause || verdict || leaf'
            " FROM ledger_entry WHERE position = ?",
            [position],
        ).fetchone()
    assert whole.count(row[0].encode()) == 1
    return whole.index(row[0].encode()), len(row[0])


def flipped(whole: bytes, offset: int, *, bit: int) -> bytes:
    changed = bytearray(whole)
    changed[offset] ^= 1 << bit
    return bytes(changed)
