"""Asking colleagues page by page, without JavaScript: nothing typed is lost. (CONF-2)"""

import html
import re
from typing import Any

import pytest
from django.test import Client

from confide.casework.queries import OpenCase, contacts_of
from confide.disclosure import queries
from confide.disclosure.models import Consultation, ConsultationReply
from confide.team.models import Role
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from confide.web import clock
from tests import cast
from tests.disclosure.browsing import browser_of, hidden_in, text
from tests.disclosure.pages.conftest import ALWAYS

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-2"),
]
MARKED = "What would you do for Dana?\n\nHer friend <b>Whitlock</b> asks too."
NEUTRAL = "What would you do for somebody whose landlord does not answer?"


@pytest.fixture
def sheet(bob: Acting) -> dict[str, Any]:
    return {
        "form_id": random_id(),
        "question": MARKED,
        "to": [bob.pseudonym],
        "days": "14",
    }


def _check(browser: Client, case: OpenCase, sheet: dict[str, Any]) -> Any:
    return browser.post(f"/cases/{case.ref}/consultations/new/", {**sheet, "check": "yes"})


def _sent(browser: Client, case: OpenCase, sheet: dict[str, Any], **more: Any) -> str:
    page = _check(browser, case, sheet)
    carried = hidden_in(page, f"/cases/{case.ref}/consultations/new/")
    answer = browser.post(f"/cases/{case.ref}/consultations/", {**carried, **more})
    assert answer.status_code == 302, text(answer)
    return str(answer["Location"])


def test_from_the_marks_to_a_question_that_shows_nobody(
    browser: Client, bob: Acting, case: OpenCase, sheet: dict[str, Any]
) -> None:
    at = f"/cases/{case.ref}/consultations"
    checked = _check(browser, case, sheet)
    assert text(checked).count("<mark>") == 2 and "<mark>Dana</mark>" in text(checked)
    assert "&lt;b&gt;" in text(checked) and "<b>" not in text(checked)
    ticked = re.findall(r'name="take"[^>]*value="([\d-]+)"[^>]*checked', text(checked))
    assert len(ticked) == 2
    carried = hidden_in(checked, f"{at}/new/")
    replaced = browser.post(f"{at}/new/", {**carried, "take": ticked, "put": "yes"})
    assert "Nothing was found that points at anybody" in text(replaced)
    sent = browser.post(f"{at}/", hidden_in(replaced, f"{at}/new/"))
    [waits] = queries.my_questions(bob, on=clock.now().date())
    assert sent["Location"] == f"/consultations/{waits.id}/"
    asked = waits.card.question
    assert asked == (
        "What would you do for the student?\n\nHer friend <b>the student</b> asks too."
    )


def test_one_mark_can_be_replaced_and_the_other_kept_for_a_reason(
    browser: Client, case: OpenCase, sheet: dict[str, Any]
) -> None:
    at = f"/cases/{case.ref}/consultations"
    carried = hidden_in(_check(browser, case, sheet), f"{at}/new/")
    page = browser.post(f"{at}/new/", {**carried, "take": carried["seen"][:1], "put": "yes"})
    assert text(page).count("<mark>") == 1 and "<mark>Whitlock</mark>" in text(page)
    assert "for the student?" in text(page) and "checked" not in text(page)
    carried = hidden_in(page, f"{at}/new/")
    refused = browser.post(f"{at}/", carried)
    assert "Say why it may stay" in text(refused) and 'href="#id_reason' in text(refused)
    assert hidden_in(refused, f"{at}/new/") == carried
    assert not Consultation.objects.exists()
    assert browser.post(f"{at}/", {**carried, "reason": "A shop’s name."}).status_code == 302


@pytest.mark.parametrize("reason", ["", "I say so."])
def test_a_forged_sheet_without_its_marks_is_not_sent(
    browser: Client, case: OpenCase, sheet: dict[str, Any], reason: str
) -> None:
    at = f"/cases/{case.ref}/consultations/"
    for seen in ([], ["0-4"], ["zzz"]):
        page = browser.post(at, {**sheet, "seen": seen, "reason": reason})
        assert page.status_code == 200 and "Nothing was sent" in text(page)
        assert "<mark>Dana</mark>" in text(page)
    assert not Consultation.objects.exists()


