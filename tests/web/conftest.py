"""A site of a few pages that stands on `web` alone, asked directly or through a real browser."""

import socketserver
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from tools.browser import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.fixtures import SettingsWrapper

OWN = {"Sec-Fetch-Site": "same-origin"}
MIDDLEWARE = [
    "confide.web.headers.SafeHeaders",
    "confide.web.assets.Built",
    "confide.web.crosssite.RefuseCrossSite",
    "confide.web.errors.OtherWay",
]


@pytest.fixture(autouse=True)
def _its_own_pages(settings: "SettingsWrapper") -> None:
    settings.ROOT_URLCONF = "tests.web.urls"
    settings.MIDDLEWARE = MIDDLEWARE
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]


@pytest.fixture
def visitor() -> Client:
    """Somebody whose browser says that each request comes from this site's own pages."""
    return Client(headers=OWN, raise_request_exception=False)


class _ManyAtOnce(socketserver.ThreadingMixIn, WSGIServer):
    """A browser opens connections ahead of need; one of them must not keep the others waiting."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address(_its_own_pages: None) -> Iterator[str]:
    """Where a real server answers with these pages."""
    with make_server("127.0.0.1", 0, WSGIHandler(), _ManyAtOnce, _Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def window(chromium: "Browser", request: pytest.FixtureRequest) -> Iterator["BrowserContext"]:
    """A fresh window of a real browser, with what the test's `window` parameter asks for."""
    context = chromium.new_context(**getattr(request, "param", {}))
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(window: "BrowserContext") -> "Page":
    """One tab, which fails the test if a script fails or the policy on content is broken."""
    tab = window.new_page()

    def complain(words: str) -> None:
        if "Failed to load resource" not in words:
            pytest.fail(words)

    tab.on("pageerror", lambda error: complain(str(error)))
    tab.on("console", lambda said: complain(said.text) if said.type == "error" else None)
    return tab
