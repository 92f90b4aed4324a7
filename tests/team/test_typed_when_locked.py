"""What was typed when the desk had locked comes back, and can be sent on. (RECD-1, RECD-2)"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse, QueryDict
from django.test import Client

from confide.casework.queries import OpenCase, contacts_of
from confide.team.queries import Acting
from confide.team.views import doorstep
from tests import cast
from tests.browsing import At, a_browser, hidden_in
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-1"),
]
LATER = NOON + timedelta(hours=1)
SIGN_IN = {"sign_in_name": "alice", "passphrase": cast.passphrase_of("alice")}
CONTACT = {
    "kind": "phone", "day": "23/11/2026", "time": "11:45", "said": "She rang.", "options": "",
    "chose": "", "next_step": "", "due_on": "",
}  # fmt: skip
ODD = "a\r\n\r\n  b\t\"'<&>%41%C3+&amp;=;é\u0301\u202e\u2066\u200b\ufeff\x00\x07🦉\U000e0001\ufffe"


def locked(at: At, alice: Acting) -> Client:
    browser = a_browser()
    assert browser.post("/desk/", SIGN_IN).status_code == 302
    at(LATER)
    return browser


def through_the_door(browser: Client, address: str, typed: dict[str, Any]) -> HttpResponse:
    """Send a form to a desk that had locked, mistype the passphrase once, and sign in."""
    door = browser.post(address, typed)
    assert b"Your desk had locked" in door.content
    wrong = browser.post(address, {**SIGN_IN, "passphrase": "wrong", **dict(hidden_in(door))})
    assert b"do not open anything" in wrong.content
    return browser.post(address, {**SIGN_IN, **dict(hidden_in(wrong))})


def test_a_contact_is_sent_on_and_is_in_the_record(at: At, alice: Acting, case: OpenCase) -> None:
    browser, address = locked(at, alice), f"/cases/{case.ref}/contacts/"
    back = through_the_door(browser, address, CONTACT)
    assert dict(hidden_in(back)) == CONTACT
    assert browser.post(address, dict(hidden_in(back)))["Location"] == f"/cases/{case.ref}/"
    assert "She rang." in [entry.card.said for entry in contacts_of(case)]


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "é" * 100_000, "語" * 100_000, "🦉" * 100_000, " " * 100_000, ODD]
)
def test_every_character_comes_back(at: At, alice: Acting, text: str) -> None:
    """As bytes, too, it fits: what goes out as a form comes back through the door as one."""
    browser = locked(at, alice)
    typed = QueryDict(mutable=True)
    typed.update({"said": text})
    body = typed.urlencode()
    door = _sent(browser, body)
    packed = QueryDict(mutable=True)
    packed.update({**SIGN_IN, **dict(hidden_in(door))})
    back = _sent(browser, packed.urlencode())
    assert back.status_code == 200
    assert hidden_in(back) == [("said", text)]


def _sent(browser: Client, body: str) -> HttpResponse:
    return browser.generic(
        "POST", "/cases/new/", body, content_type="application/x-www-form-urlencoded"
    )


def test_fields_of_one_name_all_come_back_in_their_order(at: At, alice: Acting) -> None:
    browser = locked(at, alice)
    back = through_the_door(browser, "/cases/new/", {"items": ["b", "a", "b", ""], "x": "y"})
    assert hidden_in(back) == [("items", each) for each in ("b", "a", "b", "")] + [("x", "y")]


@pytest.mark.parametrize(
    "hostile",
    [
        '[["x\\"><script>alert(1)</script>","\\"><img src=x onerror=alert(1)>"]]',
        '[["a","</form><form action=https://elsewhere.example/>"],["formaction","//evil"]]',
        '[["action","https://elsewhere.example/"],["sign_in_name","bob"],["passphrase","x"]]',
    ],
)
def test_what_is_sent_as_kept_puts_nothing_into_the_page(
    at: At, alice: Acting, hostile: str
) -> None:
    browser = locked(at, alice)
    for page in (
        browser.post("/desk/", {"sign_in_name": "x", "passphrase": "x", "kept": hostile}),
        browser.post("/desk/", {**SIGN_IN, "kept": hostile, "kept_by": alice.pseudonym}),
    ):
        text = page.content.decode()
        assert page.status_code == 200
        for planted in ("<script>alert", "<img src=x", "<form action=https"):
            assert planted not in text
        assert text.count("<form") - text.count("</form>") == 0
        # The form has no address of its own: it goes to where it was going.
        main = text[text.index("<main") : text.index("</main>")]
        assert main.count("<form") == 1 and 'action="' not in main.split("<form")[1].split(">")[0]


@pytest.mark.parametrize(
    "broken",
    [
        "{}", "[]", "null", "[[", "[" * 100_000, '[["a"]]', '[["a",1]]', "a=1&b=2", "\x00",
        "[[1,2]]", '[["a","b"]] trailing', "\ud83e".encode(errors="replace").decode(),
    ],
)  # fmt: skip
def test_what_was_not_packed_by_us_is_passed_over(at: At, alice: Acting, broken: str) -> None:
    browser = locked(at, alice)
    answer = browser.post("/desk/?page=2", {**SIGN_IN, "kept": broken, "kept_by": alice.pseudonym})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/?page=2")


@pytest.mark.parametrize("address", ["/lock/", "/sign-out/"])
def test_a_button_pressed_too_late_leads_home(at: At, alice: Acting, address: str) -> None:
    browser = locked(at, alice)
    assert b"Sign in" in browser.post(address).content
    answer = browser.post(address, SIGN_IN)
    assert browser.get(answer["Location"])["Location"] == "/"


def test_nothing_of_it_is_kept_on_the_server(at: At, alice: Acting, data: Path) -> None:
    browser = locked(at, alice)
    before = sorted(data.rglob("*"))
    through_the_door(browser, "/cases/new/", {"said": "The canary that was typed"})
    assert sorted(data.rglob("*")) == before


def test_the_door_packs_what_it_unpacks() -> None:
    typed = QueryDict("a=1&b=%20&a=2")
    assert doorstep._unpacked(doorstep._packed(typed)) == [("a", "1"), ("a", "2"), ("b", " ")]
    assert doorstep._packed(QueryDict("")) == ""


@pytest.mark.clause("CONF-1")
def test_a_colleague_who_signs_in_at_that_desk_is_shown_nothing_of_it(
    at: At, alice: Acting, bob: Acting
) -> None:
    browser = locked(at, alice)
    door = browser.post("/cases/new/", {"said": "The canary that was typed"})
    his = {"sign_in_name": "bob", "passphrase": cast.passphrase_of("bob")}
    answer = browser.post("/cases/new/", {**his, **dict(hidden_in(door))})
    assert b"canary" not in answer.content
    assert answer["Location"] == "/cases/new/"
