"""Files that a student sends, with what they ask and with a message. (CONF-1, RECD-2)"""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from confide.casework import actions, queries
from confide.casework.actions import writing
from confide.casework.models import Case, DrawerItem
from confide.casework.queries import OpenCase
from confide.casework.queries import sent as theirs
from confide.ledger.models import Entry
from confide.policy import requests
from confide.team.queries import Acting
from confide.vault import files, uploads
from confide.web import padding
from confide.web.padding import LEAST
from tests.frontdoor.conftest import NOON
from tests.frontdoor.writing import (
    ABOUT,
    ADDRESS,
    a_student,
    asking,
    asks,
    comes_back,
    send,
    shown,
    text,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MB = 1024 * 1024
CANARY = b"dear tenant, the deposit "


def _file(name: str, content: bytes = CANARY) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/plain")


def _fetch_buttons(student: Client) -> dict[str, str]:
    """What each file is called, and what its button sends."""
    page = student.get(ADDRESS).content.decode()
    found = re.findall(
        r'as-typed">([^<]+)</strong>.*?value="fetch-own">.*?name="about" value="(\w+)"', page
    )
    return dict(found)


def _fetches(student: Client, about: str) -> HttpResponse:
    sent = {"step": "fetch-own", "about": about}
    return student.post(ADDRESS, sent, headers={"Accept-Encoding": "gzip, br"})  # type: ignore[return-value]


def _taken(alice: Acting) -> OpenCase:
    [request] = queries.requests_for(alice)
    actions.take_request(alice, request, at=NOON)
    return queries.case_for(alice, request.ref)


def _reads(alice: Acting) -> None:
    [case] = queries.my_cases(alice)
    actions.take_in(alice, queries.case_for(alice, case.ref), at=NOON)


def _on_disk(*, but: str = "nothing") -> list[Path]:
    return [path for path in files._root().rglob("*") if path.is_file() and but not in path.parts]


def _documents(opened: OpenCase) -> dict[str, bytes]:
    return {
        each.card.name: b"".join(queries.content_of(opened, each.card))
        for each in queries.documents_of(opened)
    }


@pytest.fixture
def limit(settings: Any, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(uploads, "upload_limit", lambda: MB)
    return MB


@pytest.mark.clause("RECD-2")
def test_several_files_are_locked_away_with_what_is_asked(alice: Acting) -> None:
    student = a_student()
    asks(student, enclosed=[_file("one.txt", b"1"), _file("two.txt", b"2")])
    assert _documents(_taken(alice)) == {"one.txt": b"1", "two.txt": b"2"}
    assert not _on_disk(but=Case.objects.get().id)


@pytest.mark.clause("CONF-1", "RECD-2")
def test_files_with_a_message_are_documents_of_the_case_once_it_is_read(alice: Acting) -> None:
    student = a_student()
    asks(student)
    sent = [_file("letter.txt"), _file("<photograph>.jpg", b"light")]
    assert send(student, "message", message="Here they are.", enclosed=sent).status_code == 302
    assert "<photograph>.jpg" in shown(student) and "letter.txt 25 bytes" in shown(student)
    assert not any(CANARY in path.read_bytes() for path in _on_disk())
    opened = _taken(alice)
    actions.take_in(alice, opened, at=NOON)
    assert _documents(opened) == {"letter.txt": CANARY, "<photograph>.jpg": b"light"}
    [message] = queries.thread_of(opened)
    documents = {entry.id: entry.card for entry in queries.documents_of(opened)}
    assert {documents[each.document].by for each in message.files} == {""}
    actions.take_in(alice, opened, at=NOON)
    assert len(queries.documents_of(opened)) == 2
    assert "letter.txt" in shown(student)


@pytest.mark.clause("RECD-6")
def test_a_student_finds_every_file_they_sent_and_fetches_it_back(alice: Acting) -> None:
    student = a_student()
    asks(student, enclosed=[_file("first.txt", b"1"), _file("photograph.jpg", b"light")])
    send(student, "message", message="One more.", enclosed=[_file("letter.txt")])
    contents = {"first.txt": b"1", "photograph.jpg": b"light", "letter.txt": CANARY}
    before = Entry.objects.count()
    for work in (None, _taken, _reads):
        if work is not None:
            work(alice)
            before = Entry.objects.count()
        assert "letter.txt 25 bytes · Monday 23 November" in shown(student)
        buttons = _fetch_buttons(student)
        assert buttons.keys() == contents.keys()
        for name, content in contents.items():
            fetched = _fetches(student, buttons[name])
            assert gzip.decompress(fetched.content) == content
            assert fetched["Cache-Control"] == "no-store"
            named = f'attachment; filename="document{name[-4:]}"'
            assert fetched["Content-Disposition"] == named
            assert fetched["Content-Type"] == "application/octet-stream"
    # As with any look at one's own side, nothing says that they did.
    assert Entry.objects.count() == before


@pytest.mark.clause("RECD-6", "CONF-3")
def test_nobody_else_fetches_it_and_with_the_record_it_is_gone(alice: Acting) -> None:
    student, other = a_student(), a_student()
    words = asks(student, enclosed=[_file("a.txt")])
    asks(other)
    [about] = _fetch_buttons(student).values()
    for wrong in (about[::-1], "", "../" + about):
        assert _fetches(student, wrong).status_code == 302
    assert _fetches(other, about).status_code == 302
    send(student, "end")
    assert "Nothing is open here" in text(_fetches(student, about))
    back = comes_back(words)
    [path] = _on_disk()
    assert gzip.decompress(_fetches(back, about).content) == CANARY
    assert "Access ends now." in text(send(back, "destroy"))
    assert "Nothing is open here" in text(_fetches(back, about))
    assert not path.exists() and not DrawerItem.objects.exists()


def test_a_way_in_that_was_taken_back_fetches_nothing(alice: Acting) -> None:
    student = a_student()
    asks(student, enclosed=[_file("a.txt")])
    [about] = _fetch_buttons(student).values()
    opened = _taken(alice)
    actions.take_way_back(alice, opened, at=NOON)
    assert "Nothing is open here" in text(_fetches(student, about))
    words = actions.give_way_in(alice, opened, how_identified="By face.", at=NOON)
    assert gzip.decompress(_fetches(comes_back(words), about).content) == CANARY


@pytest.mark.clause("CONF-3")
def test_what_is_fetched_has_few_lengths(alice: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    student = a_student()
    sizes = (1, 5_000, 25_000, 30_000, 56_000)
    asks(student, enclosed=[_file(f"{size}", b"x" * size) for size in sizes])
    abouts = _fetch_buttons(student).values()

    def lengths() -> list[int]:
        return [len(_fetches(student, about).content) for about in abouts]

    assert lengths() == [LEAST] * 3 + [LEAST * 2] * 2
    # Planted: without what fills them up, each would be told from the others.
    monkeypatch.setattr(padding, "_length", lambda content: content)
    assert len(set(lengths())) == len(sizes)


def test_a_message_pressed_twice_brings_its_files_once(alice: Acting) -> None:
    student = a_student()
    asks(student)
    for _ in range(2):
        send(student, "message", message="Here.", enclosed=[_file("a.txt")], sheet="a" * 26)
    assert len(_on_disk()) == 1 and DrawerItem.objects.count() == 1


TOO_MUCH = [
    ([_file("a", b"x" * (MB + 1))], "This file is larger than 50 MB."),
    ([_file("a", b"x" * MB), _file("b", b"x")], "Together these files are larger than 50 MB."),
    ([_file(f"{n}", b"x") for n in range(21)], "These are more than 20 files."),
    ([_file("a", b"")], "One of these files is empty."),
]


@pytest.mark.parametrize(("chosen", "why"), TOO_MUCH, ids=["large", "together", "many", "empty"])
@pytest.mark.parametrize("step", ["ask", "message"])
def test_too_much_is_said_in_words_and_what_was_typed_is_still_there(
    alice: Acting, limit: int, step: str, chosen: list[SimpleUploadedFile], why: str
) -> None:
    for each in chosen:
        each.seek(0)
    refused = _sends(step, alice, chosen)
    assert why in text(refused) and ABOUT in text(refused)
    assert "If you had chosen files, choose them once more" in text(refused)
    assert not _on_disk()


def test_as_much_as_may_be_sent_at_once_is_taken(alice: Acting, limit: int) -> None:
    most = [_file("0", b"x" * (MB - 19)), *(_file(f"{n}", b"x") for n in range(1, 20))]
    assert _sends("message", alice, most).status_code == 302
    assert len(_on_disk()) == 20


@pytest.mark.parametrize(
    ("free", "taken"), [(uploads.KEPT_FREE, False), (uploads.KEPT_FREE + 1, True)]
)
def test_files_stop_before_the_disk_is_full_and_words_do_not(
    alice: Acting, monkeypatch: pytest.MonkeyPatch, free: int, taken: bool
) -> None:
    monkeypatch.setattr(files, "free_bytes", lambda: free)
    student = a_student()
    answer = send(student, "ask", **asking(enclosed=[_file("a.txt")]))
    assert (answer.status_code == 302) is taken
    if not taken:
        assert "send your words without them" in text(answer)
        assert send(student, "ask", **asking()).status_code == 302
        assert not _on_disk()


def _sends(step: str, alice: Acting, chosen: list[SimpleUploadedFile]) -> HttpResponse:
    student = a_student()
    if step == "ask":
        return send(student, "ask", **asking(enclosed=chosen))
    asks(student)
    return send(student, "message", message=ABOUT, enclosed=chosen)


class TestRoom:
    """What one student's side takes, and what it always takes."""

    @pytest.fixture
    def student(self, alice: Acting, monkeypatch: pytest.MonkeyPatch) -> Client:
        monkeypatch.setattr(requests, "MOST_LETTERS", 3_000)
        monkeypatch.setattr(requests, "MOST_FILE_BYTES", 100)
        student = a_student()
        asks(student)
        return student

    @pytest.mark.clause("RECD-2")
    def test_a_full_side_says_kindly_what_to_do_and_keeps_what_was_typed(
        self, student: Client
    ) -> None:
        for n in range(3):
            assert send(student, "message", message=f"News {n}?").status_code == 302
        refused = text(send(student, "message", message="It took me an hour."))
        assert "Your side has taken as much as it can hold." in refused
        assert "Come to the office or ring us" in refused and "It took me an hour." in refused
        assert DrawerItem.objects.count() == 3

    def test_files_have_a_room_of_their_own(self, student: Client) -> None:
        sent = {"message": "One.", "enclosed": [_file("a", b"x" * 100)]}
        assert send(student, "message", **sent).status_code == 302
        sent = {"message": "Two.", "enclosed": [_file("a", b"x")]}
        assert "as much as it can hold" in text(send(student, "message", **sent))
        assert send(student, "message", message="Without.").status_code == 302
        assert len(_on_disk()) == 1

    def test_files_that_came_with_what_was_asked_take_of_the_same_room(
        self, alice: Acting, student: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = a_student()
        asks(other, enclosed=[_file("a", b"x" * 100)])
        more = {"message": "More.", "enclosed": [_file("a", b"x")]}
        assert "as much as it can hold" in text(send(other, "message", **more))
        # Planted: a side that counts only what came with messages would take it.
        monkeypatch.setattr(theirs, "files_of_own", lambda item: getattr(item, "files", ())[1:])
        more = {"message": "More.", "enclosed": [_file("a", b"x")]}
        assert send(other, "message", **more).status_code == 302

    def test_a_side_that_did_not_count_would_be_filled_and_found(
        self, student: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def taken() -> int:
            answers = [send(student, "message", message=f"News {n}?") for n in range(4)]
            return sum(answer.status_code == 302 for answer in answers)

        assert taken() == 3
        monkeypatch.setattr(writing, "held_of_own", lambda drawer: (0, 0))
        assert taken() == 4

    @pytest.mark.clause("RECD-6")
    def test_what_takes_back_asks_for_a_right_or_ends_it_all_is_taken_by_a_full_side(
        self, student: Client
    ) -> None:
        agreed = {"recipient": "Dr Sen", "role": "tutor", "purpose": "time", "kind": "contact"}
        assert send(student, "agree", **agreed).status_code == 302
        for n in range(2):
            send(student, "message", message=f"News {n}?")
        assert "as much as it can hold" in text(send(student, "own-words", own_words="So."))
        assert send(student, "restrict", restriction="It is wrong.").status_code == 302
        assert send(student, "record").status_code == 302
        assert send(student, "object", objection="To this.").status_code == 302
        assert "as much as it can hold" in text(send(student, "message", message="More."))
        assert "Access ends now." in text(send(student, "destroy"))

    def test_objections_have_an_end_too(self, student: Client) -> None:
        taken = [send(student, "object", objection="No.").status_code for _ in range(8)]
        assert taken == [302] * 6 + [200] * 2

    def test_what_officers_write_takes_nothing_of_the_room(
        self, student: Client, alice: Acting
    ) -> None:
        opened = _taken(alice)
        for _ in range(5):
            actions.reply(alice, opened, "Yes.", at=NOON)
        assert send(student, "message", message="Thank you.").status_code == 302
