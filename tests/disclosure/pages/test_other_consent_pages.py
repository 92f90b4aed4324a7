"""Contact, authority, less, anew, signed: page by page, without JavaScript. (CONF-3, CONF-4)"""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from confide.casework.queries import OpenCase, documents_of
from confide.disclosure import queries
from confide.disclosure.models import Consent
from confide.vault.primitives import random_id
from confide.web import clock
from tests.disclosure.browsing import hidden_in, text

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def authority(said: str) -> dict[str, Any]:
    now = clock.now()
    return {
        "form_id": random_id(),
        "way": "written",
        "kind": "authority",
        "reaches": "The <registry>, appeals\n\nDr Sen, her tutor\nDr Sen, her tutor",
        "scope": "The appeal\nA pause",
        "may": ["ask", "give"],
        "items": [said],
        "summary": "These “very” words.",
        "writing": "Cabinet, folder 4",
        "day": f"{now:%d/%m/%Y}",
        "time": "00:00",
        "until_on": f"{now:%d/%m/%Y}",
    }


@pytest.mark.clause("CONF-4")
def test_an_authority_names_each_once(
    browser: Client, case: OpenCase, authority: dict[str, Any]
) -> None:
    assert browser.post(f"/cases/{case.ref}/consents/", authority).status_code == 302
    card = queries.one_consent(case, authority["form_id"]).card
    assert [(to.name, to.role) for to in card.parties] == [
        ("The <registry>", "appeals"),
        ("Dr Sen", "her tutor"),
    ]
    assert (card.purposes, card.may, card.way) == (
        ("The appeal", "A pause"),
        ("ask", "give"),
        "paper",
    )
    page = text(browser.get(f"/cases/{case.ref}/consents/{authority['form_id']}/"))
    assert "The &lt;registry&gt;, appeals" in page and "Tell Dr Sen" in page


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"reaches": ""}, "id_reaches"),
        ({"reaches": "Dr Sen"}, "id_reaches"),
        ({"reaches": "Dr Sen, her tutor\nThe university, all of it"}, "id_reaches"),
        ({"reaches": "Dr Sen, her tutor\n, tutor"}, "id_reaches"),
        ({"reaches": f"{'x' * 300}, tutor"}, "id_reaches"),
        ({"scope": "?"}, "id_scope"),
        ({"scope": ""}, "id_scope"),
        ({"may": []}, "id_may"),
        ({"may": ["everything"]}, "id_may"),
        ({"may": ["ask"]}, "id_summary"),
        ({"items": [], "summary": ""}, "id_summary"),
        ({"until_on": ""}, "id_until_on"),
        ({"until_on": "1/1/2199"}, "id_until_on"),
        ({"begins_on": "1/1/2198"}, "id_until_on"),
        ({"writing": ""}, "id_document"),
        ({"day": "1/1/2150"}, "id_day"),
    ],
)
def test_a_mistake_in_an_authority_is_said_where_it_is_and_every_word_stays(
    browser: Client, case: OpenCase, authority: dict[str, Any], changed: dict[str, Any], place: str
) -> None:
    typed = {**authority, **changed}
    page = text(browser.post(f"/cases/{case.ref}/consents/", typed))
    assert f'href="#{place}' in page and not Consent.objects.exists()
    for name in ("reaches", "scope", "summary", "writing"):
        for line in filter(None, typed[name].split("\n")):
            assert line.replace("<", "&lt;").replace(">", "&gt;") in page
    assert authority["form_id"] in page


@pytest.mark.clause("CONF-3")
def test_who_may_get_in_touch_is_told_only_what_was_ticked(browser: Client, case: OpenCase) -> None:
    now = clock.now()
    contact = {
        "form_id": random_id(),
        "way": "spoken",
        "kind": "contact",
        "recipient": "Ms Reyes",
        "role": "her mother",
        "purpose": "Worry",
        "words": "She may ring.",
        "clarity": "I said it back.",
        "day": f"{now:%d/%m/%Y}",
        "time": "00:00",
    }
    place = f"/cases/{case.ref}/consents/"
    browser.post(place, contact)
    silent = text(browser.get(f"{place}{contact['form_id']}/"))
    assert "Neither confirm nor deny" in silent and "I am telling" not in silent
    told = {**contact, "form_id": random_id(), "confirm": "on"}
    browser.post(place, told)
    page = f"{place}{told['form_id']}/"
    assert "I am telling Ms Reyes" in text(browser.get(page))
    assert browser.post(f"{page}uses/", {"act": "confirm", "to": "0"}).status_code == 302
    assert "Told Ms Reyes that the student comes here" in text(browser.get(page))
    assert browser.post(f"{page}uses/", {"act": "confirm", "to": "x"}).status_code == 400
    assert browser.post(f"{page}uses/", {"act": "confirm", "to": "7"}).status_code == 404
    assert browser.post(f"{page}uses/", {"act": "ask", "to": "0"}).status_code == 403


def test_changing_ones_mind_about_the_kind_keeps_what_was_typed(
    browser: Client, case: OpenCase, agreed: dict[str, Any]
) -> None:
    place = f"/cases/{case.ref}/consents/new/"
    page = text(browser.post(f"{place}contact/", agreed))
    assert "Who may get in touch?" in page and "Dr &lt;Sen&gt;" in page and "Yes, tell him" in page
    page = text(browser.post(f"{place}authority/", agreed))
    assert "Dr &lt;Sen&gt; &amp; “Co”, her tutor" in page and "She would like a week" in page


