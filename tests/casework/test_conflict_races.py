"""Stepping aside and asking, while somebody else does something too. (P14)"""

from datetime import timedelta
from typing import Any

import pytest

from confide.casework import actions, queries
from confide.casework.actions import About, Said, conflicts, conflicts_checks
from confide.casework.models import ConflictAnswer, ConflictCheck, Seat
from confide.casework.queries import NotVisible, OpenCase
from confide.casework.queries.conflicts_checks import waiting_for
from confide.ledger import history
from confide.ledger.history import entries_about
from confide.ledger.record import Refused
from confide.ledger.verify import verify
from confide.policy import access
from confide.policy.conflicts import MOST_A_DAY, Findings
from confide.team.queries import Acting
from confide.vault import grants
from confide.vault.models import Grant
from tests import cast
from tests.cast import NOON
from tests.stage import alice, bob, case, data, sara
from tests.together import meeting_after, together

__all__ = ["alice", "bob", "case", "data", "sara"]

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.promise("P14"),
]
YES = access.may_read(access.Standing(in_office=True, undertaking_signed=True, seated=True))
SAID = "She would like that."
DANA = About(student=("Dana Whitlock",))


@pytest.fixture
def service(transactional_db: None) -> None:
    """A service that was founded."""
    cast.founded_service()
    cast.ledger_key()


def refused(ended: list[object], *also: type[Exception]) -> int:
    """How many were refused or found nothing there; any other failure is one."""
    no = (Refused, NotVisible, *also)
    wrong = [each for each in ended if isinstance(each, Exception) and not isinstance(each, no)]
    assert not wrong, wrong
    assert verify()
    return sum(isinstance(each, no) for each in ended)


def aside(who: Acting, case: OpenCase, to: Any) -> None:
    actions.step_aside(who, case, to, student_said=SAID, at=NOON)


def both_seated(alice: Acting, bob: Acting, case: OpenCase) -> OpenCase:
    Grant.objects.bulk_create(
        grants.give(case.keys, bob.officer.ring, by=alice.unlocked, under=YES)
    )
    Seat.objects.create(case=case.row, officer=bob.officer)
    return queries.case_for(bob, case.ref)


def test_what_is_written_as_somebody_steps_aside_is_there_or_refused(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    works = [lambda: aside(alice, case, bob.officer)]
    works += [
        lambda number=number: actions.add_contact(
            alice, case, Said(kind="phone", happened_at=NOON, said=f"{number}"), at=NOON
        )
        for number in range(3)
    ]
    ended = together(*works)
    lost = refused(ended)
    assert ended[0] is None
    his = queries.case_for(bob, case.ref)
    assert len(queries.contacts_of(his)) == 2 + 3 - lost
    assert queries.stepped_aside(his) == {alice.pseudonym}


def test_a_case_goes_to_one_colleague_when_it_is_handed_over_and_left_at_once(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, bob: Acting, case: OpenCase
) -> None:
    zoe = cast.officer("zoe")
    with meeting_after(monkeypatch, conflicts.access, "may_come_to"):
        ended = together(
            lambda: aside(alice, case, bob.officer),
            lambda: actions.hand_over(alice, case, zoe.officer, student_knows=SAID, at=NOON),
        )
    assert refused(ended) == 1
    assert [len(queries.my_cases(each)) for each in (alice, bob, zoe)].count(1) == 1
    assert queries.my_cases(alice) == []


def test_two_who_leave_to_each_other_at_once_do_not_both_leave(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, bob: Acting, case: OpenCase
) -> None:
    his = both_seated(alice, bob, case)
    with meeting_after(monkeypatch, conflicts.conflicts, "may_step_aside"):
        ended = together(lambda: aside(alice, case, None), lambda: aside(bob, his, None))
    assert refused(ended) == 1
    assert len(queries.my_cases(alice)) + len(queries.my_cases(bob)) == 1
    assert queries.without_caseworker() == 0


def test_nobody_is_left_alone_with_a_case_that_is_taken_up_again_meanwhile(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    actions.resolve(alice, case, outcome="Done.", at=NOON)
    mine = queries.case_for(alice, case.ref)
    actions.reopen(alice, mine, why="Again.", at=NOON)
    # She looked when it was resolved; it is not any more.
    with pytest.raises(Refused):
        aside(alice, mine, None)
    assert queries.case_for(alice, case.ref) and queries.without_caseworker() == 0


def test_a_question_is_answered_once(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, bob: Acting
) -> None:
    actions.ask_colleagues(alice, DANA, [bob.officer], at=NOON)
    (waiting,) = waiting_for(bob, on=NOON.date())
    no = Findings(stepped_aside=False, declared=True, in_own_cases=False)
    yes = Findings(stepped_aside=False, declared=False, in_own_cases=False)
    with meeting_after(monkeypatch, conflicts_checks.conflicts, "may_answer"):
        ended = together(
            lambda: actions.answer_check(bob, waiting, no, at=NOON),
            lambda: actions.answer_check(bob, waiting, yes, at=NOON),
        )
    assert refused(ended) == 1 and ConflictAnswer.objects.count() == 1
    assert len(entries_about(waiting.id)) == 1


def test_a_question_that_ends_as_it_is_answered_leaves_nothing(alice: Acting, bob: Acting) -> None:
    asking = actions.ask_colleagues(alice, DANA, [bob.officer], at=NOON)
    ended = together(
        lambda: actions.end_asking(alice, asking, at=NOON),
        lambda: actions.answer_what_waits(bob, at=NOON),
    )
    assert refused(ended) == 0
    assert not ConflictCheck.objects.exists() and not ConflictAnswer.objects.exists()
    assert waiting_for(bob, on=NOON.date()) == []


def test_no_more_is_asked_on_a_day_however_many_ask_at_once(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, bob: Acting
) -> None:
    many = MOST_A_DAY + 2
    with meeting_after(monkeypatch, conflicts_checks.conflicts, "may_ask", many=many):
        ended = together(
            *[lambda: actions.ask_colleagues(alice, DANA, [bob.officer], at=NOON)] * many
        )
    assert refused(ended) == 2
    assert len(queries.my_askings(alice, on=NOON.date())) == MOST_A_DAY
    since = NOON - timedelta(hours=1)
    asked = history.times_recorded("conflict.asked", about=alice.pseudonym, since=since)
    assert asked == MOST_A_DAY


def test_one_form_sent_twice_at_once_asks_once(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, bob: Acting
) -> None:
    def ask() -> str:
        return actions.ask_colleagues(alice, DANA, [bob.officer], form="a" * 26, at=NOON)

    with meeting_after(monkeypatch, conflicts_checks.conflicts, "may_ask"):
        ended = together(ask, ask)
    assert refused(ended, actions.AlreadyAsked) == 1
    assert ConflictCheck.objects.count() == 1
