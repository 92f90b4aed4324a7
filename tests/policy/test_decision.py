"""A decision is true or false, and says why in words that can be translated."""

import pytest

from confide.policy.decision import all_of, allow, refuse, unless


def test_a_yes_is_true_and_a_no_is_false() -> None:
    assert allow("CONF-1", "Yes.")
    assert not refuse("CONF-1", "No.")


def test_the_reason_is_translated_before_its_values_are_filled_in() -> None:
    decision = refuse("RECD-5", "Kept until {day}.", instead="Come on {day}.", day="Monday")
    german = {"Kept until {day}.": "Bis {day}.", "Come on {day}.": "Kommt am {day}."}
    assert decision.why() == "Kept until Monday."
    assert decision.why(german.__getitem__) == "Bis Monday."
    assert decision.what_instead(german.__getitem__) == "Kommt am Monday."


def test_where_there_is_nothing_instead_nothing_is_translated() -> None:
    assert refuse("CONF-1", "No.").what_instead(lambda _: "Project-Id-Version: 1") == ""


def test_a_value_cannot_smuggle_in_a_placeholder() -> None:
    assert allow("HOUR-1", "Closed: {reason}.", reason="{secret}").why() == "Closed: {secret}."


def test_of_several_decisions_the_first_refusal_counts() -> None:
    yes, last = allow("CONF-5", "Yes."), allow("ELIG-1", "Yes too.")
    no, later = refuse("ELIG-2", "No."), refuse("CONF-1", "No either.")
    assert all_of(yes, no, last, later) == no
    assert all_of(yes, last) == last


def test_an_obstacle_is_not_passed_over_for_being_false() -> None:
    no, yes = refuse("CONF-4", "No."), allow("CONF-4", "Yes.")
    assert unless(None, no, otherwise=yes) == no
    assert unless(None, None, otherwise=yes) == yes


def test_a_decision_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        refuse("CONF-1", "No.").allowed = True  # type: ignore[misc]
