"""A student's own side: what stands there, and what they can do by themselves. (RECD-3, RECD-6)"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError
from django.test import Client

from confide.casework import actions, queries
from confide.casework.models import Case, DrawerItem
from confide.casework.queries import OpenCase, drawers
from confide.disclosure import actions as disclosure
from confide.disclosure.actions import Agreed, ToTell
from confide.disclosure.queries import Ask, one_telling
from confide.frontdoor.queries import own
from confide.frontdoor.views.side import STEPS
from confide.policy import requests
from confide.team.queries import Acting
from confide.vault.models import Moved
from tests.frontdoor.conftest import NOON
from tests.frontdoor.writing import (
    ADDRESS,
    a_student,
    asking,
    asks,
    comes_back,
    has_them,
    seen_on,
    send,
    shown,
    text,
    words_on,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@dataclass
class Known:
    """A student whose request Alice took: their browser, their words, and the case."""

    browser: Client
    words: str
    opened: OpenCase


@pytest.fixture
def dana(alice: Acting, bob: Acting) -> Known:
    student = a_student()
    words = asks(student, name="Dana Whitlock")
    [request] = queries.requests_for(alice)
    actions.take_request(alice, request, at=NOON)
    return Known(student, words, queries.case_for(alice, request.ref))


@pytest.mark.clause("CONF-1")
def test_messages_go_both_ways(dana: Known, alice: Acting) -> None:
    sent = send(dana.browser, "message", message="Is anybody there on <Friday>?")
    assert (sent.status_code, sent["Location"]) == (302, ADDRESS)
    drawer = queries.drawer_in(dana.opened.ref, dana.opened.keys)
    assert drawer is not None
    [(_, message)] = queries.messages_in(drawer)
    assert message.words == "Is anybody there on <Friday>?"
    actions.reply(alice, dana.opened, "Yes, from ten.", at=NOON + timedelta(minutes=1))
    actions.take_in(alice, dana.opened, at=NOON + timedelta(minutes=1))
    there = shown(dana.browser)
    assert "You · Monday 23 November, 12 pm · read Is anybody there on <Friday>?" in there
    assert "Alice · Monday 23 November, 12.01 pm Yes, from ten." in there


def test_a_page_opens_what_lies_in_the_drawer_once(
    dana: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in ("One.", "Two."):
        send(dana.browser, "own-words", own_words=words)
    send(dana.browser, "message", message="Three.")
    send(
        dana.browser,
        "agree",
        recipient="Dr Sen",
        role="tutor",
        purpose="x",
        may_be_told="y",
        kind="tell",
    )
    real, opened = DrawerItem.take, []

    def counted(item: DrawerItem, *given: Any) -> Any:
        opened.append(item.id)
        return real(item, *given)

    monkeypatch.setattr(DrawerItem, "take", counted)
    there = shown(dana.browser)
    assert all(words in there for words in ("One.", "Two.", "Three.", "Dr Sen"))
    assert len(opened) == len(set(opened)) == 4


@pytest.mark.clause("RECD-6")
def test_it_says_who_can_see_the_record_and_since_when(dana: Known, bob: Acting) -> None:
    there = shown(dana.browser)
    assert "Alice since Monday 23 November" in there and "Bob" not in there


def test_how_to_reach_them_is_changed_by_them(dana: Known, alice: Acting) -> None:
    send(dana.browser, "reach", channels=["phone"], how="07700 900123", may_leave_message="on")
    assert "Phone: 07700 900123 We may leave a message. We do not say who we are." in shown(
        dana.browser
    )
    actions.take_in(alice, dana.opened, at=NOON)
    assert queries.case_for(alice, dana.opened.ref).file.safe.how == "Phone: 07700 900123"


@pytest.mark.parametrize(
    "known",
    [
        {"channels": ["phone", "letter"], "how": "07700 900123: ask for Sam", "when": "mornings"},
        {"channels": ["phone"], "how": "", "may_leave_message": "on"},
        {"channels": [], "how": "Under the door, or: not at all", "may_say_who": "on"},
        {"channels": [], "how": "", "when": "never"},
    ],
)
def test_what_is_known_of_how_to_reach_them_stands_in_the_form(
    dana: Known, known: dict[str, Any], at: Callable[[datetime], None]
) -> None:
    send(dana.browser, "reach", **known)
    before = _reach_on(dana.browser)
    assert before == {"channels": [], "how": "", "when": "", **known}
    at(NOON + timedelta(minutes=1))
    send(dana.browser, "reach", **{**before, "when": "not evenings"})
    assert _reach_on(dana.browser) == {**before, "when": "not evenings"}


def _reach_on(student: Client) -> dict[str, Any]:
    """What the form for it would send as it stands there."""
    page = student.get(ADDRESS).content.decode()
    form = page[page.index('value="reach"') :].partition("</form>")[0]
    fields = re.findall(r'<input[^>]* name="(\w+)"[^>]*>', form)
    inputs = dict(zip(re.findall(r"<input[^>]*>", form), fields, strict=True))
    typed: dict[str, Any] = {"channels": []}
    for each, name in inputs.items():
        value = re.search(r' value="([^"]*)"', each)
        if ' type="checkbox"' not in each and name in {"how", "when"}:
            typed[name] = unescape(value[1]) if value else ""
        elif " checked" in each and name == "channels":
            assert value
            typed[name].append(value[1])
        elif " checked" in each:
            typed[name] = "on"
    return typed


@pytest.mark.clause("RECD-3")
def test_words_of_their_own_stand_in_the_record(dana: Known, alice: Acting) -> None:
    send(dana.browser, "own-words", own_words="It was the second paper, not the first.")
    assert "Words of your own in the record" in shown(dana.browser)
    actions.take_in(alice, dana.opened, at=NOON)
    said = [each.card.said for each in queries.contacts_of(dana.opened)]
    assert "It was the second paper, not the first." in said


@pytest.mark.clause("RECD-3")
def test_the_record_is_asked_for(dana: Known) -> None:
    send(dana.browser, "record")
    assert "Your record Monday 23 November" in shown(dana.browser)
    drawer = queries.drawer_in(dana.opened.ref, dana.opened.keys)
    assert drawer is not None and len(queries.asked_in(drawer, requests.RECORD)) == 1


@pytest.mark.clause("RECD-6")
def test_new_words_end_the_old_ones(dana: Known) -> None:
    send(dana.browser, "new-words")
    words = words_on(dana.browser.get(ADDRESS))
    assert words != dana.words
    assert "Your side" in shown(comes_back(dana.words))
    assert "Nothing is open here" in shown(comes_back(words))
    assert has_them(dana.browser) == words
    assert "Nothing is open here" in shown(comes_back(dana.words))
    assert "Your side" in shown(comes_back(words))
    assert "Your side" in shown(dana.browser)


def test_a_page_left_open_does_not_say_that_other_words_are_written_down(alice: Acting) -> None:
    student = a_student()
    send(student, "ask", **asking())
    stale = seen_on(student.get(ADDRESS))
    has_them(student)
    send(student, "new-words")
    there = student.get(ADDRESS)
    for seen in (stale, ""):
        send(student, "kept", seen=seen)
        assert words_on(student.get(ADDRESS)) == words_on(there)
    send(student, "kept", seen=seen_on(there))
    assert "Your side" in shown(comes_back(words_on(there)))


@pytest.mark.parametrize("lost", ["the answer", "the second answer", "the last answer"])
def test_words_are_never_lost_with_an_answer(dana: Known, lost: str) -> None:
    cookie = {name: each.value for name, each in dana.browser.cookies.items()}

    def as_it_was() -> Client:
        browser = a_student()
        for name, value in cookie.items():
            browser.cookies[name] = value
        return browser

    send(dana.browser, "new-words")
    send(as_it_was(), "new-words")
    words = words_on(as_it_was().get(ADDRESS))
    assert words_on(as_it_was().get(ADDRESS)) == words
    if lost == "the last answer":
        seen = seen_on(as_it_was().get(ADDRESS))
        send(as_it_was(), "kept", seen=seen)
        send(as_it_was(), "kept", seen=seen)
    assert "Your side" in shown(comes_back(words if lost == "the last answer" else dana.words))


def test_where_new_words_cannot_be_kept_the_old_ones_hold(
    dana: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise DatabaseError("database is locked")

    with monkeypatch.context() as locked:
        locked.setattr("django.db.models.query.QuerySet.update", busy)
        assert send(dana.browser, "new-words").status_code >= 500
    assert "Your side" in shown(comes_back(dana.words))
    assert "Your side" in shown(dana.browser)


@pytest.mark.parametrize("many", [1, 2])
def test_a_side_that_gets_new_keys_while_it_is_read_is_read_again(
    dana: Known, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    real, left = own.own_side, [many]

    def meets_new_keys(*given: Any, **named: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise Moved
        return real(*given, **named)

    monkeypatch.setattr(own, "own_side", meets_new_keys)
    expected = "Your side" if many == 1 else "Nothing is open here"
    assert expected in shown(dana.browser)


def test_a_side_whose_row_is_older_than_its_grants_is_read_again(
    dana: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, times = drawers._opened, []

    def older(*given: Any) -> Any:
        times.append(1)
        if len(times) == 1:
            raise Moved
        return real(*given)

    monkeypatch.setattr(drawers, "_opened", older)
    assert "Your side" in shown(dana.browser)


def test_words_whose_ring_goes_in_this_moment_are_a_miss(
    dana: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> str:
        raise IntegrityError

    monkeypatch.setattr("confide.vault.sessions.begin", gone)
    assert "Nothing is open here" in shown(comes_back(dana.words))


def test_the_side_is_read_where_nothing_can_be_written(
    dana: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DatabaseError("disk is full")

    monkeypatch.setattr("confide.vault.sessions.sweep", full)
    assert "Your side" in shown(dana.browser)


@pytest.mark.parametrize(
    ("step", "typed"), [("message", {"message": " "}), ("own-words", {"own_words": ""})]
)
def test_nothing_is_not_sent_and_says_so(dana: Known, step: str, typed: dict[str, str]) -> None:
    answer = send(dana.browser, step, **typed)
    assert answer.status_code == 200
    assert "Something still needs your attention" in text(answer)
    assert "Your side" in text(answer)


def test_what_was_typed_while_it_locked_itself_is_not_lost(
    dana: Known, at: Callable[[datetime], None]
) -> None:
    at(NOON + timedelta(minutes=11))
    answer = send(dana.browser, "message", message="A long letter, written slowly.")
    assert "Nothing is open here" in text(answer)
    assert "It was not sent." in text(answer)
    assert "A long letter, written slowly." in text(answer)


def test_it_locks_itself_after_ten_minutes_and_no_sooner(
    dana: Known, at: Callable[[datetime], None]
) -> None:
    at(NOON + timedelta(minutes=10))
    assert "Your side" in shown(dana.browser)
    at(NOON + timedelta(minutes=20, seconds=1))
    assert "Nothing is open here" in shown(dana.browser)
    assert "Write to us" in shown(dana.browser)


@pytest.mark.clause("RECD-6")
def test_destruction_is_asked_once_more_and_gives_everybody_the_same_receipt(dana: Known) -> None:
    sure = send(dana.browser, "sure")
    assert "This cannot be undone, by you or by us." in text(sure)
    receipt = send(dana.browser, "destroy")
    assert "Access ends now. The records are destroyed unless the law obliges us" in text(receipt)
    assert receipt.content == send(a_student(), "destroy").content
    assert "Write to us" in shown(dana.browser)
    assert "Nothing is open here" in shown(comes_back(dana.words))
    assert not Case.objects.filter(id=dana.opened.ref).exists()


def test_a_step_that_there_is_not_is_no_step(dana: Known) -> None:
    answer = send(dana.browser, "fly")
    assert answer.status_code == 400 and b"That could not be read" in answer.content


def test_nobody_acts_on_a_side_that_is_not_theirs(dana: Known) -> None:
    other = a_student()
    asks(other)
    for step in ("record", "new-words", "kept"):
        send(other, step)
    drawer = queries.drawer_in(dana.opened.ref, dana.opened.keys)
    assert drawer is not None and queries.asked_in(drawer) == []
    assert "Your side" in shown(comes_back(dana.words))


@pytest.mark.parametrize("step", [each for each in STEPS if each not in {"sure", "destroy"}])
def test_without_a_session_nothing_is_done_and_nothing_told(alice: Acting, step: str) -> None:
    answer = send(a_student(), step, message="x", own_words="x")
    assert answer.status_code in {200, 302}
    assert "Your side" not in text(answer)


@pytest.mark.clause("CONF-1")
@pytest.mark.promise("P8")
def test_what_they_take_to_somebody_themselves_is_fetched_there(dana: Known, alice: Acting) -> None:
    ask = Ask(recipient="Dr Sen", role="her tutor", purpose="Time", summary="A week more.")
    agreed = Agreed(ask=ask, spoken=True, given_at=NOON, words="Yes.", clarity="Read back.")
    consent = disclosure.give_consent(alice, dana.opened, agreed, at=NOON)
    told = ToTell(ask=ask, how="student")
    telling = disclosure.tell(alice, dana.opened, told, at=NOON)
    mark = one_telling(dana.opened, telling).card.mark
    assert f"Fetch {mark}, to take to them yourself" in shown(dana.browser)
    got = send(dana.browser, "fetch", about=telling, part=mark)
    assert got.content.startswith(b"%PDF") and not got.content.endswith(b" ")
    assert got["Content-Disposition"] == 'attachment; filename="extract.pdf"'
    send(dana.browser, "withdraw", about=consent)
    refused = send(dana.browser, "fetch", about=telling, part=mark)
    assert "You took this back on Monday 23 November" in text(refused)
    assert "break confidence" not in text(refused)
    assert send(dana.browser, "fetch", about=telling, part="another").status_code == 302
