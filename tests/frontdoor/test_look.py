"""The public pages in a real browser: for everybody, at every size, light, and on their own."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from axe_core_python.sync_playwright import Axe
from django.test import Client

from confide.ledger import checkpoint
from confide.team.queries import Acting
from tests import cast
from tests.frontdoor.conftest import ENGLISH, NOON, PAGES, SITE, WELSH

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "keys"]),
]

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
HEAVIEST = 100_000
# In the other language the pages are the same but for their words.
LOOKED_AT = (*ENGLISH, "/cy/", "/cy/policy/")


@pytest.fixture(autouse=True)
def _a_year_in_term(alice: Acting, bob: Acting) -> None:
    checkpoint.make_checkpoint(NOON)


@pytest.mark.parametrize("path", LOOKED_AT)
def test_axe_finds_no_fault(page: "Page", path: str) -> None:
    page.set_viewport_size(NARROW if path in WELSH else WIDE)
    page.goto(f"{SITE}{path}")
    found = Axe().run(page, options=OPTIONS)
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []


@pytest.mark.parametrize(
    "window",
    [{"viewport": {"width": width, "height": 800}} for width in (1280, 640, 390, 320)],
    indirect=True,
    ids=["wide", "at 200 % zoom", "phone", "at 400 % zoom"],
)
def test_no_page_scrolls_sideways(page: "Page") -> None:
    for path in PAGES:
        page.goto(f"{SITE}{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


@pytest.mark.parametrize("path", ENGLISH)
def test_every_link_and_every_question_is_reached_by_keyboard_in_its_order(
    page: "Page", path: str
) -> None:
    page.goto(f"{SITE}{path}")
    links = page.locator("a[href], summary").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    reached = []
    for _ in links:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('href')"))
    assert reached == links
    assert reached[0] == "#main"


def test_a_visit_by_keyboard_goes_from_the_promise_to_what_keeps_it(page: "Page") -> None:
    page.goto(f"{SITE}/")
    page.get_by_role("link", name="how we keep our promises").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{SITE}/promises/")
    assert page.inner_text("h1") == "How we keep our promises"


@pytest.mark.clause("CONF-3")
@pytest.mark.parametrize("path", [*LOOKED_AT, "/write/"])
def test_a_page_asks_nobody_else_keeps_nothing_and_is_light(
    page: "Page", visitor: Client, asked: list[str], path: str
) -> None:
    cast.officer("łucja", post="womens")
    page.goto(f"{SITE}{path}", wait_until="networkidle")
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(SITE).netloc}
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert [url for url in asked if url.endswith(".woff2")]
    weights = {
        url: len(visitor.get(urlsplit(url).path, headers={"Accept-Encoding": "br"}).content)
        for url in asked
    }
    assert sum(weights.values()) < HEAVIEST, weights


@pytest.mark.clause("CONF-3")
def test_titles_and_addresses_say_nothing_of_whoever_opens_them(page: "Page") -> None:
    titles = []
    for path in ENGLISH:
        page.goto(f"{SITE}{path}")
        titles.append(page.title())
    union = "Cambridge University Students' Union"
    others = ("Who helps", "Hours", "Policy", "Promises", "Numbers", "Figures")
    assert titles == [union, *(f"{name} · {union}" for name in others)]


@pytest.mark.parametrize("window", [{"java_script_enabled": False}], indirect=True)
def test_without_script_nothing_is_missing(page: "Page") -> None:
    page.goto(f"{SITE}/")
    for words in ("Open now until 4 pm", "Our promise", "Three ways in", "999", "Alice"):
        assert page.get_by_text(words).first.is_visible()


@pytest.mark.parametrize("window", [{"viewport": NARROW}], indirect=True)
@pytest.mark.parametrize("path", ENGLISH)
def test_the_emergency_numbers_are_on_every_page_and_over_nothing(page: "Page", path: str) -> None:
    page.goto(f"{SITE}{path}")
    assert page.locator("main a[href='tel:999']").is_visible()
    placed = "all => all.map(e => getComputedStyle(e).position)"
    assert not {"fixed", "sticky"} & set(page.locator("main *").evaluate_all(placed))
    link = page.locator("nav a[href='/emergency/']").bounding_box()
    assert link is not None and link["y"] < NARROW["height"]


def test_the_emergency_sheet_prints_on_one_page(page: "Page") -> None:
    page.goto(f"{SITE}/emergency/")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 1
    page.emulate_media(media="print")
    assert page.locator(".header").is_hidden()
    assert page.locator("text=116 123").is_visible()
