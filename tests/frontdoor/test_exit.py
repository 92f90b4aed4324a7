"""*Exit this page*: at once, to a harmless page, leaving nothing behind. (CONF-3)"""

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from tests.frontdoor.conftest import PAGES, SITE

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper

pytestmark = [pytest.mark.django_db, pytest.mark.clause("CONF-3")]

HARMLESS = "https://www.bbc.co.uk/weather"


@pytest.mark.parametrize("path", [*PAGES, "/nothing/"])
def test_every_page_has_a_plain_link_that_leaves(visitor: Client, path: str) -> None:
    page = visitor.get(path).content.decode()
    assert page.count('href="/exit/" rel="noreferrer" data-exit>') == 1


def test_the_link_leads_to_the_harmless_page_and_has_the_browser_forget(visitor: Client) -> None:
    answer = visitor.get("/exit/")
    assert (answer.status_code, answer["Location"]) == (302, HARMLESS)
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer["Referrer-Policy"] == "no-referrer"


def test_there_is_no_such_link_on_the_officers_side(
    visitor: Client, settings: "SettingsWrapper"
) -> None:
    settings.SIDE = "officers"
    assert b"data-exit" not in visitor.get("/nothing/").content


@pytest.fixture
def leaving(page: "Page") -> "Page":
    """A tab in which `/exit/` is itself the harmless page; the journeys follow it further."""
    page.route("**/exit/", lambda route: route.fulfill(body="<title>Weather</title>Sunny"))
    page.goto("about:blank")
    page.goto(f"{SITE}/policy/")
    return page


@pytest.mark.browser
def test_with_script_its_place_in_the_history_is_taken(leaving: "Page") -> None:
    leaving.get_by_role("link", name="Exit this page").click()
    leaving.wait_for_url(f"{SITE}/exit/")
    leaving.go_back()
    assert leaving.url == "about:blank"


@pytest.mark.browser
@pytest.mark.parametrize("window", [{"java_script_enabled": False}], indirect=True)
def test_without_script_it_is_a_link(leaving: "Page") -> None:
    leaving.get_by_role("link", name="Exit this page").click()
    leaving.wait_for_url(f"{SITE}/exit/")


@pytest.mark.browser
def test_three_times_shift_leaves(leaving: "Page") -> None:
    for _ in range(3):
        leaving.keyboard.press("Shift")
    leaving.wait_for_url(f"{SITE}/exit/")


@pytest.mark.browser
def test_shift_that_types_a_capital_letter_does_not(leaving: "Page") -> None:
    for letter in ("Shift+A", "Shift+B", "Shift+C", "Shift", "Shift"):
        leaving.keyboard.press(letter)
    assert leaving.locator("h1").is_visible()
    assert leaving.url == f"{SITE}/policy/"


@pytest.mark.browser
def test_what_was_shown_is_covered_before_anything_has_come(leaving: "Page") -> None:
    exits = "document.querySelector('[data-exit]').click(), document.body.innerText"
    assert leaving.evaluate(f"() => ({exits})") == ""
