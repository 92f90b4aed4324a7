"""Stepping aside: the case is closed from that moment, to them alone, and nobody learns why."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from confide.casework import actions, queries
from confide.casework.models import Case, CaseFile, Contact, Seat
from confide.casework.queries import NotVisible, OpenCase
from confide.ledger.history import entries_about
from confide.ledger.record import Refused
from confide.policy import access
from confide.team.queries import Acting
from confide.vault import grants
from confide.vault.models import Grant
from confide.vault.primitives import DoesNotOpen
from tests import cast
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("ELIG-3"),
]
YES = access.may_read(access.Standing(in_office=True, undertaking_signed=True, seated=True))
SAID = "She would like to see Bob."
LATER = NOON + timedelta(hours=1)


def aside(who: Acting, case: OpenCase, to: Any, **changed: Any) -> None:
    actions.step_aside(who, case, to, **{"student_said": SAID, "at": NOON, **changed})


def test_the_case_goes_to_whom_the_student_chose_and_is_closed_to_the_one_who_left(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    aside(alice, case, bob.officer)
    his = queries.case_for(bob, case.ref)
    assert his.file.student == "Dana Whitlock"
    assert SAID in [each.card.said for each in queries.contacts_of(his)]
    with pytest.raises(NotVisible):
        queries.case_for(alice, case.ref)
    assert queries.my_cases(alice) == [] and queries.search(alice, "Dana") == []


@pytest.mark.promise("P4")
def test_her_own_keys_and_the_whole_database_open_nothing_that_comes_after(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    kept = case.keys
    aside(alice, case, bob.officer)
    assert not Grant.objects.filter(case=case.ref, holder=alice.unlocked.ring_id).exists()
    Seat.objects.create(case=case.row, officer=alice.officer)
    with pytest.raises(DoesNotOpen):
        grants.open_case(alice.unlocked, case.ref, under=YES)
    with pytest.raises(DoesNotOpen):
        Case.objects.get(id=case.ref).take(kept, CaseFile)
    with pytest.raises(NotVisible):
        queries.case_for(alice, case.ref)


def test_should_she_be_given_keys_again_by_mistake_it_stays_closed(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    aside(alice, case, bob.officer)
    his = queries.case_for(bob, case.ref)
    Seat.objects.create(case=case.row, officer=alice.officer)
    given = grants.give(his.keys, alice.officer.ring, by=bob.unlocked, under=YES)
    Grant.objects.bulk_create(given)
    assert grants.open_case(alice.unlocked, case.ref, under=YES)
    with pytest.raises(NotVisible):
        queries.case_for(alice, case.ref)
    assert queries.my_cases(alice) == [] and queries.search(alice, "Dana") == []


def test_nobody_seats_her_again(alice: Acting, bob: Acting, case: OpenCase) -> None:
    aside(alice, case, bob.officer)
    his = queries.case_for(bob, case.ref)
    assert queries.stepped_aside(his) == {alice.pseudonym}
    assert queries.standing_of(alice.officer, his, on=NOON.date()).conflicted
    assert alice.officer not in queries.who_could_take(bob, his, on=NOON.date())
    assert alice.officer not in queries.whom_to_ask(bob, his, on=NOON.date())
    for give in (
        lambda: aside(bob, his, alice.officer),
        lambda: actions.hand_over(bob, his, alice.officer, student_knows=SAID, at=NOON),
    ):
        with pytest.raises(Refused) as refused:
            give()
        assert refused.value.decision.clause == "ELIG-3"


def test_setting_the_file_right_does_not_forget_it(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    aside(alice, case, bob.officer)
    his = queries.case_for(bob, case.ref)
    changed = actions.Opening(
        student="Dana W.",
        safe=his.file.safe,
        eligibility="registered",
        scheme=his.file.scheme,
        category="housing",
        about="Other words.",
    )
    actions.change_file(bob, his, changed, at=NOON)
    actions.resolve(bob, queries.case_for(bob, case.ref), outcome="Done.", at=NOON)
    actions.reopen(bob, queries.case_for(bob, case.ref), why="Again.", at=NOON)
    assert queries.stepped_aside(queries.case_for(bob, case.ref)) == {alice.pseudonym}


@pytest.mark.clause("CONF-3")
def test_the_ledger_and_the_tables_do_not_tell_it_from_a_hand_over(
    alice: Acting, bob: Acting
) -> None:
    handed, left = cast.a_case(alice), cast.a_case(alice)
    actions.hand_over(alice, handed, bob.officer, student_knows=SAID, at=NOON)
    aside(alice, left, bob.officer)
    assert _told(handed) == _told(left)
    assert _stored(handed) == _stored(left)
    assert "stepped" not in repr([each.event for each in entries_about(left.ref)])


def test_only_the_case_says_who_and_when_and_nothing_says_why(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    aside(alice, case, bob.officer)
    cards = queries.case_for(bob, case.ref).file.stepped_aside
    assert [msgspec.structs.asdict(card) for card in cards] == [
        {"officer": alice.pseudonym, "at": NOON}
    ]


def test_the_student_has_to_be_asked(alice: Acting, bob: Acting, case: OpenCase) -> None:
    with pytest.raises(Refused):
        aside(alice, case, bob.officer, student_said=" ")
    assert queries.case_for(alice, case.ref)


@pytest.mark.promise("P14")
def test_an_open_case_is_not_left_by_everybody(alice: Acting, case: OpenCase) -> None:
    with pytest.raises(Refused) as refused:
        aside(alice, case, None)
    assert "Resolve it first" in refused.value.decision.instead
    assert queries.case_for(alice, case.ref) and queries.without_caseworker() == 0


def test_resolved_it_may_be_left_and_its_clock_runs_and_recovery_has_its_key(
    alice: Acting, case: OpenCase
) -> None:
    actions.resolve(alice, case, outcome="Signposted.", at=NOON)
    aside(alice, queries.case_for(alice, case.ref), None)
    row = Case.objects.get(id=case.ref)
    assert row.destroy_on and queries.without_caseworker() == 1
    holders = set(Grant.objects.filter(case=case.ref).values_list("holder", flat=True))
    assert holders == {cast.founded_service().ring.id}
    with pytest.raises(NotVisible):
        queries.case_for(alice, case.ref)


def test_it_stays_with_whoever_sits_there_for_good(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    _seat(alice, case, bob, until_on=None)
    aside(alice, queries.case_for(alice, case.ref), None)
    his = queries.case_for(bob, case.ref)
    assert his.row.destroy_on is None and not queries.standing(bob, case.ref).lent


def test_a_seat_that_was_lent_keeps_no_case(alice: Acting, bob: Acting, case: OpenCase) -> None:
    _seat(alice, case, bob, until_on=NOON.date() + timedelta(days=9))
    with pytest.raises(Refused):
        aside(alice, queries.case_for(alice, case.ref), None)
    aside(alice, queries.case_for(alice, case.ref), bob.officer)
    assert Seat.objects.get(case=case.ref).until_on is None
    assert queries.case_for(bob, case.ref)


def test_with_whom_it_was_shared_they_leave_it_to_whoever_shared_it(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    zoe = cast.officer("zoe")
    _seat(alice, case, bob, until_on=NOON.date() + timedelta(days=9))
    his = queries.case_for(bob, case.ref)
    with pytest.raises(Refused):
        aside(bob, his, zoe.officer)
    aside(bob, his, None, student_said="")
    hers = queries.case_for(alice, case.ref)
    assert queries.stepped_aside(hers) == {bob.pseudonym}
    with pytest.raises(NotVisible):
        queries.case_for(bob, case.ref)


def test_whoever_does_not_sit_there_does_not_step_aside(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    with pytest.raises(Refused):
        aside(bob, case, alice.officer)
    former = replace(alice, roles=frozenset())
    with pytest.raises(Refused):
        aside(former, case, bob.officer)


@pytest.mark.promise("P14")
def test_what_she_was_still_writing_is_not_added(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    before = Contact.objects.filter(case=case.ref).count()
    aside(alice, case, bob.officer)
    with pytest.raises((NotVisible, Refused)):
        actions.add_contact(
            alice, case, actions.Said(kind="phone", happened_at=NOON, said="x"), at=LATER
        )
    assert Contact.objects.filter(case=case.ref).count() == before + 1


def _told(case: OpenCase) -> list[tuple[str, ...]]:
    entries = entries_about(case.ref)
    return [(each.stamp, each.event, each.by, each.clause, each.verdict) for each in entries]


def _stored(case: OpenCase) -> dict[str, Any]:
    """Everything in clear about a case: how many rows, of what sizes, whose seats, whose keys."""
    sizes = sorted(len(row.sealed) for row in Contact.objects.filter(case=case.ref))
    row = Case.objects.get(id=case.ref)
    held = Grant.objects.filter(case=case.ref).values_list("holder", "generation")
    return {
        "contacts": sizes,
        "case": (len(row.sealed), row.destroy_on, row.keep_until),
        "seats": list(Seat.objects.filter(case=case.ref).values_list("officer", "until_on")),
        "grants": sorted(held),
    }


def _seat(alice: Acting, case: OpenCase, to: Acting, *, until_on: Any) -> None:
    Grant.objects.bulk_create(grants.give(case.keys, to.officer.ring, by=alice.unlocked, under=YES))
    Seat.objects.create(case=case.row, officer=to.officer, until_on=until_on)
