"""The pages in a real browser: for everybody, at every size, with and without script."""

from typing import TYPE_CHECKING

import pytest
from axe_core_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGES = ["/", "/gallery/", "/contact/", "/paper/", "/no/", "/nothing/", "/unreachable/"]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}


def _submitted(page: "Page", address: str) -> "Page":
    page.goto(f"{address}/contact/")
    page.check("text=By phone")
    page.fill("[name=on]", "31/2/2026")
    # A click alone waits for no page, and what takes the keyboard runs once it is there.
    with page.expect_navigation():
        page.click("text=Keep this contact")
    return page


def _accessible(page: "Page") -> None:
    found = Axe().run(page, options=OPTIONS)
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []


@pytest.mark.parametrize("window", [{"viewport": WIDE}, {"viewport": NARROW}], indirect=True)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_fault(page: "Page", address: str, path: str) -> None:
    page.goto(f"{address}{path}")
    _accessible(page)


def test_axe_finds_no_fault_in_a_form_with_errors(page: "Page", address: str) -> None:
    _accessible(_submitted(page, address))


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_on_a_phone_or_at_400_percent(
    page: "Page", address: str, path: str
) -> None:
    page.goto(f"{address}{path}")
    for width in (1280, 640, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_page_loads_nothing_from_anywhere_else_and_keeps_nothing(
    page: "Page", address: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/", wait_until="networkidle")
    assert asked and all(url.startswith(f"{address}/") for url in asked)
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_our_own_letters_are_loaded_and_used(page: "Page", address: str) -> None:
    page.goto(f"{address}/", wait_until="networkidle")
    assert page.evaluate("document.fonts.check('18px \"Atkinson Hyperlegible Next\"')")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith(
        "Literata"
    )


def test_an_error_takes_the_keyboard_to_its_summary_and_from_there_to_the_field(
    page: "Page", address: str
) -> None:
    _submitted(page, address)
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "on"


def test_the_first_tab_skips_to_the_main_part(page: "Page", address: str) -> None:
    page.goto(f"{address}/gallery/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "govuk-skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize(
    "window",
    [{"java_script_enabled": True}, {"java_script_enabled": False}],
    indirect=True,
    ids=["with script", "without"],
)
def test_a_question_behind_a_choice_shows_once_it_is_chosen(page: "Page", address: str) -> None:
    page.goto(f"{address}/contact/")
    assert page.is_hidden("[name=rang_from]")
    page.check("text=By phone")
    assert page.is_visible("[name=rang_from]")


@pytest.mark.parametrize("window", [{"java_script_enabled": False}], indirect=True)
def test_without_script_everything_can_still_be_asked_and_answered(
    page: "Page", address: str
) -> None:
    page.goto(f"{address}/contact/")
    assert page.is_visible("input[type=file]")
    page.check("text=By e-mail")
    page.fill("[name=on]", "17/11/2026")
    page.fill("[name=subject]", "Rent")
    page.fill("[name=said]", "It is due.")
    with page.expect_navigation():
        page.click("text=Keep this contact")
    assert "'subject': 'Rent'" in page.inner_text("body")


@pytest.mark.parametrize("window", [{"java_script_enabled": False}], indirect=True)
def test_without_script_nothing_is_shown_that_would_do_nothing(page: "Page", address: str) -> None:
    page.goto(f"{address}/gallery/")
    assert page.is_hidden("#filter")


def test_a_list_is_filtered_while_typing_whatever_the_accents(page: "Page", address: str) -> None:
    page.goto(f"{address}/gallery/")
    page.fill("#filter", "zoe INTER")
    shown = page.locator("#cases tr:visible")
    assert shown.count() == 1
    assert "Zoë Agyeman" in shown.inner_text()
    assert page.inner_text("[data-filter-count]") == "1 / 2"


def test_a_file_can_be_dropped_on_its_field(page: "Page", address: str) -> None:
    page.goto(f"{address}/contact/")
    page.evaluate(
        """() => {
            const box = document.querySelector("[data-module=govuk-file-upload]");
            const data = new DataTransfer();
            data.items.add(new File(["From: a@example.org"], "letter.eml"));
            for (const kind of ["dragenter", "dragover", "drop"]) {
                box.querySelector("button").dispatchEvent(
                    new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: data}));
            }
            const input = box.querySelector("input");
            if (!input.files.length) {
                input.files = data.files;
                input.dispatchEvent(new Event("change", {bubbles: true}));
            }
        }"""
    )
    assert "letter.eml" in page.inner_text("[data-module=govuk-file-upload]")


def test_a_passphrase_can_be_shown_while_it_is_typed(page: "Page", address: str) -> None:
    page.goto(f"{address}/contact/")
    page.fill("[name=passphrase]", "willow copper")
    page.click("text=Show")
    assert page.get_attribute("[name=passphrase]", "type") == "text"


@pytest.mark.parametrize("window", [{"reduced_motion": "reduce"}], indirect=True)
def test_nothing_moves_for_somebody_who_wants_it_still(page: "Page", address: str) -> None:
    page.goto(f"{address}/gallery/")
    moving = "e => getComputedStyle(e).transitionDuration"
    assert set(page.locator(".govuk-button").evaluate_all(f"all => all.map({moving})")) == {"0s"}


def test_on_paper_there_is_no_menu_and_no_button(page: "Page", address: str) -> None:
    page.goto(f"{address}/gallery/")
    page.emulate_media(media="print")
    for gone in (".header", ".nav", ".adds", ".govuk-button >> nth=0"):
        assert page.is_hidden(gone)
    assert page.is_visible("text=What happened")
