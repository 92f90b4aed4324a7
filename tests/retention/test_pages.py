"""Asking for a destruction on the page, twice, and reading the certificate afterwards."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from confide.casework.queries import OpenCase, case_for
from confide.ledger import checkpoint
from confide.retention import actions
from confide.retention.models import Certificate
from confide.team.queries import Acting
from confide.vault import sessions
from confide.web import clock
from tests.cast import NOON
from tests.retention.nights import ending_on

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-6"),
]
TYPED = {"how_asked": "She came on Monday.", "how_identified": "I know her well."}
SignedIn = Callable[[Acting], Client]


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=5))


@pytest.fixture
def signed_in() -> SignedIn:
    def begin(acting: Acting) -> Client:
        client = Client(headers={"Sec-Fetch-Site": "same-origin"})
        client.cookies[site.SESSION_COOKIE] = sessions.begin(acting.unlocked, at=NOON)
        return client

    return begin


def test_the_page_says_what_goes_and_when_before_anything_happens(
    signed_in: SignedIn, alice: Acting, case: OpenCase
) -> None:
    page = signed_in(alice).get(f"/cases/{case.ref}/destruction/").content.decode()
    for words in ("1 contact", "Monday 23 November", "Monday 30 November", "RECD-6"):
        assert words in page
    assert "button--warning" not in page


def test_the_first_look_destroys_nothing_and_the_second_does(
    signed_in: SignedIn, alice: Acting, case: OpenCase
) -> None:
    client = signed_in(alice)
    sure = client.post(f"/cases/{case.ref}/destruction/", TYPED).content.decode()
    assert "button--warning" in sure
    assert TYPED["how_asked"] in sure
    assert case_for(alice, case.ref)
    done = client.post(f"/cases/{case.ref}/destruction/", {**TYPED, "sure": "yes"})
    certificate = Certificate.objects.get()
    assert done["Location"] == f"/certificates/{certificate.number}/"
    page = client.get(done["Location"]).content.decode()
    assert certificate.number in page
    assert "The student asked for it." in page
    assert "Dana" not in page


@pytest.mark.parametrize("missing", TYPED)
def test_what_was_typed_is_still_there_when_something_is_missing(
    signed_in: SignedIn, alice: Acting, case: OpenCase, missing: str
) -> None:
    typed = {**TYPED, missing: " ", "sure": "yes"}
    page = signed_in(alice).post(f"/cases/{case.ref}/destruction/", typed).content.decode()
    assert "Something still needs your attention" in page
    assert next(words for name, words in TYPED.items() if name != missing) in page
    assert case_for(alice, case.ref)


def test_under_a_hold_the_answer_is_the_one_that_everybody_gets(
    signed_in: SignedIn, alice: Acting, case: OpenCase
) -> None:
    ending_on(case, NOON.date() + timedelta(days=900), keep_until=NOON.date())
    done = signed_in(alice).post(f"/cases/{case.ref}/destruction/", {**TYPED, "sure": "yes"})
    assert "Access ends now; the records are destroyed unless the law" in done.content.decode()
    assert case_for(alice, case.ref)


@pytest.mark.parametrize("typed", [TYPED, {**TYPED, "sure": "yes"}])
def test_to_another_officer_the_page_is_as_if_the_case_were_not_there(
    signed_in: SignedIn, bob: Acting, case: OpenCase, typed: dict[str, str]
) -> None:
    client = signed_in(bob)
    real = client.post(f"/cases/{case.ref}/destruction/", typed)
    none = client.post(f"/cases/{'a' * 26}/destruction/", typed)
    assert (real.status_code, real.content) == (404, none.content)


def test_by_hand_the_page_offers_one_step_at_a_time(
    signed_in: SignedIn, alice: Acting, case: OpenCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/cases/{case.ref}/destruction/by-hand/"
    client = signed_in(alice)
    client.post(address)
    page = client.get(f"/cases/{case.ref}/destruction/").content.decode()
    assert "can be taken from Monday 30 November" in page
    refused = client.post(address, {"step": "second", "sure": "yes"})
    assert refused.status_code == 403
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=7))
    client = signed_in(alice)
    client.cookies[site.SESSION_COOKIE] = sessions.begin(
        alice.unlocked, at=NOON + timedelta(days=7)
    )
    assert "Take the second step" in client.get(f"/cases/{case.ref}/destruction/").content.decode()
    assert "button--warning" in client.post(address, {"step": "second"}).content.decode()
    assert case_for(alice, case.ref)
    client.post(address, {"step": "second", "sure": "yes"})
    assert Certificate.objects.get().cause == "by-hand"


def destroyed(alice: Acting, case: OpenCase) -> str:
    asked = actions.Asked(**TYPED)
    number = actions.request_by_student(alice, case, asked, at=NOON)
    assert number is not None
    return number


def test_every_officer_and_steward_reads_a_certificate(
    signed_in: SignedIn, alice: Acting, bob: Acting, sara: Acting, case: OpenCase
) -> None:
    number = destroyed(alice, case)
    for acting in (alice, bob, sara):
        client = signed_in(acting)
        assert number in client.get("/certificates/").content.decode()
        page = client.get(f"/certificates/{number}/")
        assert case.ref in page.content.decode()
        assert client.get(f"/certificates/{number}/certificate.pdf").status_code == 200


def test_a_number_that_was_never_given_is_not_there(signed_in: SignedIn, alice: Acting) -> None:
    client = signed_in(alice)
    for ending in ("", "certificate.pdf"):
        assert client.get(f"/certificates/2026-0001-aaaa/{ending}").status_code == 404


def test_the_page_proves_the_entries_as_soon_as_a_checkpoint_covers_them(
    signed_in: SignedIn, alice: Acting, case: OpenCase
) -> None:
    number = destroyed(alice, case)
    client = signed_in(alice)
    assert "Tonight’s checkpoint" in client.get(f"/certificates/{number}/").content.decode()
    made = checkpoint.make_checkpoint(NOON)
    page = client.get(f"/certificates/{number}/").content.decode()
    assert made.note.splitlines()[2] in page
    assert "Proof, from this hash" in page


def test_the_steward_sees_how_many_go_and_nothing_else(
    signed_in: SignedIn, sara: Acting, case: OpenCase
) -> None:
    ending_on(case, NOON.date() + timedelta(days=30))
    page = signed_in(sara).get("/certificates/").content.decode()
    assert "1 record is to go" in page
    assert case.ref not in page


@pytest.mark.parametrize(
    ("ends_in", "says"),
    [
        (None, "No clock runs"),
        (6, "Within 7 days"),
        (29, "Within 30 days"),
        (400, "1 year, 1 month"),
    ],
)
def test_the_case_shows_its_clock(
    signed_in: SignedIn, alice: Acting, case: OpenCase, ends_in: int | None, says: str
) -> None:
    if ends_in is not None:
        ending_on(case, NOON.date() + timedelta(days=ends_in))
    page: Any = signed_in(alice).get(f"/cases/{case.ref}/").content.decode()
    assert says in page.replace("\xa0", " ")
