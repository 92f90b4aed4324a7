"""Counting that somebody asked about a student: a number, a kind, a month. (CONF-3)"""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist

from confide.disclosure.actions.enquiries import JustCounted, count_enquiry
from confide.disclosure.models import Enquiry
from confide.disclosure.queries.enquiries import tally
from confide.ledger import history
from confide.ledger.models import Entry
from confide.ledger.record import Refused
from confide.policy.enquiries import ASKERS
from confide.team.queries import Acting
from tests import cast
from tests.browsing import At, a_browser, at, browser_of
from tests.cast import NOON
from tests.team import people

__all__ = ["at"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-3"),
]
LATER = NOON + timedelta(minutes=1)


def count(acting: Acting, *kinds: str, first: datetime = NOON) -> None:
    for number, kind in enumerate(kinds):
        count_enquiry(acting, kind, at=first + timedelta(minutes=number))


TODAY = NOON.date()


def shown(acting: Acting, on: date = TODAY) -> list[tuple[date, dict[str, int], int]]:
    months = tally(acting, on=on)
    return [(m.first_on, {asker.key: n for asker, n in m.asked}, m.total) for m in months]


def test_one_press_is_one_more_of_its_kind_in_its_month(alice: Acting) -> None:
    count(alice, "family", "press", "family")
    assert shown(alice) == [(date(2026, 11, 1), {"family": 2, "press": 1}, 3)]


def test_it_is_one_entry_about_the_service_and_says_nothing_more(alice: Acting) -> None:
    count_enquiry(alice, "family", at=NOON)
    entry = history.recorded("enquiry.counted", about="service", by=alice.pseudonym)
    assert entry is not None and entry.clause == "CONF-3"
    assert "family" not in str(Entry.objects.filter(event="enquiry.counted").values())


def test_there_is_no_room_for_a_name(alice: Acting) -> None:
    count_enquiry(alice, "family", at=NOON)
    assert set(Enquiry.objects.values().get()) == {"id", "month", "asked_by", "times"}
    for name in ("officer", "student", "at", "note"):
        with pytest.raises(FieldDoesNotExist):
            Enquiry._meta.get_field(name)


def test_the_month_is_the_one_on_the_wall(alice: Acting) -> None:
    """An hour before midnight in Greenwich it is summer's next month in Cambridge already."""
    summer = datetime(2027, 5, 31, 23, 30, tzinfo=NOON.tzinfo)
    count_enquiry(alice, "doctor", at=summer)
    assert Enquiry.objects.get().month == date(2027, 6, 1)


def test_pressed_twice_it_counts_once(alice: Acting, bob: Acting) -> None:
    count_enquiry(alice, "press", at=NOON)
    with pytest.raises(JustCounted):
        count_enquiry(alice, "press", at=NOON + timedelta(seconds=2))
    count_enquiry(bob, "press", at=NOON + timedelta(seconds=2))
    count_enquiry(alice, "press", at=NOON + timedelta(seconds=30))
    assert Enquiry.objects.get().times == 3
    assert Entry.objects.filter(event="enquiry.counted", verdict="allowed").count() == 3


@pytest.mark.parametrize("typed", ["", "Dana Whitlock", "family\x00", "f" * 500])
def test_nothing_but_a_kind_is_counted(alice: Acting, typed: str) -> None:
    with pytest.raises(Refused) as refused:
        count_enquiry(alice, typed, at=NOON)
    assert refused.value.decision.clause == "CONF-3"
    assert not Enquiry.objects.exists()


def test_out_of_office_nobody_counts_or_sees(alice: Acting) -> None:
    count_enquiry(alice, "press", at=NOON)
    over = people.as_of(alice, date(2027, 7, 1))
    with pytest.raises(Refused):
        count_enquiry(over, "press", at=LATER)
    assert tally(over, on=NOON.date()) == []


def test_a_steward_who_answers_the_phone_counts_and_does_not_see(
    sara: Acting, alice: Acting
) -> None:
    count_enquiry(sara, "family", at=NOON)
    assert tally(sara, on=NOON.date()) == []
    assert shown(alice) == [(date(2026, 11, 1), {"family": 1}, 1)]


@pytest.mark.parametrize(("month", "seen"), [(date(2025, 11, 1), False), (date(2025, 12, 1), True)])
def test_twelve_months_are_shown(alice: Acting, month: date, seen: bool) -> None:
    Enquiry.objects.create(month=month, asked_by="press", times=4)
    assert bool(tally(alice, on=NOON.date())) == seen
    assert shown(alice, date(2027, 1, 5)) == []


def test_the_page_has_the_words_for_everybody(at: At, alice: Acting) -> None:
    page = browser_of(alice).get("/enquiries/").content.decode()
    for asker in ASKERS.values():
        assert f'id="{asker.key}"' in page
    assert page.count("We never say whether somebody comes to us") == len(ASKERS)
    assert "solicitor" in page and 'href="/danger/"' in page and 'href="/desk/"' in page


def test_there_is_nothing_to_search_and_nothing_to_type(at: At, alice: Acting) -> None:
    page = browser_of(alice).get("/enquiries/").content.decode()
    main = re.sub(r"<dialog.*?</dialog>", "", page, flags=re.S)
    typed = re.findall(r'<(?:input(?![^>]*(?:type="hidden"| hidden))|textarea|select)[^>]*>', main)
    assert typed == []


def test_the_page_is_the_same_whoever_comes_to_us(at: At, alice: Acting, bob: Acting) -> None:
    browser = browser_of(alice)
    before = browser.get("/enquiries/").content
    cast.a_case(bob)
    cast.a_case(alice)
    assert browser.get("/enquiries/").content == before


def test_a_press_on_the_page_counts_and_says_so(at: At, alice: Acting) -> None:
    browser = browser_of(alice)
    for _ in range(2):
        assert browser.post("/enquiries/", {"asked_by": "college"})["Location"] == "/enquiries/"
    page = browser.get("/enquiries/").content.decode()
    assert "Counted. A number is all that is kept." in page
    assert "A tutor, a college or the university: 1" in page and "November 2026" in page


@pytest.mark.parametrize("typed", [{}, {"asked_by": "Dana"}, {"asked_by": ["x", "\x00"]}])
def test_what_the_page_did_not_offer_is_not_understood(
    at: At, alice: Acting, typed: dict[str, Any]
) -> None:
    entries = Entry.objects.count()
    assert browser_of(alice).post("/enquiries/", typed).status_code == 400
    assert not Enquiry.objects.exists() and Entry.objects.count() == entries


def test_a_steward_reads_the_words_and_no_number(at: At, sara: Acting, alice: Acting) -> None:
    count_enquiry(alice, "press", at=NOON)
    page = browser_of(sara).get("/enquiries/").content.decode()
    assert "We never say" in page and "How often somebody asked" not in page
    assert "A journalist: 1" not in page


def test_nobody_else_sees_the_page(at: At, alice: Acting) -> None:
    assert b"Sign in" in a_browser().get("/enquiries/").content
    at(datetime(2027, 7, 1, 12, tzinfo=NOON.tzinfo))
    assert browser_of(alice).get("/enquiries/").status_code == 404
