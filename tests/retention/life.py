"""A case's life in ten days, each of which ends with a backup into one folder.

Run as `python -m tests.retention.life FOLDER RECIPIENT`, with the service's folder in
`CONFIDE_DATA`. Every day something is done to Dana's case and something to another one that stays,
the night does its work, and a backup is made as the command makes it. What a rotation would take
away is copied beside, into a folder for each day: there a thief has it.
"""

import json
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.retention.theatre import IN_OFFICE, set_up

BEGAN = datetime(2026, 11, 2, 10, tzinfo=UTC)
# On which day each backup is made: the last one when the horizon of seven days is past.
DAYS = (0, 1, 2, 3, 4, 5, 6, 6, 6, 14)
MOMENTS = (
    "opened",
    "edited",
    "shared",
    "taken back",
    "written in again",
    "resolved",
    "ordered to be destroyed",
    "without its shred key",
    "destroyed",
    "forgotten by every journal",
)
LIVING = range(6)
KEY_STANDS = range(7)


def said_on(number: int) -> str:
    """What was confided on that day, and in no other."""
    return f"The canary of the day when it was {MOMENTS[number]}"


def lived_on(number: int) -> str:
    """What was confided that day in the case that stays."""
    return f"Another one on the day when it was {MOMENTS[number]}"


class Life:
    """The two cases, and the officers who sit at them."""

    def __init__(self) -> None:
        """Found the service, with its officers."""
        from django.core.management import call_command

        from tests import cast

        for database in ("default", "keys"):
            call_command("migrate", database=database, verbosity=0)
        self.recovery = cast.founded_service()
        cast.ledger_key()
        self.alice = cast.officer("alice", term=IN_OFFICE, at=BEGAN)
        self.bob = cast.officer("bob", term=IN_OFFICE, at=BEGAN)
        self.ref = self.other = self.shared = ""

    def acts(self) -> list[Callable[[datetime], None]]:
        """What is done on each day."""
        return [
            self.open,
            self.edit,
            self.share,
            self.take_back,
            self.write,
            self.resolve,
            self.order,
            self.shred,
            self.destroy,
            self.nothing,
        ]

    def open(self, at: datetime) -> None:
        """Both cases are opened."""
        from tests import cast

        self.ref = cast.a_case(self.alice, about=said_on(0), at=at).ref
        self.other = cast.a_case(self.alice, student="Emrys Vaughan", about=lived_on(0), at=at).ref

    def edit(self, at: datetime) -> None:
        """A document is filed, and the file set right."""
        from confide.casework import actions as casework
        from tests import cast

        opened = self._opened(self.ref)
        content = cast.PDF + said_on(1).encode()
        casework.add_document(self.alice, opened, cast.a_pdf(content=content), at=at)

    def share(self, at: datetime) -> None:
        """Bob sits at it as well, and writes in it."""
        from confide.casework import actions as casework
        from confide.casework.queries import case_for
        from confide.disclosure import actions
        from confide.disclosure.actions import Sharing

        said = Sharing(reason="benefit", why="He knows the college.")
        opened = self._opened(self.ref)
        self.shared = actions.share(self.alice, opened, self.bob.officer, said, at=at)
        casework.add_contact(self.bob, case_for(self.bob, self.ref), _said(said_on(2), at), at=at)

    def take_back(self, at: datetime) -> None:
        """Bob's seat ends: the case has a new generation of its key from here on."""
        from confide.disclosure import actions

        actions.take_back(self.alice, self._opened(self.ref), self.shared, at=at)
        self._write(self.ref, said_on(3), at)

    def write(self, at: datetime) -> None:
        """A contact under the new key."""
        self._write(self.ref, said_on(4), at)

    def resolve(self, at: datetime) -> None:
        """The case is resolved."""
        from confide.casework import actions as casework

        casework.resolve(self.alice, self._opened(self.ref), outcome=said_on(5), at=at)

    def order(self, at: datetime) -> None:
        """The first step of its destruction, as its student asks."""
        from confide.policy import retention
        from confide.retention import actions

        actions.order(self.ref, cause=retention.STUDENT, by=self.alice.pseudonym, at=at)

    def shred(self, at: datetime) -> None:
        """The second step: the key is deleted."""
        from confide.vault import shred

        shred.destroy(self.ref, at=at)

    def destroy(self, at: datetime) -> None:
        """The last step."""
        from confide.retention import actions

        actions.carry_out(self.ref, at=at)

    def nothing(self, _at: datetime) -> None:
        """Days go by."""

    def told(self) -> dict[str, Any]:
        """What a thief of everything would know of it."""
        rings = (self.alice.unlocked, self.bob.unlocked, self.recovery.unlocked)
        return {
            "case": self.ref,
            "other": self.other,
            "seeds": {ring.ring_id: ring.pack().hex() for ring in rings[:2]},
            "recovery": self.recovery.unlocked.ring_id,
            "sheets": list(self.recovery.sheets),
        }

    def _write(self, ref: str, words: str, at: datetime) -> None:
        from confide.casework import actions as casework

        casework.add_contact(self.alice, self._opened(ref), _said(words, at), at=at)

    def _opened(self, ref: str) -> Any:
        from confide.casework.queries import case_for

        return case_for(self.alice, ref)


def live(to: Path, recipient: str) -> dict[str, Any]:
    """Play it all. Answers what a thief would know."""
    from django.conf import settings

    from confide.retention import actions
    from confide.retention.actions import backing_up

    life = Life()
    for number, act in enumerate(life.acts()):
        at = BEGAN + timedelta(days=DAYS[number], minutes=number)
        act(at)
        if number:
            life._write(life.other, lived_on(number), at)
        if number not in (6, 7):  # a night would go on with what was ordered
            actions.nightly(at, confirmed=True)
        made = backing_up.back_up(to, recipient, keep=len(DAYS), at=at)
        for kind, path in (("data", made.data), ("keys", made.keys)):
            kept = to.parent / "kept" / str(number) / f"{kind}.age"
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, kept)
        epochs = to.parent / "kept" / str(number) / "epochs"
        shutil.copytree(Path(settings.DATA) / "epochs", epochs)
    return life.told()


def _said(words: str, at: datetime) -> Any:
    from confide.casework.actions import Said

    return Said(kind="phone", happened_at=at, said=words)


if __name__ == "__main__":
    set_up()
    sys.stdout.write(json.dumps(live(Path(sys.argv[1]), sys.argv[2])))
