"""From sign-in to a recorded breach in three screens, in a real browser. (BRCH-1 to BRCH-5, P9)"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from axe_core_python.sync_playwright import Axe

from tests.journeys import walking as walk
from tests.journeys.casting import Cast, gather, open_case
from tests.journeys.conftest import every_change_is_recorded, somebody
from tests.journeys.running import founded, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["every_change_is_recorded", "somebody"]
pytestmark = [pytest.mark.browser, pytest.mark.promise("P9")]
SCREENS = 3


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """Maya has two cases; Sam has none."""
    service = founded(tmp_path_factory.mktemp("journey") / "data")
    with served(service.folder) as address:
        cast = gather(service, address)
        maya = cast.appoint("Maya Rahman", "maya")
        for student in ("Dana", "Somebody Else"):
            open_case(maya, student, said="She came to the office.")
        yield cast


@pytest.fixture(scope="module")
def with_sam(town: Cast) -> Cast:
    """The same, and a second caseworker."""
    if "sam" not in town.passphrases:
        town.appoint("Sam Whitfield", "sam")
    return town


def screens_of(page: "Page") -> list[str]:
    """Every page that was shown, as they come."""
    shown: list[str] = []
    page.on("domcontentloaded", lambda page: shown.append(page.url))
    return shown


def accessible(page: "Page") -> None:
    found = Axe().run(page, options={"resultTypes": ["violations"]})["violations"]
    assert not found, [(each["id"], each["nodes"][0]["html"]) for each in found]


@pytest.mark.parametrize("width", [1280, 390])
def test_with_nobody_to_reach_it_takes_three_screens_after_sign_in(
    town: Cast, somebody: Callable[..., "Page"], width: int
) -> None:
    page = somebody(viewport={"width": width, "height": 800})
    walk.sign_in(page, f"{town.address}/desk/", "maya", town.passphrases["maya"])
    shown = screens_of(page)
    accessible(page)
    walk.follow(page, "Somebody is in danger")
    accessible(page)
    walk.follow(page, "Dana")
    accessible(page)
    walk.break_confidence(page, nobody=True)
    assert page.inner_text("h1") == "Confidence was broken"
    accessible(page)
    # The desk, whom it is about, the page; and then the record itself.
    assert len(shown) == SCREENS, shown
    page.goto(f"{town.address}/desk/")
    assert "Tell a colleague" in page.inner_text("main")


@pytest.mark.clause("BRCH-3", "BRCH-4")
def test_a_colleague_is_asked_answers_and_the_officer_decides(
    with_sam: Cast, somebody: Callable[..., "Page"]
) -> None:
    town, mayas, sams = with_sam, somebody(), somebody()
    walk.sign_in(mayas, f"{town.address}/danger/", "maya", town.passphrases["maya"])
    walk.follow(mayas, "Somebody Else")
    mayas.get_by_label("What is happening, and why it cannot wait").fill("He has a knife.")
    walk.press(mayas, "Ask the others now")
    assert "No answer yet" in mayas.inner_text("main")
    walk.sign_in(sams, f"{town.address}/desk/", "sam", town.passphrases["sam"])
    walk.follow(sams, "A colleague asks for your advice")
    assert "He has a knife." in sams.inner_text("main")
    accessible(sams)
    sams.get_by_label("Your advice").fill("Ring 999 first.")
    walk.press(sams, "Answer")
    mayas.get_by_label("Who is told").fill("The operator at 999")
    walk.press(mayas, "Keep what I typed, and look for answers")
    assert "Ring 999 first." in mayas.inner_text("main")
    assert mayas.get_by_label("Who is told").input_value() == "The operator at 999"
    walk.break_confidence(mayas)
    assert "Ring 999 first." in mayas.inner_text("main")
    sams.reload()
    assert "has decided" in sams.inner_text("main")


def test_it_is_done_without_a_mouse(with_sam: Cast, somebody: Callable[..., "Page"]) -> None:
    town, page = with_sam, somebody()
    walk.sign_in(page, f"{town.address}/desk/", "maya", town.passphrases["maya"])
    for name, leads_to in (("Somebody is in danger", "/danger/"), ("Dana", "/breaches/new/")):
        _tab_to(page, name)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert leads_to in page.url
    for name, typed in (
        ("There seems to be", " "),
        ("What is happening", "She has taken tablets."),
        ("Yes, I believe so", " "),
        ("Why you believe so", "Nobody else knows."),
        ("I have phoned somebody", " "),
        ("Whom you phoned", "Sam"),
        ("What breaking confidence", "An ambulance goes there."),
        ("Who is told", "The operator"),
        ("In what role", "Ambulance"),
        ("What exactly", "Where she is."),
    ):
        _tab_to(page, name)
        page.keyboard.type(typed)
    # In a line of words the key for sending sends nothing: that takes a button.
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert "/breaches/new/" in page.url
    _tab_to(page, "I break confidence: record it")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.inner_text("h1") == "Confidence was broken"


_NAME = """() => {
    const here = document.activeElement;
    return (here.labels?.[0] ?? here).textContent.trim();
}"""


def _tab_to(page: "Page", name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if str(page.evaluate(_NAME)).startswith(name):
            return
    pytest.fail(f"the keyboard never comes to {name}")
