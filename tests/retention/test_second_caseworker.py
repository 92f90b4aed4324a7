"""Many destructions that are not due need a second caseworker. (RECD-5, RECD-6)"""

from datetime import datetime, timedelta

import pytest

from confide.casework.models import Case
from confide.casework.queries import OpenCase, case_for
from confide.ledger import history
from confide.ledger.record import Refused
from confide.policy.retention import LONGEST_WAIT, MOST_A_WEEK
from confide.retention import actions, queries
from confide.retention.models import Certificate
from confide.team.models import Term
from confide.team.queries import Acting
from tests import cast
from tests.browsing import At, at, browser_of
from tests.cast import NOON
from tests.retention.nights import ending_on, night

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-5", "RECD-6"),
    pytest.mark.promise("P7"),
]
__all__ = ["at"]
TODAY = NOON.date()
ASKED = actions.Asked(how_asked="She came to the office.", how_identified="I have known her long.")
TYPED = {"how_asked": "She came.", "how_identified": "I know her.", "sure": "yes"}


def asked_for(acting: Acting, number: int, *, when: datetime = NOON) -> list[str]:
    """So many cases that their students want destroyed; answers those that are still there."""
    cases = [cast.a_case(acting, student=f"Student {each}") for each in range(number)]
    for case in cases:
        actions.request_by_student(acting, case, ASKED, at=when)
    return [case.ref for case in cases if Case.objects.filter(id=case.ref).exists()]


def test_a_few_in_a_week_go_at_once_and_the_next_waits(alice: Acting, bob: Acting) -> None:
    left = asked_for(alice, MOST_A_WEEK + 1)
    assert len(left) == 1 and Certificate.objects.count() == MOST_A_WEEK
    assert queries.waiting_of(alice.pseudonym, on=TODAY) == left
    assert case_for(alice, left[0])


def test_a_week_later_it_is_few_again(alice: Acting, bob: Acting) -> None:
    asked_for(alice, MOST_A_WEEK)
    assert asked_for(alice, 1, when=NOON + timedelta(days=6, hours=23)) != []
    assert asked_for(alice, 1, when=NOON + timedelta(days=8)) == []


def test_what_waits_stays_through_the_nights_until_a_colleague_says_yes(
    alice: Acting, bob: Acting
) -> None:
    left = asked_for(alice, MOST_A_WEEK + 2)
    for days in range(1, 12):
        assert actions.nightly(night(TODAY, days)).destroyed == 0
    later = NOON + timedelta(days=12)
    assert [each.waiting for each in queries.braked(bob, on=later.date())] == [2]
    assert actions.second(bob, alice.officer, at=later) == 2
    assert not Case.objects.filter(id__in=left).exists()
    assert queries.braked(bob, on=later.date()) == []
    seconded = history.recorded(queries.SECONDED, about=alice.pseudonym)
    assert seconded and seconded.by == bob.pseudonym


def test_nobody_is_their_own_second_and_nobody_seconds_what_does_not_wait(
    alice: Acting, bob: Acting, sara: Acting
) -> None:
    left = asked_for(alice, MOST_A_WEEK + 1)
    for acting, officer in ((alice, alice), (sara, alice), (alice, bob)):
        with pytest.raises(Refused):
            actions.second(acting, officer.officer, at=NOON)
    assert Case.objects.filter(id__in=left).count() == 1


def test_a_colleagues_word_is_good_until_tomorrow(alice: Acting, bob: Acting) -> None:
    asked_for(alice, MOST_A_WEEK + 1)
    actions.second(bob, alice.officer, at=NOON)
    assert asked_for(alice, 3, when=NOON + timedelta(hours=20)) == []
    assert len(asked_for(alice, 1, when=NOON + timedelta(hours=25))) == 1


def test_one_officers_many_hold_up_no_other(alice: Acting, bob: Acting) -> None:
    asked_for(alice, MOST_A_WEEK + 1)
    assert asked_for(bob, 1) == []


def test_with_nobody_else_in_office_a_week_has_to_do(alice: Acting) -> None:
    left = asked_for(alice, MOST_A_WEEK + 1)
    done = [actions.nightly(night(TODAY, days)).destroyed for days in range(1, 8)]
    assert done == [0] * 6 + [1]
    assert not Case.objects.filter(id__in=left).exists()


