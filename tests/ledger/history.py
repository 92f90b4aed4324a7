"""What the ledger's tests write into it, and what they do to it behind its back."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from confide.ledger.entry import Placed, leaf_of
from confide.policy.decision import allow, refuse

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
ALICE = "alice2" + "a" * 20
CASE = "case" + "b" * 22
OTHER = "case" + "c" * 22
YES = allow("RECD-1", "This may be done.")
NO = refuse("CONF-1", "This may not be done.")
EVENTS = ("case.opened", "case.read", "contact.added", "document.filed", "consent.recorded")


def written(upto: int) -> None:
    """Record one action after the other until there are so many entries."""
    from confide.ledger.models import Entry
    from confide.ledger.record import record

    for n in range(Entry.objects.count(), upto):
        at = NOON + timedelta(minutes=n)
        about = CASE if n % 3 else OTHER
        with record(EVENTS[n % 5], by=ALICE, about=about, under=YES, at=at):
            pass


def outside_says(ledger: Path, key: str, *checkpoints: Path) -> tuple[int, str]:
    """Verify with the second verifier, in a Python that can't import anything but its library."""
    told = [word for path in checkpoints for word in ("--checkpoint", str(path))]
    ran = subprocess.run(
        [sys.executable, "-I", "-S", ROOT / "tools/verify_ledger.py", ledger, "--key", key, *told],
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout + ran.stderr


@contextmanager
def behind_its_back() -> Iterator[Any]:
    """Yield a cursor of somebody who owns the database, and so can drop the triggers."""
    from django.db import connection

    triggers: Any = import_module("confide.ledger.migrations.0002_append_only")
    away = {"sqlite": triggers.SQLITE_BACK, "postgresql": triggers.POSTGRESQL_BACK}
    back = {"sqlite": triggers.SQLITE, "postgresql": triggers.POSTGRESQL}
    with connection.cursor() as cursor:
        for statement in away[connection.vendor]:
            cursor.execute(statement)
        yield cursor
        for statement in back[connection.vendor]:
            cursor.execute(statement)


def stored() -> list[Placed]:
    """Give the entries as they lie in the table."""
    from confide.ledger.history import walk

    return list(walk())


def put(cursor: Any, entries: list[Placed]) -> None:
    """Make the table hold just these entries."""
    cursor.execute("DELETE FROM ledger_entry")
    for position, after, told, leaf in entries:
        cursor.execute(
            'INSERT INTO ledger_entry (position, "after", stamp, event, "by", about, clause,'
            " verdict, leaf) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [position, after, *told, leaf],
        )


def rehashed(entry: Placed) -> Placed:
    """Give an entry the hash that its words deserve."""
    return entry._replace(leaf=leaf_of(entry.position, entry.after, entry.told))


def rechained(entries: list[Placed]) -> list[Placed]:
    """Number and hash entries as if they had been written so: what a forger can do at most."""
    after, result = "", []
    for position, entry in enumerate(entries):
        entry = rehashed(entry._replace(position=position, after=after or entry.after))
        after = entry.leaf
        result.append(entry)
    return result
