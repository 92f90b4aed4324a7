"""Two worlds, one with a student and one with somebody else in their place, as they lie at rest.

A world is all rows of all tables of both databases, in the order in which the database keeps them,
and the name and the size of every file beside them. (P2)
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from confide.casework import actions, queries
from confide.casework.actions import Asking, Brought
from confide.casework.models import Case, SafeContact
from confide.casework.queries import Allowed
from confide.team.queries import Acting
from confide.vault import files
from tests.cast import NOON
from tests.security.presence.members import Member

ROWS = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class World:
    """Everything at rest."""

    tables: ROWS
    files: tuple[tuple[str, int], ...]

    def values(self) -> list[bytes]:
        """Every value that is stored, as bytes."""
        rows = [row for each in self.tables.values() for row in each]
        stored = [as_bytes(value) for row in rows for value in row.values()]
        return [*stored, *(name.encode() for name, _ in self.files)]


@dataclass(frozen=True, slots=True)
class Game:
    """The two worlds that a thief is shown, and the member of whom they wish to know."""

    member: Member
    present: World
    absent: World


def play(
    officer: Acting, everybody: Sequence[Member], *, games: int, seed: int, taken: bool = False
) -> list[Game]:
    """So many games, each about another member; the first of the list came in all worlds too.

    `taken`: in half of the games an officer takes what was asked.
    """
    chance = random.Random(seed)  # noqa: S311 (games, that can be played again)
    beside, *others = everybody
    played = []
    for member in chance.sample(others, games):
        # A name of another length, which is the thief's best case.
        instead = chance.choice([o for o in others if abs(len(o.name) - len(member.name)) > 2])
        first, takes = chance.random() < 0.5, taken and chance.random() < 0.5
        worlds = [
            world(officer, [somebody, beside] if first else [beside, somebody], takes=takes)
            for somebody in (member, instead)
        ]
        played.append(Game(member, *worlds))
    return played


def world(officer: Acting, came: Sequence[Member], *, takes: bool) -> World:
    """What lies there when these came, asked, wrote again and were answered; then it never was."""
    began = {alias: transaction.savepoint(using=alias) for alias in ("default", "keys")}
    for each in came:
        _comes(each)
    for opened in queries.requests_for(officer) if takes else []:
        actions.take_request(officer, opened, at=NOON)
    lies = at_rest()
    for ref in Case.objects.values_list("id", flat=True):
        files.remove_case_folder(ref)
    for alias, savepoint in began.items():
        transaction.savepoint_rollback(savepoint, using=alias)
    return lies


def at_rest() -> World:
    """All that lies in the databases, and beside them."""
    tables = {}
    for alias in ("default", "keys"):
        with connections[alias].cursor() as cursor:
            for table in sorted(connections[alias].introspection.table_names(cursor)):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (our own tables)
                columns = [each[0] for each in cursor.description]
                tables[f"{alias}.{table}"] = [
                    dict(zip(columns, row, strict=True)) for row in cursor.fetchall()
                ]
    paths = [path for path in Path(settings.DATA).rglob("*") if path.is_file()]
    beside = [path for path in paths if "sqlite3" not in path.name]
    return World(tables, tuple(sorted((path.name, path.stat().st_size) for path in beside)))


def as_bytes(value: Any) -> bytes:
    """A stored value as the bytes that lie on the disk, or near enough."""
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def _comes(member: Member) -> None:
    # All write words of one length, which is the thief's best case: only who they are differs.
    asking = Asking(
        student=member.name,
        words=f"It is about my rent. Write to {member.email} or ring {member.phone}.".ljust(120),
        eligibility="registered",
        safe=SafeContact(how=member.phone, when=member.crsid),
        allowed=Allowed(),
    )
    asked = actions.request(asking, [_letter(member)], at=NOON)
    mine = queries.at_drawer(asked.secret, at=NOON)
    assert mine is not None
    actions.write(mine, f"{member.name} again.", [_letter(member)], at=NOON)
    queries.leave(asked.secret)


def _letter(member: Member) -> Brought:
    """A file named and filled with who they are: as long as their name, and a little."""
    content = f"Dear union, {member.name}".encode()
    return actions.bring(f"{member.crsid}.txt", "text/plain", content)
