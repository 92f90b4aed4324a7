"""How pages say days, times, people and decisions."""

from datetime import UTC, date, datetime

import pytest

from confide.policy.decision import allow, refuse
from confide.web import clock
from confide.web.templatetags import confide as words


@pytest.fixture(autouse=True)
def _it_is_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 20, 12, tzinfo=UTC))


def test_a_day_of_this_year_has_no_year_and_any_other_has() -> None:
    assert words.day(date(2026, 11, 17)) == "Tuesday 17 November"
    assert words.day(date(2025, 11, 17)) == "Monday 17 November 2025"
    assert words.day(None) == ""


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 17, 14, 30, tzinfo=UTC), "Tuesday 17 November, 2.30 pm"),
        (datetime(2026, 7, 1, 23, 5, tzinfo=UTC), "Thursday 2 July, 12.05 am"),
        (datetime(2026, 7, 1, 11, 0, tzinfo=UTC), "Wednesday 1 July, 12 pm"),
        (datetime(2026, 12, 31, 0, 0, tzinfo=UTC), "Thursday 31 December, 12 am"),
        (None, ""),
    ],
)
def test_a_moment_is_said_in_the_time_of_the_place(moment: datetime | None, said: str) -> None:
    assert words.moment(moment) == said


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Asha Rao", "AR"), ("Zoë", "Z"), ("Ana de la Cruz", "AC"), ("", "?"), ("  ", "?"),
        ("李小龍", "李"), ("łukasz nowak", "ŁN"), ("(Bob) Smith", "S"),
    ],
)  # fmt: skip
def test_initials_are_two_letters_at_most(name: str, letters: str) -> None:
    assert words.initials(name) == letters


def test_a_decision_is_said_in_words_with_its_values() -> None:
    no = refuse("CONF-1", "Not before {day}.", instead="Wait until {day}.", day="Friday")
    assert words.in_words(no) == "Not before Friday."
    assert words.instead(no) == "Wait until Friday."
    assert words.instead(allow("CONF-1", "Yes.")) == ""


@pytest.mark.parametrize(
    ("label", "led"), [("When was it?", "When was it?"), ("In a few words", "In a few words:")]
)
def test_a_label_leads_to_what_is_wrong_without_two_marks(label: str, led: str) -> None:
    assert words.led(label) == led
