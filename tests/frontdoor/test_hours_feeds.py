"""The hours for a calendar and for the union's own site: for everyone the same. (HOUR-1, HOUR-2)"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from icalendar import Calendar

from confide.policy import hours as policy_hours
from confide.policy.hours import DOORS, Open
from tests.frontdoor.conftest import NOON

LONDON = ZoneInfo("Europe/London")


def _figures(visitor: Client) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(visitor.get("/hours.json").content)
    return answer


@pytest.mark.clause("HOUR-1", "HOUR-2")
def test_the_calendar_is_open_on_exactly_the_days_on_which_the_doors_are(visitor: Client) -> None:
    feed = Calendar.from_ical(visitor.get("/hours.ics").content)
    entries = {str(entry["uid"]).partition("@")[0]: entry for entry in feed.walk("VEVENT")}
    assert set(entries) == set(DOORS)
    for door, entry in entries.items():
        days = {f"{each}" for each in entry["rrule"]["BYDAY"]}
        shut = _excepted(entry)
        for number in range(120):
            on = date(2026, 11, 23) + timedelta(days=number)
            told = on.strftime("%a").upper()[:2] in days and on not in shut
            at = datetime.combine(on, time(12), LONDON)
            open_then = isinstance(policy_hours.status(settings.POLICY.hours, door, at), Open)
            assert told is open_then, (door, on)
        assert entry["dtstart"].dt.tzinfo is not None


def test_a_calendar_says_nothing_of_whoever_keeps_it(visitor: Client) -> None:
    answer = visitor.get("/hours.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode().casefold()
    assert not [
        word
        for word in ("support", "confid", "welfare", "case")
        if word in text.replace("-//confide//en", "").replace("@union.example", "")
    ]


def test_both_are_the_same_bytes_another_day_unless_the_hours_are_others(
    visitor: Client, at: Callable[[datetime], None]
) -> None:
    before = [visitor.get(path).content for path in ("/hours.ics", "/hours.json")]
    at(NOON + timedelta(days=1))
    assert [visitor.get(path).content for path in ("/hours.ics", "/hours.json")] == before


@pytest.mark.clause("HOUR-1", "HOUR-2")
@pytest.mark.parametrize(
    ("moment", "office", "phone"),
    [
        (datetime(2026, 11, 23, 12, tzinfo=UTC), True, True),
        (datetime(2026, 11, 23, 16, tzinfo=UTC), False, True),
        (datetime(2026, 11, 23, 19, tzinfo=UTC), False, False),
        (datetime(2026, 12, 24, 12, tzinfo=UTC), False, True),
    ],
)
def test_the_figures_say_whether_each_door_is_open(
    visitor: Client, at: Callable[[datetime], None], moment: datetime, office: bool, phone: bool
) -> None:
    at(moment)
    doors = _figures(visitor)["doors"]
    assert (doors["office"]["open"], doors["phone"]["open"]) == (office, phone)
    assert (doors["office"]["opens"], doors["phone"]["closes"]) == ("10:00", "19:00")


def test_closures_are_told_until_they_are_over(
    visitor: Client, at: Callable[[datetime], None]
) -> None:
    at(datetime(2027, 1, 3, 12, tzinfo=UTC))
    (closure,) = _figures(visitor)["closures"]
    assert closure == {
        "first": "2026-12-24",
        "last": "2027-01-03",
        "reason": "the winter holidays",
        "doors": ["office"],
    }
    at(datetime(2027, 1, 4, 12, tzinfo=UTC))
    assert _figures(visitor)["closures"] == []


@pytest.mark.django_db
def test_another_site_may_read_the_figures_and_nothing_else(visitor: Client) -> None:
    shared = visitor.get("/hours.json")
    assert shared["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in shared
    for path in ("/", "/hours/", "/hours.ics", "/exit/"):
        kept = visitor.get(path)
        assert "Access-Control-Allow-Origin" not in kept
        assert kept["Cross-Origin-Resource-Policy"] == "same-origin"


def _excepted(entry: Any) -> set[date]:
    listed = entry.get("exdate", [])
    listed = listed if isinstance(listed, list) else [listed]
    return {day.dt.date() for each in listed for day in each.dts}
