"""What officers and students do is done without a mouse, and one always sees where one is."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.journeys.casting import gather
from tests.journeys.running import Service, founded, served

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
AGREED = {
    "Who?": "Dr Sen",
    "Who are they to you?": "my tutor",
    "What for?": "To ask for more time",
    "What may they be told?": "I was ill.",
}
CONTACT = ["Phone", "Day", "Time", "What was said"]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """A service that was founded."""
    return founded(tmp_path_factory.mktemp("journey") / "data")


@pytest.fixture(scope="module")
def desk(service: Service) -> Iterator[tuple[str, str]]:
    """The address, and Maya's passphrase."""
    with served(service.folder) as address:
        cast = gather(service, address)
        cast.appoint("Maya Rahman", "maya")
        yield address, cast.passphrases["maya"]


@pytest.fixture(scope="module")
def public(service: Service, desk: tuple[str, str]) -> Iterator[str]:
    """The public side, where Maya may be asked."""
    with served(service.folder, "public") as address:
        yield address


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


def test_a_student_asks_writes_agrees_and_takes_it_all_back_without_a_mouse(
    public: str, somebody: Callable[..., "Page"]
) -> None:
    page = somebody(viewport={"width": 390, "height": 800})
    page.goto(f"{public}/write/")
    _press(page, "Ask for support")
    _type(page, "What is it about?", "My deposit.")
    _press(page, "Send")
    assert page.locator(".words-to-keep li").count() == 10
    _press(page, "I have them: go on")
    _type(page, "Your message", "Is anybody there?")
    _press(page, "Send the message")
    _unfold(page, "Let somebody be told something")
    for label, typed in AGREED.items():
        _type(page, label, typed)
    _press(page, "I agree to this")
    _unfold(page, "Add words of my own to the record")
    _type(page, "What should stand in your record", "It is mine.")
    _press(page, "Add them")
    side = page.inner_text("main")
    assert all(words in side for words in ("Is anybody there?", "Dr Sen, my tutor", "It is mine."))
    _unfold(page, "Have everything destroyed")
    _press(page, "Go on")
    _press(page, "Destroy it")
    assert "Access ends now." in page.inner_text("main")


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
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _press(page: "Page", name: str) -> None:
    """Go to a button, press it, and wait for what it leads to."""
    _go_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _type(page: "Page", name: str, words: str) -> None:
    _go_to(page, name)
    page.keyboard.type(words)


def _unfold(page: "Page", name: str) -> None:
    _go_to(page, name)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")


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
