"""The blind check: two answers, alike to the last byte, and nobody reads the question."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from confide.casework import actions, queries
from confide.casework.actions import About, Said
from confide.casework.models import (
    AnswerCard,
    AskedOf,
    Case,
    ConflictAnswer,
    ConflictCheck,
    Question,
    StandingConflict,
)
from confide.casework.queries import NotVisible, OpenCase
from confide.casework.queries.conflicts import OwnCases
from confide.casework.queries.conflicts_checks import found_before, waiting_for
from confide.ledger.models import Entry
from confide.ledger.record import Refused
from confide.policy import access
from confide.policy.conflicts import CAN_TAKE, LASTS, MOST_A_DAY, SOMEBODY_ELSE, Findings
from confide.retention.actions import nightly
from confide.team.models import Officer
from confide.team.queries import Acting
from confide.vault import grants, shred
from confide.vault.models import Grant, ShredKey
from confide.vault.own import take_own
from confide.vault.primitives import DoesNotOpen, random_id
from tests import cast
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("ELIG-3"),
]
YES = access.may_keep_desk(access.Standing(in_office=True, undertaking_signed=True))
DANA = About(
    student=("Dana Whitlock", "Dana W."),
    others=("Tom Ashby", "Dr Helen Marsh"),
    college="Trinity",
    course="Law",
)
Ask = Callable[..., str]


@pytest.fixture
def zoe(service: None) -> Acting:
    return cast.officer("zoe")


@pytest.fixture
def ask(alice: Acting, bob: Acting) -> Ask:
    def ask(about: About = DANA, *to: Officer, **more: Any) -> str:
        asked = list(to) or [bob.officer]
        return actions.ask_colleagues(alice, about, asked, **{"at": NOON, **more})

    return ask


def answered(alice: Acting, *, at: datetime = NOON) -> dict[str, str]:
    askings = queries.my_askings(alice, on=at.date())
    return {reply.name: reply.answer for asking in askings for reply in asking.replies}


def look(who: Acting, *, at: datetime = NOON) -> None:
    """Have somebody look at their desk."""
    actions.answer_what_waits(who, at=at)


def note(who: Acting, case: OpenCase, words: str) -> None:
    actions.add_contact(who, case, Said(kind="phone", happened_at=NOON, said=words), at=NOON)


def declare(who: Acting, kind: str, words: str) -> None:
    actions.declare_conflict(who, kind=kind, words=(words,), form=random_id(), at=NOON)


def nothing(bob: Acting) -> None:
    """Bob has cases and a list, and none of them touches Dana."""
    note(bob, cast.a_case(bob, student="Ines Duarte"), "Her supervisor is away.")
    declare(bob, "person", "Kit Marlowe")


def named(bob: Acting) -> None:
    note(bob, cast.a_case(bob, student="Ines Duarte"), "Dana Whitlock shouted at her.")
    declare(bob, "person", "Kit Marlowe")


def his_student(bob: Acting) -> None:
    note(bob, cast.a_case(bob, student="Tom Ashby"), "His supervisor is away.")
    declare(bob, "person", "Kit Marlowe")


def knows_her(bob: Acting) -> None:
    note(bob, cast.a_case(bob, student="Ines Duarte"), "Her supervisor is away.")
    declare(bob, "person", "Dana Whitlock")


def knows_the_college(bob: Acting) -> None:
    note(bob, cast.a_case(bob, student="Ines Duarte"), "Her supervisor is away.")
    declare(bob, "college", "Trinity")


def has_her_already(bob: Acting) -> None:
    note(bob, cast.a_case(bob, student="Dana Whitlock"), "Dana Whitlock is well.")
    declare(bob, "person", "Kit Marlowe")


WORLDS = {
    nothing: CAN_TAKE,
    has_her_already: CAN_TAKE,
    named: SOMEBODY_ELSE,
    his_student: SOMEBODY_ELSE,
    knows_her: SOMEBODY_ELSE,
    knows_the_college: SOMEBODY_ELSE,
}


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.__name__)
def test_his_own_session_answers_from_what_it_may_open(
    ask: Ask, alice: Acting, bob: Acting, world: Callable[[Acting], None]
) -> None:
    world(bob)
    ask()
    assert answered(alice) == {"Bob": ""}
    look(bob)
    assert answered(alice) == {"Bob": WORLDS[world]}


def test_whoever_stepped_aside_answers_in_the_same_words(alice: Acting, bob: Acting) -> None:
    case = cast.a_case(bob)
    actions.step_aside(bob, case, alice.officer, student_said="She would like Alice.", at=NOON)
    hers = queries.case_for(alice, case.ref)
    actions.ask_colleagues(alice, DANA, [bob.officer], case=hers, at=NOON)
    look(bob)
    assert answered(alice) == {"Bob": SOMEBODY_ELSE}
    assert queries.answers_about(alice, case.ref, on=NOON.date()) == {bob.pseudonym: SOMEBODY_ELSE}


@pytest.mark.clause("CONF-3")
@pytest.mark.promise("P4")
def test_every_answer_is_alike_whatever_the_cause(ask: Ask, bob: Acting) -> None:
    """The same statements in the same order, the same entry, rows of the same sizes."""
    seen = {}
    for number, world in enumerate(WORLDS):
        world(bob)
        at = NOON + timedelta(days=number)
        ask(at=at)
        with CaptureQueriesContext(connections["default"]) as statements:
            look(bob, at=at)
        shapes = [_shape(each["sql"]) for each in statements]
        last = Entry.objects.order_by("-position")[0]
        told = (last.event, last.by, last.clause, last.verdict)
        sizes = len(ConflictAnswer.objects.get().sealed), len(ConflictCheck.objects.get().sealed)
        seen[world.__name__] = (shapes, sizes, told)
        for model in (Case, StandingConflict, ConflictCheck):
            model.objects.all().delete()
    assert len({repr(each) for each in seen.values()}) == 1, seen
    assert len(seen["named"][0]) > 5


@pytest.mark.clause("CONF-3")
def test_what_was_found_first_does_not_keep_the_rest_from_being_looked_for(
    ask: Ask, bob: Acting
) -> None:
    named(bob)
    declare(bob, "person", "Dana Whitlock")
    ask()
    (waiting,) = waiting_for(bob, on=NOON.date())
    found = found_before(bob, waiting, OwnCases(bob))
    assert found == Findings(stepped_aside=False, declared=True, in_own_cases=True)


@pytest.mark.promise("P4")
def test_nobody_else_opens_the_question_nor_the_answer(
    ask: Ask, alice: Acting, bob: Acting, zoe: Acting, sara: Acting
) -> None:
    ask(DANA, bob.officer, zoe.officer)
    to_bob = waiting_for(bob, on=NOON.date())[0]
    keys = to_bob.keys
    look(bob)
    answer = ConflictAnswer.objects.get()
    assert answer.take(keys, AnswerCard)
    for somebody in (zoe, sara, bob):
        # His own key went with the answer.
        with pytest.raises(DoesNotOpen):
            grants.open_case(somebody.unlocked, to_bob.id, under=YES)
    holders = set(Grant.objects.filter(case=to_bob.id).values_list("holder", flat=True))
    assert holders == {alice.unlocked.ring_id, cast.founded_service().ring.id}
    assert [each.id for each in waiting_for(zoe, on=NOON.date())] != [to_bob.id]


@pytest.mark.promise("P4")
def test_what_the_asker_keeps_of_the_case_does_not_open_for_who_is_asked(
    ask: Ask, alice: Acting, bob: Acting, case: OpenCase
) -> None:
    ask(case=case)
    (waiting,) = waiting_for(bob, on=NOON.date())
    assert case.ref not in repr(waiting.question)
    with pytest.raises(DoesNotOpen):
        take_own(bob.unlocked, waiting.question.mine, AskedOf, place=waiting.id)
    assert queries.my_askings(alice, on=NOON.date())[0].case == case.ref


def test_each_answers_once(ask: Ask, alice: Acting, bob: Acting) -> None:
    ask()
    (waiting,) = waiting_for(bob, on=NOON.date())
    look(bob)
    nothing_found = Findings(stepped_aside=True, declared=True, in_own_cases=True)
    with pytest.raises(NotVisible):
        actions.answer_check(bob, waiting, nothing_found, at=NOON)
    look(bob)
    assert answered(alice) == {"Bob": CAN_TAKE} and ConflictAnswer.objects.count() == 1
    assert waiting_for(bob, on=NOON.date()) == []


def test_ones_own_question_is_not_answered_by_oneself(ask: Ask, alice: Acting) -> None:
    ask()
    look(alice)
    assert not ConflictAnswer.objects.exists()


def test_looking_costs_one_statement_where_nothing_waits(bob: Acting) -> None:
    named(bob)
    with CaptureQueriesContext(connections["default"]) as statements:
        look(bob)
    assert len(statements) == 1


def test_the_form_that_was_sent_twice_asks_once(ask: Ask, alice: Acting) -> None:
    form = random_id()
    assert ask(form=form) == form
    with pytest.raises(actions.AlreadyAsked):
        ask(form=form)
    assert ConflictCheck.objects.count() == 1


@pytest.mark.clause("CONF-3")
def test_a_day_has_few_questions_and_everybody_sees_how_many(
    ask: Ask, alice: Acting, bob: Acting
) -> None:
    for _ in range(MOST_A_DAY):
        ask()
    # Ending one gives none back.
    actions.end_asking(alice, queries.my_askings(alice, on=NOON.date())[0].id, at=NOON)
    with pytest.raises(Refused) as refused:
        ask()
    assert refused.value.decision.clause == "CONF-3"
    assert [(e.name, e.times) for e in queries.asked_lately(bob, at=NOON)] == [
        ("Alice", MOST_A_DAY)
    ]
    ask(at=NOON + timedelta(days=1))
    later = NOON + timedelta(days=40)
    assert queries.asked_lately(bob, at=later) == []


def test_only_colleagues_in_office_are_asked(ask: Ask, alice: Acting, sara: Acting) -> None:
    with pytest.raises(Refused):
        ask(DANA, sara.officer)
    with pytest.raises(Refused):
        ask(DANA, alice.officer)
    assert not ConflictCheck.objects.exists() and not ShredKey.objects.exists()


@pytest.mark.parametrize("change", [{"roles": frozenset()}, {"undertaking_signed": False}])
def test_whoever_is_not_in_office_and_bound_neither_asks_nor_answers(
    ask: Ask, alice: Acting, bob: Acting, change: dict[str, Any]
) -> None:
    with pytest.raises(Refused):
        actions.ask_colleagues(replace(alice, **change), DANA, [bob.officer], at=NOON)
    ask()
    look(replace(bob, **change))
    assert not ConflictAnswer.objects.exists()


def test_a_question_ends_when_its_asker_has_what_they_need(
    ask: Ask, alice: Acting, bob: Acting
) -> None:
    asking = ask()
    look(bob)
    with pytest.raises(NotVisible):
        actions.end_asking(bob, asking, at=NOON)
    check = ConflictCheck.objects.get()
    actions.end_asking(alice, asking, at=NOON)
    assert not ConflictCheck.objects.exists() and not ConflictAnswer.objects.exists()
    assert not Grant.objects.filter(case=check.id).exists()
    assert not ShredKey.objects.filter(case=check.id).exists()


@pytest.mark.parametrize(("days", "there"), [(0, True), (1, False)])
def test_the_night_after_its_last_day_it_goes_without_a_key(
    ask: Ask, alice: Acting, bob: Acting, days: int, there: bool
) -> None:
    ask()
    check = ConflictCheck.objects.get()
    last = NOON + LASTS
    at = last + timedelta(days=days)
    assert bool(waiting_for(bob, on=at.date())) == there
    assert bool(queries.my_askings(alice, on=at.date())) == there
    assert actions.end_lapsed_checks(at=at) == (not there)
    assert ConflictCheck.objects.exists() == there
    assert ShredKey.objects.filter(case=check.id).exists() == there
    assert Grant.objects.filter(case=check.id).exists() == there


@pytest.mark.promise("P6")
def test_what_is_asked_about_a_case_dies_with_it(
    ask: Ask, alice: Acting, bob: Acting, case: OpenCase
) -> None:
    ask(case=case)
    shred.destroy(case.ref, at=NOON)
    assert waiting_for(bob, on=NOON.date()) == []
    assert queries.my_askings(alice, on=NOON.date()) == []
    look(bob)
    assert not ConflictAnswer.objects.exists()


def test_a_damaged_question_keeps_no_desk_from_opening(ask: Ask, bob: Acting) -> None:
    ask()
    row = ConflictCheck.objects.get()
    ConflictCheck.objects.update(sealed=bytes(row.sealed)[:-1] + b"\0")
    look(bob)
    assert waiting_for(bob, on=NOON.date()) == []


def test_every_question_takes_the_same_room(ask: Ask, bob: Acting, zoe: Acting) -> None:
    ask(DANA, bob.officer, zoe.officer)
    ask(About(student=("Jo",)))
    assert len({len(row.sealed) for row in ConflictCheck.objects.all()}) == 1
    keys = waiting_for(bob, on=NOON.date())[0].keys
    assert ConflictCheck.objects.get(id=keys.case).take(keys, Question).by


def _shape(sql: str) -> str:
    """What a statement does to which tables."""
    return " ".join([sql.split()[0], *re.findall(r'(?:FROM|INTO|UPDATE|JOIN) "(\w+)"', sql)])


def test_the_nightly_run_does_it(ask: Ask, bob: Acting) -> None:
    ask()
    last = NOON + LASTS
    for days, there in ((0, True), (1, False)):
        # A clock that jumps two weeks is believed once a caseworker has looked at it.
        nightly(last + timedelta(days=days), confirmed=True)
        assert ConflictCheck.objects.exists() == there
