"""A button that is pressed twice, without script, does what it says once. (CONF-1, CONF-4)"""

import re
from datetime import timedelta
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

import pytest
from django.http import HttpResponse

from confide.casework.models import Case, DrawerItem
from confide.frontdoor.views import side
from confide.ledger.models import Entry
from confide.team.queries import Acting
from confide.web.presses import Presses
from tests.frontdoor.conftest import NOON, SITE
from tests.frontdoor.writing import ADDRESS, a_student, asking, asks, send, shown, text, words_on

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

AGREES = {"recipient": "Dr Sen", "role": "tutor", "purpose": "time", "kind": "tell"}
HANDED_IN = [
    ("message", {"message": "Is anybody there?"}),
    ("own-words", {"own_words": "It was the second paper."}),
    ("reach", {"how": "07700 900123"}),
    ("agree", {**AGREES, "may_be_told": "A week more."}),
    ("record", {}),
    ("restrict", {"restriction": "It is not right."}),
    ("object", {"objection": "To being counted."}),
]


def _sheet_on(page: HttpResponse) -> str:
    found = re.search(r'name="sheet" value="(\w+)"', page.content.decode())
    assert found
    return found[1]


def test_asking_twice_is_asking_once_and_the_second_answer_has_the_words(alice: Acting) -> None:
    student = a_student()
    typed = asking(sheet=_sheet_on(send(student, "begin")))
    first, second = send(a_student(), "ask", **typed), send(student, "ask", **typed)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Case.objects.count() == 1
    assert second.cookies.output() == first.cookies.output()
    assert len(words_on(student.get(ADDRESS)).split()) == 10


@pytest.mark.browser
def test_what_was_stopped_on_its_way_is_sent_by_a_later_press(alice: Acting, page: "Page") -> None:
    form, sent = send(a_student(), "begin"), []

    def answer(route: "Route") -> None:
        if route.request.method == "POST":
            # The page stays as it is, as where somebody stops the browser.
            sent.append(route.request.post_data)
            route.fulfill(status=204)
        else:
            headers = {"Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=form.content, headers=headers)

    press = "() => document.querySelector('[data-once]').requestSubmit()"
    page.clock.install(time=NOON)
    page.route(f"**{ADDRESS}", answer)
    page.goto(f"{SITE}{ADDRESS}")
    # From here on no time passes but what is passed.
    page.clock.pause_at(NOON + timedelta(hours=1))
    with page.expect_response(f"**{ADDRESS}"):
        page.evaluate(press)
    page.clock.fast_forward(9_000)
    page.evaluate(press)
    page.clock.fast_forward(2_000)
    with page.expect_response(f"**{ADDRESS}"):
        page.evaluate(press)
    assert len(sent) == 2


def test_two_sheets_or_two_texts_are_two_requests(alice: Acting) -> None:
    student = a_student()
    sheet = _sheet_on(send(student, "begin"))
    send(a_student(), "ask", **asking(sheet=sheet))
    send(a_student(), "ask", **asking(sheet=sheet, words="Something else."))
    send(a_student(), "ask", **asking(sheet=_sheet_on(send(student, "begin"))))
    for _ in range(2):
        send(a_student(), "ask", **asking())
        send(a_student(), "ask", **asking(sheet="no number of ours"))
    assert Case.objects.count() == 7


def test_what_failed_is_asked_again_by_the_next_press(alice: Acting) -> None:
    student = a_student()
    sheet, nobody = _sheet_on(send(student, "begin")), f"{alice.pseudonym}-student-support"
    typed = asking(sheet=sheet, avoids=[nobody])
    for _ in range(2):
        assert "nobody could read this" in text(send(student, "ask", **typed))
    assert Case.objects.count() == 0


@pytest.mark.parametrize(("step", "typed"), HANDED_IN, ids=[step for step, _ in HANDED_IN])
def test_what_is_handed_in_twice_lies_in_the_drawer_once(
    alice: Acting, step: str, typed: dict[str, Any]
) -> None:
    student = a_student()
    asks(student)
    sheet = _sheet_on(student.get(ADDRESS))
    for _ in range(2):
        assert send(student, step, **typed, sheet=sheet).status_code == 302
    assert DrawerItem.objects.count() == 1
    entries = Entry.objects.count()
    send(student, step, **typed, sheet=sheet)
    assert Entry.objects.count() == entries


def test_other_words_from_one_page_are_not_passed_over(alice: Acting) -> None:
    student = a_student()
    asks(student)
    sheet = _sheet_on(student.get(ADDRESS))
    for words in ("One.", "Two."):
        send(student, "message", message=words, sheet=sheet)
    assert "One." in shown(student) and "Two." in shown(student)


def test_a_consent_is_taken_back_once_and_the_second_press_hears_no_refusal(alice: Acting) -> None:
    student = a_student()
    asks(student)
    send(student, "agree", **AGREES, may_be_told="A week more.")
    page = student.get(ADDRESS)
    [about] = set(re.findall(r'name="about" value="(\w+)"', page.content.decode()))
    for _ in range(2):
        taken_back = send(student, "withdraw", about=about, sheet=_sheet_on(page))
        assert taken_back.status_code == 302
    assert DrawerItem.objects.count() == 2


def test_whoever_comes_second_in_the_same_moment_hands_in_nothing(
    alice: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    student = a_student()
    asks(student)
    sheet = _sheet_on(student.get(ADDRESS))
    # As if neither had been there when the other looked.
    monkeypatch.setattr(side, "is_handed_in", lambda _: False)
    for _ in range(2):
        assert send(student, "message", message="Now.", sheet=sheet).status_code == 302
    assert DrawerItem.objects.count() == 1


def test_two_at_once_wait_for_one_and_others_do_not() -> None:
    presses, made, both = Presses(held_for=timedelta(minutes=1)), [], Barrier(2)

    def make() -> str:
        made.append(1)
        return f"made {len(made)}"

    def press() -> None:
        both.wait()
        came.append(presses.what_came("one", make, at=NOON))

    came: list[str] = []
    pressing = [Thread(target=press) for _ in range(2)]
    for each in pressing:
        each.start()
    for each in pressing:
        each.join()
    assert came == ["made 1", "made 1"]
    later = NOON + timedelta(minutes=1)
    assert presses.what_came("one", lambda: "anew", at=later) == "anew"


def test_what_is_held_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("confide.web.presses._MOST", 5)
    presses = Presses(held_for=timedelta(minutes=1))
    for number in range(50):
        presses.what_came(f"{number}", lambda: "made", at=NOON)
    assert len(presses._sheets) <= 5
    assert presses.what_came("49", lambda: "anew", at=NOON) == "made"
    assert presses.what_came("1", lambda: "anew", at=NOON) == "anew"
