"""Sending a question to colleagues: whom it may ask, what it may say, until when. (CONF-2)"""

from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.db import OperationalError

from confide.casework import actions as casework
from confide.casework.queries import NotVisible, OpenCase, case_for
from confide.disclosure import actions, queries
from confide.disclosure.actions import AlreadyRecorded, NotAsChecked
from confide.disclosure.models import Consultation
from confide.ledger import history
from confide.ledger.record import Refused
from confide.team.queries import Acting
from confide.vault.models import Grant, ShredKey
from confide.vault.primitives import random_id
from tests import cast
from tests.cast import NOON
from tests.disclosure.consulting import QUESTION, TODAY, asked, days
from tests.retention.nights import ending_on

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-2"),
]


def _nothing_was_sent() -> None:
    assert not Consultation.objects.exists()
    assert not ShredKey.objects.exclude(bound_to="").exists()


def test_whoever_is_asked_reads_the_question_and_who_asks(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    question = queries.one_question(bob, asked(alice, case, bob), on=TODAY)
    assert question.card.question == QUESTION
    assert (question.asker, question.asked) == ("Alice", ["Bob"])
    assert question.note is None and question.waits_for_me and not question.mine


def test_the_asker_alone_knows_which_case_it_is_about(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    id_ = asked(alice, case, bob)
    mine = queries.one_question(alice, id_, on=TODAY)
    assert mine.mine and mine.note is not None and mine.note.case == case.ref
    assert [each.id for each in queries.questions_about(alice, case, on=TODAY)] == [id_]
    other = cast.a_case(alice, student="Zoë Agyeman")
    assert queries.questions_about(alice, other, on=TODAY) == []


def test_nobody_else_is_told_that_there_is_one(alice: Acting, bob: Acting, case: OpenCase) -> None:
    carol = cast.officer("carol")
    id_ = asked(alice, case, bob)
    for unknown in (id_, random_id()):
        with pytest.raises(NotVisible):
            queries.one_question(carol, unknown, on=TODAY)
    assert queries.my_questions(carol, on=TODAY) == []


def test_a_steward_sees_none_and_is_not_asked(
    alice: Acting, bob: Acting, sara: Acting, case: OpenCase
) -> None:
    id_ = asked(alice, case, bob)
    with pytest.raises(NotVisible):
        queries.one_question(sara, id_, on=TODAY)
    with pytest.raises(Refused):
        asked(alice, case, sara)
    assert sara.officer not in queries.whom_to_consult(alice, case, on=TODAY)


def test_what_is_marked_needs_a_reason(alice: Acting, bob: Acting, case: OpenCase) -> None:
    with pytest.raises(Refused) as refused:
        asked(alice, case, bob, question="What would you do for Dana?")
    assert refused.value.decision.clause == "CONF-2" and "Dana" not in refused.value.decision.why()
    _nothing_was_sent()
    id_ = asked(alice, case, bob, question="What would you do for Dana?", reason="A play’s title.")
    assert queries.one_question(alice, id_, on=TODAY).note.reason == "A play’s title."  # type: ignore[union-attr]


def test_the_reason_is_not_told_to_those_who_are_asked(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    id_ = asked(alice, case, bob, question="And Dana?", reason="canary-of-the-reason")
    question = queries.one_question(bob, id_, on=TODAY)
    assert "canary-of-the-reason" not in repr(question.card)
    assert all(question.note is None for question in queries.my_questions(bob, on=TODAY))


def test_what_is_sent_is_what_was_checked(alice: Acting, bob: Acting, case: OpenCase) -> None:
    said = "The gamelan is at the heart of it."
    question = "What about a gamelan?"
    assert queries.marks_in(alice, case, question, on=TODAY) == ()
    casework.add_contact(
        alice, case, casework.Said(kind="phone", happened_at=NOON, said=said), at=NOON
    )
    with pytest.raises(NotAsChecked):
        asked(alice, case, bob, question=question, seen=frozenset(), reason="It may stay.")
    _nothing_was_sent()


def test_without_a_case_it_is_held_against_all_of_ones_own_students(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    cast.a_case(alice, student="Zoë Agyeman")
    for name in ("Dana", "Whitlok", "Zoe", "Agyeman"):
        with pytest.raises(Refused):
            asked(alice, None, bob, question=f"Do you know {name}?")
    id_ = asked(alice, None, bob)
    assert queries.one_question(alice, id_, on=TODAY).note.case == ""  # type: ignore[union-attr]


@pytest.mark.parametrize(("last", "allowed"), [(-1, False), (0, True), (28, True), (29, False)])
def test_it_runs_for_four_weeks_at_most(
    alice: Acting, bob: Acting, case: OpenCase, last: int, allowed: bool
) -> None:
    if allowed:
        assert asked(alice, case, bob, ends_on=days(last))
    else:
        with pytest.raises(Refused):
            asked(alice, case, bob, ends_on=days(last))
        _nothing_was_sent()


def test_it_never_outlives_the_case(alice: Acting, bob: Acting, case: OpenCase) -> None:
    ending_on(case, days(10))
    opened = case_for(alice, case.ref)
    with pytest.raises(Refused) as refused:
        asked(alice, opened, bob, ends_on=days(11))
    assert refused.value.decision.clause == "RECD-5"
    assert asked(alice, opened, bob, ends_on=days(10))


@pytest.mark.clause("ELIG-3")
def test_who_stepped_aside_is_neither_offered_nor_asked(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    casework.step_aside(alice, case, bob.officer, student_said="Let it be Bob.", at=NOON)
    carol, opened = cast.officer("carol"), case_for(bob, case.ref)
    assert queries.whom_to_consult(bob, opened, on=TODAY) == [carol.officer]
    assert alice.officer in queries.whom_to_consult(bob, None, on=TODAY)
    with pytest.raises(Refused) as refused:
        asked(bob, opened, carol, alice)
    assert refused.value.decision.clause == "ELIG-3"
    _nothing_was_sent()


@pytest.mark.clause("ELIG-2")
def test_advising_is_not_representing_so_every_post_is_asked(alice: Acting, case: OpenCase) -> None:
    noor = cast.officer("noor", post="womens")
    assert queries.one_question(noor, asked(alice, case, noor), on=TODAY).waits_for_me


def test_out_of_office_nobody_is_asked_and_nobody_asks(alice: Acting, case: OpenCase) -> None:
    charlie = cast.officer("charlie", term=(days(-90), days(-1)))
    assert charlie.officer not in queries.whom_to_consult(alice, case, on=TODAY)
    for asker, other in ((alice, charlie), (charlie, alice)):
        with pytest.raises(Refused):
            asked(asker, None, other)
    unsigned = cast.officer("uma", signed=False)
    with pytest.raises(Refused):
        asked(alice, case, unsigned)
    _nothing_was_sent()


def test_one_does_not_ask_oneself_nor_nobody_nor_nothing(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    for others, question in (((), QUESTION), ((alice,), QUESTION), ((bob,), " \n– ")):
        with pytest.raises(Refused):
            asked(alice, case, *others, question=question)
    _nothing_was_sent()


def test_who_sits_at_no_case_asks_nothing_about_it(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    with pytest.raises(Refused):
        asked(bob, case, alice)
    _nothing_was_sent()


def test_a_sheet_that_is_sent_twice_is_one_question(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    form = random_id()
    id_ = asked(alice, case, bob, form=form)
    with pytest.raises(AlreadyRecorded):
        asked(alice, case, bob, form=form)
    found = queries.question_typed_on(alice, form, on=TODAY)
    assert found and found.id == id_ and Consultation.objects.count() == 1
    assert queries.question_typed_on(bob, form, on=TODAY) is None


def test_a_sheet_that_a_fault_stopped_is_sent_again_with_the_same_words(
    alice: Acting, bob: Acting, case: OpenCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = random_id()
    with monkeypatch.context() as patched, pytest.raises(OperationalError):
        patched.setattr(Consultation, "save", Mock(side_effect=OperationalError))
        asked(alice, case, bob, form=form)
    assert ShredKey.objects.exclude(bound_to="").count() == 1
    id_ = asked(alice, case, bob, form=form)
    assert queries.one_question(bob, id_, on=TODAY).card.question == QUESTION


def test_it_is_granted_to_the_asker_the_named_and_recovery(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    cast.officer("carol")
    holders = Grant.objects.filter(case=asked(alice, case, bob)).values_list("holder", flat=True)
    theirs = {alice.officer.ring_id, bob.officer.ring_id}
    assert theirs < set(holders) and len(holders) == 3


def test_the_ledger_names_the_question_and_the_asker(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    id_ = asked(alice, case, bob)
    entry = history.recorded("question.asked", about=id_, by=alice.pseudonym)
    assert entry is not None and entry.clause == "CONF-2"


def test_a_very_long_question_is_sent_whole(alice: Acting, bob: Acting, case: OpenCase) -> None:
    long = ("What would you do? " * 1100)[:20_000]
    id_ = asked(alice, case, bob, question=long)
    assert queries.one_question(bob, id_, on=TODAY).card.question == long


def test_in_a_case_that_is_being_destroyed_nothing_is_asked(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    type(case.row).objects.filter(id=case.ref).update(being_destroyed=True)
    with pytest.raises(NotVisible):
        asked(alice, case, bob)
    assert not Consultation.objects.exists()
    assert actions.end_expired_questions(at=NOON + timedelta(days=1)) == 0
