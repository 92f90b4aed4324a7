"""How long one stays signed in, locking, and leaving. (RECD-2, CONF-3)"""

from datetime import timedelta

import pytest
from django.conf import settings as site

from confide.ledger import history
from confide.team.queries import Acting
from confide.vault import sessions
from confide.vault.models import Session
from tests.browsing import At, a_browser, browser_of
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-2"),
]
IDLE = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def the_door(at: At) -> bytes:
    return a_browser().get("/").content


def test_the_minute_before_the_desk_is_open(at: At, alice: Acting) -> None:
    browser = browser_of(alice)
    at(NOON + IDLE - MINUTE)
    assert browser.get("/desk/").status_code == 200
    at(NOON + 2 * (IDLE - MINUTE))
    assert browser.get("/desk/").status_code == 200


def test_the_minute_after_it_is_locked_and_stays_so(at: At, alice: Acting, the_door: bytes) -> None:
    browser = browser_of(alice)
    at(NOON + IDLE + MINUTE)
    assert browser.get("/desk/").content == the_door
    at(NOON)
    assert browser.get("/desk/").content == the_door
    assert not Session.objects.exists()


def test_after_twelve_hours_it_ends_however_busy(at: At, alice: Acting, the_door: bytes) -> None:
    browser, moment = browser_of(alice), NOON
    while (moment := moment + 10 * MINUTE) < NOON + timedelta(hours=12):
        at(moment)
        assert browser.get("/undertaking/").status_code == 200
    at(NOON + timedelta(hours=12))
    assert browser.get("/desk/").content == the_door


def test_the_term_ends_at_midnight_also_for_whoever_is_at_work(at: At, alice: Acting) -> None:
    # 30 June is her last day, and the union's midnight is an hour before that of Greenwich.
    last = NOON.replace(year=2027, month=6, day=30, hour=22, minute=59)
    at(last)
    browser = browser_of(alice)
    assert browser.get("/desk/").status_code == 200
    at(last + MINUTE)
    assert browser.get("/desk/").status_code == 404


@pytest.mark.parametrize("cookie", ["", "x", "a" * 52, "é", "a" * 100_000, "../../x", "%00"])
def test_a_made_up_cookie_is_nobodys(at: At, alice: Acting, the_door: bytes, cookie: str) -> None:
    browser = a_browser()
    browser_of(alice)
    browser.cookies[site.SESSION_COOKIE] = cookie
    assert browser.get("/desk/").content == the_door


def test_locking_ends_this_session_and_leaves_the_others(
    at: At, alice: Acting, the_door: bytes
) -> None:
    here, there = browser_of(alice), browser_of(alice)
    secret = here.cookies[site.SESSION_COOKIE].value
    assert here.post("/lock/")["Location"] == "/desk/"
    assert here.get("/desk/").content == the_door
    assert sessions.resume(secret, at=NOON, idle_minutes=15) is None
    assert there.get("/desk/").status_code == 200
    assert history.recorded("officer.signed-out", about=alice.pseudonym)


def test_leaving_has_the_browser_forget(at: At, alice: Acting, the_door: bytes) -> None:
    browser = browser_of(alice)
    answer = browser.post("/sign-out/")
    assert answer["Location"] == "/"
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    cookie = answer.cookies[site.SESSION_COOKIE]
    assert (cookie.value, cookie["max-age"], cookie["secure"]) == ("", 0, True)
    assert browser.get("/desk/").content == the_door
    assert not Session.objects.exists()


@pytest.mark.parametrize("address", ["/lock/", "/sign-out/"])
def test_looking_at_an_address_neither_locks_nor_leaves(
    at: At, alice: Acting, address: str
) -> None:
    browser = browser_of(alice)
    assert browser.get(address)["Location"] == "/"
    assert browser.get("/desk/").status_code == 200


@pytest.mark.parametrize("address", ["/lock/", "/sign-out/", "/keys/", "/undertaking/"])
def test_another_site_can_do_none_of_it(at: At, alice: Acting, address: str) -> None:
    browser = browser_of(alice)
    answer = browser.post(address, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert browser.get("/desk/").status_code == 200


def test_somebody_elses_secret_in_the_row_opens_nothing(
    at: At, alice: Acting, bob: Acting, the_door: bytes
) -> None:
    """Whoever can write to the database puts Bob's ring where Alice's was."""
    browser = browser_of(alice)
    Session.objects.update(ring=bob.unlocked.ring_id)
    assert browser.get("/desk/").content == the_door
