"""Ten thousand cases with attachments: backed up, destroyed in part, restored, drilled.

The commands run as a host runs them, start included, each with its progress. What is restored is
an older copy of the data with the newest shred keys, so that a tenth of the cases comes back and
is destroyed again.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections
from psycopg.conninfo import make_conninfo

from bench.figures import Work
from bench.founding import Person
from bench.progress import tell
from bench.sizes import Sizes
from bench.timing import in_words, timed
from confide.casework.models import Case
from confide.policy import retention
from confide.retention import actions as forgetting
from confide.vault.backups import DATA, KEYS, found_in
from confide.web import clock


def measure_backups(person: Person, sizes: Sizes) -> list[Work]:
    """Time everything that a host does with the copies of what was built."""
    refs = list(Case.objects.order_by("id").values_list("id", flat=True))
    connections.close_all()
    with tempfile.TemporaryDirectory(prefix="confide-bench-kept-") as place:
        host = _Host(Path(place))
        made = host.runs("backup", settings.DATA, host.to)
        kept = sum(path.stat().st_size for path in host.to.rglob("*.age"))
        some = refs[: sizes.destroyed]
        destroying = timed(lambda: _destroy(person, some))
        connections.close_all()
        host.runs("backup", settings.DATA, host.to)
        drilled = host.runs("drill", host.to)
        (old, _), (_, new) = (found_in(host.to / each) for each in (DATA, KEYS))
        host.fresh_database()
        restored = host.runs("restore", old, new, to=host.place / "again")
        if f"destroyed again: {len(some)}." not in host.said:
            raise RuntimeError(f"The restore was to destroy {len(some)} again: {host.said}")
    of = f"{len(refs):,} cases with as many attachments"
    size = f"{kept / 1e6:,.0f} MB"
    return [
        Work(
            f"`confide backup` of {of}, {size}, read back",
            in_words(made),
            f"{kept / 1e6 / made:,.0f} MB a second",
        ),
        Work(
            f"Destroying {len(some):,} of them, one by one",
            in_words(destroying),
            f"{len(some) / destroying:,.0f} destroyed a second",
        ),
        Work(
            f"`confide restore`, which destroys {len(some):,} again",
            in_words(restored),
            f"{kept / 1e6 / restored:,.0f} MB a second",
        ),
        Work(f"`confide drill` of the {len(refs) - len(some):,} that live", in_words(drilled)),
    ]


class _Host:
    """Somebody with the identity, and a folder for the copies."""

    def __init__(self, place: Path) -> None:
        self.place, self.to = place, place / "to"
        self.said = ""
        self._environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "confide.site.settings"}
        self._run(["backup", "--new-key", "--data", str(settings.DATA)])
        self._identity = place / "identity.txt"
        self._identity.write_text(self.said.split()[0], encoding="ascii")

    def runs(self, command: str, *words: Path, to: Path | None = None) -> float:
        """Run one command; answers the seconds it took."""
        given = [command, *map(str, words)]
        if command == "backup":
            given = [command, "--data", *map(str, words)]
        else:
            given += ["--identity", str(self._identity)]
        if to is not None:
            given += ["--data", str(to)]
        took = timed(lambda: self._run(given))
        tell(f"confide {command}", 1, 1)
        return took

    def fresh_database(self) -> None:
        """An empty database for what is restored, where the data lie in PostgreSQL."""
        named = os.environ.get("CONFIDE_DATABASE")
        if named:
            with psycopg.connect(named, autocommit=True) as other:
                other.execute("CREATE DATABASE again")
            fresh = make_conninfo(named, dbname="again")
            self._environment["CONFIDE_DATABASE"] = fresh

    def _run(self, words: list[str]) -> None:
        command = [sys.executable, "-c", "from confide.site.command import main; exit(main())"]
        done = subprocess.run(
            [*command, *words],
            env=self._environment,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"confide {words[0]} failed.")
        self.said = re.sub(r"\s+", " ", done.stdout)


def _destroy(person: Person, refs: list[str]) -> None:
    at = clock.now()
    by = person.acting(at).pseudonym
    for number, ref in enumerate(refs, start=1):
        forgetting.order(ref, cause=retention.STUDENT, by=by, at=at)
        forgetting.carry_out(ref, at=at)
        tell("Destroying", number, len(refs))
