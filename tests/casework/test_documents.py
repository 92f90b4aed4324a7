"""Documents: files, sealed before they touch the disk, and papers in a cabinet. (RECD-2)"""

from pathlib import Path

import pytest

from confide.casework import actions, queries
from confide.casework.models import Document
from confide.casework.queries import NotVisible, OpenCase
from confide.ledger import history
from confide.ledger.record import Refused
from confide.team.queries import Acting
from confide.vault.primitives import DoesNotOpen
from tests import cast
from tests.browsing import At, browser_of
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-2"),
]
POLYGLOT = b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script><svg onload=alert(1)>"


def test_a_file_comes_back_byte_for_byte_and_lies_sealed(
    alice: Acting, case: OpenCase, data: Path
) -> None:
    content = b"The canary in the letter. " * 4000
    added = actions.add_document(alice, case, cast.a_pdf(content=content), at=NOON)
    card = queries.one_document(case, added).card
    assert (card.name, card.size, card.by) == (
        "Letter from the agency.pdf", len(content), alice.pseudonym,
    )  # fmt: skip
    assert b"".join(queries.content_of(case, card)) == content
    lying = [path for path in (data / "files").rglob("*") if path.is_file()]
    assert [path.parent.name for path in lying] == [case.ref]
    assert b"canary" not in lying[0].read_bytes()
    assert history.recorded("document.filed", about=case.ref, by=alice.pseudonym)


def test_a_paper_is_noted_with_where_it_is_locked_away(alice: Acting, case: OpenCase) -> None:
    added = actions.register_paper(alice, case, name="The lease", kept_where="Cabinet 2", at=NOON)
    card = queries.one_document(case, added).card
    assert (card.name, card.kept_where, card.stored_as) == ("The lease", "Cabinet 2", "")
    assert history.recorded("paper.registered", about=case.ref, by=alice.pseudonym)
    with pytest.raises(NotVisible):
        queries.content_of(case, card)


@pytest.mark.clause("CONF-1")
def test_a_colleague_files_nothing(bob: Acting, case: OpenCase) -> None:
    with pytest.raises(Refused):
        actions.add_document(bob, case, cast.a_pdf(), at=NOON)
    with pytest.raises(Refused):
        actions.register_paper(bob, case, name="x", kept_where="y", at=NOON)
    assert not Document.objects.exists()


@pytest.mark.promise("P4")
def test_the_file_of_one_case_does_not_open_in_another(alice: Acting, case: OpenCase) -> None:
    """Whoever can write to the database points a row of one case at another."""
    other = cast.a_case(alice, student="Emrys Vaughan")
    added = actions.add_document(alice, other, cast.a_pdf(), at=NOON)
    Document.objects.filter(id=added).update(case=case.row)
    with pytest.raises(DoesNotOpen):
        queries.documents_of(case)


@pytest.mark.parametrize(
    "name", ["a.svg", "x.html", "x.png", "evil.PDF", "no ending", "x.p\u202ef"]
)
def test_a_file_is_handed_out_to_be_kept_and_never_to_be_shown(
    at: At, alice: Acting, case: OpenCase, name: str
) -> None:
    added = actions.add_document(alice, case, cast.a_pdf(name, POLYGLOT), at=NOON)
    answer = browser_of(alice).get(f"/cases/{case.ref}/documents/{added}/")
    assert answer.content == POLYGLOT
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith('attachment; filename="document')
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_what_is_typed_of_a_paper_wrong_is_given_back(
    at: At, alice: Acting, case: OpenCase
) -> None:
    browser, address = browser_of(alice), f"/cases/{case.ref}/papers/"
    page = browser.post(address, {"name": "The lease", "kept_where": ""})
    assert page.status_code == 200 and 'value="The lease"' in page.content.decode()
    assert not Document.objects.exists()
    assert browser.post(address, {"name": "A", "kept_where": "B"}).status_code == 302
