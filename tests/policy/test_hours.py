"""Open now until when, or opens when, on the wall of the union's own zone."""

import tomllib
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confide.policy.hours import (
    DOORS,
    OFFICE,
    Closed,
    Closure,
    Hours,
    Open,
    Opening,
    in_words,
    local_day,
    status,
)
from tests.policy.cast import FOLDER

WRITTEN: dict[str, Any] = tomllib.loads((FOLDER / "hours.toml").read_text("utf-8"))
LONDON = ZoneInfo("Europe/London")
CAMBRIDGE = Hours(
    zone="Europe/London",
    office=Opening(days=frozenset(range(5)), opens=time(10), closes=time(16)),
    phone=Opening(days=frozenset(range(7)), opens=time(9), closes=time(19)),
    closures=tuple(Closure(**closure) for closure in WRITTEN["closed"].values()),
)
START = datetime(2026, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
# Zones whose clocks change at one, at two, at midnight, and by half an hour.
ZONES = st.sampled_from(
    ["Europe/London", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe", "UTC"]
)
MOMENTS = st.integers(0, 730 * 24 * 3600).map(lambda n: START + timedelta(seconds=n))


@st.composite
def openings(draw: st.DrawFn) -> Opening:
    """Hours of any kind, those in the middle of the night included."""
    minutes = sorted(draw(st.sets(st.integers(0, 1439), min_size=2, max_size=2)))
    opens, closes = (time(*divmod(minute, 60)) for minute in minutes)
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return Opening(days=days, opens=opens, closes=closes)


@st.composite
def any_hours(draw: st.DrawFn) -> Hours:
    """Hours of some union, with up to three closures."""
    firsts = draw(st.lists(MOMENTS.map(datetime.date), max_size=3))
    closures = tuple(
        Closure(first_on=day, last_on=day + timedelta(days=9), reason="a break", phone=True)
        for day in firsts
    )
    return Hours(
        zone=draw(ZONES), office=draw(openings()), phone=draw(openings()), closures=closures
    )


def told(door: str) -> list[Any]:
    """The scenarios of one door."""
    return [pytest.param(door, table, id=table["when"]) for table in WRITTEN[door]]


@pytest.mark.clause("HOUR-1", "HOUR-2")
@pytest.mark.parametrize(("door", "table"), [*told("office"), *told("phone")])
def test_what_the_front_page_says(door: str, table: dict[str, Any]) -> None:
    at = table["at"].replace(tzinfo=LONDON).astimezone(UTC)
    state = status(CAMBRIDGE, door, at)
    assert in_words(state, CAMBRIDGE, at).say() == table["says"]


@pytest.mark.clause("HOUR-1")
def test_ten_stays_ten_when_the_clocks_change() -> None:
    friday = datetime(2026, 10, 23, 9, 0, tzinfo=UTC)
    monday = datetime(2026, 10, 26, 9, 0, tzinfo=UTC)
    assert isinstance(status(CAMBRIDGE, OFFICE, friday), Open)
    assert isinstance(status(CAMBRIDGE, OFFICE, monday), Closed)
    assert isinstance(status(CAMBRIDGE, OFFICE, monday + timedelta(hours=1)), Open)


def test_an_hour_that_happens_twice_is_not_open_twice() -> None:
    # On 25 October 2026 the hour from one to two happens twice in London.
    nightly = Opening(days=frozenset(range(7)), opens=time(0), closes=time(1, 30))
    hours = Hours(zone="Europe/London", office=nightly, phone=nightly)
    first, second = (datetime(2026, 10, 25, hour, 15, tzinfo=UTC) for hour in (0, 1))
    assert first.astimezone(LONDON).time() == second.astimezone(LONDON).time() == time(1, 15)
    assert isinstance(status(hours, OFFICE, first), Open)
    assert isinstance(status(hours, OFFICE, second), Closed)
    assert isinstance(status(hours, OFFICE, second.astimezone(LONDON)), Closed)


@pytest.mark.clause("HOUR-1", "HOUR-2")
@given(any_hours(), st.sampled_from(DOORS), MOMENTS)
def test_an_open_door_closes_when_it_says(hours: Hours, door: str, at: datetime) -> None:
    state = status(hours, door, at)
    if isinstance(state, Open):
        closes = state.until.astimezone(UTC)
        assert at < closes
        assert status(hours, door, closes - SECOND) == state
        assert isinstance(status(hours, door, closes), Closed)


@pytest.mark.clause("HOUR-1", "HOUR-2")
@given(any_hours(), st.sampled_from(DOORS), MOMENTS, st.floats(0, 0.999))
def test_a_shut_door_opens_when_it_says_and_not_before(
    hours: Hours, door: str, at: datetime, part: float
) -> None:
    state = status(hours, door, at)
    if isinstance(state, Closed):
        assert state.next is not None
        opens = state.next.astimezone(UTC)
        assert opens > at
        assert isinstance(status(hours, door, opens), Open)
        assert isinstance(status(hours, door, at + (opens - at) * part), Closed)


@given(any_hours(), st.sampled_from(DOORS), MOMENTS)
def test_there_are_always_words(hours: Hours, door: str, at: datetime) -> None:
    said = in_words(status(hours, door, at), hours, at).say()
    assert said and "{" not in said


def test_a_door_without_an_end_to_its_closure_is_closed_until_further_notice() -> None:
    at = datetime(2026, 11, 17, 12, tzinfo=UTC)
    day = at.date()
    for_good = Closure(first_on=day, last_on=day + timedelta(days=5000), reason="rebuilding")
    hours = Hours(zone="UTC", office=CAMBRIDGE.office, phone=CAMBRIDGE.phone, closures=(for_good,))
    state = status(hours, OFFICE, at)
    assert state == Closed(next=None, reason="rebuilding")
    assert in_words(state, hours, at).say() == "Closed: rebuilding. Closed until further notice"


def test_half_past_and_noon_are_said_as_people_say_them() -> None:
    opening = Opening(days=frozenset({1}), opens=time(9, 30), closes=time(12))
    hours = Hours(zone="UTC", office=opening, phone=opening)
    at = datetime(2026, 11, 17, 10, tzinfo=UTC)
    assert in_words(status(hours, OFFICE, at), hours, at).say() == "Open now until noon"
    later = datetime(2026, 11, 17, 13, tzinfo=UTC)
    said = in_words(status(hours, OFFICE, later), hours, later).say()
    assert said == "Opens Tuesday 24 November at 9.30"


def test_a_moment_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="time zone"):
        status(CAMBRIDGE, OFFICE, START.replace(tzinfo=None))


def test_there_is_no_third_door() -> None:
    with pytest.raises(ValueError, match="no door"):
        status(CAMBRIDGE, "window", datetime(2026, 11, 17, 12, tzinfo=UTC))


def test_the_day_is_the_day_of_the_unions_zone() -> None:
    summer_night = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert local_day(CAMBRIDGE, summer_night).day == 2
