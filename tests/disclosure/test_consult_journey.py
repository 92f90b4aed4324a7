"""Both officers before a real browser: asked without a name, advised, kept, ended. (CONF-2)"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
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
pytestmark = [pytest.mark.browser, pytest.mark.clause("CONF-2")]

SCROLLS = "document.documentElement.scrollWidth > window.innerWidth"
SAID = "Ifeoma came about the rent. Her tutor, Dr Marsh, knows. She plays the gamelan at Girton."
QUESTION = (
    "Ify has a landlord who keeps the deposit, and Dr Marsh cannot help. Would you write to the "
    "landlord again or go to the arbitration? She plays the gamelan at Girton, if that matters."
)
# For whoever wants to look at the pages: a folder.
SHOWN = Path("/nowhere")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cast, str]]:
    """Maya has a case, and Sam is her colleague."""
    service = founded(tmp_path_factory.mktemp("journey") / "data")
    with served(service.folder) as address:
        cast = gather(service, address)
        maya = cast.appoint("Maya Rahman", "maya")
        cast.appoint("Sam Whitfield", "sam", post="welfare-graduates")
        yield cast, open_case(maya, "Ifeoma Okonjo", said=SAID)


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, True), (1280, False)])
def test_asked_without_a_name_and_advised(
    town: tuple[Cast, str], somebody: Callable[..., "Page"], width: int, scripts: bool
) -> None:
    cast, ref = town
    size = {"width": width, "height": 900}
    pages = [somebody(viewport=size, java_script_enabled=scripts) for _ in range(2)]
    for page, name in zip(pages, ("maya", "sam"), strict=True):
        walk.sign_in(page, f"{cast.address}/desk/", name, cast.passphrases[name])
    hers, his = pages
    place = _ask(hers, f"{cast.address}/cases/{ref}/", scripts)
    _advise(his, cast.address, scripts)
    hers.goto(f"{cast.address}/desk/")
    _is_well(hers, scripts, "desk-reply")
    walk.follow(hers, "A reply to your question came")
    assert hers.url == place and "free arbitration" in hers.inner_text("main")
    _is_well(hers, scripts, "answered")
    walk.press(hers, "I have read it")
    walk.press(hers, "Keep it in the case")
    assert "Sam Whitfield advised" in hers.inner_text("main")
    hers.goto(place)
    walk.press(hers, "End this question")
    _is_well(hers, scripts, "ended")
    assert his.goto(place).status == 404  # type: ignore[union-attr]


def _ask(page: "Page", case: str, scripts: bool) -> str:
    page.goto(case)
    walk.follow(page, "Ask a colleague, without a name")
    page.get_by_label("Your question").fill(QUESTION)
    walk.press(page, "Check it")
    assert "Choose at least one." in page.inner_text("main")
    _is_well(page, scripts, "mistake")
    assert page.get_by_label("Your question").input_value() == QUESTION
    page.get_by_label("Sam Whitfield").check()
    walk.press(page, "Check it")
    _is_well(page, scripts, "marked")
    marked = page.locator("article mark").all_inner_texts()
    assert marked == ["Ify", "Dr Marsh", "gamelan", "Girton"]
    page.get_by_label("“gamelan”").uncheck()
    walk.press(page, "Replace what is ticked")
    assert page.locator("article mark").all_inner_texts() == ["gamelan"]
    walk.press(page, "Send it with what is marked")
    assert "Say why it may stay" in page.inner_text("main")
    _is_well(page, scripts, "reason-missing")
    walk.press(page, "Change the words")
    text = page.get_by_label("Your question")
    assert text.input_value().startswith("The student has a landlord")
    text.fill(text.input_value().partition(" She plays")[0])
    walk.press(page, "Check it")
    _is_well(page, scripts, "clean")
    walk.press(page, "Send it")
    assert "without a name" in page.inner_text("body")
    _is_well(page, scripts, "sent")
    return page.url


def _advise(page: "Page", address: str, scripts: bool) -> None:
    page.goto(f"{address}/desk/")
    _is_well(page, scripts, "desk-asked")
    walk.follow(page, "Maya Rahman asks for your advice")
    _is_well(page, scripts, "asked")
    assert not re.search("Ife|Ify|Okonjo|Marsh|Girton", page.inner_text("body"))
    page.get_by_label("Your advice").fill("Go to the free arbitration; it costs one form.")
    walk.press(page, "Send your advice")
    _is_well(page, scripts, "advised")
    page.goto(f"{address}/consultations/")
    _is_well(page, scripts, "list")


def _is_well(page: "Page", scripts: bool, name: str) -> None:
    """Nothing scrolls sideways, axe finds no fault, and no title names anybody."""
    if SHOWN.exists():
        width = (page.viewport_size or {})["width"]
        page.screenshot(path=SHOWN / f"{name}-{width}-{scripts}.png", full_page=True)
    assert not re.search("Ife|Ify|Marsh|Maya|Sam", page.title())
    if scripts:
        assert not page.evaluate(SCROLLS), name
        found = Axe().run(page, options={"resultTypes": ["violations"]})["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], name
