"""The team's key for coded facts that outlive their cases. (STAT-1)"""

import pytest

from confide.vault import team_key
from confide.vault.casekeys import NoPermit
from confide.vault.models import TeamGrant
from confide.vault.primitives import DoesNotOpen
from tests.vault.conftest import NO, YES, Note, Person

pytestmark = pytest.mark.django_db

PLACE = "statistics_fact/1"


@pytest.fixture
def first(alice: Person, recovery: Person) -> None:
    granted = team_key.make_epoch(1, by=alice.unlocked, holders=[alice.ring])
    TeamGrant.objects.bulk_create(granted)


def test_what_the_team_sealed_the_team_opens(first: None, alice: Person, recovery: Person) -> None:
    sealed = team_key.open_team(alice.unlocked, under=YES).seal(Note(said="Housing."), place=PLACE)
    for person in (alice, recovery):
        keys = team_key.open_team(person.unlocked, under=YES)
        assert keys.unseal(sealed, Note, place=PLACE).said == "Housing."


def test_nobody_else_does(first: None, bob: Person) -> None:
    with pytest.raises(DoesNotOpen):
        team_key.open_team(bob.unlocked, under=YES)


def test_nor_anybody_without_a_decision_that_allows(first: None, alice: Person) -> None:
    with pytest.raises(NoPermit):
        team_key.open_team(alice.unlocked, under=NO)


def test_a_newcomer_is_given_the_older_epochs(first: None, alice: Person, bob: Person) -> None:
    keys = team_key.open_team(alice.unlocked, under=YES)
    sealed = keys.seal(Note(said="Housing."), place=PLACE)
    TeamGrant.objects.bulk_create(keys.share([bob.ring], by=alice.unlocked))
    bobs = team_key.open_team(bob.unlocked, under=YES)
    assert bobs.unseal(sealed, Note, place=PLACE).said == "Housing."


def test_after_a_new_epoch_who_left_does_not_open_what_is_new(
    first: None, alice: Person, bob: Person
) -> None:
    keys = team_key.open_team(alice.unlocked, under=YES)
    TeamGrant.objects.bulk_create(keys.share([bob.ring], by=alice.unlocked))
    second = team_key.make_epoch(2, by=alice.unlocked, holders=[alice.ring])
    TeamGrant.objects.bulk_create(second)
    keys = team_key.open_team(alice.unlocked, under=YES)
    sealed = keys.seal(Note(said="Housing."), place=PLACE)
    assert keys.epoch == 2
    with pytest.raises(DoesNotOpen):
        team_key.open_team(bob.unlocked, under=YES).unseal(sealed, Note, place=PLACE)


def test_a_fact_opens_in_its_own_place_only(first: None, alice: Person) -> None:
    keys = team_key.open_team(alice.unlocked, under=YES)
    sealed = keys.seal(Note(said="Housing."), place=PLACE)
    with pytest.raises(DoesNotOpen):
        keys.unseal(sealed, Note, place="statistics_fact/2")


def test_a_forged_grant_is_refused(first: None, alice: Person, bob: Person) -> None:
    grant = TeamGrant.objects.get(holder=alice.ring)
    grant.signature = bob.unlocked.sign(b"anything")
    grant.save()
    with pytest.raises(DoesNotOpen):
        team_key.open_team(alice.unlocked, under=YES)


def test_a_grant_moved_to_another_is_refused(first: None, alice: Person, bob: Person) -> None:
    TeamGrant.objects.filter(holder=alice.ring).update(holder=bob.ring)
    with pytest.raises(DoesNotOpen):
        team_key.open_team(bob.unlocked, under=YES)
