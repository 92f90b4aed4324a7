"""Somebody is told: others blacked out, a photograph cleaned, each copy known by its mark."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_core_python.sync_playwright import Axe
from PIL import Image

from tests.disclosure.reading import glued, words_of
from tests.journeys import walking as walk
from tests.journeys.casting import gather, open_case
from tests.journeys.running import founded, served
from tests.vault import given

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
SCROLLS = "document.documentElement.scrollWidth > window.innerWidth"
SAID = (
    "Dana came about the rent. Her flatmate Priya Nair does not pay her half. Priya’s number is "
    "07700 900123. Dana would like more time."
)
# For whoever wants to look at the pages: a folder.
SHOWN = Path("/nowhere")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """The address, Maya's passphrase, and the case in which a photograph is filed."""
    service = founded(tmp_path_factory.mktemp("journey") / "data")
    with served(service.folder) as address:
        cast = gather(service, address)
        maya = cast.appoint("Maya Rahman", "maya")
        ref = open_case(maya, "Dana Whitlock", said=SAID)
        sent = maya.upload(f"/cases/{ref}/documents/", "Priya’s door.jpg", given.photograph())
        assert sent.status == 302
        yield address, cast.passphrases["maya"], ref


@pytest.mark.clause("CONF-1")
@pytest.mark.promise("P8")
@pytest.mark.parametrize("looks", [(1280, True), (390, True), (1280, False)])
def test_told_without_naming_others_and_known_by_its_mark(
    office: tuple[str, str, str], somebody: Callable[..., "Page"], looks: tuple[int, bool]
) -> None:
    (address, passphrase, ref), (width, scripts) = office, looks
    size = {"width": width, "height": 900}
    page = somebody(viewport=size, java_script_enabled=scripts)
    walk.sign_in(page, f"{address}/", "maya", passphrase)
    _agree(page, f"{address}/cases/{ref}")
    _is_well(page, scripts, "preview")
    page.get_by_label("Priya Nair", exact=True).check()
    page.get_by_label("07700 900123", exact=True).check()
    page.get_by_label("Black out as well").fill("priya")
    page.get_by_label("What the document is called").fill("A photograph of the door")
    page.get_by_label("On paper, into their hands").check()
    walk.press(page, "Record it and make the extract")
    assert "Look at it once more" in page.inner_text("main")
    _is_well(page, scripts, "preview-again")
    assert "[another person]" in page.inner_text("article")
    assert not re.search("Priya|07700", page.inner_text("article"))
    walk.press(page, "Record it and make the extract")
    _is_well(page, scripts, "told")
    _saved(page)
    _handed_over(page, scripts)


def _agree(page: "Page", case: str) -> None:
    page.goto(f"{case}/tellings/new/")
    page.get_by_label("Who is to be told?").fill("Dr Sen")
    page.get_by_label("In what role?").fill("her tutor")
    page.get_by_label("What is it for?").fill("More time for an essay")
    page.get_by_label(re.compile("what was said")).check()
    page.get_by_label("Priya’s door.jpg").check()
    walk.press(page, "See whether the student agreed")
    if page.get_by_role("button", name="They agreed by word of mouth").count():
        walk.press(page, "They agreed by word of mouth")
        page.get_by_label("What they said", exact=True).fill("Yes, tell him that.")
        page.get_by_label("At what time?").fill("00:00")
        page.get_by_label("How you made sure that they meant it").fill("I read it back.")
        walk.press(page, "Record")
        page.goto(f"{case}/tellings/new/")
        walk.press(page, "Fill in")
        walk.press(page, "See whether the student agreed")


def _saved(page: "Page") -> None:
    with page.expect_download() as paper:
        page.get_by_role("link", name="Save the extract").first.click()
    words = glued(words_of(Path(paper.value.path()).read_bytes()))
    assert paper.value.suggested_filename == "extract.pdf"
    assert "[anotherperson]" in words and "Dana" in words
    assert not re.search("Priya|Nair|07700", words)
    with page.expect_download() as photo:
        page.get_by_role("link", name="A photograph of the door").click()
    content = Path(photo.value.path()).read_bytes()
    assert photo.value.suggested_filename == "document.jpg"
    assert given.CANARY.encode() not in content
    with Image.open(io.BytesIO(content)) as seen:
        assert not seen.getexif()


def _handed_over(page: "Page", scripts: bool) -> None:
    told = page.url
    mark = page.locator(".reference").first.inner_text()
    walk.follow(page, "Show it to print")
    assert page.title() == "Extract" and mark in page.inner_text("article")
    assert not re.search("Priya|07700", page.inner_text("article"))
    _is_well(page, scripts, "print")
    page.goto(told)
    page.get_by_text("It was handed over").first.click()
    walk.press(page, "Record the day")
    assert "Handed over" in page.inner_text("main")
    page.locator("summary", has_text="Make another copy").click()
    page.get_by_label("To the student, who takes it to them").check()
    walk.press(page, "Make another copy")
    _is_well(page, scripts, "two-copies")
    marks = page.locator(".reference").all_inner_texts()
    assert len(set(marks)) == 2
    page.goto(f"{told.partition('/cases/')[0]}/tellings/marks/")
    page.get_by_label("The mark at the foot").fill(marks[1].lower().replace("-", " "))
    walk.press(page, "Look it up")
    _is_well(page, scripts, "marks")
    assert "Made for Dr Sen" in page.inner_text("main")
    page.get_by_label("The mark at the foot").fill("AAAA-AAAA")
    walk.press(page, "Look it up")
    assert "No copy of your own cases bears this mark" in page.inner_text("main")


def _is_well(page: "Page", scripts: bool, name: str) -> None:
    """Nothing scrolls sideways, axe finds no fault, and no title names anybody."""
    if SHOWN.exists():
        width = (page.viewport_size or {})["width"]
        page.screenshot(path=SHOWN / f"{name}-{width}-{scripts}.png", full_page=True)
    assert not re.search("Dana|Sen|Priya", page.title())
    if scripts:
        assert not page.evaluate(SCROLLS), name
        found = Axe().run(page, options=OPTIONS)["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], name