@pytest.mark.clause("CONF-4")
def test_asking_again_fills_in_all_but_how_they_agreed(
    browser: Client, case: OpenCase, agreed: dict[str, Any], said: str
) -> None:
    place = f"/cases/{case.ref}/consents/"
    browser.post(place, agreed)
    page = browser.get(f"{place}{agreed['form_id']}/renewal/")
    assert "Dr &lt;Sen&gt;" in text(page) and "Yes, tell him that." not in text(page)
    assert re.search(rf'value="{re.escape(said)}" checked', text(page))
    hidden = hidden_in(page, place)
    assert hidden["follows"] == [agreed["form_id"]]
    again = {**agreed, "form_id": hidden["form_id"][0], "follows": agreed["form_id"]}
    for _twice in range(2):
        assert browser.post(place, again).status_code == 302
    assert Consent.objects.count() == 2
    # A page that is out of date leads to the consent, which says what took its place.
    stale = browser.get(f"{place}{agreed['form_id']}/renewal/")
    assert stale["Location"] == f"{place}{agreed['form_id']}/"
    late = text(browser.post(place, {**again, "form_id": random_id()}))
    assert "has taken the place of this one" in late and "Yes, tell him that." in late
    assert browser.post(place, {**again, "follows": "elsewhere"}).status_code == 404


@pytest.mark.clause("CONF-4")
def test_less_is_at_once_and_a_mistake_keeps_every_word(
    browser: Client, case: OpenCase, agreed: dict[str, Any], said: str
) -> None:
    place = f"/cases/{case.ref}/consents/"
    browser.post(place, agreed)
    less = f"{place}{agreed['form_id']}/less/"
    typed = {"form_id": random_id(), "kept": ["summary", f"item:{said}"], "words": "Only “that”."}
    page = text(browser.post(less, typed))
    assert "Nothing would change." in page and "Only “that”." in page
    page = text(browser.post(less, {**typed, "kept": []}))
    assert "Nothing would be left of this consent." in page
    assert 'href="#id_kept' in page
    page = text(browser.post(less, {**typed, "until_on": "soon"}))
    assert 'value="soon"' in page and Consent.objects.count() == 1
    for _twice in range(2):
        assert browser.post(less, {**typed, "kept": ["summary"]}).status_code == 302
    assert queries.one_consent(case, typed["form_id"]).card.items == ()
    assert browser.get(less)["Location"] == f"{place}{agreed['form_id']}/"
    assert Consent.objects.count() == 2


@pytest.mark.clause("CONF-4")
def test_a_signed_paper_is_dropped_picked_or_noted_and_filed_once(
    browser: Client, case: OpenCase, agreed: dict[str, Any]
) -> None:
    place = f"/cases/{case.ref}/consents/"
    before = len(documents_of(case))
    for way in ("file", "writing"):
        form = {**agreed, "form_id": random_id()}
        browser.post(place, form)
        writing = f"{place}{form['form_id']}/writing/"
        wrong = browser.post(writing, {"form_id": random_id()})
        assert "in one of these three ways" in text(wrong)
        answers = []
        for _twice in range(2):
            where = {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.4"), "writing": "Folder 4"}
            typed = {"form_id": random_id(), way: where[way]}
            answers.append(browser.post(writing, typed))
        assert {answer.status_code for answer in answers} == {302}
        # Sent twice, it leads to the same consent, and no paper is filed twice.
        assert len({answer["Location"] for answer in answers}) == 1
    assert len(documents_of(case)) == before + 2
    live = queries.live_consents(case, on=clock.now().date())
    assert {entry.card.way for entry in live} == {"document"}


@pytest.mark.clause("CONF-3")
def test_what_is_printed_says_nothing_by_its_name_or_address(
    browser: Client, case: OpenCase, authority: dict[str, Any]
) -> None:
    place = f"/cases/{case.ref}/consents/"
    form = {**authority, "writing": "", "day": "", "time": ""}
    assert browser.post(f"{place}proposals/", form).status_code == 302
    page = text(browser.get(f"{place}{authority['form_id']}/"))
    assert "this waits to be signed" in page and "Tell Dr Sen" not in page
    paper = browser.get(f"{place}{authority['form_id']}/sheet/")
    assert paper["Content-Disposition"] == 'attachment; filename="sheet.pdf"'
    assert paper["Cache-Control"] == "no-store" and paper.content.startswith(b"%PDF")
    wrong = text(browser.post(f"{place}proposals/", {**form, "scope": "?"}))
    assert 'href="#id_scope"' in wrong and "Dr Sen, her tutor" in wrong


def test_what_is_posted_elsewhere_is_nothing(
    browser: Client, case: OpenCase, agreed: dict[str, Any]
) -> None:
    place = f"/cases/{case.ref}/consents/"
    assert browser.post(place, {**agreed, "kind": "all"}).status_code == 400
    for path in ("renewal", "less", "writing", "uses", "sheet", "withdrawal"):
        assert browser.get(f"{place}{random_id()}/{path}/").status_code in {302, 404}
    for path in ("writing", "uses", "withdrawal"):
        browser.post(place, agreed)
        led_on = browser.get(f"{place}{agreed['form_id']}/{path}/")
        assert led_on["Location"] == f"{place}{agreed['form_id']}/"
    assert browser.get(f"{place}proposals/")["Location"] == f"{place}new/"
