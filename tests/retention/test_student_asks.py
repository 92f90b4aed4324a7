"""A student asks for their record, corrects it, restricts it, has it destroyed: alone. (RECD-6)"""

from dataclasses import replace
from datetime import timedelta

import pytest

from confide.casework import actions as casework
from confide.casework import queries as cases
from confide.casework.models import Asked, Case, Drawer, DrawerItem, ItemCard
from confide.casework.queries import Mine, NotVisible, OpenCase
from confide.ledger import history
from confide.ledger.record import Refused
from confide.policy import requests
from confide.policy.retention import MOST_A_WEEK
from confide.retention import actions, queries
from confide.retention.models import Certificate, Destruction
from confide.team.queries import Acting
from confide.vault import shred, ways
from confide.vault.models import Grant, KeyRing, Session
from tests.cast import NOON
from tests.disclosure.own import given_way_in, mine
from tests.retention.nights import ending_on, night

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ON = NOON.date()
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def secret(alice: Acting, case: OpenCase) -> str:
    return given_way_in(alice, case)


@pytest.mark.clause("RECD-3")
def test_asking_for_the_record_runs_for_a_month_from_the_day_of_asking(
    alice: Acting, case: OpenCase, secret: str
) -> None:
    asked = actions.ask_for_access_as_student(mine(secret), at=NOON)
    [own] = queries.own_wishes(mine(secret))
    assert (own.id, own.due_on) == (asked, ON.replace(month=12))
    with pytest.raises(Refused):
        actions.ask_for_access_as_student(mine(secret), at=LATER)
    later = NOON + timedelta(days=9)
    actions.take_in_wishes(alice, case, at=later)
    [waiting] = queries.access_waiting([case], on=later.date())
    assert (waiting.asked_on, waiting.due_on) == (ON, ON.replace(month=12))
    assert [each.id for each in queries.own_wishes(mine(secret))] == [asked]
    assert not queries.wishes_lag_behind(case)


@pytest.mark.clause("RECD-3")
def test_what_became_of_it_is_on_the_students_side(
    alice: Acting, case: OpenCase, secret: str
) -> None:
    asked = actions.ask_for_access_as_student(mine(secret), at=NOON)
    actions.take_in_wishes(alice, case, at=NOON)
    actions.extend_access(alice, case, asked, "There are 200 mails.", at=NOON)
    [own] = queries.own_wishes(mine(secret))
    assert own.card.extended_why == "There are 200 mails." and own.due_on == ON.replace(
        year=2027, month=2
    )
    actions.refuse_access(alice, case, asked, "It was given.", at=NOON)
    [own] = queries.own_wishes(mine(secret))
    assert own.card.ended_why == "It was given." and own.due_on is None
    assert actions.ask_for_access_as_student(mine(secret), at=LATER)


@pytest.mark.clause("RECD-3")
def test_a_restriction_holds_from_the_moment_it_is_asked(
    alice: Acting, case: OpenCase, secret: str
) -> None:
    with pytest.raises(Refused):
        actions.restrict_as_student(mine(secret), " ", at=NOON)
    assert not cases.is_restricted(case)
    actions.restrict_as_student(mine(secret), "Some of it is wrong.", at=NOON)
    assert cases.is_restricted(case)
    with pytest.raises(Refused):
        actions.restrict_as_student(mine(secret), "Again.", at=NOON)
    actions.take_in_wishes(alice, case, at=NOON)
    assert cases.is_restricted(case)
    actions.lift(alice, case, "She said that it is right now.", at=LATER)
    assert not cases.is_restricted(case)
    [own] = queries.own_wishes(mine(secret))
    assert own.card.ended_why == "She said that it is right now."


@pytest.mark.clause("RECD-3")
def test_an_objection_is_on_the_record(alice: Acting, case: OpenCase, secret: str) -> None:
    actions.object_as_student(mine(secret), "I do not want to be in the figures.", at=NOON)
    actions.take_in_wishes(alice, case, at=NOON)
    [wish] = queries.wishes_of(case)
    assert wish.card.kind == "objection" and wish.card.by == ""


def forged(case: OpenCase, student: Mine, kind: str) -> None:
    row = DrawerItem(drawer=student.drawer.row)
    row.put(
        student.drawer.keys, ItemCard(Asked(kind=kind, at=NOON, words="So.", signature=bytes(64)))
    )
    DrawerItem.objects.bulk_create([row])


