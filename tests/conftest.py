"""What every test may ask for. Django is not imported here: the policy's tests run without it."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.guard import every_change_is_recorded

__all__ = ["chromium", "every_change_is_recorded"]

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """A real Chromium, one for each test process; ask it for a fresh context in every test."""
    from playwright.sync_api import sync_playwright

    from tools import browser

    # Playwright keeps an event loop running in this thread, which Django takes for asynchronous
    # code and refuses the database to. Nothing here runs concurrently.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser.find())
        yield started
        started.close()
