"""A whole service in a folder of its own, played by processes that can be killed.

Run as `python -m tests.retention.theatre ACT`, with the folder in `CONFIDE_DATA`. Each act is what
one process of the service would do; `destroy` dies by SIGKILL at a point that is named. Nothing of
the product knows of any of this: the dying is put in here, in the process that is to die.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
# The command has the real clock, by which they are in office whenever this is played.
IN_OFFICE = (date(2026, 7, 1), date(2099, 6, 30))
SAID = "The canary that was confided"
OTHER = "Another one, who stays"
FILED = b"%PDF the canary that was filed " + bytes(5000) + b" and its end"


def build() -> None:
    """Found a service, and open Dana's case with all that belongs to it."""
    from django.core.management import call_command

    from confide.casework import actions as casework
    from confide.casework.queries import my_cases
    from tests import cast

    for database in ("default", "keys"):
        call_command("migrate", database=database, verbosity=0)
    recovery = cast.founded_service()
    cast.ledger_key()
    alice, bob = (cast.officer(name, term=IN_OFFICE) for name in ("alice", "bob"))
    case = cast.a_case(alice, about=SAID, at=AT)
    casework.add_document(alice, case, cast.a_pdf(content=FILED), at=AT)
    casework.add_document(alice, case, cast.a_pdf(content=FILED), at=AT)
    my_cases(alice)  # so that her quick copy of the key is there to be taken as well
    rings = (alice.unlocked, bob.unlocked, recovery.unlocked)
    seeds = {ring.ring_id: ring.pack().hex() for ring in rings}
    other = cast.a_case(alice, student="Emrys Vaughan", about=OTHER, at=AT)
    refs = {"case": case.ref, "other": other.ref}
    _tell({**refs, "alice": alice.unlocked.ring_id, "seeds": seeds})


def destroy(case: str, seed: str, dies: str) -> None:
    """Destroy the case at its student's request, and die on the way."""
    from confide.casework.queries import case_for
    from confide.retention import actions

    POINTS[dies]()
    alice = _alice(seed)
    asked = actions.Asked(how_asked="She came.", how_identified="I know her.")
    actions.request_by_student(alice, case_for(alice, case), asked, at=AT)


def resume(case: str, seed: str) -> None:
    """Start up again a day later; tell what there was before and what there is then."""
    from confide.retention import actions

    before = _look(case, seed)
    caught = actions.resume(AT + timedelta(days=1))
    said = {"before": before, "after": _look(case, seed)}
    _tell({**said, "finished": caught.finished, "failed": caught.failed})


def busy(seed: str) -> None:
    """Open cases and file documents, and have every third destroyed, until nobody listens."""
    from confide.casework import actions as casework
    from confide.casework.queries import case_for
    from confide.retention import actions
    from tests import cast

    alice = _alice(seed)
    asked = actions.Asked(how_asked="She came.", how_identified="I know her.")
    for number in count():
        case = cast.a_case(alice, about=SAID, at=AT)
        casework.add_document(alice, case, cast.a_pdf(content=FILED), at=AT)
        if number % 3 == 2:
            actions.request_by_student(alice, case_for(alice, case.ref), asked, at=AT)
        sys.stdout.write(f"{case.ref}\n")
        sys.stdout.flush()


def night(days: str) -> None:
    """A night, so many days later."""
    from confide.retention import actions

    actions.nightly(AT + timedelta(days=int(days)), confirmed=True)


def _look(case: str, seed: str) -> dict[str, Any]:
    """What the service itself says of the case."""
    from confide.casework.queries import NotVisible, case_for, my_cases
    from confide.ledger.history import entries_about
    from confide.ledger.verify import verify
    from confide.retention.models import Certificate, Destruction

    alice = _alice(seed)
    try:
        case_for(alice, case)
        visible = True
    except NotVisible:
        visible = False
    events = [entry.event for entry in entries_about(case)]
    return {
        "visible": visible,
        "others": len([mine for mine in my_cases(alice) if mine.ref != case]),
        "ordered": events.count("destruction.ordered"),
        "destroyed": events.count("case.destroyed"),
        "unfinished": Destruction.objects.count(),
        "certificates": [each.counts for each in Certificate.objects.filter(case=case)],
        "fine": bool(verify()),
    }


def _alice(seed: str) -> Any:
    from confide.team.models import Officer
    from confide.team.queries import acting_with
    from confide.vault.rings import Unlocked

    ring = Officer.objects.get(sign_in_name="alice").ring_id
    return acting_with(Unlocked.unpack(ring, bytes.fromhex(seed)), started_at=AT, on=AT.date())


def _tell(said: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(said))


def _die(*_args: object, **_kwargs: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _around(module: Any, name: str, *, before: bool, nth: int = 1) -> None:
    """Die before or after the nth call of a function."""
    real, calls = getattr(module, name), [0]

    def dying(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if before and calls[0] == nth:
            _die()
        answer = real(*args, **kwargs)
        if not before and calls[0] == nth:
            _die()
        return answer

    setattr(module, name, dying)


def _in_ordering(*, before: bool) -> None:
    from confide.ledger import record

    _around(record, "_append", before=before)


def _around_step_2(*, before: bool) -> None:
    from confide.vault import shred

    _around(shred, "destroy", before=before)


def _inside_step_2() -> None:
    from django.db.models import QuerySet

    # The first deletion of all is the shred key's: its tombstone is written, and not committed.
    QuerySet.delete = _die  # type: ignore[assignment]


def _among_files() -> None:
    from confide.vault import files

    def half(path: Path) -> None:
        next(iter(sorted(path.iterdir()))).unlink()
        _die()

    files.shutil.rmtree = half  # type: ignore[assignment]


def _after_files() -> None:
    from confide.vault import files

    _around(files, "remove_case_folder", before=False)


def _among_rows() -> None:
    from confide.vault import grants

    _around(grants, "forget", before=True)


def _at_the_last_entry(*, before: bool) -> None:
    from confide.ledger import record

    _around(record, "_append", before=before, nth=2)


def _at_the_end() -> None:
    from confide.retention.actions import destroying

    _around(destroying, "wipe_traces", before=True)


POINTS: dict[str, Callable[[], None]] = {
    "before the order's entry": partial(_in_ordering, before=True),
    "before the order is committed": partial(_in_ordering, before=False),
    "between steps 1 and 2": partial(_around_step_2, before=True),
    "inside step 2, behind the tombstone": _inside_step_2,
    "between steps 2 and 3": partial(_around_step_2, before=False),
    "inside step 3, among the files": _among_files,
    "inside step 3, behind the files": _after_files,
    "inside step 3, among the rows": _among_rows,
    "inside step 3, before the last entry": partial(_at_the_last_entry, before=True),
    "inside step 3, before its commit": partial(_at_the_last_entry, before=False),
    "after step 3": _at_the_end,
    "never": lambda: None,
}


def set_up() -> None:
    """Be a process of the service in the folder that was named."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "confide.site.settings"
    import django

    django.setup()


def main() -> None:
    """Play one act."""
    set_up()
    act, *words = sys.argv[1:]
    acts = {"build": build, "destroy": destroy, "resume": resume, "night": night, "busy": busy}
    acts[act](*words)


if __name__ == "__main__":
    main()
