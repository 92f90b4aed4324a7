"""Open now until when, or opens when: the office and the phone apart. (HOUR-1, HOUR-2)"""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

WINTER = "Closed: the winter holidays. "
# In UTC: British Summer Time ends on Sunday 25 October 2026 and begins on Sunday 28 March 2027.
OFFICE = {
    "2026-11-23T09:59Z": "Opens today at 10",
    "2026-11-23T10:00Z": "Open now until 4 pm",
    "2026-11-23T15:59Z": "Open now until 4 pm",
    "2026-11-23T16:00Z": "Opens tomorrow at 10",
    "2026-11-27T16:00Z": "Opens Monday at 10",
    "2026-11-28T12:00Z": "Opens Monday at 10",
    "2026-12-23T15:59Z": "Open now until 4 pm",
    "2026-12-23T16:00Z": "Opens Monday 4 January 2027 at 10",
    "2026-12-24T12:00Z": f"{WINTER}Opens Monday 4 January 2027 at 10",
    "2027-01-03T12:00Z": f"{WINTER}Opens tomorrow at 10",
    "2027-01-04T09:59Z": "Opens today at 10",
    "2027-01-04T10:00Z": "Open now until 4 pm",
    "2026-10-23T08:59Z": "Opens today at 10",
    "2026-10-23T09:00Z": "Open now until 4 pm",
    "2026-10-26T09:59Z": "Opens today at 10",
    "2026-10-26T10:00Z": "Open now until 4 pm",
    "2027-03-26T10:00Z": "Open now until 4 pm",
    "2027-03-29T08:59Z": "Opens today at 10",
    "2027-03-29T09:00Z": "Open now until 4 pm",
    "2027-03-29T15:00Z": "Opens tomorrow at 10",
}
PHONE = {
    "2026-11-23T08:59Z": "Opens today at 9",
    "2026-11-23T09:00Z": "Open now until 7 pm",
    "2026-11-23T18:59Z": "Open now until 7 pm",
    "2026-11-23T19:00Z": "Opens tomorrow at 9",
    "2026-10-24T07:59Z": "Opens today at 9",
    "2026-10-24T08:00Z": "Open now until 7 pm",
    "2026-10-25T08:59Z": "Opens today at 9",
    "2026-10-25T09:00Z": "Open now until 7 pm",
    "2026-12-25T12:00Z": "Open now until 7 pm",
    "2027-03-28T08:00Z": "Open now until 7 pm",
}


def _says(visitor: Client, path: str, door: str) -> str:
    page = visitor.get(path).content.decode()
    found = re.search(rf"{door}<.*?class=\"open-now[^>]*>(.*?)</span>", page, re.DOTALL)
    assert found is not None
    return unescape(found[1])


@pytest.mark.clause("HOUR-1")
@pytest.mark.parametrize("path", ["/", "/hours/"])
@pytest.mark.parametrize(("moment", "words"), OFFICE.items())
def test_the_office_says_whether_it_is_open(
    visitor: Client, at: Callable[[datetime], None], path: str, moment: str, words: str
) -> None:
    at(datetime.fromisoformat(moment))
    assert _says(visitor, path, "The office") == words


@pytest.mark.clause("HOUR-2")
@pytest.mark.parametrize("path", ["/", "/hours/"])
@pytest.mark.parametrize(("moment", "words"), PHONE.items())
def test_the_phone_says_whether_it_is_answered(
    visitor: Client, at: Callable[[datetime], None], path: str, moment: str, words: str
) -> None:
    at(datetime.fromisoformat(moment))
    assert _says(visitor, path, "The support phone") == words


@pytest.mark.clause("HOUR-1", "HOUR-2")
@pytest.mark.parametrize("path", ["/", "/hours/"])
def test_the_hours_stand_there_in_words(visitor: Client, path: str) -> None:
    page = visitor.get(path).content.decode()
    assert "Monday to Friday, 10 am to 4 pm" in page
    assert "Every day, 9 am to 7 pm" in page


@pytest.mark.clause("HOUR-1")
@pytest.mark.parametrize(
    ("moment", "announced"),
    [
        ("2026-06-23T22:59Z", False),
        ("2026-06-23T23:00Z", True),
        ("2027-01-03T23:59Z", True),
        ("2027-01-04T00:00Z", False),
    ],
)
def test_closures_stand_there_from_half_a_year_before_until_they_are_over(
    visitor: Client, at: Callable[[datetime], None], moment: str, announced: bool
) -> None:
    at(datetime.fromisoformat(moment))
    page = visitor.get("/hours/").content.decode()
    assert ("the winter holidays" in page) is announced
    assert ("None is planned for the next six months." in page) is not announced
