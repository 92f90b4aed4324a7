"""What an officer sees of requests, messages and a student's way in. (CONF-1, RECD-6)"""

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse

from confide.casework import actions, queries
from confide.casework.models import Case, SafeContact
from confide.casework.queries import OpenCase
from confide.policy.requests import OWN_WORDS, SAFE_CONTACT
from confide.team.queries import Acting
from tests import cast
from tests.browsing import At, browser_of
from tests.casework.asking import ASKING, asks, at_drawer
from tests.cast import NOON

pytestmark = [pytest.mark.django_db(databases=["default", "keys"])]


@pytest.fixture(autouse=True)
def noon(at: At) -> None:
    """It is noon on every page."""


def text(page: HttpResponse) -> str:
    return page.content.decode()


@pytest.mark.clause("CONF-1")
def test_a_request_is_on_the_desk_read_and_taken(alice: Acting, bob: Acting) -> None:
    asks(cast.a_pdf(), avoids=frozenset({bob.pseudonym}))
    ref = Case.objects.get().id
    hers, his = browser_of(alice), browser_of(bob)
    desk = text(hers.get("/desk/"))
    assert f"/requests/{ref}/" in desk and ASKING.words not in desk
    page = text(hers.get(f"/requests/{ref}/"))
    assert ASKING.words in page and "Letter from the agency.pdf" in page
    [document] = re.findall(rf"/requests/{ref}/documents/\w+/", page)
    assert b"".join(hers.get(document)) == cast.PDF
    # He knows the number, and to him it is as if not there.
    other = text(his.get("/desk/"))
    assert ref not in other and "1 request waits for a colleague" in other
    nothing = his.get(f"/cases/{'a' * 26}/")
    for address in (f"/requests/{ref}/", f"/requests/{ref}/taking/", f"/cases/{ref}/", document):
        for answer in (his.get(address), his.post(address)):
            assert answer.status_code == 404 and answer.content == nothing.content
    assert hers.get(f"/requests/{ref}/taking/")["Location"] == f"/requests/{ref}/"
    sent = hers.post(f"/requests/{ref}/taking/")
    assert (sent.status_code, sent["Location"]) == (302, f"/cases/{ref}/")
    case = text(hers.get(f"/cases/{ref}/"))
    assert "Asked for support" in case and "It is your case now" in case
    assert "waits for a colleague" not in text(his.get("/desk/"))
    # From a page that is out of date, or pressed twice, she comes to the case.
    again = [hers.get(f"/requests/{ref}/"), hers.post(f"/requests/{ref}/taking/")]
    assert {each["Location"] for each in again} == {f"/cases/{ref}/"}
    assert his.get(f"/requests/{ref}/").content == nothing.content


@pytest.mark.clause("CONF-1")
def test_what_was_added_since_is_read_before_it_is_taken(alice: Acting) -> None:
    requested = asks()
    ref = Case.objects.get().id
    here = f"/requests/{ref}/"
    hers = browser_of(alice)
    before = text(hers.get(here))
    assert "Only here" in before and "What they added since" not in before
    later = NOON + timedelta(minutes=1)
    mine = at_drawer(requested)
    for at, how in ((NOON, "Phone: 07700 900123"), (later, "Letter: to my room")):
        actions.ask(mine, SAFE_CONTACT, safe=SafeContact(how=how, when="mornings"), at=at)
    actions.write(mine, "He has <i>changed</i> the locks.", [cast.a_pdf()], at=later)
    actions.ask(mine, OWN_WORDS, words="It began in May.", at=later)
    page = text(hers.get(here))
    assert "Letter: to my room mornings" in page
    assert "Only here" not in page and "07700" not in page
    assert "He has &lt;i&gt;changed&lt;/i&gt; the locks." in page and "It began in May." in page
    assert "Letter from the agency.pdf" in page
    # Read it was, and nothing of it taken in: that is for whoever takes it.
    actions.take_request(alice, queries.request_for(alice, ref), at=later)
    assert "wrote or changed something" in text(hers.get("/desk/"))


