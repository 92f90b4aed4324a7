"""The one page for breaking confidence, the colleague's side, and who finds neither. (BRCH-1…5)"""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from confide.casework.queries import OpenCase
from confide.disclosure import actions, queries
from confide.disclosure.actions import ToAsk
from confide.disclosure.models import Breach
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from confide.web import clock
from tests.disclosure.breaching import OUTLINE, TOLD, typed_in_browser
from tests.disclosure.browsing import browser_of, hidden_in, text

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ASK, BREAK, LEAVE = {"ask": "yes"}, {"break": "yes"}, {"leave": "yes"}
KEEP = {"keep": "yes"}


@pytest.fixture
def page(case: OpenCase) -> str:
    return f"/cases/{case.ref}/breaches/new/"


@pytest.fixture
def his(bob: Acting) -> Client:
    return browser_of(bob)


@pytest.mark.clause("BRCH-1", "BRCH-4")
def test_the_page_has_the_numbers_on_top_the_steps_in_order_and_the_decision_is_yours(
    browser: Client, bob: Acting, page: str
) -> None:
    shown = text(browser.get(page))
    assert shown.index("tel:999") < shown.index('<form method="post" novalidate')
    steps = re.findall(r"<h2>(\d)\.", shown)
    assert steps == list("1234567")
    assert shown.count("he decision is yours") >= 2
    assert "Dana Whitlock" in shown, "nothing that is known is asked"
    assert re.findall(r'name="ground"[^>]*value="(\w+)"', shown) == ["danger", "law"]


@pytest.mark.clause("BRCH-3", "BRCH-4", "BRCH-5")
def test_from_the_question_over_the_advice_to_the_record(
    browser: Client, his: Client, case: OpenCase, page: str
) -> None:
    typed = typed_in_browser(consulted="", achieves="")
    asked = browser.post(page, {**typed, **ASK})
    place = asked["Location"]
    breach_id = place.split("/")[-2]
    assert place == f"/cases/{case.ref}/breaches/{breach_id}/"
    begun = text(browser.get(place))
    assert OUTLINE in begun and "No answer yet" in begun and "Bob" in begun
    for loud in ("/desk/", f"/cases/{case.ref}/"):
        assert place in text(browser.get(loud)) and "ot complete" in text(browser.get(loud))
    desk = text(his.get("/desk/"))
    assert desk.index(f"/breaches/{breach_id}/") < desk.index("cases-title")
    question = his.get(f"/breaches/{breach_id}/")
    assert OUTLINE in text(question)
    sheet = re.search(r'name="form_id" value="(\w+)"', text(question))
    assert sheet
    answer = {"form_id": sheet[1], "words": "Ring the porter too."}
    for _ in range(2):
        his.post(f"/breaches/{breach_id}/", answer)
    assert f"/breaches/{breach_id}/" not in text(his.get("/desk/"))
    again = text(browser.get(place))
    assert again.count("Ring the porter too.") == 1 and 'name="break"' in again
    done = browser.post(place, {**typed, **BREAK, "achieves": "An ambulance goes there."})
    assert done["Location"] == place
    recorded = text(browser.get(place))
    assert "Confidence was broken" in recorded and TOLD in recorded
    assert "Ring the porter too." in recorded and 'name="break"' not in recorded
    assert "ot complete" not in text(browser.get("/desk/"))
    assert "Confidence broken: The operator" in text(browser.get(f"/cases/{case.ref}/"))
    assert place in text(browser.get(f"/cases/{case.ref}/breaches/"))


@pytest.mark.clause("BRCH-5")
def test_what_is_missing_is_said_beside_each_question_and_every_word_stays(
    browser: Client, bob: Acting, page: str
) -> None:
    typed = typed_in_browser(
        ground="", believes="", consulted="", phoned="", achieves="", recipient="", summary="",
        told_day="31/02/2026", why_not="",
    )  # fmt: skip
    first = browser.post(page, {**typed, **BREAK})
    assert "There is no such day" in text(first) and OUTLINE in text(first)
    shown = text(browser.post(page, {**typed, "told_day": "", **BREAK}))
    for clause in ("BRCH-1", "BRCH-2", "BRCH-3", "BRCH-5"):
        assert f"({clause})" in shown
    assert OUTLINE in shown and "31/02/2026" not in shown
    assert not Breach.objects.exists()


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"told_time": "23:59", "told_day": "31/12/2198"}, "This moment has not come yet."),
        ({"told_time": "soon"}, "Enter the time as hours and minutes"),
        ({"told_day": "23/11/2026"}, "Enter a time, such as 14:30."),
        ({"phoned_time": "23:59", "phoned_day": "31/12/2198"}, "This moment has not come yet."),
        ({"ground": "third"}, "Choose one of those that are offered."),
        ({"how": "telepathy"}, "Choose one of those that are offered."),
        ({"items": "not-an-item"}, "Choose among those that are offered."),
        ({"outline": "a\u202eb"}, "hidden character"),
        ({"recipient": "a" * 5000}, "characters long"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    browser: Client, bob: Acting, page: str, changed: dict[str, str], found: str
) -> None:
    shown = browser.post(page, {**typed_in_browser(**changed), **BREAK})
    assert shown.status_code == 200 and found in text(shown)
    assert TOLD in text(shown) and not Breach.objects.exists()


