"""The cast of the vault's tests: three rings, a recovery, a case, and a folder of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from confide.policy.decision import allow, refuse
from confide.vault import grants, rings
from confide.vault.grants import CaseKeys
from confide.vault.models import KeyRing, Recovery
from confide.vault.payloads import Payload
from confide.vault.primitives import random_id
from confide.vault.rings import Unlocked
from tests.guard import _let_tests_empty_the_ledger
from tests.stage import data

__all__ = ["data"]

YES = allow("CONF-1", "You are seated at this case.")
NO = refuse("CONF-1", "You are not seated at this case.")
AT = datetime(2025, 11, 17, 10, tzinfo=UTC)


class Note(Payload, frozen=True):
    """What the tests seal."""

    said: str


@dataclass(frozen=True)
class Person:
    """Somebody with a ring."""

    ring: KeyRing
    unlocked: Unlocked


@pytest.fixture(autouse=True)
def every_change_is_recorded() -> None:
    """The vault knows no `record`, so none is asked for; tests that commit are cleared up after."""
    _let_tests_empty_the_ledger()


@pytest.fixture
def person(db: None) -> Callable[[], Person]:
    """Makes people. Their passphrases are of no account here, so none is stretched."""

    def make() -> Person:
        ring, unlocked = rings.new_ring()
        ring.save()
        return Person(ring, unlocked)

    return make


@pytest.fixture
def alice(person: Callable[[], Person]) -> Person:
    """Seated at the case."""
    return person()


@pytest.fixture
def bob(person: Callable[[], Person]) -> Person:
    """Not seated."""
    return person()


@pytest.fixture
def recovery(person: Callable[[], Person]) -> Person:
    made = person()
    Recovery.objects.create(ring=made.ring)
    return made


@pytest.fixture
def opened(alice: Person, recovery: Person) -> CaseKeys:
    """A case that was granted to Alice, with its row; `casework` adds its own rules to this."""
    from confide.casework.models import Case

    keys, granted = grants.new_case(random_id(), by=alice.unlocked, holders=[alice.ring], at=AT)
    row = Case(id=keys.case)
    row.put(keys, Note(said="She came on Monday."))
    row.save()
    grants.Grant.objects.bulk_create(granted)
    return keys
