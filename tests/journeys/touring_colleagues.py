"""A walk past what is asked of colleagues without a name, for those who look at pages."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.journeys import walking as walk

if TYPE_CHECKING:
    from playwright.sync_api import Page


def consulting(page: "Page", address: str, ref: str) -> Iterator[str]:
    """A question, with a case behind it and without; and what colleagues asked."""
    page.goto(f"{address}/consultations/")
    yield "officer-consultations"
    walk.go(page.locator('main a[href^="/consultations/"]').first)
    yield "officer-consultation"
    page.goto(f"{address}/consultations/new/")
    yield "officer-new-consultation"
    page.goto(f"{address}/cases/{ref}/consultations/")
    yield "officer-consultations-of-case"
    page.goto(f"{address}/cases/{ref}/consultations/new/")
    walk.press(page, "Check it")
    yield "officer-case-consultation-mistake"
