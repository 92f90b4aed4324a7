"""The cast of the telling's tests, and a case with something in it to tell."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from confide.casework import actions as casework
from confide.casework.queries import OpenCase, contacts_of
from confide.disclosure import actions
from confide.disclosure.actions import Agreed, ToTell
from confide.disclosure.queries import Ask
from confide.team.queries import Acting
from tests import cast
from tests.disclosure.reading import CANARY
from tests.stage import alice, bob, case, data, sara, service

__all__ = ["alice", "bob", "case", "data", "sara", "service"]

SUMMARY = "Dana's landlord keeps the deposit. She would like a week more for the essay."


@dataclass(frozen=True)
class Record:
    """What lies in the case: keys of items that can be picked."""

    said: str
    chose: str
    secret: str
    letter: str


@pytest.fixture
def record(alice: Acting, case: OpenCase) -> Record:
    """Dana's record: a contact, a contact that nobody may be told of, and a letter."""
    first = contacts_of(case)[0].id
    secret = casework.add_contact(
        alice,
        case,
        casework.Said(kind="phone", happened_at=cast.NOON, said=f"About her sister. {CANARY}"),
        at=cast.NOON,
    )
    letter = casework.add_document(alice, case, cast.a_pdf(), at=cast.NOON)
    return Record(f"{first}.said", f"{first}.chose", f"{secret}.said", letter)


@pytest.fixture
def ask(record: Record) -> Ask:
    """What Dana wants her tutor to be told."""
    return Ask(
        recipient="Dr Sen",
        role="her tutor",
        purpose="More time for an essay",
        items=(record.said, record.letter),
        summary=SUMMARY,
    )


@pytest.fixture
def agree(alice: Acting, case: OpenCase, ask: Ask) -> Callable[..., str]:
    """Have Dana agree to that, or to something else."""

    def agree(*, at: datetime = cast.NOON, **changed: Any) -> str:
        typed = {
            "ask": ask,
            "spoken": True,
            "given_at": at,
            "words": "Yes, tell him that.",
            "clarity": "I read it back to her.",
            **changed,
        }
        return actions.give_consent(alice, case, Agreed(**typed), at=at)

    return agree


@pytest.fixture
def tell(alice: Acting, case: OpenCase, ask: Ask) -> Callable[..., str]:
    """Have Alice tell it, or something else."""

    def tell(*, at: datetime = cast.NOON + timedelta(hours=1), **changed: Any) -> str:
        to_tell = ToTell(**{"ask": ask, "how": "paper", **changed})
        return actions.tell(alice, case, to_tell, at=at)

    return tell


@pytest.fixture
def stored(case: OpenCase, data: Any, record: Record) -> Callable[[], int]:
    """Counts the sealed files there are; none may wait when it asks."""

    def stored() -> int:
        assert list((data / "files" / "incoming").iterdir()) == []
        return len(list((data / "files" / case.ref).iterdir()))

    return stored
