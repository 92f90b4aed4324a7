"""Records go on their day: never earlier, never later, and never unannounced."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confide.policy import retention
from confide.policy.retention import (
    CLOCK,
    NIGHT_RUN,
    STUDENT,
    Clock,
    destroy_on,
    last_night,
    may_announce,
    may_order_destruction,
    resolved_day,
    warning,
)

DAY = timedelta(days=1)
RESOLVED = st.dates(date(2024, 1, 1), date(2040, 12, 31))
MONTHS = st.integers(1, 36)


@pytest.mark.clause("RECD-5")
@pytest.mark.promise("P7")
@pytest.mark.parametrize(
    ("resolved_on", "months", "expected"),
    [
        (date(2026, 11, 17), 36, date(2029, 11, 17)),
        (date(2026, 12, 31), 36, date(2029, 12, 31)),
        (date(2027, 1, 1), 36, date(2030, 1, 1)),
        (date(2028, 2, 28), 36, date(2031, 2, 28)),
        (date(2028, 2, 29), 36, date(2031, 2, 28)),
        (date(2028, 3, 1), 36, date(2031, 3, 1)),
        (date(2025, 2, 28), 36, date(2028, 2, 28)),
        (date(2026, 2, 28), 24, date(2028, 2, 28)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
    ],
)
def test_the_day_of_destruction(resolved_on: date, months: int, expected: date) -> None:
    assert destroy_on(resolved_on, months) == expected


@pytest.mark.clause("RECD-5")
@pytest.mark.parametrize("months", [-1, 0, 37, 48, 1200])
def test_no_more_than_three_years_and_no_less_than_a_month(months: int) -> None:
    with pytest.raises(ValueError, match="RECD-5"):
        destroy_on(date(2026, 11, 17), months)


@pytest.mark.clause("RECD-5")
@given(RESOLVED, MONTHS)
def test_never_a_day_later_than_so_many_months(resolved_on: date, months: int) -> None:
    day = destroy_on(resolved_on, months)
    whole = (day.year - resolved_on.year) * 12 + day.month - resolved_on.month
    assert whole == months
    assert day.day == resolved_on.day or (day.day < resolved_on.day and (day + DAY).day == 1)


@pytest.mark.clause("RECD-5")
@given(RESOLVED, st.integers(0, 40), MONTHS)
def test_what_was_resolved_later_never_goes_earlier(first: date, later: int, months: int) -> None:
    assert destroy_on(first, months) <= destroy_on(first + later * DAY, months)


@pytest.mark.clause("RECD-5")
@pytest.mark.promise("P7")
@given(RESOLVED, st.times(), MONTHS)
def test_the_run_comes_within_the_last_day(resolved_on: date, at: time, months: int) -> None:
    run = datetime.combine(last_night(datetime.combine(resolved_on, at), months), NIGHT_RUN)
    over = datetime.combine(destroy_on(resolved_on, months), at)
    assert over - DAY < run <= over


@pytest.mark.parametrize(("hour", "day"), [(0, 16), (2, 16), (3, 17), (23, 17)])
def test_the_small_hours_belong_to_the_day_before(hour: int, day: int) -> None:
    local = datetime.combine(date(2026, 11, 17), time(hour))
    assert resolved_day(local) == date(2026, 11, day)


def nights(resolved_on: date, months: int, asleep: frozenset[int]) -> tuple[Clock, date]:
    """Night after night, announce and destroy as soon as the policy allows; some nights fail."""
    clock = Clock(destroy_on=destroy_on(resolved_on, months))
    assert clock.destroy_on is not None
    on = clock.destroy_on - timedelta(days=60)
    for night in range(160):
        on += DAY
        if night in asleep:
            continue
        if may_announce(clock, on):
            clock = Clock(destroy_on=clock.destroy_on, announced_on=on)
        if may_order_destruction(CLOCK, clock, on):
            return clock, on
    raise AssertionError("It was never destroyed.")


@pytest.mark.clause("RECD-5")
@pytest.mark.promise("P7")
@given(RESOLVED, MONTHS)
def test_a_service_that_runs_every_night_destroys_on_the_very_day(day: date, months: int) -> None:
    clock, destroyed_on = nights(day, months, frozenset())
    assert destroyed_on == clock.destroy_on


@pytest.mark.clause("RECD-5")
@pytest.mark.promise("P7")
@given(RESOLVED, MONTHS, st.frozensets(st.integers(0, 100), max_size=100))
def test_a_service_that_stood_still_is_never_too_early_and_always_announces(
    resolved_on: date, months: int, asleep: frozenset[int]
) -> None:
    clock, destroyed_on = nights(resolved_on, months, asleep)
    assert clock.destroy_on is not None and clock.announced_on is not None
    assert destroyed_on >= clock.destroy_on
    assert destroyed_on - clock.announced_on >= timedelta(days=7)


@pytest.mark.clause("RECD-5")
@given(RESOLVED, MONTHS, MONTHS, st.integers(0, 1200), st.integers(0, 60), st.integers(0, 60))
def test_re_opening_makes_an_older_announcement_void(
    first: date, months: int, new_months: int, announced: int, open_for: int, late: int
) -> None:
    announced_on = first + announced * DAY
    # Resolved again at the earliest on the same day which, in the small hours, counts for the last.
    resolved_again_on = announced_on + (open_for - 1) * DAY
    day = destroy_on(resolved_again_on, new_months)
    clock = Clock(destroy_on=day, announced_on=announced_on)
    assert not may_order_destruction(CLOCK, clock, day + late * DAY)


@pytest.mark.clause("RECD-6")
def test_whoever_asks_hears_the_same_whether_held_or_not() -> None:
    on = date(2026, 11, 17)
    free = may_order_destruction(STUDENT, Clock(), on)
    held = may_order_destruction(STUDENT, Clock(keep_until=on), on)
    again = may_order_destruction(STUDENT, Clock(being_destroyed=True), on)
    assert (free.allowed, held.allowed, again.allowed) == (True, False, False)
    for other in (held, again):
        assert (other.clause, other.reason, other.instead, other.values) == (
            free.clause,
            free.reason,
            free.instead,
            free.values,
        )


def test_an_unknown_cause_is_a_mistake_and_not_a_reason() -> None:
    with pytest.raises(ValueError, match="no such cause"):
        may_order_destruction("space", Clock(), date(2026, 11, 17))


@pytest.mark.clause("RECD-5")
@pytest.mark.parametrize(
    ("days", "expected"),
    [(91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7), (-3, 7)],
)
def test_the_warning_that_the_desk_shows(days: int, expected: int | None) -> None:
    on = date(2026, 11, 17)
    assert warning(on + days * DAY, on) == expected


@pytest.mark.clause("RECD-5")
@pytest.mark.parametrize(("ahead", "held"), [(-1, False), (0, True), (1, True)])
def test_a_hold_lasts_through_its_last_day(ahead: int, held: bool) -> None:
    on = date(2026, 11, 17)
    assert retention.is_held(on + ahead * DAY, on) is held
    assert not retention.is_held(None, on)


@pytest.mark.clause("RECD-5")
@pytest.mark.parametrize(
    ("ends", "until", "goes"),
    [
        (None, None, None),
        (None, 5, None),
        (5, None, 5),
        (5, 4, 5),
        (5, 5, 6),
        (5, 9, 10),
    ],
)
def test_a_case_goes_on_its_day_or_on_the_day_after_its_hold(
    ends: int | None, until: int | None, goes: int | None
) -> None:
    def day(number: int | None) -> date | None:
        return date(2026, 11, 17) + number * DAY if number is not None else None

    assert retention.goes_on(Clock(destroy_on=day(ends), keep_until=day(until))) == day(goes)


@pytest.mark.clause("RECD-5")
def test_a_hold_ends_once_and_for_a_reason() -> None:
    assert retention.may_end_hold(why="The inquest is over.", ended=False)
    assert not retention.may_end_hold(why=" ", ended=False)
    assert not retention.may_end_hold(why="The inquest is over.", ended=True)
    assert retention.held_through([]) is None
    assert retention.held_through([None, date(2026, 1, 2), date(2026, 1, 1)]) == date(2026, 1, 2)


@pytest.mark.clause("RECD-5")
@pytest.mark.parametrize(("before", "seconded"), [(4, False), (5, True), (500, True)])
def test_a_few_records_before_their_day_or_two_caseworkers(before: int, seconded: bool) -> None:
    assert retention.may_destroy_more(before, seconded=seconded)
    assert not retention.may_destroy_more(5, seconded=False)


@pytest.mark.clause("RECD-6")
@pytest.mark.parametrize(("alone", "days"), [(True, 7), (False, 28)])
def test_a_student_does_not_wait_for_ever_for_a_second_caseworker(alone: bool, days: int) -> None:
    asked_on = date(2026, 7, 1)
    for passed in (0, days - 1):
        on = asked_on + timedelta(days=passed)
        assert not retention.may_go_unseconded(asked_on, on, alone=alone)
    assert retention.may_go_unseconded(asked_on, asked_on + timedelta(days=days), alone=alone)


@pytest.mark.clause("RECD-5")
def test_a_second_caseworker_is_another_and_says_yes_to_something() -> None:
    assert retention.may_second(own=False, waiting=True)
    assert not retention.may_second(own=True, waiting=True)
    assert not retention.may_second(own=False, waiting=False)


@pytest.mark.clause("RECD-2", "RECD-5")
def test_a_paper_is_ticked_off_once_and_afterwards_only_what_is_left() -> None:
    assert retention.may_tick_off(shredded=False) and not retention.may_tick_off(shredded=True)
    assert retention.may_confirm_papers(left=1) and not retention.may_confirm_papers(left=0)