@pytest.mark.clause("CONF-1")
def test_whoever_presses_second_reads_that_it_is_taken(alice: Acting, bob: Acting) -> None:
    asks()
    ref = Case.objects.get().id
    browser_of(alice).post(f"/requests/{ref}/taking/")
    assert browser_of(bob).post(f"/requests/{ref}/taking/").status_code == 404


@pytest.mark.clause("RECD-6")
def test_messages_go_both_ways_on_the_cases_page(alice: Acting, bob: Acting, at: At) -> None:
    requested = asks()
    ref = Case.objects.get().id
    actions.take_request(alice, queries.request_for(alice, ref), at=NOON)
    actions.write(at_drawer(requested), "Is there <b>any</b> news?", at=NOON)
    hers = browser_of(alice)
    assert "Dana Whitlock wrote or changed something" in text(hers.get("/desk/"))
    page = text(hers.get(f"/cases/{ref}/"))
    assert "Is there &lt;b&gt;any&lt;/b&gt; news?" in page
    assert "wrote or changed" not in text(hers.get("/desk/"))
    answer = hers.post(f"/cases/{ref}/messages/", {"words": "Come on Monday."})
    assert answer.status_code == 302
    assert "Come on Monday." in text(hers.get(f"/cases/{ref}/"))
    empty = hers.post(f"/cases/{ref}/messages/", {"words": " "})
    assert empty.status_code in (200, 403) and len(words(alice, ref)) == 2
    assert browser_of(bob).post(f"/cases/{ref}/messages/", {"words": "x"}).status_code == 404


@pytest.mark.clause("HOUR-3", "CONF-3")
def test_a_message_that_waits_too_long_is_a_number_on_every_desk(
    alice: Acting, bob: Acting, at: At
) -> None:
    requested = asks()
    ref = Case.objects.get().id
    actions.take_request(alice, queries.request_for(alice, ref), at=NOON)
    actions.write(at_drawer(requested), "Is anybody there?", at=NOON)
    said = "In 1 case a student has waited too long"
    assert said not in text(browser_of(bob).get("/desk/"))
    at(NOON + timedelta(days=2))
    desk = text(browser_of(bob).get("/desk/"))
    assert said in desk and ref not in desk and "Dana" not in desk


@pytest.mark.clause("RECD-6")
def test_a_card_is_made_once_and_taken_back(alice: Acting, case: OpenCase) -> None:
    hers, address = browser_of(alice), f"/cases/{case.ref}/way-in/"
    assert "They have none" in text(hers.get(address))
    assert "hand them a card" in text(hers.get(f"/cases/{case.ref}/messages/")).lower()
    page = text(hers.post(address, {"how_identified": "She sat before me."}))
    card = " ".join(re.findall(r"<li>([a-z-]+)</li>", page))
    assert len(card.split()) == 10 and queries.enter(card, at=NOON) is not None
    beside = re.sub(r"<ol.*</ol>", "", page, flags=re.DOTALL)
    assert not all(word in beside for word in card.split())
    assert "They have words" in text(hers.get(address))
    assert "Got a card" in text(hers.get(f"/cases/{case.ref}/"))
    assert hers.get(f"{address}removal/").status_code == 302
    assert queries.enter(card, at=NOON) is not None
    hers.post(f"{address}removal/")
    assert queries.enter(card, at=NOON) is None


@pytest.mark.clause("CONF-1")
def test_a_request_without_a_name_can_be_read(alice: Acting) -> None:
    asks(student="")
    ref = Case.objects.get().id
    hers = browser_of(alice)
    assert "No name given" in text(hers.get(f"/requests/{ref}/"))
    hers.post(f"/requests/{ref}/taking/")
    assert "No name given" in text(hers.get(f"/cases/{ref}/"))


def words(acting: Acting, ref: str) -> list[str]:
    return [message.words for message in queries.thread_of(queries.case_for(acting, ref))]
