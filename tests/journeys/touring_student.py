"""A walk past every page of a student's own way."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.journeys import walking as walk

if TYPE_CHECKING:
    from playwright.sync_api import Page

ABOUT = "My landlord wants me out by Friday, and keeps the deposit."
# Ten words that check one another, and are nobody's.
UNKNOWN = "motor anaconda delete buzz brunette voyage scorch twentieth barrack suave"


def way(page: "Page", address: str) -> Iterator[str]:
    """From the first page to the receipt."""
    page.goto(f"{address}/write/")
    yield "student-door"
    walk.press(page, "Ask for support")
    yield "student-ask"
    walk.press(page, "Send")
    yield "student-ask-mistake"
    page.get_by_label("None of these").check()
    page.get_by_label("What is it about?").fill(ABOUT)
    walk.press(page, "Send")
    yield "student-others-help"
    words = yield from asking(page, address)
    yield from _on_their_side(page)
    walk.press(page, "Lock and leave")
    yield from coming_back(page, words)
    page.get_by_text("Have everything destroyed").click()
    walk.go(page.locator("button:visible", has_text="Go on"))
    yield "student-sure"
    walk.press(page, "Destroy it")
    yield "student-receipt"


def asking(page: "Page", address: str) -> Iterator[str]:
    """Ask for support. Answers the ten words."""
    page.goto(f"{address}/write/")
    walk.press(page, "Ask for support")
    page.get_by_label("What is it about?").fill(ABOUT)
    page.get_by_label("What may we call you?").fill("Robin")
    walk.press(page, "Send")
    words = words_on(page)
    yield "student-words"
    walk.press(page, "I have them")
    yield "student-side"
    return words


def words_on(page: "Page") -> str:
    """The ten words of the page that shows them."""
    return " ".join(page.locator(".words-to-keep li").all_inner_texts())


def coming_back(page: "Page", words: str) -> Iterator[str]:
    """Come back: with a slip, with words that open nothing, and with the right ones."""
    first, _, rest = words.partition(" ")
    give(page, f"{first}x {rest}")
    yield "student-slip-mistake"
    give(page, UNKNOWN)
    yield "student-nothing-open"
    give(page, words)


def give(page: "Page", words: str) -> None:
    """Type words and go on."""
    page.get_by_label("Your ten words").fill(words)
    walk.press(page, "Go on")


def _on_their_side(page: "Page") -> Iterator[str]:
    walk.press(page, "Send the message")
    yield "student-side-mistake"
    page.get_by_label("Your message").fill("Is anybody there on Friday?")
    walk.press(page, "Send the message")
    page.get_by_text("Change how it is safe to reach me").click()
    page.get_by_label("Phone").check()
    page.get_by_label("At which number or address?").fill("07700 900123")
    walk.press(page, "Change it")
    agrees(page)
    page.get_by_text("Have nothing told from it for now").click()
    page.get_by_label("Why nothing should be told").fill("The date in it is wrong.")
    walk.press(page, "Have nothing told")
    page.get_by_text("Only a part of it").click()
    yield "student-side-full"


def agrees(page: "Page") -> None:
    """Let a tutor be told something."""
    page.get_by_text("Let somebody be told something").click()
    page.get_by_label("Who?").fill("Dr Helen Marsh")
    page.get_by_label("Who are they to you?").fill("my tutor")
    page.get_by_label("What for?").fill("To ask for more time")
    page.get_by_label("What may they be told?").fill("I was in hospital that day.")
    walk.press(page, "I agree to this")
