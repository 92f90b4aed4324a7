"""A question goes to named caseworkers, for a time, and points at nobody without a reason."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confide.policy.access import Standing
from confide.policy.consultation import (
    LONGEST,
    Asking,
    Part,
    may_ask,
    may_be_asked,
    may_expire,
    may_follow,
    may_reply,
    may_see,
)

ON = date(2026, 11, 23)
ALICE = Standing(in_office=True, undertaking_signed=True, seated=True)
BOB = Standing(in_office=True, undertaking_signed=True)
GOOD = Asking(
    about_case=True,
    says_something=True,
    marks=0,
    reason_given=False,
    ends_on=ON + timedelta(days=14),
)


def _ask(asking: Asking = GOOD, asker: Standing = ALICE, others: tuple[Standing, ...] = (BOB,)):  # type: ignore[no-untyped-def]
    return may_ask(asking, asker=asker, colleagues=others, on=ON)


@pytest.mark.clause("CONF-2")
def test_a_question_that_shows_nobody_goes_to_a_colleague() -> None:
    assert _ask()
    assert _ask().clause == "CONF-2"


@pytest.mark.clause("CONF-2")
@pytest.mark.parametrize(
    ("changed", "clause"),
    [
        ({"marks": 1}, "CONF-2"),
        ({"says_something": False}, "CONF-2"),
        ({"ends_on": ON - timedelta(days=1)}, "CONF-2"),
        ({"ends_on": ON + LONGEST + timedelta(days=1)}, "CONF-2"),
        ({"destroy_on": ON + timedelta(days=13)}, "RECD-5"),
    ],
)
def test_what_is_missing_is_refused(changed: dict[str, object], clause: str) -> None:
    refused = _ask(replace(GOOD, **changed))  # type: ignore[arg-type]
    assert not refused and refused.clause == clause


@pytest.mark.clause("CONF-2")
@pytest.mark.parametrize(
    "changed",
    [
        {"marks": 3, "reason_given": True},
        {"ends_on": ON},
        {"ends_on": ON + LONGEST},
        {"destroy_on": ON + timedelta(days=14)},
    ],
)
def test_the_last_day_and_a_reason_are_enough(changed: dict[str, object]) -> None:
    assert _ask(replace(GOOD, **changed))  # type: ignore[arg-type]


@pytest.mark.clause("CONF-2", "ELIG-3")
@pytest.mark.parametrize(
    "colleague",
    [
        replace(BOB, in_office=False),
        replace(BOB, undertaking_signed=False),
        replace(BOB, conflicted=True),
    ],
)
def test_one_who_may_not_be_asked_is_enough_to_refuse(colleague: Standing) -> None:
    assert not may_be_asked(colleague)
    assert not _ask(others=(BOB, colleague))
    assert not _ask(others=())


@pytest.mark.clause("CONF-2")
def test_only_who_sits_at_a_case_asks_about_it_and_any_caseworker_in_general() -> None:
    away = replace(ALICE, seated=False)
    assert not _ask(asker=away)
    assert _ask(replace(GOOD, about_case=False), asker=away)
    for standing in (
        replace(ALICE, in_office=False),
        replace(ALICE, undertaking_signed=False),
        replace(ALICE, conflicted=True),
    ):
        assert not _ask(asker=standing)


@pytest.mark.clause("CONF-2")
@pytest.mark.parametrize(("asked_it", "was_asked"), [*product([True, False], repeat=2)])
def test_a_question_is_seen_by_its_asker_and_those_it_names(
    asked_it: bool, was_asked: bool
) -> None:
    part = Part(asked_it=asked_it, was_asked=was_asked, ends_on=ON)
    assert bool(may_see(BOB, part, on=ON)) is (asked_it or was_asked)
    assert bool(may_reply(BOB, part, says_something=True, on=ON)) is was_asked
    assert bool(may_follow(BOB, part, on=ON)) is asked_it
    assert not may_reply(BOB, part, says_something=False, on=ON)


@pytest.mark.clause("CONF-2")
@given(st.integers(-40, 40))
def test_it_is_seen_through_its_last_day_and_expires_on_the_next(days: int) -> None:
    on = ON + timedelta(days=days)
    part = Part(asked_it=True, was_asked=True, ends_on=ON)
    assert bool(may_see(BOB, part, on=on)) is (days <= 0)
    assert bool(may_reply(BOB, part, says_something=True, on=on)) is (days <= 0)
    assert bool(may_expire(ON, destroyed=False, on=on)) is (days > 0)
    assert may_expire(ON, destroyed=True, on=on)


@pytest.mark.clause("CONF-2", "CONF-5")
def test_out_of_office_nothing_of_it_is_seen() -> None:
    part = Part(asked_it=True, was_asked=True, ends_on=ON)
    assert not may_see(replace(BOB, in_office=False), part, on=ON)
    assert not may_see(replace(BOB, undertaking_signed=False), part, on=ON)


@pytest.mark.clause("CONF-2")
@given(
    st.builds(
        Asking,
        about_case=st.booleans(),
        says_something=st.booleans(),
        marks=st.integers(0, 5),
        reason_given=st.booleans(),
        ends_on=st.dates(ON - timedelta(days=40), ON + timedelta(days=40)),
        destroy_on=st.none() | st.dates(ON, ON + timedelta(days=40)),
    )
)
def test_nothing_marked_is_ever_sent_without_a_reason_nor_past_a_day(asking: Asking) -> None:
    if _ask(asking):
        assert asking.says_something and (not asking.marks or asking.reason_given)
        assert ON <= asking.ends_on <= min(ON + LONGEST, asking.destroy_on or date.max)
