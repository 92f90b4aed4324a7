"""Officers ask a student on their own side, and see on their pages what came of it. (CONF-4)"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from confide.casework.queries import OpenCase
from confide.disclosure import actions, queries
from confide.retention import actions as retention
from confide.team.queries import Acting
from tests.browsing import At, at, browser_of, hidden_in
from tests.cast import NOON
from tests.disclosure.browsing import text
from tests.disclosure.own import given_way_in, mine
from tests.retention.nights import ending_on

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-4"),
]
__all__ = ["at"]
LATER = NOON + timedelta(minutes=1)
ASK = {
    "recipient": "Dr Sen",
    "role": "her tutor",
    "purpose": "An essay",
    "summary": "She needs a week more.",
    "look": "yes",
}


@pytest.fixture
def hers(alice: Acting, at: At) -> Client:
    return browser_of(alice)


def test_at_the_gate_the_student_is_asked_on_their_own_side(
    alice: Acting, case: OpenCase, hers: Client
) -> None:
    ways = f"/cases/{case.ref}/consents/proposals/"
    assert ways not in text(hers.post(f"/cases/{case.ref}/tellings/new/", ASK))
    secret = given_way_in(alice, case)
    page = hers.post(f"/cases/{case.ref}/tellings/new/", ASK)
    assert ways in text(page)
    fields = dict(hidden_in(page))
    put = hers.post(ways, {**fields, "kind": "tell"})
    assert put.status_code == 302
    assert "can sign it there" in text(hers.get(put["Location"]))
    [own] = queries.own_consents(mine(secret), on=NOON.date())
    assert own.waits and own.card.summary == ASK["summary"]
    actions.sign_as_student(mine(secret), own.id, at=LATER)
    told = hers.post(f"/cases/{case.ref}/tellings/new/", ASK)
    assert ways not in text(told)
    page = text(hers.get(f"/cases/{case.ref}/"))
    assert "Signed what was said" in page or "Agreed, in writing" in page


def test_a_consent_taken_back_by_the_student_is_said_to_be(
    alice: Acting, case: OpenCase, hers: Client, agree: Callable[..., str]
) -> None:
    secret = given_way_in(alice, case)
    agreed = agree()
    actions.withdraw_as_student(mine(secret), agreed, words="No more.", at=LATER)
    for page in (f"/cases/{case.ref}/", f"/cases/{case.ref}/consents/{agreed}/"):
        assert "Withdrawn by the student on their own side" in text(hers.get(page))
    assert not queries.lags_behind(case)


@pytest.mark.clause("RECD-3")
def test_what_they_ask_about_their_record_is_on_the_desk_with_its_day(
    alice: Acting, case: OpenCase, hers: Client
) -> None:
    retention.ask_for_access_as_student(mine(given_way_in(alice, case)), at=NOON)
    assert "wrote" in text(hers.get("/desk/"))
    hers.get(f"/cases/{case.ref}/")
    assert "23 December" in text(hers.get("/desk/"))


@pytest.mark.clause("RECD-6")
def test_a_held_record_that_its_student_asked_to_have_destroyed_says_so(
    alice: Acting, case: OpenCase, hers: Client
) -> None:
    secret = given_way_in(alice, case)
    ending_on(case, NOON.date().replace(year=2029), keep_until=NOON.date() + timedelta(days=9))
    retention.destroy_as_student(mine(secret), at=NOON)
    page = text(hers.get(f"/cases/{case.ref}/"))
    assert "asked for their record to be destroyed" in page
    assert "Access ends now" in page
