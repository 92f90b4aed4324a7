"""A form that is pressed twice is sent once, where there is a script. (RECD-1)"""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# Says of each press whether it was held back, and lets none of them leave the page.
WATCH = """
    window.heldBack = [];
    document.addEventListener("submit", (event) => {
        window.heldBack.push(event.defaultPrevented);
        event.preventDefault();
    });
    window.keep = document.querySelector("main .govuk-button-group button");
"""
HELD_BACK = "window.heldBack"


def test_the_second_press_is_held_back_and_one_a_while_later_is_not(
    page: "Page", address: str
) -> None:
    # Time passes when the test says so, and not while a slow machine stands between the presses.
    page.clock.install(time=0)
    page.goto(f"{address}/contact/")
    page.clock.pause_at(600_000)
    page.evaluate(WATCH)
    page.evaluate("window.keep.click(); window.keep.click()")
    assert page.evaluate(HELD_BACK) == [False, True]
    page.clock.run_for(10_000)
    page.evaluate("window.keep.click()")
    assert page.evaluate(HELD_BACK) == [False, True, False]


def test_another_button_is_never_held_back(page: "Page", address: str) -> None:
    page.goto(f"{address}/contact/")
    page.evaluate(WATCH)
    page.evaluate(
        "const other = window.keep.cloneNode(); window.keep.after(other);"
        "window.keep.click(); other.click()"
    )
    assert page.evaluate(HELD_BACK) == [False, False]
