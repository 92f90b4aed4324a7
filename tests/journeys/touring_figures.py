"""The walk past the pages of figures: the picture, a release from its making to its publishing."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.journeys import walking as walk

if TYPE_CHECKING:
    from playwright.sync_api import Page


def figures(page: "Page", address: str) -> Iterator[str]:
    """From the officers' picture to what everybody sees."""
    page.goto(f"{address}/figures/")
    yield "officer-figures"
    page.goto(f"{address}/figures/releases/")
    yield "officer-releases"
    page.goto(f"{address}/figures/releases/new/")
    yield "officer-new-release"
    walk.press(page, "See it as it would be published")
    yield "officer-new-release-mistake"
    page.get_by_label("What the release is called").fill("For the council")
    page.get_by_label("How cases ended").first.check()
    walk.press(page, "See it as it would be published")
    yield "officer-release-unchecked"
    walk.press(page, "Check it as it is")
    page.wait_for_url(re.compile(r"/figures/releases/[a-z2-7]{26}/$"))
    yield "officer-release-checked-as-it-is"
    walk.press(page, "Check again, leaving blank")
    page.wait_for_url(re.compile(r"/figures/releases/[a-z2-7]{26}/$"))
    yield "officer-release-checked"
    page.goto(f"{address}/figures/releases/")
    page.locator("ul.release-list a").first.click()
    yield "officer-release-to-confirm"
    walk.press(page, "Publish it")
    yield "officer-release-published"