@pytest.mark.clause("BRCH-5")
def test_what_was_said_earlier_is_recorded_with_its_real_time(
    browser: Client, alice: Acting, bob: Acting, case: OpenCase, page: str
) -> None:
    earlier = {"told_day": "1/3/2026", "told_time": "2.30pm"}
    browser.post(page, {**typed_in_browser(**earlier), **BREAK})
    card = queries.breaches_of(alice, case)[0].card
    assert card.told_at is not None and card.decided_at is not None
    assert f"{card.told_at:%Y-%m-%d %H:%M}" == "2026-03-01 14:30" and card.told_at < card.decided_at


@pytest.mark.clause("BRCH-5")
@pytest.mark.promise("P9")
def test_what_is_kept_is_loud_and_comes_back_with_the_time_of_the_call(
    browser: Client, alice: Acting, bob: Acting, case: OpenCase, page: str
) -> None:
    blank = {**dict.fromkeys(typed_in_browser(), ""), "form_id": random_id(), "how": "phone"}
    assert "There is nothing to keep yet" in text(browser.post(page, {**blank, **KEEP}))
    typed = {"recipient": "The operator", "told_day": "1/3/2026", "told_time": "2.30pm"}
    kept = browser.post(page, {**blank, **typed, **KEEP})
    place = kept["Location"]
    for loud in ("/desk/", f"/cases/{case.ref}/"):
        shown = text(browser.get(loud))
        assert place in shown and "ot complete" in shown and "1 March, 2.30 pm" in shown
    again = text(browser.get(place))
    assert re.search(r'name="told_day"[^>]*value="[^"]+2026"', again)
    assert re.search(r'name="told_time"[^>]*value="14[:.]30"', again)
    against = {**typed_in_browser(**typed), **LEAVE, "why_not": "She is safe."}
    assert "Somebody was told already" in text(browser.post(place, against))
    browser.post(place, {**typed_in_browser(**typed), **BREAK})
    card = queries.breaches_of(alice, case)[0].card
    assert card.state == "broken" and card.told_at is not None
    assert f"{card.told_at:%Y-%m-%d %H:%M}" == "2026-03-01 14:30"


@pytest.mark.clause("BRCH-5")
@pytest.mark.promise("P9")
def test_who_has_no_colleague_can_keep_it_too(browser: Client, case: OpenCase, page: str) -> None:
    kept = browser.post(page, {**typed_in_browser(consulted=""), **KEEP})
    assert "is complete" in text(browser.get(kept["Location"]))
    assert "No colleague has been asked here yet." in text(browser.get("/desk/"))


@pytest.mark.clause("BRCH-3", "CONF-2")
def test_advice_had_without_a_name_is_offered_and_stands_in_the_record(
    browser: Client, his: Client, alice: Acting, bob: Acting, case: OpenCase, page: str
) -> None:
    assert 'name="cited"' not in text(browser.get(page))
    now = clock.now()
    ask = ToAsk(question="And then?", colleagues=[bob.officer], ends_on=now.date() + timedelta(3))
    question = actions.ask_colleagues(alice, case, ask, at=now)
    actions.reply(bob, question, "I would ring somebody.", form="c" * 26, at=now)
    assert "I would ring somebody." in text(browser.get(page))
    unknown = browser.post(page, {**typed_in_browser(cited="d" * 26), **BREAK})
    assert "Choose among those that are offered." in text(unknown)
    done = browser.post(page, {**typed_in_browser(cited="c" * 26), **ASK})
    begun = text(browser.get(done["Location"]))
    assert re.search(r'name="cited"[^>]*value="c+"[^>]* checked', begun)
    shown = text(his.get(f"/breaches/{done['Location'].split('/')[-2]}/"))
    assert "Bob, asked without a name" in shown and "I would ring somebody." in shown


@pytest.mark.clause("BRCH-4")
def test_deciding_not_to_is_recorded_from_the_same_page(
    browser: Client, bob: Acting, page: str
) -> None:
    typed = typed_in_browser(recipient="", role="", achieves="", summary="", consulted="")
    missing = browser.post(page, {**typed, **LEAVE})
    assert "Deciding not to is a decision too" in text(missing)
    done = browser.post(page, {**typed, **LEAVE, "why_not": "Her sister has come."})
    assert "Confidence was not broken" in text(browser.get(done["Location"]))


