"""One of several processes that act at once: `python -m tests.ledger.worker NAME ROUNDS`.

Its actions nest, are refused, fail, and lock rows that others want, as the product's do. It prints
each thing that it was told is done, for the test to look for afterwards.
"""

import os
import sys
from datetime import UTC, datetime

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.ledger.settings"

import django

django.setup()

from django.db import connection  # noqa: E402

from confide.ledger.record import Refused, note_refusal, record  # noqa: E402
from confide.policy.decision import allow, refuse  # noqa: E402

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
YES, NO = allow("RECD-1", "Yes."), refuse("CONF-1", "No.")
TABLES = """
    CREATE TABLE shelf (id varchar(26) PRIMARY KEY, touched integer NOT NULL);
    CREATE TABLE book (
        id varchar(26) PRIMARY KEY,
        shelf varchar(26) NOT NULL REFERENCES shelf (id) DEFERRABLE INITIALLY DEFERRED
    );
    INSERT INTO shelf VALUES ('shared', 0);
"""


def main(name: str, rounds: int) -> None:
    """Act, again and again, in ways that would fall out if they could."""
    me = f"worker{chr(ord('a') + int(name))}".ljust(26, "a")
    for number in range(rounds):
        ref = f"{me[:7]}{''.join('abcdefghij'[int(d)] for d in str(number))}".ljust(26, "z")
        act = (open_case, touch, refused, fails)[number % 4]
        act(me, ref)


def open_case(me: str, ref: str) -> None:
    """Two nested actions, each with its row; the row's foreign key is checked as late as can be."""
    with record("case.opened", by=me, about=ref, under=YES, at=AT):
        _put(ref)
        with record("case.seated", by=me, about=ref, under=YES, at=AT):
            _put("s" + ref[1:])
    _say("case.opened", ref)
    _say("case.seated", ref)


def touch(me: str, ref: str) -> None:
    """An action that holds a row which the others' foreign keys point to."""
    with record("case.read", by=me, about=ref, under=YES, at=AT), connection.cursor() as cursor:
        lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
        cursor.execute(f"SELECT touched FROM shelf WHERE id = 'shared'{lock}")  # noqa: S608
        (touched,) = cursor.fetchone()
        cursor.execute("UPDATE shelf SET touched = %s WHERE id = 'shared'", [touched + 1])
    _say("case.read", ref)


def refused(me: str, ref: str) -> None:
    """An inner refusal, which undoes the outer action and is noted afterwards."""
    try:
        with record("case.opened", by=me, about=ref, under=YES, at=AT):
            _put(ref)
            with record("case.seated", by=me, about=ref, under=NO, at=AT):
                raise AssertionError("a refused action was begun")
    except Refused as no:
        note_refusal(no)
    _say("refused", ref)


def fails(me: str, ref: str) -> None:
    """An action that breaks off after both of its changes."""
    try:
        with record("case.opened", by=me, about=ref, under=YES, at=AT):
            with record("case.seated", by=me, about=ref, under=YES, at=AT):
                _put(ref)
            raise KeyError
    except KeyError:
        return


def killed(me: str) -> None:
    """Change, say so, and wait to be killed before the commit."""
    with record("case.opened", by=me, about=me, under=YES, at=AT):
        _put(me)
        _say("changed")
        sys.stdin.read()


def _say(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def _put(ref: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO book VALUES (%s, 'shared')", [ref])


if __name__ == "__main__":
    if sys.argv[1] == "killed":
        killed("killed".ljust(26, "a"))
    else:
        main(sys.argv[1], int(sys.argv[2]))