def test_a_sheet_sent_twice_leads_to_the_one_question(
    browser: Client, case: OpenCase, sheet: dict[str, Any]
) -> None:
    plain = {**sheet, "question": NEUTRAL}
    first = _sent(browser, case, plain)
    again = browser.post(f"/cases/{case.ref}/consultations/", plain)
    assert again["Location"] == first and browser.get(first).status_code == 200


def test_ticks_of_another_text_replace_nothing(
    browser: Client, case: OpenCase, sheet: dict[str, Any]
) -> None:
    forged = {**sheet, "seen": ["0-4"], "take": ["0-4", "x", "999999-3"], "put": "yes"}
    page = browser.post(f"/cases/{case.ref}/consultations/new/", forged)
    carried = hidden_in(page, f"/cases/{case.ref}/consultations/new/")
    assert carried["question"] == [MARKED]


def test_nothing_typed_is_lost_on_the_way_back_or_after_a_mistake(
    browser: Client, case: OpenCase, sheet: dict[str, Any]
) -> None:
    at = f"/cases/{case.ref}/consultations/new/"
    carried = hidden_in(_check(browser, case, sheet), at)
    for page in (browser.post(at, carried), _check(browser, case, {**sheet, "to": []})):
        assert html.escape("Her friend <b>Whitlock</b>") in text(page)
        assert re.search(r'name="days"[^>]*value="14"[^>]*checked', text(page))
    assert "Choose at least one." in text(page)
    assert hidden_in(page, at)["form_id"] == [sheet["form_id"]]


@pytest.mark.parametrize(
    "changed",
    [
        {"question": ""},
        {"question": "x" * 20_001},
        {"question": "\u202egnp"},
        {"days": "365"},
        {"days": "-3"},
        {"to": ["nobody"]},
    ],
)
def test_what_is_not_offered_is_not_taken(
    browser: Client, case: OpenCase, sheet: dict[str, Any], changed: dict[str, Any]
) -> None:
    page = browser.post(f"/cases/{case.ref}/consultations/", {**sheet, **changed})
    assert page.status_code == 200 and "govuk-error-summary" in text(page)
    assert not Consultation.objects.exists()


def test_neither_oneself_nor_a_steward_nor_whoever_left_is_offered(
    browser: Client, alice: Acting, case: OpenCase, sheet: dict[str, Any]
) -> None:
    sara = cast.officer("sara", role=Role.STEWARD, term=ALWAYS, at=clock.now())
    for who in (alice, sara):
        page = browser.post(f"/cases/{case.ref}/consultations/", {**sheet, "to": [who.pseudonym]})
        assert "Choose among those that are offered." in text(page)
    assert not Consultation.objects.exists()


def test_with_nobody_to_ask_the_page_says_so(browser: Client, case: OpenCase) -> None:
    page = browser.get(f"/cases/{case.ref}/consultations/new/")
    assert "There is no colleague to ask" in text(page) and "<textarea" not in text(page)


def test_a_question_without_a_case_is_held_against_all_students(
    browser: Client, case: OpenCase, sheet: dict[str, Any]
) -> None:
    page = browser.post("/consultations/new/", {**sheet, "check": "yes"})
    assert "<mark>Dana</mark>" in text(page)
    page = browser.post("/consultations/new/", {**sheet, "question": NEUTRAL, "check": "yes"})
    sent = browser.post("/consultations/", hidden_in(page, "/consultations/new/"))
    assert sent.status_code == 302
    assert "It is about no case." in text(browser.get(sent["Location"]))


