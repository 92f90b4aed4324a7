"""What every test may ask for. Django is not imported here: the policy's tests run without it."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.guard import every_change_is_recorded

__all__ = ["chromium", "every_change_is_recorded"]

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How fast a machine is proves nothing of a rule; and what a change is held against is the same for
# every run of it, so that none fails by what Hypothesis happened to draw.
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
# For whoever asks whether tests run at all, and not what they find.
settings.register_profile("once", settings.get_profile("steady"), max_examples=1)
settings.load_profile("steady")

DATABASES = {"db", "transactional_db"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what asks no database, or one of its own: it ran on SQLite."""
    if not os.environ.get("CONFIDE_DATABASE"):
        return
    config.hook.pytest_deselected(items=[each for each in items if not asks_the_database(each)])
    items[:] = filter(asks_the_database, items)


def asks_the_database(item: pytest.Item) -> bool:
    """Whether a test uses the database that this run of the tests is about."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & DATABASES)


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """A real Chromium, one for each test process; ask it for a fresh context in every test."""
    from playwright.sync_api import sync_playwright

    from tools import browser

    # Playwright keeps an event loop running in this thread, which Django takes for asynchronous
    # code and refuses the database to. Nothing here runs concurrently.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=browser.find(), timeout=browser.PATIENCE
        )
        yield started
        started.close()
