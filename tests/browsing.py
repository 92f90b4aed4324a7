"""A browser that somebody is signed in with, at a moment that a test sets."""

import html
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from confide.team.queries import Acting
from confide.vault import sessions
from confide.web import clock
from tests import cast

__all__ = ["At", "a_browser", "at", "browser_of", "hidden_in", "typed_again"]

At = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Set the moment at which pages are asked for; it is noon to begin with."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(cast.NOON)
    return set_to


def a_browser() -> Client:
    """A browser with nobody signed in; a fault of ours is a page to it, as to anybody."""
    return Client(headers={"Sec-Fetch-Site": "same-origin"}, raise_request_exception=False)


def browser_of(acting: Acting) -> Client:
    """The browser of somebody signed in."""
    browser = a_browser()
    browser.cookies[settings.SESSION_COOKIE] = sessions.begin(acting.unlocked, at=clock.now())
    browser.cookies[settings.DESK_COOKIE] = acting.pseudonym
    return browser


def hidden_in(page: HttpResponse) -> list[tuple[str, str]]:
    """Name and value of everything that a page carries without showing it, in its order."""
    found = []
    for each in re.findall(r'<input[^>]*type="hidden"[^>]*>', _main(page)):
        name, value = re.search(r'name="(.*?)"', each), re.search(r'value="(.*?)"', each, re.S)
        assert name
        found.append((html.unescape(name[1]), html.unescape(value[1] if value else "")))
    return found


def typed_again(page: HttpResponse) -> dict[str, str]:
    """What stands in a page's fields, as the person finds it there."""
    text = _main(page)
    found = dict(hidden_in(page))
    for each in re.findall(r"<input[^>]*>", text):
        name, value = re.search(r' name="(.*?)"', each), re.search(r' value="(.*?)"', each, re.S)
        kind = re.search(r' type="(.*?)"', each)
        if name and kind and kind[1] in {"text", "search"}:
            found[name[1]] = html.unescape(value[1]) if value else ""
        if name and kind and kind[1] in {"radio", "checkbox"} and " checked" in each:
            found[name[1]] = html.unescape(value[1]) if value else "on"
    areas = r'<textarea[^>]* name="(.*?)"[^>]*>\r?\n?(.*?)</textarea>'
    for name_, inner in re.findall(areas, text, re.S):
        found[name_] = html.unescape(inner)
    for name_, inner in re.findall(r'<select[^>]* name="(.*?)"[^>]*>(.*?)</select>', text, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        found[name_] = html.unescape(chosen[1]) if chosen else ""
    return found


def _main(page: HttpResponse) -> str:
    return re.sub(r"<dialog.*?</dialog>", "", page.content.decode(), flags=re.S)
