"""Both verifiers find in each of the published vectors what its maker put there."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confide.ledger.checkpoint import read_checkpoint
from confide.ledger.examine import Finding, Witnessed, examine
from confide.ledger.export import blocks, read
from confide.ledger.note import NotSigned, PublicKey
from tests.ledger.history import ROOT, outside_says
from tests.vectors.ledger import make

pytestmark = [pytest.mark.promise("P10"), pytest.mark.clause("RECD-2")]

VECTORS = sorted(path.parent for path in (ROOT / "tests/vectors/ledger").glob("*/expect.txt"))
KEY = (ROOT / "tests/vectors/ledger/ledger.key.txt").read_text().strip()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda path: path.name)
def test_the_product_finds_what_is_wrong(vector: Path) -> None:
    finding = found_in((vector / "entries.txt").read_text(), vector)
    named = finding.kind if finding.position is None else f"{finding.kind} {finding.position}"
    assert named == (vector / "expect.txt").read_text().strip()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda path: path.name)
def test_the_second_verifier_finds_that_something_is_wrong(vector: Path) -> None:
    expect = (vector / "expect.txt").read_text().strip()
    code, said = outside_says(vector, KEY)
    assert code == (expect != "fine"), said


def test_the_vectors_are_what_their_maker_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "HERE", tmp_path)
    make.main()
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.txt")}
    kept = ROOT / "tests/vectors/ledger"
    assert made == {path.relative_to(kept): path.read_bytes() for path in kept.rglob("*.txt")}


@given(st.data())
def test_no_flipped_bit_of_an_exported_ledger_goes_unseen(data: st.DataObject) -> None:
    vector = ROOT / "tests/vectors/ledger/fine"
    raw = bytearray((vector / "entries.txt").read_bytes())
    place = data.draw(st.integers(len(b"confide-ledger/v1\n\n"), len(raw) - 1))
    raw[place] ^= 1 << data.draw(st.integers(0, 7))
    assert not found_in(raw.decode("ascii", "backslashreplace"), vector)


def test_what_is_written_is_read_again() -> None:
    entries = make.entries()
    assert list(read("".join(blocks(entries)))) == entries


@pytest.mark.parametrize("text", ["", "confide-ledger/v2\n", "\n\nconfide-ledger/v1\n"])
def test_what_is_no_exported_ledger_is_not_read_as_one(text: str) -> None:
    with pytest.raises(ValueError, match="not an exported ledger"):
        list(read(text))


def found_in(text: str, vector: Path) -> Finding:
    witnessed = []
    for path in sorted(vector.glob("checkpoint-*.txt")):
        try:
            head = read_checkpoint(path.read_text(), PublicKey.read(KEY))
            witnessed.append(Witnessed(path.name, head.size, head.root))
        except NotSigned as wrong:
            witnessed.append(Witnessed(path.name, forged=str(wrong)))
    return examine(lambda: read(text), witnessed)
