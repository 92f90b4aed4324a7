"""Stepping aside, one's own list, and the blind check. (ELIG-3, ELIG-2, CONF-3)"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from confide.policy import conflicts
from confide.policy.access import Standing
from confide.policy.conflicts import CAN_TAKE, SOMEBODY_ELSE, Findings
from confide.policy.decision import Decision
from confide.policy.eligibility import EVERYONE, WOMEN

SEATED = Standing(in_office=True, undertaking_signed=True, seated=True)
LENT = replace(SEATED, lent=True)
NOT_READY = [
    replace(SEATED, in_office=False),
    replace(SEATED, undertaking_signed=False),
]
ENDS = date(2026, 12, 7)


def aside(s: Standing = SEATED, **changed: Any) -> Decision:
    facts = {
        "to_another": True,
        "somebody_stays": True,
        "resolved": False,
        "student_said": "She would like to see Bob.",
        **changed,
    }
    return conflicts.may_step_aside(s, **facts)


@pytest.mark.clause("ELIG-3")
@pytest.mark.parametrize(("conflicted", "allowed"), [(False, True), (True, False)])
def test_whoever_stepped_aside_is_offered_to_nobody(conflicted: bool, allowed: bool) -> None:
    taker = replace(SEATED, seated=False, conflicted=conflicted)
    decision = conflicts.may_take(taker, remit=EVERYONE, said_woman=True)
    assert bool(decision) == allowed
    assert allowed or decision.clause == "ELIG-3"


@pytest.mark.clause("ELIG-2")
@pytest.mark.parametrize(("remit", "said"), list(product([EVERYONE, WOMEN], [True, False])))
def test_a_remit_is_asked_of_whoever_is_offered(remit: str, said: bool) -> None:
    decision = conflicts.may_take(replace(SEATED, seated=False), remit=remit, said_woman=said)
    assert bool(decision) == (remit == EVERYONE or said)


@pytest.mark.clause("CONF-5")
@pytest.mark.parametrize("taker", NOT_READY)
def test_nobody_is_offered_who_is_not_in_office_and_bound(taker: Standing) -> None:
    assert not conflicts.may_take(taker, remit=EVERYONE, said_woman=True)


@pytest.mark.clause("ELIG-3")
@pytest.mark.parametrize("s", [*NOT_READY, replace(SEATED, seated=False)])
def test_only_whoever_sits_there_steps_aside(s: Standing) -> None:
    assert aside() and not aside(s)


@pytest.mark.clause("ELIG-3")
@pytest.mark.parametrize("said", ["", "  ", "...", "—"])
def test_the_student_is_asked(said: str) -> None:
    assert not aside(student_said=said)
    # With whom a case was shared, they leave it to whoever shared it.
    assert aside(LENT, to_another=False, student_said=said)


@pytest.mark.clause("RECD-4")
def test_a_case_that_was_lent_is_not_given_on() -> None:
    assert aside(LENT, to_another=True).clause == "RECD-4"
    assert not aside(LENT, to_another=True)


@pytest.mark.clause("ELIG-3")
@pytest.mark.parametrize(("stays", "resolved"), list(product([True, False], repeat=2)))
def test_an_open_case_is_never_left_by_everybody(stays: bool, resolved: bool) -> None:
    decision = aside(to_another=False, somebody_stays=stays, resolved=resolved)
    assert bool(decision) == (stays or resolved)
    assert decision or "Resolve it first" in decision.instead


@pytest.mark.clause("ELIG-3")
def test_a_conflict_is_about_a_person_a_college_or_a_course() -> None:
    for kind in conflicts.KINDS:
        assert conflicts.may_declare(SEATED, kind, ["Dana"])
        assert not conflicts.may_declare(SEATED, kind, [])
    assert not conflicts.may_declare(SEATED, "gender", ["Dana"])


@pytest.mark.parametrize("s", NOT_READY)
def test_whoever_is_not_in_office_and_bound_does_none_of_it(s: Standing) -> None:
    assert not conflicts.may_declare(s, "person", ["Dana"])
    assert not conflicts.may_take_back(s)
    assert not conflicts.may_ask(s, asked_today=0, colleagues=1)
    assert not conflicts.may_answer(s, ends_on=ENDS, on=ENDS)
    assert conflicts.may_take_back(SEATED)


@pytest.mark.clause("CONF-3")
def test_a_day_has_few_questions() -> None:
    most = conflicts.MOST_A_DAY
    assert most <= 5
    assert conflicts.may_ask(SEATED, asked_today=most - 1, colleagues=1)
    refused = conflicts.may_ask(SEATED, asked_today=most, colleagues=1)
    assert not refused and refused.clause == "CONF-3" and str(most) in refused.why()
    assert not conflicts.may_ask(SEATED, asked_today=0, colleagues=0)


@pytest.mark.clause("ELIG-3")
@pytest.mark.parametrize(("days", "allowed"), [(-1, True), (0, True), (1, False)])
def test_a_question_is_answered_until_its_last_day(days: int, allowed: bool) -> None:
    on = ENDS + timedelta(days=days)
    assert bool(conflicts.may_answer(SEATED, ends_on=ENDS, on=on)) == allowed


@pytest.mark.parametrize(("lapsed", "allowed"), [(0, False), (1, True)])
def test_only_what_lapsed_is_deleted(lapsed: int, allowed: bool) -> None:
    assert bool(conflicts.may_lapse(lapsed)) == allowed


@pytest.mark.clause("CONF-3")
@pytest.mark.parametrize("found", list(product([True, False], repeat=3)))
def test_whatever_the_cause_the_answer_is_the_same(found: tuple[bool, bool, bool]) -> None:
    stepped_aside, declared, in_own_cases = found
    findings = Findings(stepped_aside=stepped_aside, declared=declared, in_own_cases=in_own_cases)
    assert conflicts.answer(findings) == (SOMEBODY_ELSE if any(found) else CAN_TAKE)
    assert set(conflicts.ANSWERS) == {CAN_TAKE, SOMEBODY_ELSE}
