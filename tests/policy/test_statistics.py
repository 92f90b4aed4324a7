"""Who sees the figures, when a quarter closes, and what leaves. (STAT-1, STAT-2)"""

from datetime import date
from itertools import product

import pytest

from confide.policy import periods, statistics
from confide.policy.access import Standing
from confide.policy.statistics import Audited

SERVING = Standing(in_office=True, undertaking_signed=True)
OTHERS = [
    Standing(in_office=False, undertaking_signed=True),
    Standing(in_office=True, undertaking_signed=False),
]
CLEAN = Audited(disclosed=0, undecided=0, after=3)


@pytest.mark.clause("STAT-1")
def test_caseworkers_in_office_who_have_signed_see_the_figures() -> None:
    assert statistics.may_see_figures(SERVING).clause == "STAT-1"


@pytest.mark.clause("CONF-5")
@pytest.mark.parametrize("other", OTHERS)
def test_nobody_else_sees_or_does_anything(other: Standing) -> None:
    on = date(2026, 10, 1)
    closing = statistics.may_close(other, "2026-Q3", closed=[], oldest="2026-Q3", on=on)
    answers = [
        statistics.may_see_figures(other),
        closing,
        statistics.may_take(other, quarters=["2026-Q3"], closed=["2026-Q3"]),
        statistics.may_propose(other, CLEAN, waits=False, newest=3),
        statistics.may_confirm(other, CLEAN, is_proposer=False, as_seen=True, newest=3),
        statistics.may_withdraw(other),
    ]
    assert {(answer.allowed, answer.clause) for answer in answers} == {(False, "CONF-5")}


@pytest.mark.clause("STAT-1")
@pytest.mark.parametrize(
    ("on", "closed", "oldest", "may"),
    [
        (date(2026, 9, 30), [], "2026-Q3", False),
        (date(2026, 10, 1), [], "2026-Q3", True),
        (date(2026, 10, 1), ["2026-Q3"], "2026-Q4", False),
        (date(2026, 10, 1), [], "2026-Q2", False),
        (date(2027, 10, 1), [], "2026-Q4", False),
        (date(2027, 10, 1), [], "2027-Q1", False),
    ],
)
def test_a_quarter_closes_on_the_day_after_its_last_in_turn(
    on: date, closed: list[str], oldest: str, may: bool
) -> None:
    answer = statistics.may_close(SERVING, "2026-Q3", closed=closed, oldest=oldest, on=on)
    assert answer.allowed is may and answer.clause == "STAT-1"


@pytest.mark.clause("STAT-2")
@pytest.mark.parametrize(
    ("quarters", "may"),
    [(["2026-Q3"], True), (["2026-Q3", "2026-Q4"], False), ([], False)],
)
def test_of_closed_quarters_alone(quarters: list[str], may: bool) -> None:
    answer = statistics.may_take(SERVING, quarters=quarters, closed=["2026-Q2", "2026-Q3"])
    assert answer.allowed is may


@pytest.mark.clause("STAT-2")
@pytest.mark.parametrize(
    ("resolved", "may"),
    [([], True), (["2025-Q4"], False), (["2026-Q3"], False), (["2026-Q4"], True)],
)
def test_resolved_cases_of_the_first_four_closed_quarters_are_not_released(
    resolved: list[str], may: bool
) -> None:
    closed = ["2026-Q4", "2026-Q3", "2026-Q2", "2026-Q1", "2025-Q4"]
    answer = statistics.may_take(SERVING, quarters=closed, closed=closed, resolved=resolved)
    assert answer.allowed is may


@pytest.mark.clause("STAT-2")
@pytest.mark.parametrize(
    ("found", "newest", "may"),
    [
        (CLEAN, 3, True),
        (CLEAN, 4, False),
        (Audited(disclosed=1, undecided=0, after=3), 3, False),
        (Audited(disclosed=0, undecided=1, after=3), 3, False),
    ],
)
def test_neither_what_was_found_out_nor_what_is_undecided_nor_what_is_stale_leaves(
    found: Audited, newest: int, may: bool
) -> None:
    for waits in (True, False):
        proposed = statistics.may_propose(SERVING, found, waits=waits, newest=newest)
        assert proposed.allowed is (may and not waits)
    for own, seen in product((True, False), repeat=2):
        confirmed = statistics.may_confirm(
            SERVING, found, is_proposer=own, as_seen=seen, newest=newest
        )
        assert confirmed.allowed is (may and seen and not own)


@pytest.mark.clause("STAT-1")
def test_months_quarters_and_years_fit_together() -> None:
    assert periods.period_of(date(2026, 11, 30)) == "2026-11"
    assert [periods.quarter_of(f"2026-{m:02}")[-1] for m in (1, 3, 4, 6, 7, 9, 10, 12)] == [
        *"11223344"
    ]
    assert periods.months_of("2026-Q4") == ("2026-10", "2026-11", "2026-12")
    assert periods.last_day("2027-Q1") == date(2027, 3, 31)
    assert periods.after("2026-Q4") == "2027-Q1" and periods.after("2026-Q1", -1) == "2025-Q4"
    assert periods.year_of("2026-Q2", starts=10) == ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")
    assert periods.year_of("2026-Q4", starts=1)[0] == "2026-Q1"
    assert periods.is_quarter("2026-Q4") and not periods.is_quarter("2026-Q5")
