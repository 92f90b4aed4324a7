"""Filing a mail: a contact, its original and what hung on it, or nothing of it. (RECD-1, RECD-2)"""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from confide.casework import actions, queries
from confide.casework.actions import Said
from confide.casework.models import Contact, Document
from confide.casework.queries import OpenCase
from confide.ledger import history
from confide.ledger import record as ledger_record
from confide.ledger.record import Refused
from confide.team.queries import Acting
from tests import cast
from tests.browsing import At, browser_of
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-2"),
]
SAID = Said(kind="email", happened_at=NOON, said="I chose.", subject="Re: rent", sender="Dana")


def a_mail(*, sent: str = "Mon, 23 Nov 2026 10:00:00 +0000") -> bytes:
    """A mail with a picture and a form hanging on it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Zoë <zoe@student.example>", "us@x.example", "Réné"
    mail["Date"] = sent
    mail.set_content("Hello,\n\nhere is the form.\n")
    mail.add_attachment(cast.PDF, maintype="application", subtype="pdf", filename="Förm.pdf")
    mail.add_attachment(
        b"\x89PNG\r\n" + bytes(3000), maintype="image", subtype="png", filename="a.png"
    )
    return mail.as_bytes()


def dropped(browser: Client, case: OpenCase, content: bytes, name: str = "x.eml") -> int:
    file = SimpleUploadedFile(name, content, "message/rfc822")
    return browser.post(f"/cases/{case.ref}/documents/", {"file": file}).status_code


@pytest.mark.clause("RECD-1")
def test_it_becomes_a_contact_with_its_original_and_every_attachment(
    at: At, alice: Acting, case: OpenCase
) -> None:
    raw = a_mail()
    assert dropped(browser_of(alice), case, raw, "Réné.eml") == 302
    filed = next(e for e in queries.contacts_of(case) if e.card.kind == "email")
    assert (filed.card.subject, filed.card.at) == ("Réné", datetime(2026, 11, 23, 10, tzinfo=UTC))
    assert "Zoë" in filed.card.sender and "here is the form." in filed.card.said
    kept = {
        e.card.name: b"".join(queries.content_of(case, e.card)) for e in queries.documents_of(case)
    }
    assert kept == {"Réné.eml": raw, "Förm.pdf": cast.PDF, "a.png": b"\x89PNG\r\n" + bytes(3000)}
    assert {each.card.contact for each in queries.documents_of(case)} == {filed.id}
    events = [entry.event for entry in history.entries_about(case.ref)]
    assert events.count("mail.filed") == 1 and "document.filed" not in events


@pytest.mark.parametrize(
    "sent", ["Tue, 23 Nov 2066 10:00:00 +0000", "no date at all", "Mon, 1 Jan 0001 00:00:00 +1400"]
)
def test_a_date_that_cannot_be_is_that_of_the_filing(
    at: At, alice: Acting, case: OpenCase, sent: str
) -> None:
    assert dropped(browser_of(alice), case, a_mail(sent=sent)) == 302
    filed = next(e for e in queries.contacts_of(case) if e.card.kind == "email")
    assert filed.card.at <= NOON


def test_filed_as_it_is_it_is_one_document(at: At, alice: Acting, case: OpenCase) -> None:
    file = SimpleUploadedFile("x.eml", a_mail(), "message/rfc822")
    browser_of(alice).post(f"/cases/{case.ref}/documents/", {"file": file, "unread": "on"})
    assert [each.card.name for each in queries.documents_of(case)] == ["x.eml"]
    assert len(queries.contacts_of(case)) == 1


def test_the_names_of_files_stand_nowhere_in_clear(
    at: At, alice: Acting, case: OpenCase, data: Path
) -> None:
    dropped(browser_of(alice), case, a_mail(), "Dana Whitlock.eml")
    paths = [path.relative_to(data).as_posix() for path in (data / "files").rglob("*")]
    assert paths and not any("." in path or "Dana" in path for path in paths)


@pytest.mark.parametrize("what", ["mail", "document"])
def test_where_it_cannot_be_recorded_nothing_of_it_is_left(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, case: OpenCase, data: Path, what: str
) -> None:
    brought = [cast.a_pdf("x.eml"), cast.a_pdf("y.pdf")]

    def full(*_: object, **_named: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(actions._placing.files, "adopt", full)
    with pytest.raises(OSError, match="No space"):
        if what == "mail":
            actions.file_mail(alice, case, SAID, brought, at=NOON)
        else:
            actions.add_document(alice, case, brought.pop(), at=NOON)
    if what == "document":
        actions._placing.files.discard(brought[0].sealed)
    assert not Document.objects.exists() and Contact.objects.count() == 1
    assert not [path for path in (data / "files").rglob("*") if path.is_file()]


def test_a_failing_ledger_leaves_neither_contact_nor_document(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, case: OpenCase
) -> None:
    def broken(*_: object) -> None:
        raise OSError("broken")

    with monkeypatch.context() as patched:
        patched.setattr(ledger_record, "_append", broken)
        with pytest.raises(OSError, match="broken"):
            actions.file_mail(alice, case, SAID, [cast.a_pdf()], at=NOON)
    assert not Document.objects.exists() and Contact.objects.count() == 1
    assert history.recorded("mail.filed", about=case.ref) is None


@pytest.mark.clause("CONF-1")
def test_a_colleague_files_nothing_and_no_byte_stays(
    bob: Acting, case: OpenCase, data: Path
) -> None:
    with pytest.raises(Refused):
        actions.file_mail(bob, case, SAID, [cast.a_pdf()], at=NOON)
    assert not [path for path in (data / "files").rglob("*") if path.is_file()]


def test_a_mail_of_long_ago_does_not_bring_the_case_up(alice: Acting, case: OpenCase) -> None:
    old = Said(kind="email", happened_at=NOON - timedelta(days=400), said="Long ago.")
    actions.file_mail(alice, case, old, [cast.a_pdf()], at=NOON)
    assert queries.case_for(alice, case.ref).file.last_at == case.file.last_at


def test_nothing_chosen_is_said(at: At, alice: Acting, case: OpenCase) -> None:
    page = browser_of(alice).post(f"/cases/{case.ref}/documents/", {})
    assert page.status_code == 200 and b"Choose a file, or drop one here." in page.content