def test_what_an_officer_took_who_has_left_waits_on_the_desks_as_well(
    alice: Acting, bob: Acting
) -> None:
    left = asked_for(alice, MOST_A_WEEK + 1)
    Term.objects.filter(officer=alice.officer).update(ends_on=TODAY)
    later = NOON + timedelta(days=3)
    [waiting] = queries.braked(bob, on=later.date())
    assert (waiting.officer, waiting.waiting) == (alice.officer, 1)
    assert actions.second(bob, alice.officer, at=later) == 1
    assert not Case.objects.filter(id__in=left).exists()


def test_where_no_colleague_says_anything_the_students_wish_is_carried_out(
    alice: Acting, bob: Acting
) -> None:
    left = asked_for(alice, MOST_A_WEEK + 1)
    last = LONGEST_WAIT.days
    assert actions.nightly(night(TODAY, last - 1), confirmed=True).destroyed == 0
    assert actions.nightly(night(TODAY, last), confirmed=True).destroyed == 1
    assert not Case.objects.filter(id__in=left).exists()
    assert queries.braked(bob, on=night(TODAY, last).date()) == []


def test_by_hand_the_second_step_waits_as_well(alice: Acting, bob: Acting, case: OpenCase) -> None:
    actions.propose(alice, case, at=NOON - timedelta(days=8))
    asked_for(alice, MOST_A_WEEK)
    assert actions.order_by_hand(alice, case, at=NOON) is None
    assert case_for(alice, case.ref)
    assert [each.officer for each in queries.braked(bob, on=TODAY)] == [alice.officer]
    actions.second(bob, alice.officer, at=NOON)
    assert actions.order_by_hand(alice, case, at=NOON)


def test_what_is_due_by_the_clock_is_never_held_up(alice: Acting, bob: Acting) -> None:
    cases = [cast.a_case(alice, student=f"Student {each}") for each in range(MOST_A_WEEK + 2)]
    for case in cases:
        ending_on(case, TODAY + timedelta(days=8))
    done = [actions.nightly(night(TODAY, days)).destroyed for days in range(1, 9)]
    assert done == [0] * 7 + [MOST_A_WEEK + 2]


def test_a_hold_outlasts_the_second_word(alice: Acting, bob: Acting, case: OpenCase) -> None:
    asked_for(alice, MOST_A_WEEK)
    ending_on(case, TODAY, keep_until=TODAY + timedelta(days=3))
    actions.request_by_student(alice, case_for(alice, case.ref), ASKED, at=NOON)
    assert actions.second(bob, alice.officer, at=NOON) == 0
    done = [actions.nightly(night(TODAY, days)).destroyed for days in range(1, 5)]
    assert done == [0, 0, 0, 1]


def test_on_the_pages_it_waits_and_a_colleague_says_yes(
    alice: Acting, bob: Acting, at: At, case: OpenCase
) -> None:
    asked_for(alice, MOST_A_WEEK)
    page = browser_of(alice).post(f"/cases/{case.ref}/destruction/", TYPED).content.decode()
    assert "a second caseworker looks first" in page
    assert "Access ends now; the records are destroyed unless the law" in page
    assert "so a second caseworker looks first" in _case(alice, case)
    theirs = browser_of(bob)
    desk = theirs.get("/desk/").content.decode()
    address = f"/destructions/{alice.officer.id}/"
    assert "Alice needs a second caseworker" in desk and address in desk
    assert "Dana" not in desk
    assert "One of them waits for you." in theirs.get(address).content.decode()
    done = theirs.post(address, follow=True).content.decode()
    assert "Two caseworkers said so." in done and "needs a second" not in done
    assert not Case.objects.exists()
    assert theirs.get(address).status_code == 404


def test_a_case_that_waits_for_a_hold_alone_says_nothing_of_a_colleague(
    alice: Acting, bob: Acting, at: At, case: OpenCase
) -> None:
    ending_on(case, TODAY, keep_until=TODAY + timedelta(days=3))
    assert "asked for their record to be destroyed" not in _case(alice, case)
    actions.request_by_student(alice, case_for(alice, case.ref), ASKED, at=NOON)
    page = _case(alice, case)
    assert "asked for their record to be destroyed" in page
    assert "second caseworker" not in page


def _case(acting: Acting, case: OpenCase) -> str:
    return browser_of(acting).get(f"/cases/{case.ref}/").content.decode()
