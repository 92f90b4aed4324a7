"""Days and times as people write them."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from confide.web.forms import Day, TimeOfDay

SEVENTEENTH = date(2026, 11, 17)


@pytest.mark.parametrize(
    "typed",
    [
        "17/11/2026", "17.11.2026", "17-11-2026", "17 11 2026", "2026-11-17", "17 November 2026",
        "17 nov 2026", "17th Nov. 2026", "Tuesday 17 November 2026", "Tue, 17 november, 2026",
        "  17 / 11 / 2026 ",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(typed: str) -> None:
    assert Day().clean(typed) == SEVENTEENTH


@pytest.mark.parametrize(
    "typed",
    ["yesterday", "17/11", "17/11/26", "11/17", "17/xx/2026", "17 Ma 2026", "17/11/0026", "٣"],
)
def test_what_is_no_date_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError, match="such as 17/11/2026"):
        Day().clean(typed)


@pytest.mark.parametrize("typed", ["31/02/2026", "29/2/2025", "1/13/2026", "0/1/2026"])
def test_a_day_that_never_comes_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="There is no such day"):
        Day().clean(typed)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_a_day_survives_being_shown_and_typed_again(day: date) -> None:
    assert Day().clean(Day().prepare_value(day)) == day


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14:30", time(14, 30)), ("2.30pm", time(14, 30)), ("2pm", time(14)), ("12 am", time(0)),
        ("12 p.m.", time(12)), ("9:05", time(9, 5)), ("0:00", time(0)), ("11.59 PM", time(23, 59)),
    ],
)  # fmt: skip
def test_a_time_is_read_however_it_is_written(typed: str, read: time) -> None:
    assert TimeOfDay().clean(typed) == read


@pytest.mark.parametrize("typed", ["noon", "25:00", "12:60", "14", "13pm", "0am", "1:2"])
def test_what_is_no_time_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError, match="such as 14:30"):
        TimeOfDay().clean(typed)


@pytest.mark.parametrize("field", [Day, TimeOfDay])
def test_nothing_typed_is_nothing_unless_it_is_needed(field: type[Day | TimeOfDay]) -> None:
    assert field(required=False).clean("") is None
    with pytest.raises(ValidationError, match="Enter a"):
        field().clean("")
