"""Mail, PDFs and a photograph that nobody here wrote, filed by dropping them. (RECD-1, RECD-2)"""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from confide.casework import queries
from confide.casework.queries import OpenCase
from confide.team.queries import Acting

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
MAILS = sorted((REAL / "mail").glob("*.eml"))
FILES = sorted(path for path in (REAL / "files").glob("*.*") if path.suffix in {".pdf", ".jpg"})
needs_them = pytest.mark.skipif(not MAILS, reason="../shared/real is not beside this clone")


@needs_them
@pytest.mark.clause("RECD-2")
def test_each_mail_is_filed_readably_and_its_original_is_kept_byte_for_byte(
    hers: Client, alice: Acting, case: OpenCase
) -> None:
    for mail in MAILS:
        page = hers.post(f"/cases/{case.ref}/documents/", {"file": _dropped(mail)})
        assert page.status_code == 302, (mail.name, page.content.decode()[:2000])
    kept = {_bytes_of(case, entry.card) for entry in queries.documents_of(case)}
    assert kept >= {mail.read_bytes() for mail in MAILS}
    filed = [each for each in queries.contacts_of(case) if each.card.kind == "email"]
    assert len(filed) == len(MAILS)
    assert hers.get(f"/cases/{case.ref}/").status_code == 200


@needs_them
def test_each_pdf_and_the_photograph_come_back_as_they_were(
    hers: Client, alice: Acting, case: OpenCase
) -> None:
    for file in FILES:
        hers.post(f"/cases/{case.ref}/documents/", {"file": _dropped(file)})
    for entry in queries.documents_of(case):
        page = hers.get(f"/cases/{case.ref}/documents/{entry.id}/")
        assert page.content == (REAL / "files" / entry.card.name).read_bytes()
        assert "attachment" in page["Content-Disposition"]
        assert entry.card.name not in page["Content-Disposition"]
    assert len(queries.documents_of(case)) == len(FILES)


def _dropped(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes(), "application/octet-stream")


def _bytes_of(case: OpenCase, card: Any) -> bytes:
    return b"".join(queries.content_of(case, card))
