"""Asking for support, as a student does it. (CONF-1, ELIG-1, ELIG-2)"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client

from confide.casework import actions, queries
from confide.casework.models import Case, Drawer
from confide.team.queries import Acting
from confide.vault import files, ways
from confide.vault.models import KeyRing
from tests import cast
from tests.frontdoor.conftest import NOON
from tests.frontdoor.writing import (
    ABOUT,
    ADDRESS,
    a_student,
    asking,
    asks,
    comes_back,
    has_them,
    send,
    shown,
    text,
    words_on,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def student() -> Client:
    return a_student()


@pytest.fixture
def wilma(service: None) -> Acting:
    """The Women's Officer."""
    return cast.officer("wilma", post="womens")


def _key(acting: Acting) -> str:
    return f"{acting.pseudonym}-student-support"


@pytest.mark.clause("CONF-1", "ELIG-1")
def test_what_is_asked_is_read_by_the_officers_and_leads_back_by_ten_words(
    student: Client, alice: Acting, bob: Acting
) -> None:
    words = asks(student, name="Robin")
    assert ways.way_in(words).lookup == Drawer.objects.get().lookup
    for officer in (alice, bob):
        [request] = queries.requests_for(officer)
        assert (request.case.file.about, request.case.file.student) == (ABOUT, "Robin")
    there = shown(comes_back(words))
    assert "Your side" in there and ABOUT in there and "Robin" in there
    assert "Alice since Monday 23 November" in there


def test_the_words_are_shown_until_they_are_written_down(student: Client, alice: Acting) -> None:
    send(student, "ask", **asking())
    student.head(ADDRESS)
    send(student, "message", message="From another tab.")
    words = words_on(student.get(ADDRESS))
    assert words_on(student.get(ADDRESS)) == words
    assert has_them(student) == words
    there = student.get(ADDRESS)
    assert "Your side" in text(there)
    assert not all(word in text(there) for word in words.split())
    assert "words-to-keep" not in there.content.decode()


def test_no_page_that_came_of_what_was_sent_holds_the_words(student: Client, alice: Acting) -> None:
    answer = send(student, "ask", **asking())
    assert (answer.status_code, answer["Location"], answer.content) == (302, ADDRESS, b"")


def test_what_was_typed_survives_a_mistake(student: Client, alice: Acting) -> None:
    answer = send(student, "ask", **asking(words="  ", name="Robin", how="07700 900123"))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Write a few words, so that we know how to begin." in page
    assert 'value="Robin"' in page and 'value="07700 900123"' in page
    assert Case.objects.count() == 0


@pytest.mark.clause("ELIG-1")
def test_whoever_is_not_ours_to_help_hears_who_can_and_leaves_nothing(
    student: Client, alice: Acting
) -> None:
    answer = send(student, "ask", **asking(eligibility="none"))
    assert "Citizens Advice" in text(answer) and ABOUT not in text(answer)
    assert not answer.cookies and Case.objects.count() == 0


@pytest.mark.clause("ELIG-2")
def test_the_womens_officer_reads_it_only_where_the_student_said_so(
    student: Client, alice: Acting, wilma: Acting
) -> None:
    refused = text(send(student, "ask", **asking(officer=_key(wilma))))
    assert "tick that below" in refused and "choose another officer" in refused
    assert Case.objects.count() == 0
    asks(student)
    assert queries.requests_for(wilma) == []
    asks(a_student(), officer=_key(wilma), said_woman="on")
    assert len(queries.requests_for(wilma)) == 1
    assert len(queries.requests_for(alice)) == 1


@pytest.mark.clause("ELIG-2")
def test_nobody_is_asked_about_themselves_where_no_post_represents_women(
    student: Client, alice: Acting
) -> None:
    assert "I define myself as a woman" not in text(send(student, "begin"))
    cast.officer("wilma", post="womens")
    assert "I define myself as a woman" in text(send(student, "begin"))


