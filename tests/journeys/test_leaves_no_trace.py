"""A student on a phone, with and without script: what the browser's own folder holds afterwards.

A real Chromium with a profile on the disk, as somebody has at home: history, session files, cache,
autofill. A word that stands nowhere else is typed into every field there is, and is looked for.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Error

from tests.journeys import casting, touring_student
from tests.journeys import walking as walk
from tests.journeys.canaries import without_table
from tests.journeys.conftest import watched
from tests.journeys.elsewhere import ADDRESS, Elsewhere, elsewhere
from tests.journeys.running import founded, served
from tests.journeys.scanning import found_in
from tools import browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.clause("CONF-3")]

PLACES = "about name how when message own_words mistake away file content title"
CANARIES = {place: f"Zq{place}heron{number}quib" for number, place in enumerate(PLACES.split())}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@dataclass(frozen=True)
class Place:
    """The public side, and the rest of the web."""

    public: str
    outside: Elsewhere
    database: Path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("traces")
    service = founded(folder / "service")
    with served(service.folder) as officers:
        casting.gather(service, officers).appoint("Alice Marlowe", "alice")
    with served(service.folder, "public") as public, elsewhere(folder) as outside:
        yield Place(public, outside, service.folder / "confide.sqlite3")


@pytest.fixture
def at_home(chromium: "Browser", place: Place, tmp_path: Path) -> Callable[..., Any]:
    """A browser with a folder of its own on the disk, closed before it is looked into."""

    @contextmanager
    def sits_down(**wishes: Any) -> Iterator["BrowserContext"]:
        context = chromium.browser_type.launch_persistent_context(
            tmp_path / "profile",
            executable_path=browser.find(),
            timeout=browser.PATIENCE,
            args=place.outside.arguments,
            # What keeps pages of a tab alive for going back, as at home.
            ignore_default_args=["--disable-back-forward-cache"],
            **{**PHONE, **wishes},
        )
        try:
            yield context
        finally:
            context.close()

    return sits_down


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_nothing_typed_or_shown_stays_in_the_browser(
    place: Place, at_home: Callable[..., Any], tmp_path: Path, script: bool
) -> None:
    letter = tmp_path / f"{CANARIES['file']}.txt"
    letter.write_text(CANARIES["content"])
    with at_home(java_script_enabled=script) as context:
        page = watched(context.pages[0])
        words = _a_visit(page, place, letter)
        _fetches_it_back(page, place.public)
        assert "heron" in page.inner_text("main")
        before = len(place.outside.heard)
        page.get_by_role("link", name="Exit this page").click()
        page.wait_for_url(ADDRESS)
        [(path, headers)] = place.outside.heard[before:][:1]
        assert path == "/weather" and not {"referer", "origin", "cookie"} & set(headers)
        assert context.cookies(place.public) == []
        _goes_back(page, words)
    letter.unlink()
    kept = {**CANARIES, "words": words, "three words": " ".join(words.split()[:3])}
    assert found_in([tmp_path / "profile"], kept) == []


def test_a_browser_that_keeps_something_is_found_out(
    place: Place, at_home: Callable[..., Any], tmp_path: Path
) -> None:
    with at_home() as context:
        page = context.pages[0]
        page.goto(f"{place.public}/hours/")
        page.evaluate("words => { document.title = words; }", CANARIES["title"])
        page.evaluate("words => localStorage.setItem('kept', words)", CANARIES["about"])
        page.goto(f"{place.public}/")
    found = found_in([tmp_path / "profile"], CANARIES)
    assert any(each.startswith("title in") and each.endswith("History") for each in found)
    assert any(each.startswith("about in") and "Local Storage" in each for each in found)


def _a_visit(page: "Page", place: Place, letter: Path) -> str:
    page.goto(f"{place.public}/")
    walk.go(page.get_by_role("navigation").get_by_role("link", name="Write to us"))
    walk.press(page, "Ask for support")
    _goes_wrong(page, place)
    page.get_by_label("What is it about?").fill(CANARIES["about"])
    page.get_by_label("What may we call you?").fill(CANARIES["name"])
    page.get_by_label("At which number or address?").fill(CANARIES["how"])
    page.get_by_label("When is it safe?").fill(CANARIES["when"])
    page.set_input_files("input[type=file]", letter)
    walk.press(page, "Send")
    words = touring_student.words_on(page)
    walk.press(page, "I have them")
    page.get_by_label("Your message").fill(CANARIES["message"])
    walk.press(page, "Send the message")
    page.get_by_text("Add words of my own to the record").click()
    page.get_by_label("What should stand in your record").fill(CANARIES["own_words"])
    walk.press(page, "Add them")
    walk.press(page, "Lock and leave")
    touring_student.give(page, words)
    return words


def _goes_wrong(page: "Page", place: Place) -> None:
    """Pages that come of what was sent, with it on them: a mistake, and databases that are away."""
    # An empty field is not sent where the browser itself looks, but other mistakes are.
    page.locator("form", has_text="What is it about?").evaluate(
        "form => { form.noValidate = true }"
    )
    page.get_by_label("What may we call you?").fill(CANARIES["mistake"])
    walk.press(page, "Send")
    assert page.get_by_label("What may we call you?").input_value() == CANARIES["mistake"]
    page.get_by_label("What is it about?").fill(CANARIES["away"])
    with without_table(place.database, "casework_case"):
        walk.press(page, "Send")
        assert page.inner_text("h1") == "The records cannot be reached just now"
    page.goto(f"{place.public}/write/")
    walk.press(page, "Ask for support")


def _fetches_it_back(page: "Page", address: str) -> None:
    """What was saved is theirs, and is deleted as one deletes it; nothing else may have it."""
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Fetch it back").click()
    assert fetched.value.suggested_filename == "document.txt"
    assert fetched.value.path().read_text() == CANARIES["content"]
    assert fetched.value.url == f"{address}/write/"
    fetched.value.delete()


def _goes_back(page: "Page", words: str) -> None:
    """However far somebody goes back, no page of the student's own is there."""
    for _ in range(8):
        try:
            page.go_back(wait_until="commit")
        except Error as error:
            # A page that came of what was sent: the browser asks whether to send it again.
            assert "ERR_CACHE_MISS" in str(error)
        shown = page.locator("html").inner_html()
        assert "heron" not in shown
        assert not all(word in shown for word in words.split())
