"""A student agrees, signs, agrees to less, is asked again, lets others ring, and takes it back."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_core_python.sync_playwright import Axe

from tests.disclosure.reading import glued, words_of
from tests.journeys import walking as walk
from tests.journeys.running import founded, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

STUDENT = "Zoë Agyeman-Sørli"
TOLD = walk.Told()
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
SCROLLS = "document.documentElement.scrollWidth > window.innerWidth"


@pytest.fixture
def case(tmp_path: Path, somebody: Callable[..., "Page"], script: bool) -> Iterator["Page"]:
    """A caseworker before a case of hers."""
    service = founded(tmp_path / "data")
    with served(service.folder) as address:
        steward = somebody(java_script_enabled=script)
        walk.enrol(steward, address, "pat", service.invitation)
        invitation = walk.appoint(steward, address, "Maya Rahman", "maya", **walk.a_year())
        officer = somebody(java_script_enabled=script, accept_downloads=True)
        walk.enrol(officer, address, "maya", invitation)
        walk.undertake(officer)
        walk.open_case(officer, address, STUDENT, "The second paper.", said="She rang.")
        yield officer


@SCRIPT
@pytest.mark.clause("CONF-1", "CONF-4")
def test_from_a_refusal_to_a_signed_consent_that_grows_less_and_is_taken_back(
    case: "Page", script: bool, tmp_path: Path
) -> None:
    page, home = case, case.url
    address, ref = home.split("/cases/")[0], walk.reference(case)
    walk.ask_the_gate(page, address, ref, TOLD)
    assert "Item by item" in page.inner_text("main") and "Your summary" in page.inner_text("main")
    looked_at(page, script=script)
    walk.agree_by_word_of_mouth(page, "Yes, tell him that.", "I read it back to her.")
    _what_was_said_is_signed(page, tmp_path, script=script)
    _more_than_that_is_refused_item_by_item(page, address, ref, script=script)
    _asked_again_she_agrees_to_more(page, home)
    _and_then_to_less(page, script=script)
    page.get_by_label("What they said").fill("I would rather not, after all.")
    walk.press(page, "Withdraw this consent")
    assert "this does not hold today" in page.inner_text("h1")
    page.goto(f"{home}consents/")
    looked_at(page, script=script)
    register = page.inner_text(".timeline")
    for words in ("Withdrawn", "Less than before", "Asked again after", "Signed since"):
        assert words in register


@SCRIPT
@pytest.mark.clause("CONF-3", "CONF-4")
def test_somebody_may_ring_and_the_service_may_act_once_it_is_signed(
    case: "Page", script: bool, tmp_path: Path
) -> None:
    page, home = case, case.url
    page.goto(f"{home}consents/new/contact/")
    page.get_by_label("Who may get in touch?").fill("Ama Agyeman")
    page.get_by_label("In what role?").fill("her sister")
    page.get_by_label("What about?").fill("So that she stops worrying")
    page.get_by_label("They may be told that the student comes here").check()
    walk.press(page, "They agreed by word of mouth")
    page.get_by_label("What they said").fill("She may ring you, and you may say so.")
    page.get_by_label("How you made sure that they meant it").fill("I said it back.")
    looked_at(page, script=script)
    walk.press(page, "Record it")
    walk.press(page, "I am telling Ama Agyeman that the student comes here")
    assert "Told Ama Agyeman that the student comes here" in page.inner_text("main")
    looked_at(page, script=script)
    _an_authority_waits_until_it_is_signed(page, home, tmp_path, script=script)
    walk.press(page, "I am asking The registry for the student")
    assert "Asked The registry" in page.inner_text("main")
    looked_at(page, script=script)


def looked_at(page: "Page", *, script: bool) -> None:
    """Nothing is in anybody's way at either width, and neither title nor address names anybody."""
    assert not any(name in page.title() + page.url for name in ("Zoë", "Marsh", "Agyeman"))
    if not script:
        return
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert not page.evaluate(SCROLLS), f"{page.url} scrolls sideways at {width}"
        found = Axe().run(page, options={"resultTypes": ["violations"]})["violations"]
        assert not found, [(fault["id"], fault["nodes"][0]["html"]) for fault in found]


