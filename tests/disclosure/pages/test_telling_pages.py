"""From the gate to an extract that is saved, page by page, without JavaScript. (CONF-1)"""

from typing import Any

import pytest
from django.test import Client

from confide.casework.queries import OpenCase, case_for
from confide.disclosure import queries
from confide.disclosure.actions import Sharing, share
from confide.disclosure.models import Consent, Telling
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from confide.web import clock
from tests.browsing import typed_again
from tests.disclosure.browsing import browser_of, hidden_in, text
from tests.disclosure.pages.conftest import SUMMARY
from tests.disclosure.reading import CANARY, glued, words_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.clause("CONF-1", "CONF-4")
@pytest.mark.promise("P8")
def test_from_the_gate_to_the_consent_and_back_to_a_saved_extract(
    browser: Client, case: OpenCase, asked: dict[str, Any], agreed: dict[str, Any]
) -> None:
    at = f"/cases/{case.ref}"
    closed = browser.post(f"{at}/tellings/new/", {**asked, "look": "yes"})
    assert "The student has not agreed to this." in text(closed)
    assert 'class="clause">CONF-1<' in text(closed)
    carried = hidden_in(closed, f"{at}/consents/new/")
    form = browser.post(f"{at}/consents/new/", {**carried, "turn": "spoken"})
    for typed in ("Dr &lt;Sen&gt; &amp; “Co”", "her tutor", "More time", "She would like a week"):
        assert typed in text(form)
    once = hidden_in(form, f"{at}/consents/")["form_id"][0]
    kept = browser.post(f"{at}/consents/", {**agreed, **carried, "form_id": once})
    assert kept.status_code == 302 and kept["Location"] == f"{at}/consents/{once}/"
    consent = browser.get(kept["Location"])
    again = hidden_in(consent, f"{at}/tellings/new/")
    assert again["summary"] == [SUMMARY] and again["items"] == asked["items"]
    preview = browser.post(f"{at}/tellings/new/", {**again, "look": "yes"})
    assert "This is what will be told" in text(preview) and CANARY not in text(preview)
    sheet = hidden_in(preview, f"{at}/tellings/")
    told = browser.post(f"{at}/tellings/", {**sheet, "how": "paper"})
    assert told["Location"] == f"{at}/tellings/{sheet['form_id'][0]}/"
    page = browser.get(told["Location"])
    assert CANARY not in text(page)
    extract = browser.get(f"{told['Location']}extract/")
    assert glued("Dr <Sen> & “Co”") in glued(words_of(extract.content))
    assert CANARY not in words_of(extract.content)


@pytest.mark.promise("P8")
def test_pressing_twice_tells_once_and_says_so(
    browser: Client, alice: Acting, case: OpenCase, asked: dict[str, Any], agreed: dict[str, Any]
) -> None:
    at = f"/cases/{case.ref}"
    for _ in range(2):
        assert browser.post(f"{at}/consents/", agreed).status_code == 302
    assert Consent.objects.count() == 1
    preview = browser.post(f"{at}/tellings/new/", {**asked, "look": "yes"})
    sheet = {**hidden_in(preview, f"{at}/tellings/"), "how": "paper"}
    places = {browser.post(f"{at}/tellings/", sheet)["Location"] for _ in range(2)}
    assert len(places) == 1 and Telling.objects.count() == 1
    assert "Nothing was changed." in text(browser.get(places.pop()))


def test_asking_without_choosing_how_keeps_the_sheet(
    browser: Client, case: OpenCase, asked: dict[str, Any], agreed: dict[str, Any]
) -> None:
    at = f"/cases/{case.ref}"
    browser.post(f"{at}/consents/", agreed)
    preview = browser.post(f"{at}/tellings/new/", {**asked, "look": "yes"})
    sheet = hidden_in(preview, f"{at}/tellings/")
    again = browser.post(f"{at}/tellings/", sheet)
    assert "Choose one." in text(again)
    assert hidden_in(again, f"{at}/tellings/") == sheet
    assert not Telling.objects.exists()


def test_looking_again_keeps_how_they_will_be_told(
    browser: Client, case: OpenCase, asked: dict[str, Any], agreed: dict[str, Any]
) -> None:
    at = f"/cases/{case.ref}"
    browser.post(f"{at}/consents/", agreed)
    again = browser.post(f"{at}/tellings/new/", {**asked, "look": "again", "how": "file"})
    checked = [each for each in text(again).split("<input")[1:] if "checked" in each]
    assert any('name="how"' in each and 'value="file"' in each for each in checked)
    nothing = browser.post(f"{at}/tellings/new/", {**asked, "look": "again", "how": "shouted"})
    assert "This is what will be told" in text(nothing) and "shouted" not in text(nothing)


