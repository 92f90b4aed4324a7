"""One's own list, and what one's own records say of a case: for one's own eyes. (ELIG-3)"""

from dataclasses import replace

import pytest

from confide.casework import actions, queries
from confide.casework.actions import Said
from confide.casework.models import StandingCard, StandingConflict
from confide.casework.queries import NotVisible, OpenCase
from confide.ledger import history
from confide.ledger.record import Refused
from confide.team.queries import Acting
from confide.vault.own import take_own
from confide.vault.primitives import DoesNotOpen, random_id
from tests import cast
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("ELIG-3"),
]


def declare(who: Acting, kind: str, *words: str, form: str = "") -> str:
    return actions.declare_conflict(who, kind=kind, words=words, form=form or random_id(), at=NOON)


def note(who: Acting, case: OpenCase, words: str) -> OpenCase:
    actions.add_contact(who, case, Said(kind="phone", happened_at=NOON, said=words), at=NOON)
    return queries.case_for(who, case.ref)


def declared(who: Acting, case: OpenCase) -> list[str]:
    return [entry.card.words[0] for entry in queries.partial(who, case).declared]


def others(who: Acting, case: OpenCase) -> list[str]:
    return [each.file.student for each in queries.partial(who, case).cases]


@pytest.mark.promise("P4")
def test_what_was_declared_opens_for_whoever_declared_it_and_for_nobody_else(
    alice: Acting, bob: Acting
) -> None:
    declare(alice, "person", "Tom Ashby", "Tommy")
    assert [entry.card.words for entry in queries.my_conflicts(alice)] == [("Tom Ashby", "Tommy")]
    assert queries.my_conflicts(bob) == []
    row = StandingConflict.objects.get()
    with pytest.raises(DoesNotOpen):
        take_own(bob.unlocked, bytes(row.sealed), StandingCard, place=row.id)
    # Moved over to him in the database, it still does not open.
    StandingConflict.objects.update(officer=bob.officer)
    with pytest.raises(DoesNotOpen):
        queries.my_conflicts(bob)


def test_it_is_kept_once_and_taken_off(alice: Acting, bob: Acting) -> None:
    form = random_id()
    declare(alice, "college", "Trinity", form=form)
    declare(alice, "college", "Trinity", form=form)
    assert len(queries.my_conflicts(alice)) == 1
    with pytest.raises(NotVisible):
        actions.take_back_conflict(bob, form, at=NOON)
    actions.take_back_conflict(alice, form, at=NOON)
    assert queries.my_conflicts(alice) == []
    for event in ("conflict.kept", "conflict.dropped"):
        assert history.recorded(event, about=alice.pseudonym, by=alice.pseudonym)


@pytest.mark.promise("P14")
def test_another_officers_form_does_not_overwrite_an_entry(alice: Acting, bob: Acting) -> None:
    form = declare(alice, "person", "Tom Ashby")
    declare(bob, "person", "Somebody", form=form)
    assert [entry.card.words for entry in queries.my_conflicts(alice)] == [("Tom Ashby",)]
    assert queries.my_conflicts(bob) == []


def test_every_entry_takes_the_same_room(alice: Acting) -> None:
    declare(alice, "person", "Tom")
    declare(alice, "course", "Natural Sciences", "NatSci", "Nat Sci")
    assert len({len(row.sealed) for row in StandingConflict.objects.all()}) == 1


def test_only_a_caseworker_in_office_declares(alice: Acting) -> None:
    with pytest.raises(Refused):
        declare(replace(alice, roles=frozenset()), "person", "Tom")
    with pytest.raises(Refused):
        declare(alice, "thing", "Tom")


