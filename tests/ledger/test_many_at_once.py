"""Eight at once: no gap, no deadlock, and no change without its entry."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ledger.history import ROOT
from tests.ledger.processes import SETUP, run, start
from tools import postgres

pytestmark = [pytest.mark.promise("P10"), pytest.mark.promise("P14")]

EIGHT, ROUNDS = 8, 24
REPORT = """
from tests.ledger.worker import connection
from confide.ledger.models import Entry
from confide.ledger.verify import verify
print("finding", verify())
for entry in Entry.objects.order_by("position"):
    print("entry", entry.event if entry.verdict == "allowed" else "refused", entry.about)
with connection.cursor() as cursor:
    cursor.execute("SELECT id FROM book")
    for (id,) in cursor.fetchall():
        print("book", id)
    cursor.execute("SELECT touched FROM shelf")
    print("touched", cursor.fetchone()[0])
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of processes that share a fresh database."""
    told = {**os.environ, "CONFIDE_DATA": str(tmp_path), "PYTHONPATH": str(ROOT)}
    told.pop("CONFIDE_DATABASE", None)
    if request.param == "sqlite":
        run(told, "-c", SETUP)
        yield told
        return
    with postgres.running() as conninfo:
        told["CONFIDE_DATABASE"] = conninfo
        run(told, "-c", SETUP)
        yield told


def test_eight_processes_with_nested_actions(place: dict[str, str]) -> None:
    started = [start(place, str(n), str(ROUNDS)) for n in range(EIGHT)]
    ended = [process.communicate() for process in started]
    assert [(p.returncode, said[1]) for p, said in zip(started, ended, strict=True)] == (
        [(0, "")] * EIGHT
    )
    told = Counter(tuple(line.split()) for said, _ in ended for line in said.splitlines())
    assert sum(told.values()) == EIGHT * ROUNDS  # opened + seated, read, refused, failed

    finding, entries, books, touched = report(place)
    assert finding == f"All {sum(told.values())} entries are as they were written."
    assert entries == told
    opened = {about for event, about in told if event == "case.opened"}
    assert books == opened | {"s" + about[1:] for about in opened}
    assert touched == sum(event == "case.read" for event, _ in told)


def test_a_process_that_is_killed_in_its_action_leaves_neither_change_nor_entry(
    place: dict[str, str],
) -> None:
    process = start(place, "killed")
    assert process.stdout is not None
    assert process.stdout.readline() == "changed\n"
    process.kill()
    process.communicate()
    run(place, "-m", "tests.ledger.worker", "0", "4")  # and nobody is held up by it
    finding, entries, books, _ = report(place)
    assert finding == "All 4 entries are as they were written."
    assert not [about for _, about in entries if about.startswith("killed")]
    assert not [book for book in books if book.startswith("killed")]


def report(place: dict[str, str]) -> tuple[str, Counter[tuple[str, ...]], set[str], int]:
    lines = [line.partition(" ")[::2] for line in run(place, "-c", REPORT).splitlines()]
    entries = Counter(tuple(rest.split()) for word, rest in lines if word == "entry")
    books = {rest for word, rest in lines if word == "book"}
    said = dict(lines)
    return said["finding"], entries, books, int(said["touched"])
