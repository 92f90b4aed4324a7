"""Input that cannot be taken: a clear error, everything typed still there, nothing half-written."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from confide.casework import queries
from confide.casework.models import Case
from confide.casework.queries import OpenCase
from confide.vault.models import ShredKey
from tests import cast
from tests.browsing import typed_again

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SAID = {
    "kind": "phone",
    "day": "23/11/2026",
    "time": "11:30",
    "said": "Dana rang about the deposit.",
    "options": "",
    "chose": "",
    "next_step": "",
    "due_on": "",
}
OPENED = {
    **SAID,
    "student": "Dana Whitlock",
    "eligibility": "registered",
    "scheme": "student-support",
    "category": "housing",
    "about": "The deposit.",
}
TOMORROW = f"{cast.NOON + timedelta(days=1):%d/%m/%Y}"


@pytest.mark.clause("RECD-1")
@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("said", "", "Fill this in"),
        ("said", "x" * 1_000_000, "1,000,000 characters"),
        ("said", "she said \u202eno", "U+202E"),
        ("said", "she said\x00", "U+0000"),
        ("day", TOMORROW, "has not come yet"),
        ("day", "31/2/2026", "There is no such day"),
        ("day", "soon", "such as 17/11/2026"),
        ("time", "25:00", "such as 14:30"),
        ("kind", "telepathy", "Choose one"),
        ("due_on", "1/12/2026", "Say what is to be done"),
    ],
)
def test_a_contact_that_cannot_be_taken_is_given_back(
    hers: Client, case: OpenCase, field: str, typed: str, says: str
) -> None:
    before = len(queries.contacts_of(case))
    page = hers.post(f"/cases/{case.ref}/contacts/", {**SAID, field: typed})
    assert page.status_code == 200 and says in page.content.decode()
    kept = typed_again(page)
    wanted = {**SAID, field: typed.replace("\u202e", "").replace("\x00", "")}
    shown = {name: text for name, text in wanted.items() if name != "kind"}
    assert {name: kept[name] for name in shown} == shown
    assert len(queries.contacts_of(case)) == before


@pytest.mark.parametrize(
    ("field", "typed"),
    [("student", ""), ("about", ""), ("category", "aliens"), ("scheme", "no"), ("day", TOMORROW)],
)
def test_a_case_that_cannot_be_opened_leaves_no_row_and_no_key(
    hers: Client, field: str, typed: str
) -> None:
    page = hers.post("/cases/new/", {**OPENED, field: typed})
    assert page.status_code == 200 and "still needs your attention" in page.content.decode()
    assert not Case.objects.exists() and not ShredKey.objects.exists()


def test_the_same_case_opens_once_it_is_right(hers: Client) -> None:
    assert hers.post("/cases/new/", OPENED).status_code == 302
    assert Case.objects.count() == ShredKey.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.pdf", b"", "empty"),
        ("large.pdf", b"x" * 60 * 1024 * 1024, "larger than 50 MB"),
        ("no-mail.eml", b"\x00\x01\x02" * 100, "mail"),
    ],
)
def test_a_file_that_cannot_be_taken_leaves_nothing_behind(
    hers: Client, case: OpenCase, data: Path, name: str, content: bytes, says: str
) -> None:
    before = _files(data)
    page = _dropped(hers, case, name, content)
    assert page.status_code == 200 and says in page.content.decode()
    # As the server does when the answer is out.
    page.wsgi_request.close()
    assert queries.documents_of(case) == [] and _files(data) == before


def test_a_mail_that_cannot_be_read_can_be_filed_as_it_is(hers: Client, case: OpenCase) -> None:
    page = _dropped(hers, case, "no-mail.eml", b"\x00\x01\x02" * 100, unread="on")
    assert page.status_code == 302
    assert [entry.card.name for entry in queries.documents_of(case)] == ["no-mail.eml"]


@pytest.mark.parametrize("page", ["-1", "0", "99999999999999999999", "²", "two", ""])
def test_a_page_of_the_desk_that_is_not_there_is_the_nearest_that_is(
    hers: Client, case: OpenCase, page: str
) -> None:
    assert hers.get("/desk/", {"page": page}).status_code == 200


def _dropped(hers: Client, case: OpenCase, name: str, content: bytes, **more: Any) -> HttpResponse:
    file = SimpleUploadedFile(name, content, "application/octet-stream")
    return hers.post(f"/cases/{case.ref}/documents/", {"file": file, **more})


def _files(data: Path) -> set[Path]:
    return {path for path in (data / "files").rglob("*") if path.is_file()}
