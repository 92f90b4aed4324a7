"""Signing in, which is opening one's keys: the same for whoever does not. (CONF-3, RECD-2)"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from confide.ledger import history
from confide.ledger.models import Entry
from confide.team import actions
from confide.team.queries import Acting
from confide.vault import rings
from confide.vault.models import Session
from tests import cast
from tests.browsing import At, a_browser
from tests.cast import NOON
from tests.team import people

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PASSPHRASE = cast.passphrase_of("alice")
WRONG = "quite another passphrase altogether"
NAMES = ("alice", "ended", "maya", "sara", "nobody", "  NOBODY ", "no\x00body", "n" * 5000, "")


@pytest.fixture
def stretched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[int, int]]]:
    """Every passphrase that was stretched: its length, and that of its salt."""
    calls: list[tuple[int, int]] = []
    real = rings.stretch

    def counting(passphrase: bytes, salt: bytes) -> bytes:
        calls.append((len(passphrase), len(salt)))
        return real(passphrase, salt)

    monkeypatch.setattr(rings, "stretch", counting)
    return calls


@pytest.fixture
def everybody(alice: Acting, sara: Acting) -> None:
    """Somebody in office, somebody whose term ended, somebody invited, and the steward."""
    cast.officer("ended", term=(date(2024, 7, 1), date(2025, 6, 30)))
    actions.appoint(sara, people.MAYA, at=NOON)


def sent(browser: Client, name: str, passphrase: str) -> Any:
    return browser.post("/desk/", {"sign_in_name": name, "passphrase": passphrase})


@pytest.mark.clause("CONF-3")
def test_whoever_it_is_a_wrong_passphrase_is_answered_with_the_same_bytes(
    at: At, everybody: None
) -> None:
    answers = set()
    # An empty name, or one with a NUL in it, is answered by what was typed, whoever there is.
    for name in NAMES[:6]:
        answer = sent(a_browser(), name, WRONG)
        # What was typed goes back to where it came from; nothing else may differ.
        text = answer.content.decode().replace(_value(name), _value("alice"))
        answers.add((answer.status_code, text, str(answer.headers).count("Set-Cookie")))
    assert len(answers) == 1
    assert "do not open anything here" in answers.pop()[1]
    assert not Session.objects.exists()


def _value(name: str) -> str:
    return f'value="{name}"'


@pytest.mark.clause("CONF-3")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("passphrase", [WRONG, "", "x" * 100_000, "\x00", "🦉" * 40])
def test_whoever_it_is_one_passphrase_is_stretched(
    at: At, everybody: None, stretched: list[tuple[int, int]], name: str, passphrase: str
) -> None:
    assert sent(a_browser(), name, passphrase).status_code == 200
    assert [salt for _, salt in stretched] == [16]
    assert stretched[0][0] <= 1024


def test_one_passphrase_is_stretched_for_whoever_gets_in(
    at: At, alice: Acting, stretched: list[tuple[int, int]]
) -> None:
    assert sent(a_browser(), "alice", PASSPHRASE).status_code == 302
    assert len(stretched) == 1


def test_twenty_failures_change_nothing(at: At, alice: Acting) -> None:
    first = sent(a_browser(), "alice", WRONG)
    for _ in range(20):
        again = sent(a_browser(), "alice", WRONG)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert sent(a_browser(), "alice", PASSPHRASE).status_code == 302


def test_a_failure_is_no_entry_since_nobody_knows_whose_it_is(at: At, alice: Acting) -> None:
    before = Entry.objects.count()
    for name in ("alice", "nobody"):
        sent(a_browser(), name, WRONG)
    assert Entry.objects.count() == before


@pytest.mark.parametrize("typed", ["alice", " Alice ", "ALICE"])
def test_a_name_is_taken_however_it_is_written(service: None, alice: Acting, typed: str) -> None:
    signed_in = actions.sign_in(typed, f"  {PASSPHRASE.replace(' ', '-').upper()}", at=NOON)
    assert signed_in is not None and signed_in.acting.officer == alice.officer
    assert history.recorded("officer.signed-in", about=alice.pseudonym, by=alice.pseudonym)


def test_an_ended_term_opens_ones_own_page_and_nothing_else(at: At, everybody: None) -> None:
    browser = a_browser()
    sent(browser, "ended", cast.passphrase_of("ended"))
    page = browser.get("/")
    assert page.status_code == 200 and b"30 June 2025" in page.content
    nowhere = browser.get("/nowhere/")
    for address in ("/desk/", "/cases/new/", "/search/", "/officers/", "/ledger/"):
        assert (browser.get(address).status_code, browser.get(address).content) == (
            404,
            nowhere.content,
        )
    assert browser.get("/certificates/").status_code == 404


@pytest.mark.promise("P4")
def test_the_secret_is_new_each_time_whatever_the_browser_brought(at: At, alice: Acting) -> None:
    browser = a_browser()
    browser.cookies[site.SESSION_COOKIE] = "a" * 52
    sent(browser, "alice", PASSPHRASE)
    first = browser.cookies[site.SESSION_COOKIE].value
    assert first != "a" * 52
    sent(again := a_browser(), "alice", PASSPHRASE)
    assert again.cookies[site.SESSION_COOKIE].value != first
    held = " ".join(str(row) for row in Session.objects.values())
    assert first not in held and alice.unlocked.pack().hex() not in held


@pytest.mark.clause("RECD-2")
def test_the_cookie_is_the_hosts_own_and_leaves_it_never(at: At, alice: Acting) -> None:
    browser = a_browser()
    answer = sent(browser, "alice", PASSPHRASE)
    cookie = answer.cookies[site.SESSION_COOKIE]
    assert cookie.key.startswith("__Host-")
    assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Strict"
    assert (cookie["path"], cookie["domain"], cookie["max-age"]) == ("/", "", "")
    assert set(answer.cookies) == {site.SESSION_COOKIE, site.DESK_COOKIE}
    assert answer.cookies[site.DESK_COOKIE].value == alice.pseudonym


@pytest.mark.parametrize(
    ("asked", "goes_on"),
    [
        ("/desk/?page=2", "/desk/?page=2"),
        ("//elsewhere.example/desk/", "/desk/"),
        ("///elsewhere.example/desk/", "/elsewhere.example/desk/"),
        ("////elsewhere.example/desk/", "/elsewhere.example/desk/"),
        ("/\\/elsewhere.example/", "/%5C/elsewhere.example/"),
        ("/\tjavascript:alert(1)", "/%09javascript:alert(1)"),
    ],
)
def test_one_goes_on_where_one_wanted_and_never_to_another_site(
    at: At, alice: Acting, asked: str, goes_on: str
) -> None:
    browser = a_browser()
    path, _, query = asked.partition("?")
    answer = browser.generic(
        "POST",
        "/",
        f"sign_in_name=alice&passphrase={PASSPHRASE.replace(' ', '+')}",
        content_type="application/x-www-form-urlencoded",
        PATH_INFO=path,
        QUERY_STRING=query,
    )
    assert (answer.status_code, answer["Location"]) == (302, goes_on)


def test_a_form_of_another_site_signs_nobody_in(at: At, alice: Acting) -> None:
    browser = Client(headers={"Sec-Fetch-Site": "cross-site"})
    assert sent(browser, "alice", PASSPHRASE).status_code == 403
    assert not Session.objects.exists()
