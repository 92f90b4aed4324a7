"""Recording a consent, page by page, without JavaScript. (CONF-4)"""

import re
from typing import Any

import pytest
from django.test import Client

from confide.casework.queries import OpenCase
from confide.disclosure.models import Consent
from tests.disclosure.browsing import text

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.clause("CONF-4")
def test_everything_typed_is_still_there_after_a_mistake(
    browser: Client, case: OpenCase, agreed: dict[str, Any]
) -> None:
    page = browser.post(f"/cases/{case.ref}/consents/", {**agreed, "clarity": "", "day": "soon"})
    for typed in ("Dr &lt;Sen&gt;", "She would like", "Yes, tell him that.", 'value="soon"'):
        assert typed in text(page)
    assert agreed["form_id"] in text(page)
    page = browser.post(f"/cases/{case.ref}/consents/", {**agreed, "clarity": ""})
    assert "Say how you checked it, or ask for it in writing." in text(page)
    assert 'href="#id_clarity"' in text(page) and "Yes, tell him that." in text(page)
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"words": ""}, "id_words"),
        ({"way": "written", "words": ""}, "id_words"),
        ({"until_on": "1/1/2020"}, "id_until_on"),
        ({"day": "1/1/2150"}, "id_day"),
        ({"recipient": "\u200b"}, "id_recipient"),
        ({"recipient": "Anybody at the college"}, "id_recipient"),
        ({"role": "–"}, "id_role"),
        ({"purpose": "?"}, "id_purpose"),
        ({"summary": "", "items": []}, "id_summary"),
        ({"summary": "\u202egnp"}, "id_summary"),
        ({"items": ["elsewhere.said"]}, "id_items"),
        ({"way": "written", "document": "elsewhere"}, "id_document"),
        ({"clarity": "–"}, "id_clarity"),
    ],
)
def test_a_mistake_is_said_where_it_is(
    browser: Client, case: OpenCase, agreed: dict[str, Any], changed: dict[str, Any], place: str
) -> None:
    page = browser.post(f"/cases/{case.ref}/consents/", {**agreed, **changed})
    assert page.status_code == 200 and f'href="#{place}' in text(page)
    assert not Consent.objects.exists()


def test_walking_back_from_the_consent_keeps_what_was_asked(
    browser: Client, case: OpenCase, agreed: dict[str, Any], said: str
) -> None:
    page = text(browser.post(f"/cases/{case.ref}/tellings/new/", agreed))
    assert "Dr &lt;Sen&gt; &amp; “Co”" in page and "She would like a week more." in page
    assert re.search(rf'value="{re.escape(said)}" checked', page)
    assert "attention" not in page


@pytest.mark.clause("CONF-4")
def test_turning_from_spoken_to_written_and_back_keeps_what_was_typed(
    browser: Client, case: OpenCase, agreed: dict[str, Any]
) -> None:
    place = f"/cases/{case.ref}/consents/new/"
    assert "Where the paper is kept" in text(browser.get(place))
    for turn, asks in (("written", "Where the paper is kept"), ("spoken", "Who else heard it")):
        page = text(browser.post(place, {**agreed, "turn": turn}))
        assert asks in page
        for typed in ("Dr &lt;Sen&gt;", "She would like a week", "Yes, tell him", 'value="00:00"'):
            assert typed in page
    assert browser.post(place, {**agreed, "turn": "guessed"}).status_code == 400
    assert browser.post(f"/cases/{case.ref}/consents/", {"way": "guessed"}).status_code == 400


def test_a_sheet_that_is_not_of_our_making_is_not_read(
    browser: Client, case: OpenCase, agreed: dict[str, Any]
) -> None:
    page = browser.post(f"/cases/{case.ref}/consents/", {**agreed, "form_id": "../../x"})
    assert page.status_code == 400 and not Consent.objects.exists()