def test_asking_replying_reading_keeping_and_ending(
    browser: Client, alice: Acting, bob: Acting, case: OpenCase, sheet: dict[str, Any]
) -> None:
    place = _sent(browser, case, {**sheet, "question": NEUTRAL})
    hers, his = browser, browser_of(bob)
    assert "asks for your advice" in text(his.get("/desk/"))
    page = his.get(place)
    assert NEUTRAL in text(page) and case.ref not in text(page) and "Dana" not in text(page)
    form_id = hidden_in(page, f"{place}replies/")["form_id"][0]
    assert "Fill this in." in text(his.post(f"{place}replies/", {"form_id": form_id, "said": " "}))
    advice = {"form_id": form_id, "said": "Go to <i>arbitration</i>."}
    for _ in range(2):
        assert his.post(f"{place}replies/", advice).status_code == 302
    assert ConsultationReply.objects.count() == 1
    assert "A reply to your question came" in text(hers.get("/desk/"))
    page = hers.get(place)
    assert "Go to &lt;i&gt;arbitration&lt;/i&gt;." in text(page)
    keep = re.search(r'action="(/consultations/\w+/replies/\w+/case/)"', text(page))
    assert keep and f"/cases/{case.ref}/" in text(page)
    assert his.post(keep[1]).status_code == 404
    for _ in range(2):
        assert hers.post(keep[1])["Location"] == f"/cases/{case.ref}/"
    kept = [each for each in contacts_of(case) if each.card.kind == "advice"]
    assert len(kept) == 1 and "Bob advised: Go to <i>" in kept[0].card.said
    assert "Advice of a colleague" in text(hers.get(f"/cases/{case.ref}/"))
    assert not any(kept[0].id in item.key for item in queries.items_of(case))
    hers.post(f"{place}read/")
    assert "A reply to your question came" not in text(hers.get("/desk/"))
    assert hers.post(f"{place}end/")["Location"] == "/consultations/"
    assert not Consultation.objects.exists()
    assert {browser.get(place).status_code for browser in (hers, his)} == {404}


def test_who_is_not_named_finds_the_same_as_nothing(
    browser: Client, case: OpenCase, sheet: dict[str, Any]
) -> None:
    place = _sent(browser, case, {**sheet, "question": NEUTRAL})
    carol = browser_of(cast.officer("carol", term=ALWAYS, at=clock.now()))
    nothing = f"/consultations/{random_id()}/"
    assert carol.get(place).status_code == 404
    assert carol.get(place).content == carol.get(nothing).content
    for path in ("replies/", "read/", "end/"):
        there = carol.post(f"{place}{path}", {"form_id": random_id(), "said": "x"})
        assert there.status_code == 404
        assert there.content == carol.post(f"{nothing}{path}", {}).content or path == "replies/"
    assert carol.get(f"/cases/{case.ref}/consultations/").status_code == 404
    assert carol.get(f"/cases/{case.ref}/consultations/new/").status_code == 404


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", "{{ 7|add:7 }}", "\"'><img src=x>"])
def test_what_is_typed_stays_text(
    browser: Client, bob: Acting, case: OpenCase, sheet: dict[str, Any], evil: str
) -> None:
    question = f"What of {evil}?"
    page = _check(browser, case, {**sheet, "question": question})
    assert evil not in text(page) or "<" not in evil
    carried = hidden_in(page, f"/cases/{case.ref}/consultations/new/")
    assert carried["question"] == [question]
    answer = browser.post(
        f"/cases/{case.ref}/consultations/", {**carried, "reason": "It is a test."}
    )
    place = answer["Location"]
    his = browser_of(bob)
    his.post(f"{place}replies/", {"form_id": random_id(), "said": evil})
    for reader in (browser, his):
        for path in (place, "/consultations/", "/desk/"):
            assert "<script>alert" not in text(reader.get(path))
            assert "<img src=x>" not in text(reader.get(path))


def test_no_address_of_asking_holds_anything_typed_and_get_changes_nothing(
    browser: Client, case: OpenCase, sheet: dict[str, Any]
) -> None:
    place = _sent(browser, case, {**sheet, "question": NEUTRAL})
    for path in ("read/", "end/", "replies/"):
        assert browser.get(f"{place}{path}").status_code == 405
    assert Consultation.objects.count() == 1
    listed = text(browser.get(f"/cases/{case.ref}/consultations/"))
    assert place in listed and NEUTRAL[:40] in listed
