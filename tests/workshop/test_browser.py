"""The tests' browser is a real one, and runs scripts only where a page may."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.mark.browser
def test_the_browser_shows_a_page(chromium: "Browser") -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.set_content("<h1>Good morning</h1>")
        assert page.get_by_role("heading").inner_text() == "Good morning"


@pytest.mark.browser
def test_the_browser_can_go_without_scripts(chromium: "Browser") -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.set_content("<noscript><h1>Without</h1></noscript>")
        assert page.get_by_role("heading").inner_text() == "Without"
