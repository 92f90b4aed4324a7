"""A breach record is for whom it was put to: not before, nor once they left the case. (BRCH-3)"""

from datetime import timedelta

import pytest

from confide.casework import actions as casework
from confide.casework.queries import NotVisible, OpenCase, case_for
from confide.disclosure import actions, queries
from confide.disclosure.actions import Added, Sharing
from confide.policy.breach import NOBODY
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from tests import cast
from tests.cast import NOON
from tests.disclosure.breaching import a_sheet

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("ELIG-3", "BRCH-3"),
]
LATER, LAST = NOON + timedelta(hours=1), NOON + timedelta(hours=2)


@pytest.fixture
def shared(alice: Acting, bob: Acting, case: OpenCase) -> OpenCase:
    actions.share(alice, case, bob.officer, Sharing(reason="benefit", why="He knows."), at=NOON)
    return case_for(alice, case.ref)


def aside(who: Acting, case: OpenCase) -> None:
    casework.step_aside(who, case_for(who, case.ref), None, at=LATER)


def test_whoever_steps_aside_reads_the_record_no_longer(
    alice: Acting, bob: Acting, shared: OpenCase
) -> None:
    ref = actions.ask_the_others(alice, shared, a_sheet(consulted=""), at=NOON)
    assert queries.breach_given(bob, ref) and queries.breaches_waiting(bob).to_answer
    aside(bob, shared)
    with pytest.raises(NotVisible):
        queries.breach_given(bob, ref)
    with pytest.raises(NotVisible):
        actions.read_breach(bob, ref, at=LATER)
    assert not queries.breaches_waiting(bob)
    assert queries.breach_given(alice, ref)


def test_nor_is_it_put_to_them_afterwards(alice: Acting, bob: Acting, shared: OpenCase) -> None:
    cast.officer("carol")
    sheet = a_sheet(consulted=NOBODY, tried="Everybody, by phone.")
    ref = actions.break_confidence(alice, shared, sheet, at=NOON)
    aside(bob, shared)
    hers = case_for(alice, shared.ref)
    added = Added(happened_at=LAST, form=random_id())
    actions.tell_the_others(alice, hers, queries.one_breach(alice, hers, ref), added, at=LAST)
    with pytest.raises(NotVisible):
        queries.breach_given(bob, ref)


def test_whoever_handed_it_over_is_asked_anew_and_reads_that(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    told = actions.break_confidence(alice, case, a_sheet(), at=NOON)
    casework.hand_over(alice, case, bob.officer, student_knows="She was told.", at=LATER)
    assert queries.breach_given(alice, told), "her own record stays her own"
    his = case_for(bob, case.ref)
    asked = actions.ask_the_others(bob, his, a_sheet(consulted="", at=LAST), at=LAST)
    assert queries.breach_given(alice, asked)
    assert [each.id for each in queries.breaches_waiting(alice).to_answer] == [asked]


def test_whoever_was_not_asked_reads_nothing_before_they_are(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    sheet = a_sheet(consulted=NOBODY, tried="Everybody, by phone.")
    ref = actions.break_confidence(alice, case, sheet, at=NOON)
    with pytest.raises(NotVisible):
        queries.breach_given(bob, ref)
    added = Added(happened_at=LATER, form=random_id())
    actions.tell_the_others(alice, case, queries.one_breach(alice, case, ref), added, at=LATER)
    assert queries.breach_given(bob, ref)


def test_whoever_sits_at_the_case_reads_it_unasked(
    alice: Acting, bob: Acting, shared: OpenCase
) -> None:
    ref = actions.break_confidence(alice, shared, a_sheet(), at=NOON)
    assert queries.breach_given(bob, ref)
