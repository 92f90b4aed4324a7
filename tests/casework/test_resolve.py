"""Resolving a case, which starts its clock, and taking it up again, which stops it. (RECD-5)"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from confide.casework import actions, queries
from confide.casework.actions import Said
from confide.casework.models import Case
from confide.casework.queries import OpenCase
from confide.ledger.history import entries_about
from confide.ledger.record import Refused
from confide.team.queries import Acting
from tests.browsing import At, browser_of
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-5"),
]


def again(alice: Acting, case: OpenCase) -> OpenCase:
    return queries.case_for(alice, case.ref)


def resolved(alice: Acting, case: OpenCase, at: datetime = NOON) -> OpenCase:
    actions.resolve(alice, case, outcome="The deposit was paid back.", at=at)
    return again(alice, case)


def events(case: OpenCase) -> list[str]:
    return [entry.event for entry in entries_about(case.ref)]


def test_the_clock_starts_and_how_it_ended_is_kept(alice: Acting, case: OpenCase) -> None:
    closed = resolved(alice, case)
    assert closed.row.destroy_on == date(2029, 11, 23)
    assert closed.file.resolved_on == NOON.date()
    assert closed.file.outcome == "The deposit was paid back."
    assert events(case)[-1] == "case.resolved"


@pytest.mark.promise("P7")
@pytest.mark.parametrize(
    ("moment", "last_night"),
    [
        (datetime(2028, 2, 29, 12, tzinfo=UTC), date(2031, 2, 28)),
        (datetime(2026, 11, 24, 2, 59, tzinfo=UTC), date(2029, 11, 23)),
        (datetime(2026, 11, 24, 3, 0, tzinfo=UTC), date(2029, 11, 24)),
        # Half past two in the union's summer is half past one of Greenwich's.
        (datetime(2027, 6, 24, 1, 30, tzinfo=UTC), date(2030, 6, 23)),
    ],
)
def test_it_runs_to_the_last_night_that_was_promised(
    alice: Acting, case: OpenCase, moment: datetime, last_night: date
) -> None:
    assert resolved(alice, case, moment).row.destroy_on == last_night


def test_a_union_may_keep_less(settings: Any, alice: Acting, case: OpenCase) -> None:
    records = replace(settings.POLICY.records, keep_months=12)
    settings.POLICY = replace(settings.POLICY, records=records)
    assert resolved(alice, case).row.destroy_on == date(2027, 11, 23)


@pytest.mark.promise("P14")
def test_what_was_resolved_meanwhile_is_not_resolved_again(alice: Acting, case: OpenCase) -> None:
    """Two tabs that were opened before either button was pressed."""
    resolved(alice, case)
    with pytest.raises(Refused):
        actions.resolve(alice, case, outcome="Something else.", at=NOON + timedelta(days=9))
    assert again(alice, case).file.outcome == "The deposit was paid back."
    assert again(alice, case).row.destroy_on == date(2029, 11, 23)
    assert events(case).count("case.resolved") == 1


def test_not_before_what_was_last_done(alice: Acting, case: OpenCase) -> None:
    """A contact came in while the page was open: its day is the earliest for the end."""
    later = Said(kind="phone", happened_at=NOON + timedelta(days=2), said="She rang.")
    actions.add_contact(alice, case, later, at=NOON + timedelta(days=2))
    with pytest.raises(Refused):
        actions.resolve(alice, case, outcome="x", at=NOON)
    assert again(alice, case).row.destroy_on is None


def test_taken_up_again_the_clock_stops_and_nothing_of_the_end_is_lost(
    alice: Acting, case: OpenCase
) -> None:
    closed, later = resolved(alice, case), NOON + timedelta(days=30)
    actions.reopen(alice, closed, why="They deducted something.", at=later)
    opened = again(alice, case)
    assert (opened.row.destroy_on, opened.file.resolved_on, opened.file.outcome) == (None, None, "")
    note = queries.contacts_of(opened)[0].card
    assert (note.kind, note.said, note.at) == ("reopened", "They deducted something.", later)
    assert note.subject == "The deposit was paid back."
    assert {found.kind for found in queries.search(alice, "deducted")} == {"reopened"}
    assert events(case)[-1] == "case.reopened"


def test_resolved_anew_it_starts_afresh(alice: Acting, case: OpenCase) -> None:
    actions.reopen(alice, resolved(alice, case), why="Again.", at=NOON + timedelta(days=30))
    anew = resolved(alice, again(alice, case), NOON + timedelta(days=60))
    assert anew.row.destroy_on == date(2030, 1, 22)


@pytest.mark.promise("P14")
def test_what_was_taken_up_meanwhile_is_not_taken_up_again(alice: Acting, case: OpenCase) -> None:
    closed = resolved(alice, case)
    actions.reopen(alice, closed, why="They deducted something.", at=NOON)
    with pytest.raises(Refused):
        actions.reopen(alice, closed, why="Once more.", at=NOON)
    assert [e.card.kind for e in queries.contacts_of(case)].count("reopened") == 1


def test_an_open_case_is_not_taken_up(alice: Acting, case: OpenCase) -> None:
    with pytest.raises(Refused):
        actions.reopen(alice, case, why="x", at=NOON)


@pytest.mark.parametrize("why", ["", "  \n"])
def test_keeping_records_longer_needs_a_reason(alice: Acting, case: OpenCase, why: str) -> None:
    with pytest.raises(Refused):
        actions.reopen(alice, resolved(alice, case), why=why, at=NOON)


def test_on_its_last_day_it_is_too_late(alice: Acting, case: OpenCase) -> None:
    closed = resolved(alice, case)
    on_time = datetime(2029, 11, 22, 12, tzinfo=UTC)
    with pytest.raises(Refused):
        actions.reopen(alice, closed, why="x", at=on_time + timedelta(days=1))
    actions.reopen(alice, closed, why="x", at=on_time)
    assert Case.objects.get(id=case.ref).destroy_on is None


@pytest.mark.clause("CONF-1")
def test_a_colleague_does_neither(alice: Acting, bob: Acting, case: OpenCase) -> None:
    with pytest.raises(Refused):
        actions.resolve(bob, case, outcome="x", at=NOON)
    closed = resolved(alice, case)
    with pytest.raises(Refused):
        actions.reopen(bob, closed, why="x", at=NOON)
    assert again(alice, case).row.destroy_on


def test_the_pages_say_when_the_records_go_before_anything_is_done(
    at: At, alice: Acting, case: OpenCase
) -> None:
    browser, address = browser_of(alice), f"/cases/{case.ref}/closure/"
    assert "23 November 2029" in browser.get(address).content.decode()
    assert "Fill this in" in browser.post(address, {"outcome": " "}).content.decode()
    assert again(alice, case).row.destroy_on is None
    assert browser.post(address, {"outcome": "Paid."}).status_code == 302
    assert browser.post(address, {"outcome": "Paid twice."})["Location"] == f"/cases/{case.ref}/"
    empty = browser.post(f"/cases/{case.ref}/reopening/", {"why": ""})
    assert empty.status_code == 200 and "Fill this in" in empty.content.decode()
    assert browser.post(f"/cases/{case.ref}/reopening/", {"why": "More."}).status_code == 302
    page = browser.get(f"/cases/{case.ref}/").content.decode()
    assert "It had ended like this:" in page and "Paid." in page


def test_a_page_that_is_out_of_date_leads_to_the_case_and_says_how_it_stands(
    at: At, alice: Acting, case: OpenCase
) -> None:
    def comes_to(path: str, **typed: str) -> list[str]:
        said = []
        for come in (browser.get, browser.post):
            assert come(f"{place}{path}", typed)["Location"] == place
            said.append(
                re.findall(r"This case is \w+ already", browser.get(place).content.decode())
            )
        return [each for found in said for each in found]

    browser, place = browser_of(alice), f"/cases/{case.ref}/"
    assert comes_to("reopening/", why="More.") == ["This case is open already"] * 2
    resolved(alice, case)
    assert comes_to("closure/", outcome="Paid twice.") == ["This case is resolved already"] * 2
    assert again(alice, case).file.outcome == "The deposit was paid back."
    assert "closure/" not in browser.get(f"{place}hand-over/").content.decode()
