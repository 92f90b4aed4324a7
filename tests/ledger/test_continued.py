"""What two people gave up is no fault, for the product and for the verifier beside it."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from confide.ledger import export
from confide.ledger.checkpoint import Head
from confide.ledger.entry import BEFORE_THE_FIRST, Placed, Told, place
from confide.ledger.examine import CONTINUED, Witnessed, examine, name_of_head
from confide.ledger.note import SigningKey
from confide.ledger.tree import Growing
from tests.ledger.history import ROOT

pytestmark = [pytest.mark.clause("RECD-2"), pytest.mark.promise("P10")]
KEY = SigningKey.make("confide.test")
ONE, TWO = "a" * 26, "b" * 26
STAMP = datetime(2026, 11, 23, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def entries(*told: tuple[str, str, str]) -> list[Placed]:
    """A ledger of so many entries: event, by, about."""
    made, after = list[Placed](), BEFORE_THE_FIRST
    for position, (event, by, about) in enumerate(told):
        made.append(place(position, after, Told(STAMP, event, by, about, "RECD-2", "allowed")))
        after = made[-1].leaf
    return made


def head(history: list[Placed]) -> tuple[int, bytes]:
    """How long a history is, and its root."""
    tree = Growing()
    for entry in history:
        tree.add(bytes.fromhex(entry.leaf))
    return tree.size, tree.root()


COMMON = [("case.read", ONE, "service")] * 3
LOST = [("case.read", TWO, "service")] * 4
SIZE, ROOT_HASH = head(entries(*COMMON, *LOST))
NAME = name_of_head(SIZE, ROOT_HASH)
BOTH = [(CONTINUED, ONE, NAME), (CONTINUED, TWO, NAME)]
LATER = [("case.read", ONE, "service")] * 4


@pytest.mark.parametrize(
    ("after", "good"),
    [
        (BOTH, True),
        ([*BOTH, *LATER], True),
        ([], False),
        (LATER, False),
        (BOTH[:1], False),
        ([BOTH[0], BOTH[0], *LATER], False),
        ([BOTH[0], LATER[0], BOTH[1]], False),
        ([(CONTINUED, by, name_of_head(SIZE, bytes(32))) for by in (ONE, TWO)], False),
        # Nobody declares away a witness to what is there.
        ([*LATER, *LATER, *BOTH], False),
    ],
)
def test_a_witness_is_given_up_by_two_together_before_its_end_and_no_other_way(
    tmp_path: Path, after: list[tuple[str, str, str]], good: bool
) -> None:
    history = entries(*COMMON, *after)
    finding = examine(lambda: iter(history), [Witnessed("paper", SIZE, ROOT_HASH)])
    assert bool(finding) is good
    if good:
        assert finding.kind == "continued"
        assert "paper" in str(finding)
    (tmp_path / "entries.txt").write_text("".join(export.blocks(history)))
    paper = tmp_path / "paper"
    paper.write_text(KEY.sign(Head("confide.test", SIZE, ROOT_HASH).text()), encoding="utf-8")
    words = [tmp_path / "entries.txt", "--key", KEY.public, "--checkpoint", paper]
    told = subprocess.run(
        [sys.executable, "tools/verify_ledger.py", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == (0 if good else 1), told.stdout
    assert ("declared lost at entry 3" in told.stdout) is good
