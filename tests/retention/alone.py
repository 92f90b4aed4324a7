"""An officer's browser and a student's, each a process of its own that knows only its own secrets.

Run as `python -m tests.retention.alone ACT`, with the folder in `CONFIDE_DATA`. The officer writes
notes, records a consent, hands over a card and signs out; from then on only the words are there.
"""

import sys
from datetime import timedelta
from typing import Any

from tests.retention.theatre import AT, _tell, set_up

NOTE = "What the officer noted for nobody's eyes but hers"
MESSAGE = "What the student wrote that night"
LATER = AT + timedelta(hours=9)


def officer() -> None:
    """Alice founds all of it, works on a case, hands over a card, and signs out."""
    from django.core.management import call_command

    from confide.casework import actions as casework
    from confide.casework.queries import case_for
    from confide.disclosure import actions
    from confide.disclosure.queries import Ask
    from confide.vault.models import Session
    from tests import cast

    for database in ("default", "keys"):
        call_command("migrate", database=database, verbosity=0)
    cast.founded_service()
    cast.ledger_key()
    alice = cast.officer("alice")
    case = cast.a_case(alice, about=NOTE, at=AT)
    ask = Ask(recipient="Dr Sen", role="her tutor", purpose="An essay", summary="A week more.")
    agreed = actions.Agreed(ask=ask, spoken=True, given_at=AT, words="Yes.", clarity="Read back.")
    consent = actions.give_consent(alice, case, agreed, at=AT)
    words = casework.give_way_in(alice, case, how_identified="She sat there.", at=AT)
    actions.take_in_consents(alice, case_for(alice, case.ref), at=AT)
    assert not Session.objects.exists()
    _tell(
        {
            "case": case.ref,
            "drawer": str(case.row.drawer.id),
            "consent": consent,
            "words": words,
            "alice": alice.unlocked.ring_id,
            "seed": alice.unlocked.pack().hex(),
        }
    )


def write(words: str, consent: str) -> None:
    """The student writes, and takes a consent back."""
    from confide.casework import actions as casework
    from confide.disclosure import actions

    casework.write(_mine(words), MESSAGE, at=LATER)
    actions.withdraw_as_student(_mine(words), consent, words="No more.", at=LATER)
    ring = _mine(words).unlocked
    _tell({"ring": ring.ring_id, "seed": ring.pack().hex()})


def destroy(words: str) -> None:
    """The student has their records destroyed."""
    from confide.retention import actions

    actions.destroy_as_student(_mine(words), at=LATER)
    actions.finish(LATER)
    _tell({"enter": _enter(words)})


def _mine(words: str) -> Any:
    from confide.casework.queries import at_drawer

    return at_drawer(_enter(words) or "", at=LATER)


def _enter(words: str) -> str | None:
    from confide.casework.queries import enter

    return enter(words, at=LATER)


def main() -> None:
    """Play one act."""
    set_up()
    act, *words = sys.argv[1:]
    {"officer": officer, "write": write, "destroy": destroy}[act](*words)


if __name__ == "__main__":
    main()
