"""A checkpoint is the service's signature over the whole ledger at one size."""

import hashlib
import os
import re
import stat
from base64 import b64decode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from confide.ledger.checkpoint import (
    HistoryDiffers,
    latest_checkpoint,
    make_checkpoint,
    make_ledger_key,
    public_key,
    read_checkpoint,
)
from confide.ledger.models import Checkpoint, Entry
from confide.ledger.note import NotSigned, PublicKey, SigningKey, open_note
from confide.ledger.record import record
from confide.ledger.tree import EMPTY_ROOT, root
from tests.ledger.history import ALICE, CASE, NOON, YES, behind_its_back, written

pytestmark = [pytest.mark.django_db, pytest.mark.promise("P10")]


def test_only_the_service_may_read_its_key(data: Path, key: str) -> None:
    assert stat.S_IMODE((data / "ledger.key").stat().st_mode) == 0o600


def test_a_loose_umask_does_not_open_the_key(data: Path) -> None:
    old = os.umask(0)
    try:
        make_ledger_key("confide.test")
    finally:
        os.umask(old)
    assert stat.S_IMODE((data / "ledger.key").stat().st_mode) == 0o600


def test_a_key_is_never_written_over_another(data: Path, key: str) -> None:
    before = (data / "ledger.key").read_bytes()
    with pytest.raises(FileExistsError):
        make_ledger_key("confide.test/ledger")
    assert (data / "ledger.key").read_bytes() == before


@pytest.mark.parametrize("origin", ["", "two words", "a+b", "a\nb", "Confide", "/x", "é.example"])
def test_a_ledgers_name_is_like_an_address(origin: str) -> None:
    with pytest.raises(ValueError, match="Not a name"):
        make_ledger_key(origin)


def test_the_key_is_printed_as_c2sp_says(key: str) -> None:
    name, id_, encoded = key.split("+", 2)
    raw = b64decode(encoded)
    assert (name, raw[0], len(raw)) == ("confide.test/ledger", 1, 33)
    assert hashlib.sha256(name.encode() + b"\n" + raw).hexdigest()[:8] == id_
    assert PublicKey.read(f"{key}\n") == public_key()


def test_a_key_file_says_nothing_of_its_secret_when_shown(key: str, data: Path) -> None:
    held = SigningKey.from_file((data / "ledger.key").read_text())
    assert "seed" not in repr(held)
    assert SigningKey.from_file(held.to_file()) == held


def test_a_checkpoint_is_three_lines_and_a_signature(outside: dict[str, str], key: str) -> None:
    (note,) = outside.values()
    origin, size, root_line, blank, signature, end = note.split("\n")
    assert (origin, size, blank, end) == ("confide.test/ledger", "12", "", "")
    leaves = Entry.objects.order_by("position").values_list("leaf", flat=True)
    assert b64decode(root_line) == root([bytes.fromhex(leaf) for leaf in leaves])
    made = re.fullmatch(r"— confide\.test/ledger ([A-Za-z0-9+/]{91}=)", signature)
    assert made is not None
    raw = b64decode(made[1])
    assert raw[:4].hex() == key.split("+")[1]
    public = Ed25519PublicKey.from_public_bytes(b64decode(key.split("+", 2)[2])[1:])
    public.verify(raw[4:], f"{origin}\n{size}\n{root_line}\n".encode())


def test_a_ledger_that_did_not_grow_gets_no_second_checkpoint(outside: dict[str, str]) -> None:
    assert make_checkpoint(NOON).note == outside["the trustee's copy"]
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [4, 9, 12]
    assert latest_checkpoint().size == 12


def test_an_empty_ledger_can_be_signed_too(key: str) -> None:
    head = read_checkpoint(make_checkpoint(NOON).note, public_key())
    assert (head.size, head.root) == (0, EMPTY_ROOT)


def test_nothing_is_signed_after_the_history_was_changed(outside: dict[str, str]) -> None:
    written(14)
    with behind_its_back() as cursor:
        cursor.execute("UPDATE ledger_entry SET event = 'case.closed' WHERE position = 6")
    with pytest.raises(HistoryDiffers, match="Entry 6") as differs:
        make_checkpoint(NOON)
    assert differs.value.finding.position == 6
    assert latest_checkpoint().size == 12


def test_nothing_is_signed_from_inside_a_record(key: str) -> None:
    opened = record("case.opened", by=ALICE, about=CASE, under=YES, at=NOON)
    with pytest.raises(RuntimeError, match="committed"), opened:
        make_checkpoint(NOON)


NOTE = SigningKey("confide.test", bytes(range(32))).sign("confide.test\n0\n" + "A" * 43 + "=\n")
KEY = SigningKey("confide.test", bytes(range(32))).public


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "\n\n",
        NOTE.rstrip("\n"),
        NOTE.replace("\n0\n", "\n1\n"),
        NOTE.replace("—", "-"),
        NOTE.replace("— confide.test", "— confide.other"),
        NOTE.split("\n\n")[0] + "\n",
        NOTE + "not a signature\n",
        NOTE + "— confide.test ????\n",
        NOTE + NOTE.split("\n\n")[1].replace("=", "A"),
        "more\n\n" * 4000 + NOTE,
    ],
)
def test_a_note_that_the_key_did_not_sign_is_not_opened(wrong: str) -> None:
    assert open_note(NOTE, KEY).startswith("confide.test\n0\n")
    with pytest.raises(NotSigned):
        open_note(wrong, KEY)


def test_anybody_may_sign_a_note_beside_us() -> None:
    witness = SigningKey("witness.example", bytes(32)).sign(NOTE.split("\n\n")[0] + "\n")
    both = NOTE + witness.split("\n\n")[1]
    assert open_note(both, KEY) == NOTE.split("\n\n")[0] + "\n"


@pytest.mark.parametrize(
    "text",
    [
        "confide.test\n",
        "confide.other\n0\n" + "A" * 43 + "=\n",
        "confide.test\n00\n" + "A" * 43 + "=\n",
    ],
)
def test_not_every_signed_note_is_a_checkpoint(text: str) -> None:
    with pytest.raises(NotSigned):
        read_checkpoint(SigningKey("confide.test", bytes(range(32))).sign(text), KEY)


@pytest.mark.parametrize("wrong", ["", "x", "x+y+z", "confide.test+00000000+" + "A" * 44])
def test_what_is_no_key_is_not_read_as_one(wrong: str) -> None:
    with pytest.raises(NotSigned):
        PublicKey.read(wrong)
    with pytest.raises(NotSigned):
        SigningKey.from_file(f"PRIVATE+KEY+{wrong}")