@pytest.mark.clause("BRCH-3")
@pytest.mark.promise("P9")
def test_with_nobody_to_reach_it_goes_ahead_and_tell_a_colleague_stays_until_done(
    browser: Client, case: OpenCase, page: str
) -> None:
    assert "There is no other caseworker in office" in text(browser.get(page))
    typed = typed_in_browser(consulted="nobody", phoned="", tried="The office phone, twice")
    place = browser.post(page, {**typed, **BREAK})["Location"]
    for loud in ("/desk/", f"/cases/{case.ref}/", place):
        assert "Tell a colleague" in text(browser.get(loud))
    alone = browser.post(f"{place}others/", {"form_id": random_id()})
    assert alone.status_code == 403 and "no other caseworker" in text(alone)
    empty = browser.post(f"{place}colleague/", {"form_id": random_id(), "words": ""})
    assert "Fill this in" in text(empty)
    once = {"form_id": random_id(), "words": "Bob", "day": "1/1/2026", "time": "9:00"}
    for _ in range(2):
        assert browser.post(f"{place}colleague/", once)["Location"] == place
    assert "a colleague was told" in text(browser.get(place))
    for quiet in ("/desk/", f"/cases/{case.ref}/"):
        assert "Tell a colleague" not in text(browser.get(quiet))


@pytest.mark.clause("BRCH-5")
def test_a_correction_is_added_once_and_the_extract_saved(
    browser: Client, bob: Acting, page: str, said: str
) -> None:
    typed = typed_in_browser(how="extract", items=said)
    place = browser.post(page, {**typed, **BREAK})["Location"]
    sheet = hidden_in(browser.get(place), f"{place}corrections/")["form_id"][0]
    for _ in range(2):
        browser.post(f"{place}corrections/", {"form_id": sheet, "words": "It was his sister."})
    assert text(browser.get(place)).count("It was his sister.") == 1
    file = browser.get(f"{place}extract/")
    assert file["Content-Disposition"] == 'attachment; filename="extract.pdf"'
    assert file.content.startswith(b"%PDF-") and file["Cache-Control"] == "no-store"
    assert "Fill this in" in text(browser.post(f"{place}corrections/", {"form_id": random_id()}))


def test_pressing_twice_is_one_record_and_says_so(browser: Client, bob: Acting, page: str) -> None:
    typed = {**typed_in_browser(), **BREAK}
    places = {browser.post(page, typed)["Location"] for _ in range(2)}
    assert len(places) == 1 and Breach.objects.count() == 1
    assert "Nothing was changed." in text(browser.get(places.pop()))


def places_of(case: OpenCase, breach_id: str) -> Iterator[str]:
    at = f"/cases/{case.ref}/breaches"
    yield from (f"{at}/", f"{at}/new/", f"{at}/{breach_id}/", f"{at}/{breach_id}/extract/")


@pytest.mark.clause("CONF-1", "CONF-3")
@pytest.mark.promise("P4")
def test_to_whom_it_was_not_given_no_address_of_it_is_there(
    browser: Client, bob: Acting, his: Client, alice: Acting, case: OpenCase, page: str
) -> None:
    place = browser.post(page, {**typed_in_browser(how="extract"), **BREAK})["Location"]
    breach_id = place.split("/")[-2]
    nowhere = his.get(f"/cases/{random_id()}/").content
    for each in places_of(case, breach_id):
        answer = his.get(each)
        assert (answer.status_code, answer.content) == (404, nowhere), each
    for each in (page, place, *(f"{place}{what}/" for what in ("corrections", "colleague"))):
        answer = his.post(each, {**typed_in_browser(), **BREAK, "words": "x"})
        assert (answer.status_code, answer.content) == (404, nowhere), each
    assert his.get(f"/breaches/{random_id()}/").content == nowhere


@pytest.mark.clause("BRCH-3")
def test_the_colleague_reads_the_record_and_never_the_case(
    browser: Client, his: Client, case: OpenCase, page: str
) -> None:
    place = browser.post(page, {**typed_in_browser(), **ASK})["Location"]
    breach_id = place.split("/")[-2]
    assert his.get(f"/breaches/{breach_id}/").status_code == 200
    assert his.get(f"/cases/{case.ref}/").status_code == 404
    assert his.get(place).status_code == 404
    mine = text(browser.get(f"/breaches/{breach_id}/"))
    assert "What you asked" in mine and "Answer" not in mine


@pytest.mark.clause("CONF-3")
def test_titles_and_addresses_name_nobody(browser: Client, bob: Acting, page: str) -> None:
    place = browser.post(page, {**typed_in_browser(), **BREAK})["Location"]
    for each in ("/danger/", page, place, f"/breaches/{place.split('/')[-2]}/"):
        title = re.search(r"<title>(.*?)</title>", text(browser.get(each)))
        assert title and "Dana" not in title[1] and "Whitlock" not in title[1]


@pytest.mark.promise("P9")
def test_from_the_desk_the_case_and_the_gate_there_is_always_a_way_here(
    browser: Client, case: OpenCase, page: str
) -> None:
    assert 'href="/danger/"' in text(browser.get("/desk/"))
    danger = text(browser.get("/danger/"))
    assert f'href="{page}"' in danger and "tel:999" in danger and "/cases/new/" in danger
    for each in (f"/cases/{case.ref}/", f"/cases/{case.ref}/tellings/new/"):
        assert f'href="{page}"' in text(browser.get(each))
