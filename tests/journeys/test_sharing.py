"""Sharing, taking back, handing over, leaving office: as officers do it, in a real browser."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_core_python.sync_playwright import Axe

from tests.journeys import walking as walk
from tests.journeys.casting import Cast, gather, open_case
from tests.journeys.running import founded, served
from tests.journeys.visiting import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.clause("RECD-4")]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
SCROLLS = "document.documentElement.scrollWidth > window.innerWidth"
# Where to leave pictures of the pages, for whoever wants to look at them.
PICTURES = os.environ.get("CONFIDE_PICTURES", "")


@dataclass
class Office:
    """Three caseworkers of one service."""

    address: str
    cast: Cast
    maya: Visitor
    others: dict[str, Visitor] = field(default_factory=dict)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    service = founded(tmp_path_factory.mktemp("journey") / "data")
    with served(service.folder) as address:
        cast = gather(service, address)
        made = Office(address, cast, cast.appoint("Maya Rahman", "maya"))
        made.others["idris"] = cast.appoint("Idris Cole", "idris", "welfare-graduates")
        made.others["wren"] = cast.appoint("Wren Ashby", "wren", "womens")
        yield made


def looked_at(page: "Page", name: str) -> None:
    """Nothing scrolls sideways and axe finds nothing, on a desk and on a phone."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert not page.evaluate(SCROLLS), f"{name} scrolls sideways at {width}"
        found = Axe().run(page, options=OPTIONS)["violations"]
        assert not found, [f"{name}: {each['id']} {each['nodes'][0]['html']}" for each in found]
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_case_is_shared_taken_back_and_handed_over(  # noqa: PLR0915 (it is a story)
    office: Office, somebody: Callable[..., "Page"], javascript: bool
) -> None:
    ref = open_case(office.maya, "Zoë Agyeman")
    wishes = {"java_script_enabled": javascript}
    maya, idris = somebody(**wishes), somebody(**wishes)
    look = looked_at if javascript else (lambda *_: None)
    walk.sign_in(maya, f"{office.address}/cases/{ref}/", "maya", office.cast.passphrases["maya"])
    assert "Maya Rahman" in maya.inner_text(".faces") and "since" in maya.inner_text(".faces")
    walk.follow(maya, "Share it with a colleague")
    look(maya, "shares-none")
    walk.follow(maya, "Share the case")
    assert "For advice only" in maya.inner_text("main")
    walk.press(maya, "Share it")
    assert "Choose the colleague." in maya.inner_text(".govuk-error-summary")
    look(maya, "share-mistake")
    maya.get_by_label("Wren Ashby").check()
    maya.get_by_label("It benefits the student").check()
    maya.get_by_label("Why, in your words").fill("Idris knows tenancy law.")
    walk.press(maya, "Share it")
    assert "ELIG-2" in maya.inner_text(".govuk-error-summary")
    assert maya.get_by_label("Why, in your words").input_value() == "Idris knows tenancy law."
    maya.get_by_label("Idris Cole").check()
    walk.press(maya, "Share it")
    assert "The case is shared." in maya.inner_text("main")
    look(maya, "shares")
    maya.goto(f"{office.address}/cases/{ref}/")
    faces = maya.inner_text(".faces")
    assert "Idris Cole" in faces and "it benefits the student" in faces and "Until" in faces
    look(maya, "case-shared")

    walk.sign_in(idris, f"{office.address}/desk/", "idris", office.cast.passphrases["idris"])
    look(idris, "desk-new")
    walk.follow(idris, "The case of Zoë Agyeman came to you")
    assert "Idris knows tenancy law." in idris.inner_text(".timeline")
    assert idris.get_by_role("link", name="Tell somebody").count() == 0
    look(idris, "case-lent")
    idris.goto(f"{office.address}/desk/")
    assert "Zoë Agyeman came to you" not in idris.inner_text("main")
    idris.goto(f"{office.address}/cases/{ref}/hand-over/")
    assert "This case was shared with you." in idris.inner_text("main")
    look(idris, "hand-over-lent")

    maya.goto(f"{office.address}/cases/{ref}/shares/")
    walk.press(maya, "Take it back")
    assert "it has new keys" in maya.inner_text("main")
    look(maya, "shares-taken-back")
    answer = idris.goto(f"{office.address}/cases/{ref}/")
    assert answer is not None and answer.status == 404

    maya.goto(f"{office.address}/cases/{ref}/")
    walk.follow(maya, "Hand it over")
    assert "Wren Ashby" in maya.inner_text(".side") and "ELIG-2" in maya.inner_text(".side")
    look(maya, "hand-over")
    maya.get_by_label("Idris Cole").check()
    walk.press(maya, "Hand it over")
    assert "How does the student know?" in maya.inner_text(".govuk-error-summary")
    maya.get_by_label("How does the student know?").fill("I rang her; she is glad.")
    walk.press(maya, "Hand it over")
    assert "The case is handed over." in maya.inner_text("main")
    idris.goto(f"{office.address}/cases/{ref}/")
    assert "Handed over to Idris Cole" in idris.inner_text(".timeline")
    assert idris.get_by_role("link", name="Tell somebody").count() == 1
    look(idris, "case-handed-over")


def test_who_leaves_office_decides_about_sixty_cases(
    office: Office, somebody: Callable[..., "Page"]
) -> None:
    zoe = office.cast.appoint("Zoe Lund", "zoe")
    for number in range(60):
        open_case(zoe, f"Student {number:02}")
    page = somebody()
    walk.sign_in(page, f"{office.address}/desk/", "zoe", office.cast.passphrases["zoe"])
    walk.follow(page, "Leaving office?")
    assert "60 cases are undecided" in page.inner_text("main")
    looked_at(page, "leaving")
    walk.press(page, "Hand these over")
    assert "Tick the cases that you hand over." in page.inner_text(".govuk-error-summary")
    looked_at(page, "leaving-mistake")
    for box in page.locator("[name=cases]").all()[:24]:
        box.check()
    walk.press(page, "Hand these over")
    assert page.locator("[name=cases]:checked").count() == 24
    page.get_by_label("Idris Cole").check()
    page.get_by_label("How does the student know?").fill("I wrote to each of them.")
    walk.press(page, "Hand these over")
    assert "24 cases are handed over" in page.inner_text("main")
    assert "24 of 60 decided" in page.inner_text("main")
    looked_at(page, "leaving-handed-over")
    walk.press(page, "Ask the student")
    assert "25 of 60 decided" in page.inner_text("main")
    page.get_by_label("Page 2").click()
    page.wait_for_url("**?page=2")
    page.locator("[name=cases]").first.check()
    page.get_by_label("Wren Ashby").check()
    page.get_by_label("How does the student know?").fill("I wrote to each of them.")
    walk.press(page, "Hand these over")
    assert "0 cases are handed over" in page.inner_text("main")
    assert "ELIG-2" in page.inner_text("#main") and "25 of 60 decided" in page.inner_text("main")
    looked_at(page, "leaving-refused")
