"""Law: SECURITY.md calls a promise kept if and only if a test that runs is marked with it.

A promise stands there as a row of a table: `| P4 | what it says | kept |`, or `coming`.
"""

import re
from collections.abc import Collection, Mapping

import pytest

from tests.laws.marks import marked
from tests.laws.reading import ROOT, obeyed

ROW = re.compile(r"^\| *(P\d+) *\|.*\| *(kept|coming) *\|$", re.MULTILINE)
SECURITY = ROOT / "SECURITY.md"


def faults(words: str, tests: Collection[str]) -> list[str]:
    """Every promise that is called kept without a test, or tested without being called kept."""
    said: Mapping[str, str] = dict(ROW.findall(words))
    missing = [f"P{n} is not in the table" for n in range(1, 17) if f"P{n}" not in said]
    unshown = [f"{p} is kept, but no test shows it" for p, how in said.items() if how == "kept"]
    unsaid = [f"{p} is marked on a test, but not kept" for p in tests if said.get(p) != "kept"]
    return missing + [fault for fault in unshown if fault.split()[0] not in tests] + unsaid


def test_every_promise_is_as_security_says() -> None:
    if not SECURITY.exists():
        pytest.skip("SECURITY.md does not exist yet")
    obeyed(faults(SECURITY.read_text(encoding="utf-8"), marked("promise")))


def test_a_false_promise_is_found() -> None:
    rows = "".join(f"| P{n} | words | coming |\n" for n in range(3, 16))
    words = f"| P1 | words | kept |\n| P2 | more words | kept |\n{rows}"
    assert faults(words, ["P2", "P3"]) == [
        "P16 is not in the table",
        "P1 is kept, but no test shows it",
        "P3 is marked on a test, but not kept",
    ]
