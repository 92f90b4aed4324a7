"""Which tests are marked to show which clauses and promises, as pytest itself collects them.

This module is also the plugin that tells, in a run of its own that only collects: so marks made
from tables count, and marks on tests that never run do not.
"""

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.laws.reading import ROOT

IDLE = ("skip", "skipif", "xfail")
TELLING = "MARKED"


def pytest_collection_finish(session: pytest.Session) -> None:
    """Tell every mark of every test that runs."""
    for item in session.items:
        if any(item.get_closest_marker(mark) for mark in IDLE):
            continue
        for name in ("clause", "promise"):
            for mark in item.iter_markers(name):
                for words in mark.args:
                    test = item.nodeid.replace(" ", "_")
                    sys.stdout.write(f"{TELLING} {name} {words} {test}\n")


@cache
def marked(name: str, folder: Path = ROOT / "tests") -> dict[str, list[str]]:
    """Every id that a test which runs is marked with by `@pytest.mark.<name>(…)`, and where."""
    found: dict[str, list[str]] = {}
    for line in _collected(folder):
        match line.split(" "):
            case [mark, kind, words, test] if mark == TELLING and kind == name:
                found.setdefault(words, []).append(test)
    return found


@cache
def _collected(folder: Path) -> list[str]:
    only = ["--collect-only", "-q", "-n0", "-p", "no:randomly", "-p", "tests.laws.marks"]
    # Nothing is asserted where nothing runs, so no test is rewritten for it.
    only.append("--assert=plain")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *only, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()
