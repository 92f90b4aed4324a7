"""The pages of stepping aside, one's own list and the blind check, with what nobody sends them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse

from confide.casework import actions, queries
from confide.casework.actions import Said
from confide.casework.models import ConflictAnswer, ConflictCheck, StandingConflict
from confide.casework.queries import OpenCase
from confide.ledger.models import Entry
from confide.policy.conflicts import MOST_A_DAY
from confide.team.queries import Acting
from tests import cast
from tests.browsing import At, browser_of, hidden_in, typed_again
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("ELIG-3"),
]
SAID = "She would like to see Bob."


@pytest.fixture(autouse=True)
def noon(at: At) -> None:
    """It is noon on every page."""


def typed(to: str, **more: str) -> dict[str, str]:
    return {"to": to, "student_said": SAID, "kind": "", "words": "", **more}


def text(page: HttpResponse) -> str:
    return page.content.decode()


def refusals() -> int:
    return Entry.objects.filter(verdict="refused").count()


def test_an_officer_steps_aside_on_one_page(alice: Acting, bob: Acting, case: OpenCase) -> None:
    hers, address = browser_of(alice), f"/cases/{case.ref}/conflict/"
    page = hers.get(address)
    assert "Bob" in text(page) and "Who else can help" in text(page)
    sent = hers.post(address, typed(bob.pseudonym, kind="person", words="Dana Whitlock"))
    assert (sent.status_code, sent["Location"]) == (302, "/desk/")
    nothing = hers.get(f"/cases/{'a' * 26}/")
    for gone in (f"/cases/{case.ref}/", address):
        assert hers.get(gone).content == nothing.content and hers.get(gone).status_code == 404
    assert [entry.card.words for entry in queries.my_conflicts(alice)] == [("Dana Whitlock",)]
    seen = text(browser_of(bob).get(f"/cases/{case.ref}/"))
    assert "Alice stepped aside" in seen and SAID in seen
    assert "do not ask" in seen


@pytest.mark.parametrize("who", ["herself", "the steward", "who stepped aside", "nobody known"])
def test_whoever_is_not_offered_is_not_taken_and_no_word_is_lost(
    alice: Acting, bob: Acting, sara: Acting, case: OpenCase, who: str
) -> None:
    zoe = cast.officer("zoe")
    actions.step_aside(alice, case, bob.officer, student_said=SAID, at=NOON)
    his = browser_of(bob)
    to = {
        "herself": bob.pseudonym,
        "the steward": sara.pseudonym,
        "who stepped aside": alice.pseudonym,
        "nobody known": "x",
    }[who]
    page = his.post(f"/cases/{case.ref}/conflict/", typed(to))
    assert page.status_code == 200 and SAID in text(page)
    assert "Choose one of those that are offered." in text(page)
    assert alice.pseudonym not in text(page) and zoe.pseudonym in text(page)
    assert queries.case_for(bob, case.ref)
    # Nothing stands in the ledger that would tell of a conflict.
    assert refusals() == 0


def test_where_nobody_would_be_left_the_case_is_resolved_with_it(
    alice: Acting, bob: Acting, case: OpenCase, sara: Acting
) -> None:
    hers, address = browser_of(alice), f"/cases/{case.ref}/conflict/"
    page = hers.post(address, typed("nobody", outcome=" "))
    assert "Say how it ended" in text(page) and SAID in text(page)
    assert queries.case_for(alice, case.ref).row.destroy_on is None
    assert hers.post(address, typed("nobody", outcome="Signposted.")).status_code == 302
    assert queries.without_caseworker() == 1
    for who in (alice, bob, sara):
        assert browser_of(who).get(f"/cases/{case.ref}/").status_code == 404
    seen = text(browser_of(sara).get("/certificates/"))
    assert "Cases without a caseworker: 1." in seen


def test_the_page_says_what_ones_own_records_say(alice: Acting, bob: Acting) -> None:
    first = cast.a_case(alice, student="Emrys Vaughan")
    actions.add_contact(
        alice, first, Said(kind="phone", happened_at=NOON, said="Dana Whitlock hit him."), at=NOON
    )
    case = cast.a_case(alice)
    page = browser_of(alice).get(f"/cases/{case.ref}/conflict/")
    assert "You may not be the right person for this" in text(page)
    assert "your case of Emrys Vaughan" in text(page)
    page = browser_of(alice).get(f"/cases/{case.ref}/")
    assert "your case of Emrys Vaughan" in text(page)


def test_the_list_is_ones_own(alice: Acting, bob: Acting) -> None:
    hers = browser_of(alice)
    sheet = dict(hidden_in(hers.get("/conflicts/")))
    sent = {**sheet, "kind": "person", "words": "Tom Ashby\r\n\r\nTommy\r\nTommy"}
    for _ in range(2):
        assert hers.post("/conflicts/", sent).status_code == 302
    assert "Tom Ashby · Tommy" in text(hers.get("/conflicts/"))
    row = StandingConflict.objects.get()
    his = browser_of(bob)
    assert "Ashby" not in text(his.get("/conflicts/"))
    assert his.post(f"/conflicts/{row.id}/removal/").status_code == 404
    # Whoever pressed the button when the desk had locked comes by GET afterwards.
    assert hers.get(f"/conflicts/{row.id}/removal/").status_code == 302
    assert StandingConflict.objects.exists()
    assert hers.post(f"/conflicts/{row.id}/removal/").status_code == 302
    assert not StandingConflict.objects.exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "Fill this in."),
        (" \n ", "Fill this in."),
        ("x" * 101, "101 characters"),
        ("\n".join(map(str, range(13))), "more than 12 lines"),
        ("a\u202eb", "hidden character"),
    ],
)
def test_what_cannot_be_kept_is_said_and_comes_back(alice: Acting, words: str, says: str) -> None:
    hers = browser_of(alice)
    sheet = dict(hidden_in(hers.get("/conflicts/")))
    page = hers.post("/conflicts/", {**sheet, "kind": "person", "words": words})
    assert page.status_code == 200 and says in text(page)
    assert typed_again(page)["words"].strip() == words.strip().replace("\u202e", "")
    assert not StandingConflict.objects.exists()


def test_a_form_that_is_not_ours_is_a_bad_request(alice: Acting) -> None:
    page = browser_of(alice).post(
        "/conflicts/", {"form_id": "Dana", "kind": "person", "words": "x"}
    )
    assert page.status_code == 400


def test_a_check_is_filled_in_from_the_case_asked_and_answered_in_passing(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    said = Said(kind="phone", happened_at=NOON, said="Tom Ashby of Girton keeps it.")
    actions.add_contact(alice, case, said, at=NOON)
    cast.a_case(bob, student="Tom Ashby")
    hers, his, address = browser_of(alice), browser_of(bob), f"/cases/{case.ref}/conflict-check/"
    page = hers.get(address)
    filled = typed_again(page)
    assert filled["student"] == "Dana Whitlock" and filled["others"] == "Tom Ashby"
    assert filled["college"] == "Girton"
    sent = {**filled, "to": [bob.pseudonym]}
    assert hers.post(address, sent).status_code == 302
    assert hers.post(address, sent).status_code == 302, "sent twice"
    assert ConflictCheck.objects.count() == 1
    assert "Not answered yet" in text(hers.get("/conflict-checks/"))
    # He looks at his desk for something else, and nothing there is of the question.
    shown = [text(his.get(path)) for path in ("/desk/", "/conflict-checks/", "/conflicts/")]
    assert ConflictAnswer.objects.count() == 1
    assert not [page for page in shown if "Dana" in page or "Girton" in page]
    assert "Alice: one question" in shown[1]
    answered = text(hers.get("/conflict-checks/"))
    assert "Somebody else should take this" in answered
    assert "They have answered" in text(hers.get("/desk/"))
    assert "Somebody else should take this" in text(hers.get(f"/cases/{case.ref}/conflict/"))
    (asking,) = queries.my_askings(alice, on=NOON.date())
    assert his.post(f"/conflict-checks/{asking.id}/end/").status_code == 404
    assert hers.get(f"/conflict-checks/{asking.id}/end/").status_code == 302
    assert ConflictCheck.objects.exists()
    assert hers.post(f"/conflict-checks/{asking.id}/end/").status_code == 302
    assert not ConflictCheck.objects.exists()


@pytest.mark.clause("CONF-3")
def test_the_fourth_question_of_a_day_is_refused_on_the_form_with_every_word(
    alice: Acting, bob: Acting, at: At
) -> None:
    hers = browser_of(alice)

    def ask() -> HttpResponse:
        sheet = dict(hidden_in(hers.get("/conflict-checks/new/")))
        words = {"student": "Dana Whitlock", "others": "", "college": "", "course": "Law"}
        return hers.post("/conflict-checks/new/", {**sheet, **words, "to": [bob.pseudonym]})

    for _ in range(MOST_A_DAY):
        assert ask().status_code == 302
    page = ask()
    assert page.status_code == 200 and f"asked {MOST_A_DAY} times today" in text(page)
    assert typed_again(page)["course"] == "Law"
    assert ConflictCheck.objects.count() == MOST_A_DAY
    at(NOON + timedelta(hours=12, minutes=1))
    later = cast._acting(alice.unlocked, NOON + timedelta(hours=12, minutes=1))
    hers = browser_of(later)
    assert ask().status_code == 302


def test_only_colleagues_are_asked(alice: Acting, bob: Acting, sara: Acting) -> None:
    hers = browser_of(alice)
    sheet = dict(hidden_in(hers.get("/conflict-checks/new/")))
    for to in (sara.pseudonym, alice.pseudonym, "x"):
        page = hers.post("/conflict-checks/new/", {**sheet, "student": "Dana", "to": [to]})
        assert page.status_code == 200 and "Choose among the colleagues" not in text(page)
        assert "Choose among those that are offered." in text(page)
    assert not ConflictCheck.objects.exists()


@pytest.mark.clause("CONF-3")
def test_no_title_and_no_address_names_anybody(alice: Acting, bob: Acting, case: OpenCase) -> None:
    hers = browser_of(alice)
    for path in (
        f"/cases/{case.ref}/conflict/",
        f"/cases/{case.ref}/conflict-check/",
        "/conflicts/",
        "/conflict-checks/",
        "/conflict-checks/new/",
    ):
        page = hers.get(path)
        title = re.search(r"<title>(.*?)</title>", text(page), re.S)
        assert page.status_code == 200 and title and "Dana" not in title[1]
        assert page["Cache-Control"] == "no-store"
        assert "Dana" not in "".join(re.findall(r'(?:href|action)="([^"]*)"', text(page)))


@pytest.mark.parametrize("who", ["bob", "sara"])
def test_whom_a_case_does_not_concern_these_pages_are_not_there(
    who: str, bob: Acting, sara: Acting, case: OpenCase, request: Any
) -> None:
    theirs = browser_of({"bob": bob, "sara": sara}[who])
    nothing = theirs.get(f"/cases/{'a' * 26}/")
    for path in ("conflict", "conflict-check"):
        for ask in (theirs.get, theirs.post):
            page = ask(f"/cases/{case.ref}/{path}/")
            assert (page.status_code, page.content) == (404, nothing.content)
