"""Giving a record back, and what a student may ask, on the pages. (RECD-3, RECD-6)"""

import html
from datetime import date, timedelta

import pytest

from confide.casework import actions as casework
from confide.casework.actions import Said
from confide.casework.queries import OpenCase, is_restricted
from confide.retention import actions, queries
from confide.team.queries import Acting
from tests import cast
from tests.browsing import At, at, browser_of, hidden_in, typed_again
from tests.cast import NOON

__all__ = ["at"]

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-3"),
    pytest.mark.clause("RECD-6"),
]
TYPED = {"how_asked": "She came on Monday.", "how_identified": "I know her.", "way": "archive"}


@pytest.fixture(autouse=True)
def noon(at: At) -> None:
    at(NOON + timedelta(minutes=5))


def test_from_asking_to_handing_over(alice: Acting, case: OpenCase) -> None:
    said = "Her flatmate Zebedee Quackenbush rang about it."
    casework.add_contact(alice, case, Said(kind="phone", happened_at=NOON, said=said), at=NOON)
    casework.add_document(alice, case, cast.a_pdf(), at=NOON)
    browser, start = browser_of(alice), f"/cases/{case.ref}/return/"
    first = browser.get(start)
    sheet = dict(hidden_in(first))
    judged = browser.post(start, {**sheet, **TYPED})
    assert "<mark>Her flatmate</mark>" in judged.content.decode()
    seen = {**typed_again(judged), "give": [e.key for e in queries.whole_record(case).documents]}
    seen.pop("may", None)
    done = browser.post(start, seen)
    assert done.status_code == 302
    page = browser.get(done.url).content.decode()
    words = queries.returns_of(case)[0].card.passphrase
    assert words in page
    assert "Words in one passage" in page
    answer = browser.get(f"{done.url}archive/")
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert answer["Content-Disposition"] == 'attachment; filename="archive.zip"'
    assert answer["Cache-Control"] == "no-store"
    noted = browser.post(f"{done.url}handed-over/", {"day": "23/11/2026", "wish": "destroy"})
    assert noted.url == f"/cases/{case.ref}/destruction/"
    assert TYPED["how_identified"] in browser.get(noted.url).content.decode()
    assert words not in browser.get(done.url).content.decode()
    # The first sheet, sent once more.
    assert browser.post(start, seen).url == done.url
    assert len(queries.returns_of(case)) == 1


def test_what_came_since_is_looked_through_first(alice: Acting, case: OpenCase) -> None:
    browser, start = browser_of(alice), f"/cases/{case.ref}/return/"
    judged = browser.post(start, {**dict(hidden_in(browser.get(start))), **TYPED})
    seen = typed_again(judged)
    said = Said(kind="phone", happened_at=NOON, said="Zebedee Quackenbush rang.")
    casework.add_contact(alice, case, said, at=NOON)
    again = browser.post(start, seen).content.decode()
    assert "The record has changed since it was shown to you." in again
    assert "<mark>Zebedee Quackenbush</mark>" in again
    assert queries.returns_of(case) == []


def test_a_record_that_changed_cannot_be_fetched_and_the_page_says_so(
    alice: Acting, case: OpenCase
) -> None:
    giving = actions.Giving(
        how_asked="She asked.",
        how_identified="I know her.",
        way="archive",
        seen=queries.whole_record(case).digest,
    )
    made = actions.return_record(alice, case, giving, at=NOON)
    actions.correct(alice, case, case.ref, "Two t.", at=NOON)
    page = browser_of(alice).get(f"/cases/{case.ref}/return/{made}/archive/").content.decode()
    assert "The record has changed since you looked it through" in page


def test_what_lacks_comes_back_with_every_word(alice: Acting, case: OpenCase) -> None:
    browser, start = browser_of(alice), f"/cases/{case.ref}/return/"
    sheet = dict(hidden_in(browser.get(start)))
    page = browser.post(start, {**sheet, **TYPED, "how_identified": ""}).content.decode()
    assert "Note how you know that it is they." in page
    assert TYPED["how_asked"] in page


def test_to_others_it_is_as_if_not_there(alice: Acting, bob: Acting, case: OpenCase) -> None:
    browser = browser_of(bob)
    for path in ("return/", "rights/", f"return/{'a' * 26}/", f"return/{'a' * 26}/archive/"):
        there = browser.get(f"/cases/{case.ref}/{path}")
        nowhere = browser.get(f"/cases/{'a' * 26}/{path}")
        assert there.status_code == nowhere.status_code == 404
        assert there.content == nowhere.content


def post(browser: object, case: OpenCase, place: str, **typed: str) -> str:
    page = browser.get(f"/cases/{case.ref}/rights/")  # type: ignore[attr-defined]
    sheet = dict(hidden_in(page))["form_id"]
    answer = browser.post(  # type: ignore[attr-defined]
        f"/cases/{case.ref}/rights/{place}/", {"form_id": sheet, **typed}
    )
    if answer.status_code == 302:
        answer = browser.get(answer.url)  # type: ignore[attr-defined]
    return html.unescape(answer.content.decode())


def test_asking_what_is_held_puts_it_on_the_desk(alice: Acting, case: OpenCase) -> None:
    browser = browser_of(alice)
    page = post(browser, case, "access", how_asked="What is there?", asked_on="20/11/2026")
    assert "Answer by Sunday 20 December" in page
    desk = browser.get("/desk/").content.decode()
    assert "Dana Whitlock asks what is held about them" in desk
    wish = queries.access_waiting([case], on=date(2026, 11, 23))[0].id
    longer = post(browser, case, f"access/{wish}/extension", why="900 pages.")
    assert "Answer by Saturday 20 February" in longer
    refused = post(browser, case, f"access/{wish}/refusal", why="It was not they.")
    assert "It was not they." in refused
    assert "Answer by" not in refused


def test_nobody_asked_tomorrow(alice: Acting, case: OpenCase) -> None:
    page = post(browser_of(alice), case, "access", how_asked="What?", asked_on="24/11/2026")
    assert "Nobody has asked on a day that has not come." in page
    assert "What?" in page


def test_a_correction_is_above_what_it_is_about(alice: Acting, case: OpenCase) -> None:
    browser = browser_of(alice)
    about = queries.whole_record(case).chapters[1].sections[0].passages[0].key
    later = Said(kind="phone", happened_at=NOON + timedelta(minutes=4), said="The last of all.")
    casework.add_contact(alice, case, later, at=NOON + timedelta(minutes=4))
    post(browser, case, "corrections", about=about, words="It was the agency.")
    page = browser.get(f"/cases/{case.ref}/").content.decode()
    first, second = page.index("The last of all."), page.index("It was the agency.")
    assert first < second < page.index("Dana came to the office about the deposit.")


def test_a_restriction_is_said_on_the_case_until_it_ends(alice: Acting, case: OpenCase) -> None:
    browser, words = browser_of(alice), "nothing be told from this record for now"
    post(browser, case, "restriction", why="She says it is wrong.")
    assert is_restricted(case)
    assert words in browser.get(f"/cases/{case.ref}/").content.decode()
    post(browser, case, "restriction/end", why="Put right.")
    assert not is_restricted(case)
    assert words not in browser.get(f"/cases/{case.ref}/").content.decode()


def test_an_objection_stands_on_the_page(alice: Acting, case: OpenCase) -> None:
    page = post(browser_of(alice), case, "objections", words="Not in any figures.")
    assert "Not in any figures." in page
