"""A service that kills itself at one write of a day, for every write of it.

Run as `python -m tests.security.dying FOLDER DAY [careless]`. It makes a service once, keeps a copy
of its folder, and then for each write puts the copy back and forks a child that works through the
day's pages and dies by SIGKILL right before that write. A write is a statement of SQL that changes
or commits, or a file that is opened for writing, moved or removed. Another child looks at what is
left. Prints, for each life, what it handed out, what its ledger holds, and what is not whole
afterwards. A careless service forgets its records.
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable
from contextlib import closing, nullcontext
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from tests.security.dying_days import ASKED, CANARY, DAYS, RECORDED_IN, SAID, faults_in

_CHANGES: Final = ("INSERT", "UPDATE", "DELETE", "COMMIT")
_MOVES: Final = ("os.rename", "os.remove", "os.link", "os.truncate", "shutil.rmtree")


class Writes:
    """Counts this process's writes under one folder, and ends it before one of them."""

    def __init__(self, folder: Path, *, last: int) -> None:
        self.folder, self.last, self.done, self.armed = str(folder), last, 0, False
        sys.addaudithook(self._audited)

    def traced(self, sql: str) -> None:
        """A statement that is about to run."""
        if sql.lstrip().upper().startswith(_CHANGES):
            self._count()

    def _audited(self, event: str, args: tuple[Any, ...]) -> None:
        writes = event in _MOVES or (event == "open" and args[2] & (os.O_WRONLY | os.O_RDWR))
        if writes and self._is_ours(args[0]):
            self._count()

    def _is_ours(self, path: object) -> bool:
        return self.armed and isinstance(path, str | Path) and str(path).startswith(self.folder)

    def _count(self) -> None:
        if not self.armed:
            return
        self.done += 1
        if self.done == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def main(folder: Path, day: str, *, careless: bool = False) -> None:
    """Make the service, and let it die at each of the writes."""
    folder.mkdir(parents=True)
    os.environ |= {"CONFIDE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "confide.site.settings"}
    import django

    django.setup()
    given = _made()
    _read()
    if careless:
        import_module(RECORDED_IN[day]).record = lambda *_args, **_more: nullcontext()  # type: ignore[attr-defined]
    whole = folder.with_name("whole")
    shutil.copytree(folder, whole)
    said = [_lived(folder, whole, day, given, 0)]
    said += [_lived(folder, whole, day, given, n) for n in range(1, said[0]["writes"] + 1)]
    sys.stdout.write(json.dumps(said))


def _read() -> None:
    """Read the program whole, once: else every child would, which takes longer than its day."""
    from django.template import engines
    from django.urls import get_resolver

    for used in ("tests.browsing", "tests.disclosure.reading"):
        import_module(used)
    assert get_resolver().url_patterns
    program = Path(__file__).parents[2] / "confide"
    for page in program.glob("*/pages/**/*.html"):
        engines["django"].get_template(str(page.relative_to(program)))


def _made() -> dict[str, str]:
    """A service with Alice, Bob, and a case that holds what may never leave unrecorded."""
    from django.core.management import call_command
    from django.db import connections

    from confide.casework import actions as casework
    from tests import cast

    for database in ("default", "keys"):
        call_command("migrate", database=database, verbosity=0)
    cast.founded_service()
    cast.ledger_key()
    alice = cast.officer("alice")
    bob = cast.officer("bob", post="welfare-graduates")
    case = cast.a_case(alice)
    said = casework.Said(kind="phone", happened_at=cast.NOON, said=SAID)
    contact = casework.add_contact(alice, case, said, at=cast.NOON)
    casework.add_document(alice, case, cast.a_pdf(content=CANARY.encode()), at=cast.NOON)
    known = "She sat before me."
    words = casework.give_way_in(alice, case, how_identified=known, at=cast.NOON)
    connections.close_all()
    given = {"ref": case.ref, "item": f"{contact}.said", "words": words}
    return {**given, "bob": bob.pseudonym, "bob's id": bob.officer.id}


def _lived(folder: Path, whole: Path, day: str, given: dict[str, str], last: int) -> dict[str, Any]:
    """One life: what was handed out, what is durable after it, and what is not whole."""
    shutil.rmtree(folder)
    shutil.copytree(whole, folder)
    out, ended = _forked(lambda say: _live(folder, day, given, last, say))
    left, looked = _forked(lambda say: _look(given, say))
    return {
        "last": last,
        "killed": ended == -signal.SIGKILL,
        "failed": ended not in (0, -signal.SIGKILL) or looked != 0,
        "writes": next((line["writes"] for line in out if "writes" in line), 0),
        "out": [line for line in out if "writes" not in line],
        "kept": _kept(folder / "confide.sqlite3"),
        "faults": [line["fault"] for line in left],
    }


Say = Callable[[dict[str, Any]], None]


def _forked(do: Callable[[Say], None]) -> tuple[list[dict[str, Any]], int]:
    """Everything that a child said before it ended, and how it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        ended = 1
        try:
            with os.fdopen(writing, "w", encoding="utf-8") as out:

                def say(line: dict[str, Any]) -> None:
                    out.write(json.dumps(line) + "\n")
                    out.flush()

                do(say)
            ended = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(ended)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as said:
        lines = [json.loads(line) for line in said]
    return lines, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _live(folder: Path, day: str, given: dict[str, str], last: int, say: Say) -> None:
    """In a child: work through the pages; each answer that arrives is told to the parent."""
    from django.db.backends.signals import connection_created

    from tests.browsing import browser_of

    writes = Writes(folder, last=last)

    def trace(connection: Any, **_kwargs: Any) -> None:
        connection.connection.set_trace_callback(writes.traced)

    connection_created.connect(trace)
    browsers = {name: browser_of(acting) for name, acting in _people().items()}
    for browser in browsers.values():
        browser.defaults["SERVER_NAME"] = "localhost"
        browser.raise_request_exception = True
    writes.armed = True
    for name, answer, needs in DAYS[day](browsers, given):
        if answer.status_code >= 400:
            raise AssertionError(f"{name} answered {answer.status_code}")
        attached = "Content-Disposition" in answer
        shows = _shows(answer.content, attached)
        say({"page": name, "shows": shows, "attached": attached, "needs": sorted(needs)})
    writes.armed = False
    say({"writes": writes.done})


def _look(given: dict[str, str], say: Say) -> None:
    """In a child: whatever is not whole."""
    for fault in faults_in(given, _people()):
        say({"fault": fault})


def _people() -> dict[str, Any]:
    from confide.team.queries import acting_with
    from confide.web import clock
    from tests import cast

    clock.now = lambda: cast.NOON
    on = cast.NOON.date()
    return {
        name: acting_with(cast._ring(name)[2], started_at=cast.NOON, on=on)
        for name in ("alice", "bob")
    }


def _shows(content: bytes, attached: bool) -> bool:
    from tests.disclosure.reading import glued, words_of

    words = glued(words_of(content)) if attached else content.decode()
    return CANARY in words or ASKED in words


def _kept(database: Path) -> list[str]:
    """The events that are durable, in their order."""
    with closing(sqlite3.connect(database)) as opened:
        rows = opened.execute("select event from ledger_entry order by position").fetchall()
    return [event for (event,) in rows]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], careless="careless" in sys.argv[3:])
