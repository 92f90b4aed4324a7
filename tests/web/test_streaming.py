"""A page that is shown while it is still coming, in a real browser."""

from typing import TYPE_CHECKING

import pytest

from tests.web import urls

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("window", [{}, {"java_script_enabled": False}], indirect=True)
def test_how_far_it_is_can_be_seen_before_the_page_is_whole(page: "Page", address: str) -> None:
    first, second = page.get_by_text("10 per cent"), page.get_by_text("40 per cent")
    urls.GOES_ON.clear()
    try:
        page.goto(f"{address}/coming/", wait_until="commit")
        second.wait_for()
        # The style sheet may come after the words.
        first.wait_for(state="hidden")
        assert second.is_visible()
    finally:
        urls.GOES_ON.set()
    page.get_by_text("All the numbers are here").wait_for()
    second.wait_for(state="hidden")
