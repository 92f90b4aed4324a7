"""What was acknowledged survives a power cut: it is on the disk before the answer leaves.

Where there is `strace`, the service runs under it: it tells what was written, what was synced and
what was answered, in the order of the calls, and can make the disk lie, or fail.
"""

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from http.client import HTTPException
from pathlib import Path

import pytest
from django.db import connections

from tests.cast import passphrase_of
from tests.journeys.casting import open_case
from tests.journeys.running import served
from tests.journeys.visiting import Visitor
from tests.journeys.walking import today
from tests.retention.conftest import Theatre, built, theatre
from tests.security import tracing

__all__ = ["built", "theatre"]

pytestmark = pytest.mark.clause("RECD-2")

DONE, UNAVAILABLE = 302, 503
# A service whose disk says that it keeps what it does not.
LYING = "inject=fsync,fdatasync:retval=0"
# Of each thread the first eleven syncs succeed, and none after.
FAILING = "inject=fsync,fdatasync:error=EIO:when=12+"

# No file grows beyond this: the write-ahead log comes there before it is emptied.
REFUSING = (
    "import os, resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000,) * 2); "
    "os.execv(sys.argv[1], sys.argv[1:])"
)


def contact(alice: Visitor, case: str) -> int:
    """Add a contact; answers the status."""
    typed = {"kind": "phone", "said": "She rang.", "day": f"{today():%d/%m/%Y}", "time": "00:00"}
    return alice.post(f"/cases/{case}/contacts/", **typed).status


def a_morning(theatre: Theatre, address: str) -> list[int]:
    """What an officer does: each writes to another place of the disk, and is acknowledged."""
    alice = Visitor(address).sign_in("alice", passphrase_of("alice"))
    ref = open_case(alice, "Emrys Vaughan", safe_how="By e-mail", said="It is about a paper.")
    asked = {"how_asked": "She came.", "how_identified": "I know her.", "sure": "on"}
    return [
        contact(alice, ref),
        alice.upload(f"/cases/{ref}/documents/", "a.txt", b"something").status,
        alice.post(f"/cases/{theatre.case}/destruction/", **asked).status,
    ]


def watched(theatre: Theatre, tmp_path: Path, *inject: str) -> list[tuple[int, set[str]]]:
    """Each answer of that morning, and what was not on the disk when it left."""
    trace = tmp_path / "trace"
    with served(theatre.folder, through=tracing.through(trace, *inject)) as address:
        assert a_morning(theatre, address) == [DONE, DONE, DONE]
        tracing.cut(trace)
    return list(tracing.Watched(theatre.folder).answers(trace))


@tracing.needed
@pytest.mark.promise("P13")
def test_whatever_was_answered_was_on_the_disk_before(theatre: Theatre, tmp_path: Path) -> None:
    answers = watched(theatre, tmp_path)
    assert [status for status, _ in answers].count(DONE) == 5
    assert [unkept for _, unkept in answers if unkept] == []


@tracing.needed
def test_an_answer_before_its_sync_is_seen(theatre: Theatre, tmp_path: Path) -> None:
    answers = watched(theatre, tmp_path, LYING)
    unkept = set.union(*(unkept for _, unkept in answers))
    names = {Path(name).relative_to(theatre.folder).as_posix() for name in unkept}
    assert {"confide.sqlite3-wal", "keys.sqlite3", "files/incoming"} <= names


@pytest.mark.promise("P13")
@pytest.mark.django_db(databases=["default", "keys"])
def test_every_commit_waits_for_the_disk() -> None:
    wanted = {"keys": "3", "default": "2"}  # EXTRA, FULL
    for name, level in wanted.items():
        if connections[name].vendor == "sqlite":
            with connections[name].cursor() as cursor:
                cursor.execute("PRAGMA synchronous")
                assert str(cursor.fetchone()[0]) == level


@tracing.needed
@pytest.mark.promise("P13")
def test_after_a_sync_that_failed_nothing_is_acknowledged_and_the_service_ends(
    theatre: Theatre, tmp_path: Path
) -> None:
    nothing_after_the_fault(theatre, tracing.through(tmp_path / "trace", FAILING))


@pytest.mark.promise("P13")
def test_after_a_write_that_the_disk_refused_nothing_is_acknowledged_and_the_service_ends(
    theatre: Theatre,
) -> None:
    nothing_after_the_fault(theatre, [sys.executable, "-c", REFUSING])


def nothing_after_the_fault(theatre: Theatre, through: Sequence[str]) -> None:
    """An officer goes on and on; what was acknowledged is there, and after the fault nothing is."""
    with served(theatre.folder, through=through) as address:
        alice = Visitor(address).sign_in("alice", passphrase_of("alice"))
        statuses = list(_until_it_ends(alice, theatre.case))
    acknowledged = statuses.index(UNAVAILABLE)
    assert acknowledged > 0
    assert set(statuses[:acknowledged]) == {DONE}
    assert set(statuses[acknowledged:]) == {UNAVAILABLE}
    with closing(sqlite3.connect(theatre.folder / "confide.sqlite3")) as database:
        of_case = "SELECT count(*) FROM casework_contact WHERE case_id = ?"
        (kept,) = database.execute(of_case, [theatre.case]).fetchone()
    assert kept >= acknowledged


def _until_it_ends(alice: Visitor, case: str) -> Iterator[int]:
    """What each contact is answered, until nobody answers any more."""
    # A refusal takes a fraction of a millisecond, and the service has a second to end in.
    for _ in range(20_000):
        try:
            yield contact(alice, case)
        except (OSError, HTTPException):
            # Nobody there, or gone in the middle of an answer.
            return
    raise AssertionError("The service goes on.")
