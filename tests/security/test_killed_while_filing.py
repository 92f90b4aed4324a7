"""A service that is killed at any moment of filing leaves a whole entry or none. (RECD-2)"""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.running import confide

ROOT = Path(__file__).resolve().parents[2]
SIZE = 5 * 1024 * 1024

# Run in a process of its own, which is killed wherever it has got to.
FILING = """
import os, sys
from datetime import timedelta
from pathlib import Path
from confide.site.command.preparing import prepare
prepare(Path(sys.argv[1]))
from confide.casework import actions, queries
from confide.web import clock
from tests import cast
at = clock.now()
if sys.argv[2] == "make":
    term = at.date(), at.date() + timedelta(days=2)
    cast.a_case(cast.officer("alice", term=term, at=at), at=at)
    raise SystemExit
from confide.team.models import Officer
from confide.team.queries import acting_with
from confide.vault import rings
officer = Officer.objects.get(sign_in_name="alice")
unlocked = rings.unlock(officer.ring_id, cast.passphrase_of("alice"))
alice = acting_with(unlocked, started_at=at, on=at.date())
case = queries.my_cases(alice)[0]
if sys.argv[2] == "read":
    for each in queries.documents_of(case):
        content = b"".join(queries.content_of(case, each.card))
        assert content == b"x" * int(sys.argv[3]), len(content)
    print(len(queries.documents_of(case)))
    raise SystemExit
print("ready", flush=True)
brought = cast.a_pdf(content=b"x" * int(sys.argv[3]))
print("sealed", flush=True)
actions.add_document(alice, case, brought, at=at)
print("filed", flush=True)
"""


def run(folder: Path, what: str) -> subprocess.Popen[str]:
    """Start the process."""
    command = [sys.executable, "-c", FILING, str(folder), what, str(SIZE)]
    known = {name: value for name, value in os.environ.items() if not name.startswith("CONFIDE_")}
    return subprocess.Popen(
        command, cwd=ROOT, env=known, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def finished(folder: Path, what: str) -> str:
    """Run it to its end, and answer what it printed."""
    out, err = (process := run(folder, what)).communicate()
    assert process.returncode == 0, err
    return out


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A founded service with Alice and her case."""
    confide("init", "--steward", "Sara", "--sign-in-name", "sara", folder=tmp_path / "data")
    finished(tmp_path / "data", "make")
    return tmp_path / "data"


def killed_after(folder: Path, said: str, more: int) -> bool:
    """Start filing, and kill it somewhat after it said a word. Answers whether it had filed."""
    process = run(folder, "file")
    assert process.stdout is not None
    while (line := process.stdout.readline()) and line.strip() != said:
        pass
    # Where exactly the kill falls is the machine's affair; a spread of moments is tried.
    for _ in range(more):
        os.sched_yield()
    process.send_signal(signal.SIGKILL)
    return "filed" in line + process.communicate()[0]


@pytest.mark.promise("P14")
def test_what_is_there_afterwards_is_whole(folder: Path) -> None:
    moments = [("ready", 0), ("ready", 3000), ("sealed", 0), ("sealed", 300), ("filed", 0)]
    filed = [killed_after(folder, said, more) for said, more in moments]
    kept = int(finished(folder, "read"))
    assert filed[-1] and sum(filed) <= kept <= len(moments), "what was acknowledged is there"
    assert "as they were written" in confide("verify", folder=folder, check=False)
    with sqlite3.connect(folder / "confide.sqlite3") as database:
        entries = database.execute(
            "select count(*) from ledger_entry where event = 'document.filed'"
        ).fetchone()
    assert entries == (kept,)


@pytest.mark.slow
@pytest.mark.parametrize("more", range(0, 40_000, 800))
def test_at_fifty_moments(folder: Path, more: int) -> None:
    killed_after(folder, "ready", more)
    assert int(finished(folder, "read")) in (0, 1)
