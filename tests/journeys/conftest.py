"""People who sit before a real browser, and a demonstration for them to sit before."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys.running import demonstration
from tools.browser import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture(autouse=True)
def every_change_is_recorded() -> None:
    """The service under test is another process: this one's databases are not looked at."""


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A demonstration and its passphrases, made once for all processes of a run: to be copied."""
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    folder, told = place / "demonstration", place / "demonstration.json"
    with (place / "demonstration.turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not told.exists():
            told.write_text(json.dumps(demonstration(folder)))
    return folder, json.loads(told.read_text())


@pytest.fixture
def somebody(chromium: "Browser") -> Iterator[Callable[..., "Page"]]:
    """Somebody with a browser of their own; a fault in a page's script fails the test."""
    opened: list[BrowserContext] = []

    def sits_down(**wishes: Any) -> "Page":
        context = chromium.new_context(**wishes)
        opened.append(context)
        return watched(context.new_page())

    yield sits_down
    for context in opened:
        context.close()


def watched(page: "Page") -> "Page":
    """A tab that fails the test if a script fails or the policy on content is broken."""

    def complain(words: str) -> None:
        if "Failed to load resource" not in words:
            pytest.fail(words)

    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: complain(str(error)))
    page.on("console", lambda said: complain(said.text) if said.type == "error" else None)
    return page
