"""A case is opened and added to without a mouse, and one always sees where one is."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.journeys.casting import gather
from tests.journeys.running import founded, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# What the focused element is called, and whether it can be seen where it stands.
HERE = """() => {
    const here = document.activeElement;
    const box = here.getBoundingClientRect();
    const style = getComputedStyle(here);
    const label = here.labels?.[0] ?? here;
    const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    // A radio's own sign is drawn beside it.
    const drawn = getComputedStyle(label, "::before").boxShadow;
    return {
        name: (here.getAttribute("aria-label") ?? label.textContent).trim().split(/\\s*\\n/)[0],
        inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        marked: ringed || style.boxShadow !== "none" || drawn !== "none",
    };
}"""
NEW_CASE = [
    "The student, as they want to be called",
    "How is it safe to reach them? (optional)",
    "When is it safe? (optional)",
    "We may leave a message",
    "We may say who we are",
    "Registered student",
    "Who else can help, if it is not you",
    "What kind of matter is it?",
    "What is it about?",
    "Phone",
    "Day",
    "Time",
    "What was said (optional)",
    "Options you explained (optional)",
    "What the student chose (optional)",
    "Next step (optional)",
    "By when (optional)",
    "For the figures, if the student likes to say",
    "Open the case",
]
CONTACT = ["Phone", "Day", "Time", "What was said"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address, and Maya's passphrase."""
    service = founded(tmp_path_factory.mktemp("journey") / "data")
    with served(service.folder) as address:
        cast = gather(service, address)
        cast.appoint("Maya Rahman", "maya")
        yield address, cast.passphrases["maya"]


@pytest.mark.parametrize("width", [1280, 390])
def test_a_case_is_opened_and_added_to_without_a_mouse(
    desk: tuple[str, str], somebody: Callable[..., "Page"], width: int
) -> None:
    page = somebody(viewport={"width": width, "height": 800})
    _arrive(page, *desk)
    _go_to(page, "Open a case")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/new/")
    _open_a_case(page)
    page.wait_for_url("**/cases/*/")
    assert page.inner_text("h1") == "Zoë"
    _go_to(page, "Add a contact")
    page.keyboard.press("Enter")
    for name in CONTACT:
        assert _tab(page) == name
    page.keyboard.type("She rang once more.")
    _go_to(page, "Add to the record")
    page.keyboard.press("Enter")
    page.get_by_text("She rang once more.").wait_for()
    assert "She rang once more." in page.inner_text(".timeline")


def test_the_first_tab_leads_past_the_menu(
    desk: tuple[str, str], somebody: Callable[..., "Page"]
) -> None:
    page = somebody()
    _arrive(page, *desk)
    assert _tab(page) == "Skip to the page’s main part"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_after_a_mistake_the_keyboard_stands_at_what_is_wrong_and_goes_to_the_field(
    desk: tuple[str, str], somebody: Callable[..., "Page"]
) -> None:
    page = somebody()
    _arrive(page, *desk)
    page.goto(f"{desk[0]}/cases/new/")
    _go_to(page, "Open the case")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    assert _tab(page).startswith("The student")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "student"
    described = page.locator("[name=student]").get_attribute("aria-describedby") or ""
    assert any("Fill this in" in page.inner_text(f"#{each}") for each in described.split())


def _arrive(page: "Page", address: str, passphrase: str) -> None:
    page.goto(f"{address}/desk/")
    _go_to(page, "Sign-in name")
    page.keyboard.type("maya")
    _go_to(page, "Passphrase")
    page.keyboard.type(passphrase)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.inner_text("h1") == "My desk"


def _open_a_case(page: "Page") -> None:
    typed = {"The student, as they want to be called": "Zoë", "What is it about?": "An exam."}
    _go_to(page, NEW_CASE[0])
    for name, after in zip(NEW_CASE, [*NEW_CASE[1:], ""], strict=True):
        if name == "What kind of matter is it?":
            page.keyboard.press("ArrowDown")
        page.keyboard.type(typed.get(name, ""))
        if after:
            assert _tab(page) == after
    page.keyboard.press("Enter")


def _go_to(page: "Page", name: str) -> None:
    """Press the key until it is there, as one does; not for ever."""
    for _ in range(40):
        if _tab(page) == name:
            return
    pytest.fail(f"the keyboard never comes to {name}")


def _tab(page: "Page") -> str:
    """Go one on. Wherever that is, it has to be in sight, and marked."""
    page.keyboard.press("Tab")
    here = page.evaluate(HERE)
    if page.evaluate("document.activeElement !== document.body"):
        assert here["inside"] and here["marked"], here
    return str(here["name"])
