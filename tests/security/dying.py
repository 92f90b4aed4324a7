"""A service that kills itself at one write of a day on which somebody is told, for every write.

Run as `python -m tests.security.dying FOLDER [careless]`. It makes a service once, keeps a copy of
its folder, and then for each write puts the copy back and forks a child that works through the
pages and dies by SIGKILL right before that write. A write is a statement of SQL that changes or
commits, or a file that is opened for writing, moved or removed. Prints, for each child, what it had
handed out, and what its databases hold afterwards. A careless service forgets its records.
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

CANARY: Final = "Marmalade-Cassowary"
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


def main(folder: Path, *, careless: bool = False) -> None:
    """Make the service, and let it die at each of the writes."""
    folder.mkdir(parents=True)
    os.environ |= {"CONFIDE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "confide.site.settings"}
    import django

    django.setup()
    given = _made()
    if careless:
        _forget_to_record()
    whole = folder.with_name("whole")
    shutil.copytree(folder, whole)
    said = [_lived(folder, whole, given, 0)]
    said += [_lived(folder, whole, given, n) for n in range(1, said[0]["writes"] + 1)]
    sys.stdout.write(json.dumps(said))


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
    cast.officer("bob", post="welfare-graduates")
    case = cast.a_case(alice)
    said = casework.Said(kind="phone", happened_at=cast.NOON, said=f"About her sister. {CANARY}")
    contact = casework.add_contact(alice, case, said, at=cast.NOON)
    casework.add_document(alice, case, cast.a_pdf(content=CANARY.encode()), at=cast.NOON)
    connections.close_all()
    return {"ref": case.ref, "item": f"{contact}.said"}


def _forget_to_record() -> None:
    from contextlib import nullcontext

    from confide.disclosure.actions import tellings

    tellings.record = lambda *_args, **_kwargs: nullcontext()  # type: ignore[assignment]


def _lived(folder: Path, whole: Path, given: dict[str, str], last: int) -> dict[str, Any]:
    """One life: what was handed out, and what is durable after it."""
    shutil.rmtree(folder)
    shutil.copytree(whole, folder)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _live(folder, given, last, writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as handed:
        out = [json.loads(line) for line in handed]
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {
        "last": last,
        "killed": ended == -signal.SIGKILL,
        "failed": ended not in (0, -signal.SIGKILL),
        "writes": next((line["writes"] for line in out if "writes" in line), 0),
        "out": [line for line in out if "writes" not in line],
        "kept": _kept(folder / "confide.sqlite3"),
    }


def _live(folder: Path, given: dict[str, str], last: int, writing: int) -> None:
    """In the child: work through the pages; each answer that arrives is told to the parent."""
    ended = 1
    try:
        writes = Writes(folder, last=last)
        with os.fdopen(writing, "w", encoding="utf-8") as out:
            for name, content, attached in _a_day(given, writes):
                line = {"page": name, "canary": _shows(content, attached), "attached": attached}
                out.write(json.dumps(line) + "\n")
                out.flush()
            out.write(json.dumps({"writes": writes.done}) + "\n")
        ended = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(ended)


def _a_day(given: dict[str, str], writes: Writes) -> Iterator[tuple[str, bytes, bool]]:
    """Alice opens her case, notes a consent, tells, and fetches the extract."""
    from django.db.backends.signals import connection_created

    from confide.web import clock
    from tests import cast

    def trace(connection: Any, **_kwargs: Any) -> None:
        connection.connection.set_trace_callback(writes.traced)

    connection_created.connect(trace)
    clock.now = lambda: cast.NOON
    browser = _hers()
    writes.armed = True
    for name, asked in _asked(browser, given):
        answer = asked()
        if answer.status_code >= 400:
            raise AssertionError(f"{name} answered {answer.status_code}")
        yield name, answer.content, "Content-Disposition" in answer
    writes.armed = False


def _asked(browser: Any, given: dict[str, str]) -> Iterator[tuple[str, Callable[[], Any]]]:
    from tests.disclosure.browsing import hidden_in

    at, answers = f"/cases/{given['ref']}", {}

    def get(path: str) -> Callable[[], Any]:
        return lambda: answers.setdefault(path, browser.get(path))

    def post(path: str, typed: dict[str, Any]) -> Callable[[], Any]:
        return lambda: answers.__setitem__(path, browser.post(path, typed)) or answers[path]

    ask = {"recipient": "Dr Sen", "role": "her tutor", "purpose": "More time"}
    ask = {**ask, "summary": "", "items": [given["item"]]}
    said = {"day": "23/11/2026", "time": "00:00", "words": "Yes."}
    yield "case", get(f"{at}/")
    yield "form", post(f"{at}/consents/new/", {**ask, "turn": "spoken"})
    form = hidden_in(answers[f"{at}/consents/new/"], f"{at}/consents/")
    agreed = {**form, **ask, **said, "clarity": "I read it back.", "way": "spoken"}
    yield "consent", post(f"{at}/consents/", agreed)
    yield "preview", post(f"{at}/tellings/new/", {**ask, "look": "yes"})
    sheet = hidden_in(answers[f"{at}/tellings/new/"], f"{at}/tellings/")
    yield "telling", post(f"{at}/tellings/", {**sheet, "how": "file"})
    told = answers[f"{at}/tellings/"]["Location"]
    yield "told", get(told)
    yield "extract", get(f"{told}extract/")


def _hers() -> Any:
    from confide.team.models import Officer
    from confide.team.queries import acting_with
    from tests import cast
    from tests.browsing import browser_of

    unlocked = cast._ring("alice")[2]
    alice = acting_with(unlocked, started_at=cast.NOON, on=cast.NOON.date())
    assert alice is not None and Officer.objects.filter(id=alice.officer.id).exists()
    browser = browser_of(alice)
    browser.defaults["SERVER_NAME"] = "localhost"
    return browser


def _shows(content: bytes, attached: bool) -> bool:
    from tests.disclosure.reading import glued, words_of

    words = glued(words_of(content)) if attached else content.decode()
    return CANARY in words


def _kept(database: Path) -> list[str]:
    """The events that are durable, in their order."""
    with closing(sqlite3.connect(database)) as opened:
        rows = opened.execute("select event from ledger_entry order by position").fetchall()
    return [event for (event,) in rows]


if __name__ == "__main__":
    main(Path(sys.argv[1]), careless="careless" in sys.argv[2:])
