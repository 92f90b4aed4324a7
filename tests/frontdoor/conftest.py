"""The public side as a visitor finds it: asked directly, or through a real browser.

The browser's requests are answered from this thread by Django's own test client, with the headers
and the middleware of the public side, so that a real Chromium shows what stands in this test's
database.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.test import Client

from confide.frontdoor.views import own, side
from confide.site.settings import _EVERY_SIDE
from confide.web import clock
from tests.stage import alice, bob, data, sara, service
from tools.browser import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route
    from pytest_django.fixtures import SettingsWrapper

__all__ = ["alice", "bob", "data", "sara", "service"]

SITE = "https://union.example"
ENGLISH = ("/", "/who-helps/", "/hours/", "/policy/", "/promises/", "/emergency/", "/figures/")
WELSH = tuple(f"/cy{path}" for path in ENGLISH)
PAGES = (*ENGLISH, *WELSH)
FEEDS = ("/hours.ics", "/hours.json")
# A Monday in term, at noon.
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _the_public_side(settings: "SettingsWrapper") -> None:
    settings.SIDE = "public"
    settings.ROOT_URLCONF = "confide.site.urls.public"
    settings.MIDDLEWARE = list(_EVERY_SIDE)
    settings.ALLOWED_HOSTS = ["testserver", "union.example"]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the time it is; without it, it is noon on a Monday in term."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return set_clock


@pytest.fixture(autouse=True)
def _nobody_was_here_before() -> None:
    for limit in (own._ASKS_EACH, own._ASKS_IN_ALL, own._TRIES_EACH):
        limit._counts.clear()
    for limit in (own._WORKED_EACH, own._WORKED_IN_ALL, side._CHANGES_EACH, side._PRESSES_EACH):
        limit._counts.clear()


@pytest.fixture(autouse=True)
def _noon(at: Callable[[datetime], None]) -> None:
    at(NOON)


@pytest.fixture
def visitor() -> Client:
    """Somebody with a browser and nothing else."""
    return Client(raise_request_exception=False)


@pytest.fixture
def window(chromium: "Browser", request: pytest.FixtureRequest) -> Iterator["BrowserContext"]:
    """A fresh window of a real browser, with what the test's `window` parameter asks for."""
    context = chromium.new_context(**getattr(request, "param", {}))
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def asked() -> list[str]:
    """Every address that the browser asked for, in its order."""
    return []


@pytest.fixture
def page(window: "BrowserContext", visitor: Client, asked: list[str]) -> "Page":
    """One tab at the public side, which fails the test if anything on a page complains."""
    tab = window.new_page()
    here = connections["default"]

    def answer(route: "Route") -> None:
        # Playwright calls this from its event loop, for which Django would keep a connection apart:
        # one that does not see what this test has not committed.
        connections["default"] = here
        asked.append(route.request.url)
        address = urlsplit(route.request.url)
        response = visitor.get(address.path, headers={"Host": address.netloc})
        route.fulfill(
            status=response.status_code, headers=dict(response.items()), body=response.content
        )

    tab.route("**/*", answer)
    tab.on("pageerror", lambda error: pytest.fail(str(error)))
    tab.on("console", lambda said: pytest.fail(said.text) if said.type == "error" else None)
    return tab
