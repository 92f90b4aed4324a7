"""Founding a service: its recovery, its first team key, its first steward. (HOUR-3, RECD-2)"""

import pytest

from confide.ledger import history
from confide.ledger.models import Entry
from confide.ledger.record import Refused, note_refusal
from confide.team import actions
from confide.team.models import Officer
from confide.team.queries import founded_as_demonstration
from confide.vault import recovery
from confide.vault.models import KeyRing, TeamGrant
from tests.cast import NOON
from tests.team import people

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(scope="module")
def made() -> recovery.Made:
    return recovery.make_recovery()


@pytest.mark.clause("HOUR-3")
def test_the_first_steward_gets_an_invitation_that_opens_the_way_to_own_keys_only(
    made: recovery.Made,
) -> None:
    words = actions.found(people.STEWARD, made, at=NOON)
    tom = people.unlocked("tom", words)
    assert len(words.split()) == 6
    assert tom.roles == frozenset() and not tom.officer.enrolled


def test_the_ledger_vouches_for_the_recoverys_keys(made: recovery.Made) -> None:
    actions.found(people.STEWARD, made, at=NOON)
    assert history.recorded("service.founded", about=made.ring.id, by="service")


def test_the_first_team_key_is_held_by_recovery_alone(made: recovery.Made) -> None:
    actions.found(people.STEWARD, made, at=NOON)
    assert list(TeamGrant.objects.values_list("epoch", "holder")) == [(1, made.ring.id)]


def test_a_demonstration_says_what_it_is_before_anything_else(made: recovery.Made) -> None:
    assert founded_as_demonstration() is None
    words = actions.found_demonstration(people.STEWARD, made, at=NOON)
    assert people.unlocked("tom", words)
    events = Entry.objects.order_by("position").values_list("event", flat=True)
    assert list(events) == ["demonstration.founded", "service.founded"]
    assert founded_as_demonstration() is True


def test_a_real_service_is_none_whatever_is_entered_later(made: recovery.Made) -> None:
    actions.found(people.STEWARD, made, at=NOON)
    assert founded_as_demonstration() is False
    with pytest.raises(Refused) as refused:
        actions.found_demonstration(people.MAYA, recovery.make_recovery(), at=NOON)
    note_refusal(refused.value)
    assert founded_as_demonstration() is False


def test_a_service_is_founded_once(made: recovery.Made) -> None:
    actions.found(people.STEWARD, made, at=NOON)
    before = KeyRing.objects.count()
    with pytest.raises(Refused) as refused:
        actions.found(people.MAYA, recovery.make_recovery(), at=NOON)
    assert refused.value.decision.clause == "HOUR-3"
    assert (Officer.objects.count(), KeyRing.objects.count()) == (1, before)