@pytest.mark.clause("RECD-3")
@pytest.mark.promise("P4")
def test_what_the_student_did_not_sign_is_not_asked(
    alice: Acting, case: OpenCase, secret: str
) -> None:
    for kind in (requests.RECORD, requests.RESTRICT, requests.OBJECT, requests.DESTROY):
        forged(case, mine(secret), kind)
    actions.take_in_wishes(alice, case, at=NOON)
    assert queries.wishes_of(case) == [] and not cases.is_restricted(case)
    assert cases.asked_to_go(case) is None
    assert actions.nightly(night(ON, 1)).destroyed == 0


@pytest.mark.clause("RECD-6")
@pytest.mark.promise("P6")
def test_destruction_takes_no_officer_and_leaves_nothing(
    alice: Acting, case: OpenCase, secret: str
) -> None:
    student = mine(secret)
    actions.destroy_as_student(student, at=NOON)
    # From here on nobody sees it, carried out or not.
    with pytest.raises(NotVisible):
        cases.case_for(alice, case.ref)
    assert cases.at_drawer(secret, at=NOON) is None and not Session.objects.exists()
    assert actions.finish(NOON) == (1, 0)
    certificate = Certificate.objects.get()
    assert certificate.cause == "student" and not Case.objects.exists()
    assert not Drawer.objects.exists() and not Grant.objects.filter(case=case.ref).exists()
    assert not KeyRing.objects.filter(id=student.unlocked.ring_id).exists()
    assert shred.fetch([case.ref]) == {}
    events = [(e.event, e.by) for e in history.entries_about(case.ref)]
    assert events[-6:] == [
        ("destruction.asked", "student"),
        ("student.asked", "student"),
        ("outcome.forgotten", "student"),
        ("way.closed", "student"),
        ("destruction.ordered", "student"),
        ("case.destroyed", "service"),
    ]


@pytest.mark.clause("RECD-6")
def test_what_was_ordered_and_not_carried_out_is_by_the_next_start(
    case: OpenCase, secret: str
) -> None:
    actions.destroy_as_student(mine(secret), at=NOON)
    assert Destruction.objects.count() == 1
    actions.resume(NOON)
    assert not Case.objects.exists()


@pytest.mark.clause("RECD-6")
def test_a_held_record_goes_in_the_night_after_the_hold_and_the_words_stop_at_once(
    alice: Acting, case: OpenCase
) -> None:
    words = casework.give_way_in(alice, case, how_identified="She sat before me.", at=NOON)
    secret = cases.enter(words, at=NOON)
    assert secret is not None
    ending_on(case, ON.replace(year=2029), keep_until=ON + timedelta(days=3))
    actions.destroy_as_student(mine(secret), at=NOON)
    assert cases.at_drawer(secret, at=NOON) is None and cases.enter(words, at=NOON) is None
    assert actions.finish(NOON) == (0, 0)
    held = cases.case_for(alice, case.ref)
    asked = cases.asked_to_go(held)
    assert asked is not None and asked.at == NOON
    actions.take_in_wishes(alice, held, at=LATER)
    assert cases.asked_to_go(held) is not None
    with pytest.raises(Refused):
        casework.give_way_in(alice, held, how_identified="Somebody came.", at=LATER)
    for days in (1, 2, 3):
        assert actions.nightly(night(ON, days)).destroyed == 0
    assert actions.nightly(night(ON, 4)).destroyed == 1
    assert Certificate.objects.get().cause == "student"


@pytest.mark.clause("RECD-6")
def test_many_students_who_asked_by_themselves_need_no_second_caseworker(
    alice: Acting, bob: Acting
) -> None:
    from tests.casework.asking import asks

    for number in range(MOST_A_WEEK + 2):
        asked = asks(student=f"Student {number}")
        taken = cases.request_for(alice, cases.requests_for(alice)[0].ref)
        casework.take_request(alice, taken, at=NOON)
        actions.destroy_as_student(mine(asked.secret), at=NOON)
    assert actions.finish(NOON) == (MOST_A_WEEK + 2, 0)


@pytest.mark.clause("RECD-6")
def test_a_request_that_nobody_has_taken_goes_as_well(alice: Acting) -> None:
    from tests.casework.asking import asks

    actions.destroy_as_student(mine(asks().secret), at=NOON)
    assert cases.requests_for(alice) == [] and cases.untaken() == 0
    assert actions.finish(NOON) == (1, 0) and not Case.objects.exists()


@pytest.mark.clause("RECD-6")
def test_nobody_asks_with_words_that_were_given_up(
    alice: Acting, case: OpenCase, secret: str
) -> None:
    student = mine(secret)
    casework.renew_words(student, ways.make_words(), at=NOON)
    with pytest.raises(Exception):  # noqa: B017
        actions.destroy_as_student(student, at=NOON)
    assert replace(case).ref == cases.case_for(alice, case.ref).ref
