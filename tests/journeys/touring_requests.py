"""The walk past a request, what is written to its student, and the card that they get."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.journeys import walking as walk

if TYPE_CHECKING:
    from playwright.sync_api import Page


def asked(page: "Page", address: str) -> Iterator[str]:
    """A request that waits, from the desk until it is a case."""
    page.goto(f"{address}/desk/")
    walk.follow(page, "Somebody asks for support")
    yield "officer-request"
    walk.press(page, "Take it")
    yield "officer-request-taken"
    here = page.url
    page.goto(f"{here}messages/")
    yield "officer-message"
    walk.press(page, "Leave it for the student")
    yield "officer-message-mistake"
    page.get_by_label("Write to the student").fill("Writing is fine. Nobody hears of it.")
    walk.press(page, "Leave it for the student")
    yield "officer-case-messages"
    page.goto(f"{here}way-in/")
    yield "officer-way-in"
    walk.press(page, "Make a new card")
    yield "officer-way-in-mistake"
    page.get_by_label("How do you know that it is they?").fill("They sat before me.")
    walk.press(page, "Make a new card")
    yield "officer-card"
