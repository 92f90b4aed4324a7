"""Deciding on what an extract shows, and its copies, page by page, without JavaScript. (CONF-1)"""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from confide.casework import actions as casework
from confide.casework.queries import OpenCase
from confide.disclosure import queries
from confide.disclosure.models import Telling
from confide.ledger import history
from confide.team.queries import Acting
from confide.vault.cleaning import sandbox
from confide.web import clock
from tests.browsing import typed_again
from tests.disclosure.browsing import browser_of, hidden_in, text
from tests.vault import given

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def filed(alice: Acting, case: OpenCase) -> dict[str, str]:
    """A photograph and a locked paper."""
    files = {"photo.jpg": given.photograph(), "locked.pdf": given.locked_paper()}
    return {
        name: casework.add_document(alice, case, casework.bring(name, "", content), at=clock.now())
        for name, content in files.items()
    }


def looked(browser: Client, case: OpenCase, agreed: dict[str, Any], *items: str) -> HttpResponse:
    """The preview of what was just agreed to."""
    asked = {**agreed, "items": [*agreed["items"], *items], "summary": "Priya Nair has the key."}
    browser.post(f"/cases/{case.ref}/consents/", asked)
    return browser.post(f"/cases/{case.ref}/tellings/new/", {**asked, "look": "yes"})


def sheet(page: HttpResponse, case: OpenCase) -> dict[str, Any]:
    """What the preview's form would send."""
    return {**typed_again(page), **hidden_in(page, f"/cases/{case.ref}/tellings/"), "how": "paper"}


@pytest.mark.clause("CONF-1")
@pytest.mark.promise("P8")
def test_what_was_ticked_since_is_looked_at_before_it_is_told(
    browser: Client, case: OpenCase, agreed: dict[str, Any]
) -> None:
    place = f"/cases/{case.ref}/tellings/"
    page = looked(browser, case, agreed)
    assert "<mark>Priya Nair</mark>" in text(page)
    ticked = {**sheet(page, case), "black": ["Priya Nair"]}
    again = browser.post(place, ticked)
    assert "Look at it once more" in text(again) and not Telling.objects.exists()
    assert "[another person] has the key." in text(again)
    told = browser.post(place, {**sheet(again, case), "black": ["Priya Nair"]})
    assert told.status_code == 302 and Telling.objects.count() == 1


@pytest.mark.clause("CONF-1")
def test_what_cannot_be_cleaned_is_said_and_the_officer_decides(
    browser: Client, case: OpenCase, agreed: dict[str, Any], filed: dict[str, str]
) -> None:
    place, locked = f"/cases/{case.ref}/tellings/", filed["locked.pdf"]
    page = looked(browser, case, agreed, *filed.values())
    assert "locked with a password" in text(page) and "a GPS position" in text(page)
    undecided = browser.post(place, sheet(page, case))
    assert f'href="#id_give-{locked}_0"' in text(undecided) and not Telling.objects.exists()
    # A cleaned copy that cannot be made is not told as something else.
    forced = browser.post(place, {**sheet(page, case), f"give-{locked}": "cleaned"})
    assert forced.status_code == 200 and not Telling.objects.exists()
    out = browser.post(place, {**sheet(page, case), f"give-{locked}": "out"})
    assert "locked.pdf" not in text(out) and not Telling.objects.exists()
    told = browser.post(place, sheet(out, case))
    card = queries.tellings_of(case)[0].card
    assert [item.key for item in card.items if "." not in item.key] == [filed["photo.jpg"]]
    assert given.CANARY.encode() not in browser.get(f"{told['Location']}extract/").content


def test_a_cleaning_that_hangs_is_said_on_the_page(
    browser: Client,
    case: OpenCase,
    agreed: dict[str, Any],
    filed: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = sandbox._asked
    monkeypatch.setattr(sandbox, "_asked", lambda content, kind, _seconds: asked(content, kind, 1))
    monkeypatch.setattr(sandbox, "_START", "while True: pass")
    page = looked(browser, case, agreed, filed["photo.jpg"])
    assert "took too long and was stopped" in text(page)


@pytest.mark.clause("CONF-1", "CONF-3")
@pytest.mark.promise("P4")
def test_copies_are_nobody_elses_and_a_mark_tells_them_nothing(
    browser: Client, bob: Acting, case: OpenCase, agreed: dict[str, Any]
) -> None:
    page = looked(browser, case, agreed)
    told = browser.post(f"/cases/{case.ref}/tellings/", sheet(page, case))["Location"]
    copy = queries.tellings_of(case)[0].card.copies[0]
    assert copy.mark in text(browser.get(f"{told}{copy.id}/print/"))
    his, nowhere = browser_of(bob), browser_of(bob).get("/cases/nowhere/").content
    for way in (f"{copy.id}/print/", f"{copy.id}/", ""):
        assert his.get(f"{told}{way}").content == nowhere
    for way in (f"{copy.id}/handed-over/", "copies/"):
        assert his.post(f"{told}{way}", {"after": "1", "how": "paper"}).content == nowhere
    hers = browser.post("/tellings/marks/", {"mark": copy.mark})
    assert "Made for Dr &lt;Sen&gt;" in text(hers)
    answers = {
        text(his.post("/tellings/marks/", {"mark": mark})).replace(mark, "")
        for mark in (copy.mark, "AAAA-AAAA")
    }
    assert len(answers) == 1 and "No copy of your own cases" in answers.pop()


def test_a_day_that_cannot_be_is_said_where_it_was_typed(
    browser: Client, case: OpenCase, agreed: dict[str, Any]
) -> None:
    page = looked(browser, case, agreed)
    told = browser.post(f"/cases/{case.ref}/tellings/", sheet(page, case))["Location"]
    copy = queries.tellings_of(case)[0].card.copies[0]
    place, day = f"{told}{copy.id}/handed-over/", f"copy-{copy.id}-day"
    for wrong in ("1/1/2020", "1/1/2150", "soon", ""):
        assert f'href="#id_{day}"' in text(browser.post(place, {day: wrong}))
    today = f"{clock.now():%d/%m/%Y}"
    assert browser.post(place, {day: today}).status_code == 302
    assert history.recorded("copy.handed-over", about=case.ref) is not None
    again = browser.post(f"{told}copies/", {"after": "1"})
    assert "Choose one." in text(again)
    for _ in range(2):
        browser.post(f"{told}copies/", {"after": "1", "how": "student"})
    assert len(queries.tellings_of(case)[0].card.copies) == 2
    assert browser.post(f"{told}copies/", {"after": "0", "how": "paper"}).status_code == 400