def _what_was_said_is_signed(page: "Page", folder: Path, *, script: bool) -> None:
    assert "Spoken; better in writing" in page.inner_text("main")
    looked_at(page, script=script)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Print it to be signed").click()
    assert saved.value.suggested_filename == "sheet.pdf"
    saved.value.save_as(folder / "sheet.pdf")
    shown = glued(words_of((folder / "sheet.pdf").read_bytes()))
    assert glued(TOLD.summary) in shown and "Zoë" not in shown
    page.locator("details.add summary").first.click()
    walk.press(page, "File it")
    assert "in one of these three ways" in page.inner_text("main")
    looked_at(page, script=script)
    page.locator("input[type=file]").set_input_files(folder / "sheet.pdf")
    walk.press(page, "File it")
    main = page.inner_text("main")
    assert "In writing" in main and "Yes, tell him that." in main and "Spoken; better" not in main


def _more_than_that_is_refused_item_by_item(
    page: "Page", address: str, ref: str, *, script: bool
) -> None:
    page.goto(f"{address}/cases/{ref}/tellings/new/")
    walk.press(page, "Fill in")
    page.locator("input[name=items]").first.check()
    walk.press(page, "See whether the student agreed")
    weighed = page.locator("section", has=page.locator("#weighed")).inner_text()
    assert "Agreed" in weighed and "Not agreed" in weighed
    looked_at(page, script=script)


def _asked_again_she_agrees_to_more(page: "Page", home: str) -> None:
    page.goto(home)
    walk.follow(page, f"{TOLD.recipient}, {TOLD.role}, may be told")
    walk.follow(page, "Ask again, and renew it")
    assert page.get_by_label("A summary").input_value() == TOLD.summary
    page.locator("input[name=items]").first.check()
    walk.press(page, "Record it")
    # How they agreed is asked anew; what was filled in stays.
    assert "Copy the student's words" in page.inner_text(".govuk-error-summary")
    assert page.get_by_label("A summary").input_value() == TOLD.summary
    page.get_by_label("What they wrote").fill("Tell him that as well.")
    walk.press(page, "Record it")
    assert "They were asked again" in page.inner_text("main")


def _and_then_to_less(page: "Page", *, script: bool) -> None:
    walk.follow(page, "Only a part of it")
    looked_at(page, script=script)
    walk.press(page, "Only this from now on")
    assert "Nothing would change." in page.inner_text(".govuk-error-summary")
    page.locator("input[name=kept]").nth(1).uncheck()
    page.get_by_label("What they said").fill("Not what we said on the phone.")
    walk.press(page, "Only this from now on")
    main = page.inner_text("main")
    assert "They had agreed to more" in main and "Not what we said on the phone." in main


def _an_authority_waits_until_it_is_signed(
    page: "Page", home: str, folder: Path, *, script: bool
) -> None:
    page.goto(f"{home}consents/new/authority/")
    page.get_by_label("Whom does it reach?").fill("The registry")
    page.get_by_label("What is it for?").fill("The appeal")
    last = walk.today() + timedelta(days=90)
    page.get_by_label("Until what day?").fill(f"{last:%d/%m/%Y}")
    walk.press(page, "Print it to be signed first")
    assert "Line 1 lacks a role" in page.inner_text(".govuk-error-summary")
    looked_at(page, script=script)
    page.get_by_label("Whom does it reach?").fill("The registry, appeals\nDr Sen, her tutor")
    walk.press(page, "Print it to be signed first")
    assert "this waits to be signed" in page.inner_text("h1")
    assert page.get_by_role("button", name="I am asking").count() == 0
    looked_at(page, script=script)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Print it to be signed").click()
    saved.value.save_as(folder / "authority.pdf")
    shown = glued(words_of((folder / "authority.pdf").read_bytes()))
    assert glued("Dr Sen, her tutor") in shown and saved.value.suggested_filename == "sheet.pdf"
    page.locator("details.add summary").first.click()
    page.get_by_label("Or where the paper is kept").fill("The cabinet, folder 4")
    walk.press(page, "File it")
    assert page.inner_text("h1") == "You may act for the student"
