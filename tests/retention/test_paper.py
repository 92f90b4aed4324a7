"""The certificate on paper is tagged, says what it should, and proves it to whoever checks."""

import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from confide.casework.queries import OpenCase
from confide.ledger import checkpoint, export
from confide.ledger.history import proof
from confide.ledger.tree import verify_inclusion
from confide.retention import actions, queries
from confide.team.queries import Acting
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-5"),
    pytest.mark.promise("P6"),
]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def certified(alice: Acting, case: OpenCase) -> queries.Certified:
    asked = actions.Asked(how_asked="She came.", how_identified="I know her.")
    number = actions.request_by_student(alice, case, asked, at=NOON)
    assert number is not None
    checkpoint.make_checkpoint(NOON)
    return queries.certificate(number)


def test_the_paper_is_a_tagged_pdf_that_is_the_same_each_time(
    certified: queries.Certified,
) -> None:
    evidence = queries.evidence(certified)
    content = queries.printed(certified, evidence)
    assert content.startswith(b"%PDF")
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    inside = content + b"".join(_inflated(stream) for stream in streams)
    assert b"/StructTreeRoot" in inside
    assert b"pdfuaid" in inside
    assert content == queries.printed(certified, evidence)


def test_the_evidence_leads_from_each_entry_to_the_signed_root(
    certified: queries.Certified,
) -> None:
    evidence = queries.evidence(certified)
    assert [line.event for line in evidence.lines] == ["destruction.ordered", "case.destroyed"]
    for line in evidence.lines:
        steps = [bytes.fromhex(step) for step in line.steps]
        root = proof(line.position, size=evidence.size).root
        leaf = bytes.fromhex(line.leaf)
        assert verify_inclusion(leaf, line.position, evidence.size, steps, root)
    head = checkpoint.read_checkpoint(evidence.note, checkpoint.public_key())
    assert (head.size, head.root) == (evidence.size, root)


def test_the_command_on_the_paper_verifies_the_ledger_without_us(
    certified: queries.Certified, tmp_path: Path
) -> None:
    ledger, outside = tmp_path / "ledger", tmp_path / "checkpoint.txt"
    ledger.mkdir()
    export.export(ledger)
    evidence = queries.evidence(certified)
    outside.write_text(evidence.note, encoding="utf-8")
    said = (ledger / "entries.txt").read_text(encoding="ascii")
    assert all(line.leaf in said for line in evidence.lines)
    checked = subprocess.run(
        [
            sys.executable,
            ROOT / "tools" / "verify_ledger.py",
            ledger,
            "--key",
            str(checkpoint.public_key()),
            "--checkpoint",
            outside,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""