@pytest.mark.clause("CONF-1")
def test_whom_the_student_would_rather_not_have_see_it_cannot(
    student: Client, alice: Acting, bob: Acting
) -> None:
    asks(student, avoids=[_key(bob)])
    assert queries.requests_for(bob) == [] and len(queries.requests_for(alice)) == 1
    assert "Bob" not in shown(student)


@pytest.mark.clause("CONF-1")
def test_another_reads_it_only_if_the_student_lets_them(
    student: Client, alice: Acting, bob: Acting, at: Callable[[datetime], None]
) -> None:
    asks(student, officer=_key(alice))
    asks(a_student(), officer=_key(alice), stand_in="on")
    later = NOON + timedelta(days=5)
    there = cast._acting(bob.unlocked, later)
    assert len(queries.requests_for(there)) == 1


def test_where_nobody_could_read_it_that_is_said_and_nothing_typed_is_lost(
    student: Client, alice: Acting
) -> None:
    answer = send(student, "ask", **asking(avoids=[_key(alice)]))
    assert "nobody could read this. Allow one more officer" in text(answer)
    assert ABOUT in text(answer) and Case.objects.count() == 0


def test_a_request_that_fails_leaves_no_file(
    student: Client, alice: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> str:
        raise DatabaseError("disk is full")

    monkeypatch.setattr("confide.vault.sessions.begin", full)
    file = SimpleUploadedFile("letter.txt", b"Dear tenant", "text/plain")
    assert send(student, "ask", **asking(enclosed=file)).status_code >= 500
    assert not [path for path in files._root().rglob("*") if path.is_file()]


def test_where_nothing_can_be_locked_away_what_was_typed_is_still_there(
    student: Client, alice: Acting
) -> None:
    KeyRing.objects.filter(id=alice.officer.ring_id).update(sign_public=bytes(32))
    answer = send(student, "ask", **asking(words="It took me an hour."))
    assert answer.status_code == 503
    assert "It took me an hour." in text(answer)
    assert "send it again later, or come, or ring" in text(answer)
    assert not Case.objects.exists()


def test_an_officer_cannot_be_both_asked_and_kept_out(student: Client, alice: Acting) -> None:
    answer = send(student, "ask", **asking(officer=_key(alice), avoids=[_key(alice)]))
    assert "You have chosen them to read it, just above." in text(answer)


def test_a_file_is_locked_away_with_it(student: Client, alice: Acting) -> None:
    letter = SimpleUploadedFile("my landlord.pdf", b"%PDF-1.4 canary", "application/pdf")
    asks(student, enclosed=letter)
    [request] = queries.requests_for(alice)
    actions.take_request(alice, request, at=NOON)
    opened = queries.case_for(alice, request.ref)
    [document] = queries.documents_of(opened)
    assert document.card.name == "my landlord.pdf"
    assert not any((files._root() / "incoming").iterdir())


def test_how_to_reach_them_is_kept_in_their_words(student: Client, alice: Acting) -> None:
    asks(student, channels=["phone", "email"], how="07700 900123", when="mornings")
    [request] = queries.requests_for(alice)
    safe = request.case.file.safe
    assert (safe.how, safe.when) == ("Phone, E-mail: 07700 900123", "mornings")
    assert (safe.may_leave_message, safe.may_say_who) == (False, False)


def test_the_cookie_is_for_this_site_alone_and_until_the_browser_closes(
    student: Client, alice: Acting
) -> None:
    answer = send(student, "ask", **asking())
    (cookie,) = answer.cookies.values()
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Strict", True)
    assert (cookie["expires"], cookie["max-age"]) == ("", "")
    assert words_on(student.get(ADDRESS))


def test_the_page_to_ask_says_first_whom_to_ring_and_stands_in_no_way(
    student: Client, alice: Acting
) -> None:
    page = send(student, "begin").content.decode()
    assert page.index('href="tel:999"') < page.index("What is it about?")
    assert re.findall(r'name="(\w+)"[^>]* required[\s>]', page) == ["words"]


def test_nobody_is_asked_for_without_signing_or_keys(student: Client, alice: Acting) -> None:
    cast.officer("zoe", signed=False)
    assert "Zoe" not in text(send(student, "begin"))
