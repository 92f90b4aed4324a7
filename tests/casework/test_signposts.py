"""Who is not ours to help is signposted, and nothing of them is kept anywhere. (ELIG-1, CONF-3)"""

import html
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpResponse

from confide.casework.views import opening
from confide.ledger.record import Refused
from confide.policy.eligibility import BASES, may_be_helped
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from tests import cast, schemes
from tests.browsing import At, a_browser, at, browser_of

__all__ = ["at"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("ELIG-1"),
]
CANARY = "Zephyrine Quill"
TYPED = {
    "scheme": "student-support", "student": CANARY, "safe_how": f"{CANARY} at home",
    "safe_when": "", "eligibility": "none", "category": "money", "about": f"{CANARY}: the loan.",
    "kind": "phone", "day": "23/11/2026", "time": "11:30", "said": CANARY, "options": CANARY,
    "chose": CANARY, "next_step": CANARY, "due_on": "1/12/2026",
}  # fmt: skip
# That a session was used is kept for its idle lock, whatever it was used for.
LAST_SEEN = ("vault", "session")


def everything(data: Path) -> dict[str, Any]:
    """Every row of both databases and every file beside them, byte for byte."""
    kept: dict[str, Any] = {}
    for model in apps.get_models():
        if (model._meta.app_label, model._meta.model_name) == LAST_SEEN:
            continue
        kept[model._meta.label] = sorted(repr(row) for row in model._default_manager.values())
    for path in sorted(data.rglob("*")):
        kept[str(path)] = path.read_bytes() if path.is_file() else None
    return kept


def sessions() -> int:
    return apps.get_model("vault", "session")._default_manager.count()


def test_the_session_is_the_one_thing_left_out() -> None:
    apps.get_model(*LAST_SEEN)


@pytest.mark.clause("CONF-3")
@pytest.mark.parametrize("changed", [{}, {"student": "", "about": ""}, {"day": "x\u202ey"}])
def test_nothing_of_what_was_typed_is_kept(
    at: At, alice: Acting, data: Path, changed: dict[str, str]
) -> None:
    browser = browser_of(alice)
    browser.get("/cases/new/")
    before, signed_in = everything(data), sessions()
    cookies = str(browser.cookies)
    sent = browser.post("/cases/new/", {**TYPED, **changed})
    assert (sent.status_code, sent["Location"]) == (302, "/signposts/")
    page = browser.get(sent["Location"])
    assert page.status_code == 200 and page["Cache-Control"] == "no-store"
    assert everything(data) == before and sessions() == signed_in
    assert str(browser.cookies) == cookies
    for said in (sent.content, page.content, str(sent.headers).encode()):
        assert CANARY.encode() not in said


@pytest.mark.clause("CONF-3")
def test_a_trace_would_be_found(
    at: At, alice: Acting, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault planted: a refusal is noted in the ledger, which tells that somebody came."""

    def refuses(_: str) -> HttpResponse:
        refused = may_be_helped("none")
        raise Refused("case.opened", alice.pseudonym, random_id(), refused, cast.NOON)

    monkeypatch.setattr(opening, "redirect", refuses)
    browser = browser_of(alice)
    before = everything(data)
    assert browser.post("/cases/new/", TYPED).status_code == 403
    assert everything(data) != before


def test_the_page_is_the_same_for_everybody(at: At, alice: Acting, bob: Acting) -> None:
    before = browser_of(bob).get("/signposts/").content
    browser_of(alice).post("/cases/new/", TYPED)
    assert browser_of(bob).get("/signposts/").content == before


def test_it_says_who_else_there_is(at: At, alice: Acting, bob: Acting, settings: Any) -> None:
    page = html.unescape(browser_of(alice).get("/signposts/").content.decode())
    for each in settings.POLICY.signposts:
        assert each.name in page and each.helps_with in page and each.reach in page
    assert "Education Officer" in page and "Alice" in page and "Bob" in page
    assert "Nobody at the moment" in page, "the Women's Officer's post is vacant"


def test_with_several_schemes_it_names_them(at: At, alice: Acting, settings: Any) -> None:
    schemes.two(settings)
    schemes.second("nia")
    page = browser_of(alice).get("/signposts/").content.decode()
    assert "Class Act Officer" in page and "Nia" in page and "Class Act." in page


def test_a_union_that_lists_none_is_told_where_to(at: At, alice: Acting, settings: Any) -> None:
    settings.POLICY = replace(settings.POLICY, signposts=())
    assert "has not listed any yet" in browser_of(alice).get("/signposts/").content.decode()


@pytest.mark.parametrize("basis", BASES)
def test_whoever_has_one_of_the_three_bases_gets_a_case(at: At, alice: Acting, basis: str) -> None:
    sent = browser_of(alice).post("/cases/new/", {**TYPED, "eligibility": basis})
    assert sent.status_code == 302 and sent["Location"].startswith("/cases/")


@pytest.mark.parametrize("basis", ["", "staff", "NONE", "none "])
def test_what_was_not_offered_is_asked_for_again(at: At, alice: Acting, basis: str) -> None:
    page = browser_of(alice).post("/cases/new/", {**TYPED, "eligibility": basis})
    assert page.status_code == 200 and CANARY in page.content.decode()


def test_the_form_offers_it_and_the_page_is_a_link_away(at: At, alice: Acting) -> None:
    page = browser_of(alice).get("/cases/new/").content.decode()
    assert 'value="none"' in page and 'href="/signposts/"' in page


def test_whoever_set_a_case_right_is_not_offered_it(at: At, alice: Acting) -> None:
    opened = cast.a_case(alice)
    page = browser_of(alice).get(f"/cases/{opened.ref}/file/").content.decode()
    assert 'value="none"' not in page


def test_it_is_for_officers(at: At, alice: Acting, sara: Acting) -> None:
    assert browser_of(sara).get("/signposts/").status_code == 200
    assert b"Sign in" in a_browser().get("/signposts/").content
    assert browser_of(alice).post("/signposts/", {"x": CANARY}).status_code == 405
