"""Who holds the team's key: the caseworkers in office, and nobody who has left. (CONF-5)"""

from datetime import date, timedelta

import pytest

from confide.ledger import history
from confide.policy import keys
from confide.team import actions
from confide.team.models import Officer, Term
from confide.team.queries import Acting
from confide.vault import recovery, team_key
from confide.vault.models import KeyRing, TeamGrant
from tests import cast
from tests.cast import NOON
from tests.team import people

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-5"),
]
YES = keys.may_hold_team_key(in_office=True)


@pytest.fixture(autouse=True)
def founded(service: None) -> recovery.Made:
    """The service's first epoch, which recovery alone holds."""
    made = cast.founded_service()
    TeamGrant.objects.bulk_create(team_key.make_epoch(1, by=made.unlocked, holders=[]))
    return made


def held(acting: Acting) -> list[int]:
    mine = TeamGrant.objects.filter(holder=acting.unlocked.ring_id)
    return sorted(mine.values_list("epoch", flat=True))


def newest() -> set[str]:
    epoch = max(TeamGrant.objects.values_list("epoch", flat=True))
    return set(TeamGrant.objects.filter(epoch=epoch).values_list("holder", flat=True))


def leave(acting: Acting) -> None:
    Term.objects.filter(officer=acting.officer).update(
        starts_on=date(2025, 7, 1), ends_on=NOON.date() - timedelta(days=1)
    )


def test_the_first_officer_makes_an_epoch_of_their_own(alice: Acting) -> None:
    actions.settle_team_key(alice, at=NOON)
    assert held(alice) == [2]
    assert newest() == {alice.unlocked.ring_id, cast.founded_service().ring.id}
    assert history.recorded("team-key.given", about="service", by=alice.pseudonym)


def test_a_newcomer_is_given_every_epoch_by_the_next_who_unlocks(
    alice: Acting, sara: Acting
) -> None:
    actions.settle_team_key(alice, at=NOON)
    bob = cast.officer("bob")
    actions.settle_team_key(bob, at=NOON)
    assert held(bob) == []
    actions.settle_team_key(alice, at=NOON)
    assert held(bob) == [2]
    opened = [team_key.open_team(each.unlocked, under=YES) for each in (alice, bob)]
    assert opened[0]._keys == opened[1]._keys


def test_when_somebody_left_there_is_a_new_epoch_which_they_do_not_hold(
    alice: Acting, bob: Acting
) -> None:
    actions.settle_team_key(alice, at=NOON)
    assert held(bob) == [2]
    leave(bob)
    actions.settle_team_key(alice, at=NOON)
    assert (held(alice), held(bob)) == ([2, 3], [2])
    assert newest() == {alice.unlocked.ring_id, cast.founded_service().ring.id}


def test_whoever_joins_as_somebody_leaves_gets_the_older_epochs_too(
    alice: Acting, bob: Acting
) -> None:
    """The newcomer unlocks first and makes the new epoch; the older ones come from a colleague."""
    actions.settle_team_key(alice, at=NOON)
    leave(bob)
    zoe = cast.officer("zoe")
    actions.settle_team_key(zoe, at=NOON)
    assert (held(alice), held(zoe)) == ([2, 3], [3])
    actions.settle_team_key(alice, at=NOON)
    assert held(zoe) == [2, 3]


def test_whoever_comes_back_to_office_gets_what_they_lack(alice: Acting, bob: Acting) -> None:
    actions.settle_team_key(alice, at=NOON)
    leave(bob)
    actions.settle_team_key(alice, at=NOON)
    Term.objects.filter(officer=bob.officer).update(ends_on=cast.TERM[1])
    actions.settle_team_key(alice, at=NOON)
    assert held(bob) == [2, 3]


def test_what_is_settled_is_settled(alice: Acting, bob: Acting) -> None:
    actions.settle_team_key(alice, at=NOON)
    before = TeamGrant.objects.count(), len(history.entries_about("service"))
    for each in (alice, bob, alice):
        actions.settle_team_key(each, at=NOON)
    assert (TeamGrant.objects.count(), len(history.entries_about("service"))) == before


@pytest.mark.promise("P5")
def test_neither_a_steward_nor_an_invitation_is_given_it(alice: Acting, sara: Acting) -> None:
    maya = people.invited(sara)
    for each in (alice, sara, maya):
        actions.settle_team_key(each, at=NOON)
    assert held(alice) and not held(sara) and not held(maya)


@pytest.mark.promise("P4")
def test_a_key_that_was_exchanged_in_the_database_is_given_nothing_and_locks_nobody_out(
    alice: Acting, bob: Acting, sara: Acting
) -> None:
    theirs = cast.officer("mallory").officer.ring
    KeyRing.objects.filter(id=bob.unlocked.ring_id).update(kem_public=theirs.kem_public)
    Officer.objects.filter(sign_in_name="mallory").update(enrolled=False)
    signed_in = actions.sign_in("alice", cast.passphrase_of("alice"), at=NOON)
    assert signed_in is not None
    assert newest() == {alice.unlocked.ring_id, cast.founded_service().ring.id}