@pytest.mark.parametrize(
    ("kind", "words", "said"),
    [
        ("person", "Tom Ashby", "It is about Tom Ashby, her flatmate."),
        ("person", "Tom Ashby", "Her flatmate, Ashby T., keeps the deposit."),
        ("person", "Thomas Ashby", "thom ashbey was there"),
        ("person", "Tommo", "TOMMO said so"),
        ("person", "Zoë Agyeman", "zoe agyeman’s room"),
        ("person", "Dr Sen", "Dr. Sen rang"),
        ("college", "King’s", "at Kings College"),
        ("course", "Natural Sciences", "she reads natural sciences"),
    ],
)
def test_what_was_declared_is_found_however_it_is_written(
    alice: Acting, kind: str, words: str, said: str
) -> None:
    case = note(alice, cast.a_case(alice), said)
    assert queries.partial(alice, case).declared == []
    declare(alice, kind, words)
    assert declared(alice, case) == [words]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("person", "Tom Ashby"),
        ("person", "Dana Marsh"),
        ("college", "Clare"),
        ("course", "Law"),
    ],
)
def test_what_it_does_not_touch_is_let_be(alice: Acting, kind: str, words: str) -> None:
    case = note(alice, cast.a_case(alice), "Tom and the Marsh family saw Clara at the lawn.")
    declare(alice, kind, words)
    assert not queries.partial(alice, case).declared


def test_the_student_may_be_the_other_side_of_a_case_of_ones_own(alice: Acting) -> None:
    first = cast.a_case(alice, student="Emrys Vaughan")
    note(alice, first, "Dana Whitlock shouted at him.")
    case = cast.a_case(alice)
    assert others(alice, case) == ["Emrys Vaughan"]


def test_whoever_is_named_may_be_a_student_of_ones_own(alice: Acting) -> None:
    cast.a_case(alice, student="Emrys Vaughan")
    case = note(alice, cast.a_case(alice), "It was Emrys Vaughan who shouted.")
    assert others(alice, case) == ["Emrys Vaughan"]


def test_the_same_student_twice_is_no_conflict(alice: Acting) -> None:
    note(alice, cast.a_case(alice, student="Dana M. Whitlock"), "Dana Whitlock rang.")
    case = note(alice, cast.a_case(alice), "Dana Whitlock rang.")
    assert not queries.partial(alice, case)


@pytest.mark.promise("P4")
def test_what_a_colleague_has_is_not_compared(alice: Acting, bob: Acting) -> None:
    note(bob, cast.a_case(bob, student="Emrys Vaughan"), "Dana Whitlock shouted at him.")
    declare(bob, "person", "Dana Whitlock")
    assert not queries.partial(alice, cast.a_case(alice))


def test_a_case_that_is_handed_over_is_compared_while_it_is_new(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    note(bob, cast.a_case(bob, student="Emrys Vaughan"), "Dana Whitlock shouted at him.")
    actions.hand_over(alice, case, bob.officer, student_knows="She knows.", at=NOON)
    his = actions.read(bob, case.ref, at=NOON)
    assert queries.partial_at_first(bob, his).cases
    tomorrow = replace(bob, session_started_at=NOON.replace(day=24))
    assert not queries.partial_at_first(tomorrow, his).cases
    declare(bob, "person", "Dana Whitlock")
    assert queries.partial_at_first(tomorrow, his).declared


def test_a_file_that_changes_is_compared_again(alice: Acting) -> None:
    declare(alice, "person", "Emrys Vaughan")
    case = cast.a_case(alice)
    changed = actions.Opening(
        student="Dana Whitlock",
        safe=case.file.safe,
        eligibility="registered",
        scheme=case.file.scheme,
        category="housing",
        about="Emrys Vaughan keeps the deposit.",
    )
    actions.change_file(alice, case, changed, at=NOON)
    assert queries.raises_doubts(alice, before=case)
    again = queries.case_for(alice, case.ref)
    actions.change_file(alice, again, changed, at=NOON)
    assert not queries.raises_doubts(alice, before=again)


def test_who_else_is_named_is_offered_to_be_asked_about(alice: Acting) -> None:
    case = note(
        alice,
        cast.a_case(alice, about="The room at Trinity Hall."),
        "Dana Whitlock said that Tom Ashby’s mother rang Dr Sen. On Monday Dana left.",
    )
    assert queries.named_in(case) == ["Dr Sen", "Tom Ashby"]
    assert queries.college_in(case) in {"Trinity", "Trinity Hall"}
