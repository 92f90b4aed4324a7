"""Each scenario gets the answer, the clause and the words that it names."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.policy.cast import FOLDER, QUESTIONS, answer, scenarios

FILES = (
    "seeing-a-case",
    "office",
    "being-helped",
    "agreeing",
    "telling",
    "changing-a-consent",
    "using-a-consent",
    "resolving",
    "destroying",
    "nightly",
    "recording",
)
OTHERS = {"cast", "hours", "terms"}
Test = Callable[[bool, dict[str, Any]], None]


def told_by(name: str) -> Callable[[Test], Test]:
    """Run a test once for each scenario of a file."""
    cases = [_case(allowed, table) for allowed, table in scenarios(name)]
    mark: Callable[[Test], Test] = pytest.mark.parametrize(("allowed", "table"), cases)
    return mark


def _case(allowed: bool, table: dict[str, Any]) -> Any:
    verdict = "allowed" if allowed else "refused"
    marks = [pytest.mark.clause(table["clause"])] if "clause" in table else []
    return pytest.param(allowed, table, id=f"{verdict}: {table['when']}", marks=marks)


def check(allowed: bool, table: dict[str, Any]) -> None:
    decision = answer(table)
    assert decision.allowed is allowed
    assert decision.clause == table.get("clause", decision.clause)
    assert decision.why() == table.get("says", decision.why())


@pytest.mark.clause("CONF-1", "CONF-3", "CONF-5", "ELIG-3", "HOUR-3")
@told_by("seeing-a-case")
def test_who_may_see_a_case(allowed: bool, table: dict[str, Any]) -> None:
    check(allowed, table)


@pytest.mark.clause("CONF-5", "HOUR-3")
@told_by("office")
def test_who_is_in_office_and_bound(allowed: bool, table: dict[str, Any]) -> None:
    check(allowed, table)


@pytest.mark.clause("ELIG-1", "ELIG-2")
@told_by("being-helped")
def test_who_is_helped_and_by_whom(allowed: bool, table: dict[str, Any]) -> None:
    check(allowed, table)


@pytest.mark.clause("CONF-4")
@told_by("agreeing")
def test_what_makes_a_consent(allowed: bool, table: dict[str, Any]) -> None:
    check(allowed, table)


@pytest.mark.clause("CONF-1", "CONF-4")
@told_by("telling")
def test_what_may_be_told_outside(allowed: bool, table: dict[str, Any]) -> None:
    check(allowed, table)


@pytest.mark.clause("CONF-4")
@told_by("changing-a-consent")
def test_what_takes_the_place_of_a_consent(allowed: bool, table: dict[str, Any]) -> None:
    check(allowed, table)


@pytest.mark.clause("CONF-1", "CONF-3", "CONF-4")
@told_by("using-a-consent")
def test_what_else_a_consent_is_good_for(allowed: bool, table: dict[str, Any]) -> None:
    check(allowed, table)


@pytest.mark.clause("RECD-5")
@told_by("resolving")
def test_when_a_case_is_resolved_or_taken_up_again(allowed: bool, table: dict[str, Any]) -> None:
    check(allowed, table)


@pytest.mark.clause("RECD-5", "RECD-6")
@pytest.mark.promise("P7")
@told_by("destroying")
def test_when_records_are_destroyed(allowed: bool, table: dict[str, Any]) -> None:
    check(allowed, table)


@pytest.mark.clause("RECD-5")
@told_by("nightly")
def test_when_the_nights_work_may_run(allowed: bool, table: dict[str, Any]) -> None:
    check(allowed, table)


@pytest.mark.clause("RECD-1")
@told_by("recording")
def test_what_may_be_entered(allowed: bool, table: dict[str, Any]) -> None:
    check(allowed, table)


def test_every_file_of_scenarios_is_run() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == {*FILES, *OTHERS}


def test_every_question_is_answered_both_ways() -> None:
    asked = {(table["asks"], allowed) for name in FILES for allowed, table in scenarios(name)}
    assert asked == {(asks, allowed) for asks in QUESTIONS for allowed in (True, False)}


@pytest.mark.parametrize("name", FILES)
def test_every_refusal_says_its_clause_and_its_reason(name: str) -> None:
    silent = [
        table["when"]
        for allowed, table in scenarios(name)
        if not allowed and not (table.get("clause") and table.get("says"))
    ]
    assert silent == []


def test_a_fact_that_no_rule_uses_fails_its_scenario() -> None:
    with pytest.raises(AssertionError, match="widthdrawn"):
        answer({"asks": "to be helped", "basis": "registered", "widthdrawn": True})
