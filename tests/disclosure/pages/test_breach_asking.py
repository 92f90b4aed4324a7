"""Asking the others is held up by nothing else that was typed on the page. (BRCH-3)"""

import re
from datetime import timedelta

import pytest
from django.test import Client

from confide.casework.queries import OpenCase
from confide.disclosure import queries
from confide.disclosure.models import Breach
from confide.team.queries import Acting
from tests.disclosure.breaching import OUTLINE, typed_in_browser
from tests.disclosure.browsing import browser_of, text

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("BRCH-3", "BRCH-4"),
]
ASK, BREAK = {"ask": "yes"}, {"break": "yes"}


@pytest.mark.parametrize(
    ("mistyped", "said"),
    [
        ({"phoned_time": "soonish"}, "Enter the time as hours and minutes"),
        ({"phoned_day": "31/02/2026", "phoned_time": "10:30"}, "There is no such day"),
        ({"told_time": "soonish"}, "Enter the time as hours and minutes"),
        ({"told_day": "23/11/2026"}, "Enter a time, such as 14:30."),
        ({"told_day": "31/12/2198", "told_time": "23:59"}, "This moment has not come yet."),
    ],
)
def test_the_others_are_asked_although_a_moment_is_mistyped_which_stays_to_be_mended(
    browser: Client,
    alice: Acting,
    bob: Acting,
    case: OpenCase,
    mistyped: dict[str, str],
    said: str,
) -> None:
    typed = {**typed_in_browser(), **mistyped}
    page = text(browser.post(f"/cases/{case.ref}/breaches/new/", {**typed, **ASK}))
    [begun] = queries.breaches_of(alice, case)
    assert list(begun.asked) == [bob.pseudonym] and begun.card.told_at is None
    assert f"/breaches/{begun.id}/" in text(browser_of(bob).get("/desk/"))
    assert "The others are asked." in page and said in page and OUTLINE in page
    assert all(f'value="{each}"' in page for each in mistyped.values())
    action = re.search(r'action="([^"]+)" novalidate', page)
    assert action and action[1] == f"/cases/{case.ref}/breaches/{begun.id}/"
    assert said in text(browser.post(action[1], {**typed, **BREAK})), "it is not passed over"
    mended = {**typed, **dict.fromkeys(mistyped, ""), **BREAK}
    assert browser.post(action[1], mended)["Location"] == action[1]
    assert "Confidence was broken" in text(browser.get(action[1])) and Breach.objects.count() == 1


def test_a_moment_that_was_kept_before_stays_where_its_better_is_mistyped(
    browser: Client, alice: Acting, bob: Acting, case: OpenCase
) -> None:
    kept = typed_in_browser(phoned_day="17/11/2026", phoned_time="9:10", told_time="9:20")
    browser.post(f"/cases/{case.ref}/breaches/new/", {**kept, "keep": "yes"})
    [begun] = queries.breaches_of(alice, case)
    assert begun.card.phoned_at and begun.card.told_at
    again = {**kept, "form_id": begun.card.form, "phoned_time": "9 or so", "told_time": "9:25"}
    page = text(browser.post(f"/cases/{case.ref}/breaches/{begun.id}/", {**again, **ASK}))
    [asked] = queries.breaches_of(alice, case)
    assert "The others are asked." in page and list(asked.asked) == [bob.pseudonym]
    assert asked.card.phoned_at == begun.card.phoned_at
    assert asked.card.told_at == begun.card.told_at + timedelta(minutes=5)


def test_what_is_missing_for_asking_still_is(browser: Client, bob: Acting, case: OpenCase) -> None:
    typed = {**typed_in_browser(outline="", told_time="soonish"), **ASK}
    page = text(browser.post(f"/cases/{case.ref}/breaches/new/", typed))
    assert "Whoever is asked for advice is told what is happening." in page
    assert "The others are asked." not in page and 'value="soonish"' in page
    assert not Breach.objects.exists()