@pytest.mark.clause("CONF-4")
def test_after_withdrawal_the_page_offers_no_copy_and_a_copy_is_refused(
    browser: Client, alice: Acting, case: OpenCase, asked: dict[str, Any], agreed: dict[str, Any]
) -> None:
    at = f"/cases/{case.ref}"
    browser.post(f"{at}/consents/", agreed)
    preview = browser.post(f"{at}/tellings/new/", {**asked, "look": "yes"})
    sheet = {**hidden_in(preview, f"{at}/tellings/"), "how": "file"}
    place = browser.post(f"{at}/tellings/", sheet)["Location"]
    assert "Save the extract" in text(browser.get(place))
    browser.post(f"{at}/consents/{agreed['form_id']}/withdrawal/", {"words": "No more."})
    withdrawn = text(browser.get(f"{at}/consents/{agreed['form_id']}/"))
    assert "Withdrawn" in withdrawn and "No more." in withdrawn
    page = text(browser.get(place))
    assert "No further copy can be made" in page and "Save the extract" not in page
    refused = browser.get(f"{place}extract/")
    assert refused.status_code == 403 and b"%PDF" not in refused.content
    told = browser.post(f"{at}/tellings/", {**sheet, "form_id": random_id()})
    assert "The student withdrew this consent" in text(told)
    assert Telling.objects.count() == 1


@pytest.mark.clause("CONF-3")
def test_a_copy_is_saved_under_a_name_that_says_nothing_and_never_shown(
    browser: Client, alice: Acting, case: OpenCase, asked: dict[str, Any], agreed: dict[str, Any]
) -> None:
    at = f"/cases/{case.ref}"
    letter = next(item.key for item in queries.items_of(case) if item.document)
    both = {**asked, "items": [*asked["items"], letter]}
    browser.post(f"{at}/consents/", {**agreed, **both})
    preview = browser.post(f"{at}/tellings/new/", {**both, "look": "yes"})
    place = browser.post(
        f"{at}/tellings/",
        {**typed_again(preview), **hidden_in(preview, f"{at}/tellings/"), "how": "file"},
    )["Location"]
    for part, name in (("extract", "extract.pdf"), (letter, "document.pdf")):
        file = browser.get(f"{place}{part}/")
        assert file["Content-Disposition"] == f'attachment; filename="{name}"'
        assert file["Content-Type"] == "application/octet-stream"
        assert file["Content-Security-Policy"].startswith("sandbox")
        assert file["X-Content-Type-Options"] == "nosniff"
        assert file["Cache-Control"] == "no-store"


@pytest.mark.clause("CONF-1", "CONF-3")
@pytest.mark.promise("P4")
def test_for_somebody_else_every_address_is_as_if_it_were_not_there(
    alice: Acting,
    bob: Acting,
    browser: Client,
    case: OpenCase,
    asked: dict[str, Any],
    agreed: dict[str, Any],
) -> None:
    browser.post(f"/cases/{case.ref}/consents/", agreed)
    consent = agreed["form_id"]
    his = browser_of(bob)
    nowhere = his.get(f"/cases/{random_id()}/tellings/").content
    for place in ("consents", "consents/new", f"consents/{consent}", "tellings", "tellings/new"):
        answer = his.get(f"/cases/{case.ref}/{place}/")
        assert (answer.status_code, answer.content) == (404, nowhere)
    for place in ("consents", f"consents/{consent}/withdrawal", "tellings", "tellings/new"):
        answer = his.post(f"/cases/{case.ref}/{place}/", {**agreed, "how": "file", "look": "yes"})
        assert (answer.status_code, answer.content) == (404, nowhere)
    assert queries.one_consent(case_for(alice, case.ref), consent).card.withdrawn_at is None


def test_the_registers_are_empty_at_first_and_say_so(browser: Client, case: OpenCase) -> None:
    assert "Nobody was told anything." in text(browser.get(f"/cases/{case.ref}/tellings/"))
    assert "Nothing yet." in text(browser.get(f"/cases/{case.ref}/consents/"))
    gate = text(browser.get(f"/cases/{case.ref}/tellings/new/"))
    assert "Nothing that holds today." in gate and ">999<" in gate


def test_a_megabyte_is_refused_in_words(
    browser: Client, case: OpenCase, asked: dict[str, Any]
) -> None:
    page = browser.post(
        f"/cases/{case.ref}/tellings/new/", {**asked, "summary": "a" * 1_000_000, "look": "yes"}
    )
    assert page.status_code == 200 and "characters long" in text(page)


@pytest.mark.clause("RECD-4")
def test_with_whom_it_was_shared_sees_at_the_gate_that_it_is_not_theirs_to_tell(
    alice: Acting,
    bob: Acting,
    browser: Client,
    case: OpenCase,
    asked: dict[str, Any],
    agreed: dict[str, Any],
) -> None:
    at = f"/cases/{case.ref}"
    form = browser.post(f"{at}/consents/new/", {**asked, "turn": "spoken"})
    once = hidden_in(form, f"{at}/consents/")["form_id"][0]
    assert browser.post(f"{at}/consents/", {**agreed, **asked, "form_id": once}).status_code == 302
    said = Sharing(reason="advice", why="He knows about rent.")
    share(alice, case, bob.officer, said, at=clock.now())
    look = {**asked, "look": "yes"}
    assert "This is what will be told" in text(browser.post(f"{at}/tellings/new/", look))
    page = text(browser_of(bob).post(f"{at}/tellings/new/", look))
    assert "This is what will be told" not in page
    assert "This case was shared with you." in page and 'class="clause">RECD-4<' in page
