"""Every page of a demonstration, for everybody, at every width; and none says who is helped."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_core_python.sync_playwright import Axe
from django.urls import URLPattern, URLResolver, get_resolver

from tests.journeys import touring, touring_student
from tests.journeys.running import served

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What is in order is not told in full: that takes three times as long as finding what is not.
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
SCROLLS = "document.documentElement.scrollWidth > window.innerWidth"
# At four times the size, less than 60 % of the screen is taken before the page itself begins.
BEGINS = "document.querySelector('main').getBoundingClientRect().top + scrollY < innerHeight * 0.6"
SIZES = ((320, 256), (390, 800), (1280, 800))
UNFOLD = """() => document.querySelectorAll("details:not([open])").forEach((each) => {
    each.open = true;
    each.dataset.unfolded = "";
})"""
FOLD = """() => document.querySelectorAll("[data-unfolded]").forEach((each) => {
    each.open = false;
    delete each.dataset.unfolded;
})"""
FOCUSED = "document.activeElement.classList.contains('govuk-error-summary')"
# Answers that are no page: files, and what only leads on to a page.
NO_PAGE = {
    "cases/<str:ref>/documents/<str:document_id>/",
    "cases/<str:ref>/tellings/<str:telling_id>/<str:part>/",
    "cases/<str:ref>/tellings/<str:telling_id>/copies/",
    "cases/<str:ref>/tellings/<str:telling_id>/<str:copy_id>/handed-over/",
    "cases/<str:ref>/breaches/<str:breach_id>/<str:part>/",
    "cases/<str:ref>/breaches/<str:breach_id>/<str:part>/cleaned/",
    "cases/<str:ref>/return/<str:return_id>/<str:part>/",
    "cases/<str:ref>/breaches/<str:breach_id>/corrections/",
    "cases/<str:ref>/breaches/<str:breach_id>/colleague/",
    "cases/<str:ref>/breaches/<str:breach_id>/others/",
    "breaches/<str:breach_id>/colleague/",
    "breaches/<str:breach_id>/completion/",
    "breaches/<str:breach_id>/corrections/",
    "consultations/<str:question_id>/read/",
    "consultations/<str:question_id>/end/",
    "consultations/<str:question_id>/replies/",
    "consultations/<str:question_id>/replies/<str:reply_id>/case/",
    "cases/<str:ref>/steps/<str:step_id>/done/",
    "cases/<str:ref>/way-in/removal/",
    "requests/<str:ref>/documents/<str:document_id>/",
    "requests/<str:ref>/taking/",
    "conflicts/<str:conflict_id>/removal/",
    "conflict-checks/<str:asking_id>/end/",
    "cases/<str:ref>/consents/<str:consent_id>/withdrawal/",
    "cases/<str:ref>/consents/<str:consent_id>/writing/",
    "cases/<str:ref>/consents/<str:consent_id>/uses/",
    "cases/<str:ref>/consents/<str:consent_id>/sheet/",
    "cases/<str:ref>/consents/proposals/",
    "certificates/<str:number>/certificate.pdf",
    "certificates/<str:number>/papers/",
    "cases/<str:ref>/shares/<str:share_id>/end/",
    "leaving/questions/",
    "figures/quarters/<str:quarter>/closure/",
    "figures/releases/<str:proposal_id>/check/",
    "figures/releases/<str:proposal_id>/stop/",
    "figures/releases/<str:proposal_id>/proposal/",
    "figures/releases/<str:proposal_id>/publication/",
    "figures/releases/<str:proposal_id>/withdrawal/",
    "figures/published/<int:number>/release.<str:kind>",
    "figures/<int:number>/release.<str:kind>",
    "hours.ics",
    "hours.json",
    "exit/",
    "lock/",
}
# Words of the demonstration's people, in titles, addresses and names of files.
NAMES = re.compile(
    "Ifeoma|Okonjo|Ellis|Whitmore|Fatou|Diallo|Marsh|Rhiannon|Slater|Quill|hospital|ward", re.I
)

Place = tuple[str, str, dict[str, str]]
Tour = Callable[["Page", Place], Iterator[str]]
TOURS: dict[str, Tour] = {
    "public": lambda page, place: touring.public(page, place[0]),
    "student": lambda page, place: touring_student.way(page, place[0]),
    "doorstep": lambda page, place: touring.doorstep(page, place[1]),
    "officer": lambda page, place: touring.officer(page, place[1], place[2]["idris"]),
    "second": lambda page, place: touring.second(page, place[1], place[2]["zofia"]),
    "steward": lambda page, place: touring.steward(page, place[1], place[2]),
}


@pytest.fixture(scope="module")
def place(
    played: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    made, passphrases = played
    folder = Path(shutil.copytree(made, tmp_path_factory.mktemp("journey") / "demonstration"))
    with served(folder, "public") as public, served(folder, "officers") as officers:
        yield public, officers, passphrases


@pytest.mark.parametrize("tour", TOURS)
def test_every_page_can_be_used_by_everybody_and_says_nothing_of_anybody(
    place: Place, somebody: Callable[..., "Page"], tour: str
) -> None:
    page, faults, shown = somebody(), [], set[str]()
    page.on("response", lambda response: shown.add(_path(response)))
    for name in TOURS[tour](page, place):
        faults += [f"{name}: {fault}" for fault in _faults(page, name)]
    assert not faults, "\n".join(faults)
    unseen = {each for each in _addresses(tour) if not any(map(re.compile(each).fullmatch, shown))}
    assert sorted(unseen) == []


def _faults(page: "Page", name: str) -> Iterator[str]:
    if name.endswith("-mistake") and not page.evaluate(FOCUSED):
        yield "the keyboard does not stand at what is wrong"
    # A student's own forms are looked at too.
    if name.startswith("student-"):
        page.evaluate(UNFOLD)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate(SCROLLS):
            yield f"scrolls sideways at {width}"
        if name.startswith("student-") and not page.evaluate(BEGINS):
            yield f"begins too far down at {width} by {height}"
        if width > 320:
            found = Axe().run(page, options=OPTIONS)["violations"]
            yield from (f"{fault['id']} {fault['nodes'][0]['html']}" for fault in found)
    page.evaluate(FOLD)
    # One run in a thousand draws a reference that has "ward" in it.
    if NAMES.search(page.title()) or NAMES.search(re.sub("[a-z2-7]{26}", "", page.url)):
        yield f"names somebody: {page.title()} at {page.url}"


def _path(response: "Response") -> str:
    return re.sub(r"^https?://[^/]+/", "", response.url).split("?")[0]


def _addresses(tour: str) -> Iterator[str]:
    """What the tour has to have seen, as patterns."""
    if tour == "public":
        yield from _patterns("confide.site.urls.public")
    if tour == "officer":
        stewards = ("officers/", "terms/", "ledger/", "sign-out/")
        every = _patterns("confide.site.urls.officers")
        yield from (each for each in every if not each.startswith(stewards))


def _patterns(urlconf: str) -> Iterator[str]:
    waiting: list[URLPattern | URLResolver] = list(get_resolver(urlconf).url_patterns)
    while waiting:
        each = waiting.pop()
        if isinstance(each, URLResolver):
            waiting += each.url_patterns
        elif str(each.pattern) not in NO_PAGE:
            yield re.sub("<(?:str|int):[a-z_]+>", "[^/]+", str(each.pattern))
