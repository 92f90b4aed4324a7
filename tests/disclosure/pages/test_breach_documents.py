"""Documents that go with a breach: to be had cleaned, and never held up by it. (BRCH-5)"""

import subprocess
from collections.abc import Callable
from typing import NamedTuple, NoReturn

import pytest
from django.test import Client

from confide.casework import actions as casework
from confide.casework.queries import NotVisible, OpenCase, content_of, one_document
from confide.disclosure import actions
from confide.disclosure.actions import NotCleaned
from confide.ledger import history
from confide.ledger.record import Refused
from confide.team.queries import Acting
from confide.vault.cleaning import sandbox
from tests import cast
from tests.disclosure.breaching import a_sheet
from tests.disclosure.browsing import text
from tests.vault import given

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("BRCH-5"),
    pytest.mark.promise("P8"),
]
CANARY = given.CANARY.encode()


class Broken(NamedTuple):
    """A record whose extract goes with a photograph and with a paper that nobody can look into."""

    id: str
    photo: str
    locked: str


@pytest.fixture
def broken(alice: Acting, bob: Acting, case: OpenCase) -> Broken:
    photo = casework.bring("Her room.jpg", "image/jpeg", given.photograph())
    locked = casework.bring("Locked.pdf", "application/pdf", given.locked_paper())
    items = tuple(
        casework.add_document(alice, case, each, at=cast.NOON) for each in (photo, locked)
    )
    sheet = a_sheet(how="extract", items=items)
    return Broken(actions.break_confidence(alice, case, sheet, at=cast.NOON), *items)


@pytest.fixture
def fetched(alice: Acting, case: OpenCase, broken: Broken) -> Callable[..., bytes]:
    def fetch(part: str, *, clean: bool = False) -> bytes:
        found = actions.fetch_breach(
            alice, case, broken.id, part, without_traces=clean, at=cast.NOON
        )
        return b"".join(found.content)

    return fetch


def test_a_document_goes_cleaned_or_as_it_was_filed_and_the_original_stays(
    case: OpenCase, broken: Broken, fetched: Callable[..., bytes]
) -> None:
    clean = fetched(broken.photo, clean=True)
    assert clean.startswith(b"\xff\xd8\xff") and CANARY not in clean
    assert fetched(broken.photo) == given.photograph()
    filed = b"".join(content_of(case, one_document(case, broken.photo).card))
    assert filed == given.photograph() and CANARY in filed
    assert history.times_recorded("breach.fetched", about=broken.id) == 2


def test_what_cannot_be_cleaned_is_had_as_filed_and_only_that_is_recorded(
    case: OpenCase, broken: Broken, fetched: Callable[..., bytes]
) -> None:
    with pytest.raises(NotCleaned):
        fetched(broken.locked, clean=True)
    assert not history.recorded("breach.fetched", about=broken.id)
    filed = b"".join(content_of(case, one_document(case, broken.locked).card))
    assert fetched(broken.locked) == filed and filed.startswith(b"%PDF")
    assert history.times_recorded("breach.fetched", about=broken.id) == 1


def test_without_room_for_another_process_it_is_had_as_filed(
    monkeypatch: pytest.MonkeyPatch, broken: Broken, fetched: Callable[..., bytes]
) -> None:
    def no_room(*_: object, **__: object) -> NoReturn:
        raise BlockingIOError

    monkeypatch.setattr(subprocess, "Popen", no_room)
    assert sandbox.cleaned(given.photograph()).trouble == "not-now"
    with pytest.raises(NotCleaned):
        fetched(broken.photo, clean=True)
    assert fetched(broken.photo) == given.photograph()


def test_neither_way_gives_the_extract_cleaned_or_what_was_not_told(
    alice: Acting, case: OpenCase, broken: Broken, fetched: Callable[..., bytes]
) -> None:
    brought = casework.bring("Other.jpg", "image/jpeg", given.photograph())
    other = casework.add_document(alice, case, brought, at=cast.NOON)
    for part in ("extract", "summary", other):
        with pytest.raises(NotVisible):
            fetched(part, clean=True)


def test_where_confidence_was_not_broken_nothing_leaves_cleaned_either(
    alice: Acting, bob: Acting, case: OpenCase, broken: Broken
) -> None:
    sheet = a_sheet(how="extract", items=(broken.photo,), why_not="He is safe.", told_at=None)
    left = actions.decide_against(alice, case, sheet, at=cast.NOON)
    with pytest.raises(Refused):
        actions.fetch_breach(alice, case, left, broken.photo, without_traces=True, at=cast.NOON)


def test_the_page_says_what_each_shows_and_gives_it_either_way(
    browser: Client, case: OpenCase, broken: Broken
) -> None:
    record = f"/cases/{case.ref}/breaches/{broken.id}/"
    shown = text(browser.get(record))
    assert f'{record}{broken.photo}/"' in shown, "as filed it is one click away"
    assert f'{record}documents/"' in shown
    looked = text(browser.get(f"{record}documents/"))
    assert "where it was taken (a GPS position)" in looked and "Taken out:" in looked
    for way in (f"{broken.photo}/cleaned/", f"{broken.photo}/", f"{broken.locked}/"):
        assert f'{record}{way}"' in looked
    assert f"{broken.locked}/cleaned/" not in looked and "cannot be cleaned" in looked
    answer = browser.get(f"{record}{broken.photo}/cleaned/")
    assert answer["Content-Disposition"] == 'attachment; filename="document.jpg"'
    assert answer.content.startswith(b"\xff\xd8\xff") and CANARY not in answer.content


def test_a_document_that_is_not_cleaned_after_all_leads_to_where_it_is_had_as_filed(
    browser: Client, case: OpenCase, broken: Broken
) -> None:
    record = f"/cases/{case.ref}/breaches/{broken.id}/"
    answer = browser.get(f"{record}{broken.locked}/cleaned/")
    assert answer.status_code == 200 and "Content-Disposition" not in answer
    shown = text(answer)
    assert "locked with a password" in shown and "hand it over as it is" in shown
    assert f'{record}{broken.locked}/"' in shown


def test_a_colleague_gets_none(alice: Acting, bob: Acting, case: OpenCase, broken: Broken) -> None:
    with pytest.raises(Refused):
        actions.fetch_breach(bob, case, broken.id, broken.photo, without_traces=True, at=cast.NOON)
