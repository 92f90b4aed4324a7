"""The pages of figures: the picture, a release on its way, and what the public sees."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from openpyxl import load_workbook

from confide.casework import actions as casework
from confide.casework.models import CodedFact
from confide.casework.queries import case_for
from confide.statistics import actions, queries
from confide.statistics.models import Proposal, Release
from confide.statistics.queries import Published, ShownTable
from confide.statistics.queries.shown import Cell, Row
from confide.statistics.views import pictures
from confide.team.queries import Acting
from tests.browsing import At, browser_of
from tests.cast import NOON, a_case, officer
from tests.statistics.counting import a_year, check, publish, put, seeded, some_row

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Officers = tuple[Acting, Acting]


def text(page: HttpResponseBase) -> str:
    if page.streaming:
        return b"".join(page.streaming_content).decode()  # type: ignore[attr-defined]
    assert isinstance(page, HttpResponse)
    return page.content.decode()


@pytest.fixture
def year(officers: Officers) -> Officers:
    a_year(officers[0], people=600, at=NOON)
    return officers


@pytest.fixture
def published(year: Officers) -> Officers:
    alice, bob = year
    asked = [queries.wanted(key, "2025-Q4") for key in ("category-level-year", "heard-year")]
    wanted = [each for each in asked if each]
    draft = actions.draft_release(alice, "=HYPERLINK the year", wanted, at=NOON)
    check(alice, draft, at=NOON)
    actions.propose(alice, draft, commentary=[("year", "A busy year.")], at=NOON)
    publish(bob, draft, at=NOON)
    return year


@pytest.mark.clause("STAT-1")
def test_the_picture_shows_this_year_beside_the_last(at: At, year: Officers) -> None:
    alice, _ = year
    put(alice, [some_row(seeded(n), "2026-Q4") for n in range(20)])
    case = a_case(alice)
    casework.resolve(alice, case_for(alice, case.ref), outcome="Done.", at=NOON)
    page = text(browser_of(alice).get("/figures/"))
    assert "21 cases opened and 1 resolved in 2026/27 so far" in page
    assert "In all of 2025/26 it was 600 and 600" in page
    assert page.count("<svg") >= 4 and 'role="img"' in page
    assert "Within a day" in page and "In person" in page


@pytest.mark.clause("STAT-1")
def test_of_many_rows_the_page_says_how_far_it_is(
    at: At, officers: Officers, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, _ = officers
    put(alice, [some_row(seeded(n), "2026-Q4") for n in range(300)])
    monkeypatch.setattr(pictures, "AT_ONCE", 100)
    monkeypatch.setattr("confide.statistics.queries.counts._TOLD_EVERY", 100)
    page = text(browser_of(alice).get("/figures/"))
    assert page.index("33 per cent") < page.index("66 per cent") < page.index("300 cases opened")


@pytest.mark.clause("CONF-5")
def test_a_steward_sees_no_figures(at: At, officers: Officers, sara: Acting) -> None:
    for path in ("/figures/", "/figures/releases/", "/figures/releases/new/"):
        assert browser_of(sara).get(path).status_code == 404


def test_whoever_holds_no_team_key_yet_is_told_so_on_every_page(at: At, year: Officers) -> None:
    alice, _ = year
    asked = [each for each in [queries.wanted("heard-year", "2025-Q4")] if each]
    draft = f"/figures/releases/{actions.draft_release(alice, 'The year', asked, at=NOON)}/"
    browser = browser_of(officer("clara", post="welfare-graduates"))
    for path in ("/figures/", "/figures/releases/", draft):
        page = browser.get(path)
        assert page.status_code == 200 and "do not hold the team’s key" in text(page)
    typed = {"title": "The year", "tables": ["heard-year/2025-Q4"]}
    ends = ("check/", "proposal/", "publication/", "withdrawal/")
    sent = {"/figures/releases/new/": typed, **{draft + end: {} for end in ends}}
    for path, words in sent.items():
        page = browser.post(path, words)
        assert page.status_code == 403 and "do not hold the team’s key" in text(page), path
    assert Proposal.objects.count() == 1


def test_nor_does_anything_close_without_it(at: At, alice: Acting) -> None:
    page = browser_of(alice).post("/figures/quarters/2026-Q3/closure/")
    assert page.status_code == 403 and "do not hold the team’s key" in text(page)


def percents(dims: list[str], labels: list[list[str]], figures: list[int | None]) -> list[object]:
    groups = [[[label, [label]] for label in some] for some in [*labels, ["2026"]]]
    written = {"name": "T", "dims": [*dims, "when"], "groups": groups, "published": figures}
    return [[cell.percent for cell in row.cells] for row in queries.shown(written).rows]


@pytest.mark.clause("STAT-2")
def test_per_cents_are_of_the_whole_that_is_published_and_of_enough_people() -> None:
    one = [["friend", "poster"]]
    assert percents(["heard"], one, [10, 15, 25]) == [[40], [60], [None]]
    assert percents(["heard"], one, [10, 10, 20]) == [[None], [None], [None]]
    assert percents(["heard"], one, [10, None, 25]) == [[40], [None], [None]]
    assert percents(["heard"], one, [10, 15, None]) == [[None], [None], [None]]
    two = [["a", "b"], ["c", "d"]]
    figures: list[int | None] = [10, 15, 25, 5, 5, 10, 15, 20, 35]
    assert percents(["level", "college"], two, figures) == [
        [40, 60, None],
        [None, None, None],
        [43, 57, None],
    ]


@pytest.mark.clause("STAT-2")
def test_a_release_from_choosing_to_publishing_without_a_script(at: At, year: Officers) -> None:
    alice, bob = year
    browser = browser_of(alice)
    assert "Fill this in" in text(browser.post("/figures/releases/new/", {}))
    typed = {"title": "The year", "tables": ["heard-year/2025-Q4", "category-quarter/2026-Q3"]}
    made = browser.post("/figures/releases/new/", typed)
    assert made.status_code == 302
    draft = made["Location"]
    page = text(browser.get(draft))
    assert "Not checked yet" in page and "How students heard of us, October 2025" in page
    checking = text(browser.post(f"{draft}check/"))
    assert "Stop" in checking and "It is checked: see what was found" in checking
    assert "Nobody can be recognised." in text(browser.get(draft))
    assert browser.post(f"{draft}publication/").status_code == 403
    assert browser.post(f"{draft}proposal/", {"noticed": "Busy."}).status_code == 302
    assert "It waits for a second officer" in text(browser.get("/figures/releases/"))
    assert browser.post(f"{draft}publication/").status_code == 403
    other = browser_of(bob)
    page = text(other.get(draft))
    assert "You are the second officer" in page
    unseen = other.post(f"{draft}publication/", {"seen": "another"})
    assert unseen.status_code == 403 and "changed since you opened its page" in text(unseen)
    seen = {"seen": page.split('name="seen" value="')[1].split('"')[0]}
    assert other.post(f"{draft}publication/", seen)["Location"] == "/figures/published/1/"
    assert "Busy." in text(other.get("/figures/published/1/"))


@pytest.mark.clause("STAT-2")
def test_what_is_stopped_is_undecided_and_does_not_leave(at: At, year: Officers) -> None:
    alice, _ = year
    browser = browser_of(alice)
    typed = {"title": "The year", "tables": ["category-level-year/2025-Q4", "college-year/2025-Q4"]}
    draft = browser.post("/figures/releases/new/", typed)["Location"]
    page = browser.post(f"{draft}check/")
    assert browser.post(f"{draft}stop/").status_code == 302
    assert Proposal.objects.get().stopped
    text(page)
    assert browser.post(f"{draft}withdrawal/").status_code == 302
    assert not Proposal.objects.exists()


@pytest.mark.clause("STAT-2")
def test_what_was_refused_is_made_again_without_one_of_its_tables(at: At, year: Officers) -> None:
    alice, _ = year
    browser = browser_of(alice)
    keys = ["category-level-year/2025-Q4", "college-year/2025-Q4"]
    draft = browser.post("/figures/releases/new/", {"title": "The year", "tables": keys})[
        "Location"
    ]
    name = draft.split("/")[-2]
    shown = queries.one_proposal(alice, name)
    counts = queries.counts_of(queries.keys_of(alice))
    tables = tuple(queries.table_of(each, counts, []) for each in shown.wanted)
    found = queries.Found(tables, disclosed=0, undecided=2, findings=())
    actions.keep_check(alice, name, shown.wanted, found, after=0, at=NOON)
    page = text(browser.get(draft))
    assert "2 questions are open" in page
    assert "Make it without “New cases by college, October 2025 to September 2026”" in page
    left = {"title": "The year", "tables": keys[:1]}
    assert f'name="tables" value="{keys[0]}"' in page
    smaller = text(browser.get(browser.post("/figures/releases/new/", left)["Location"]))
    assert "Not checked yet" in smaller and "New cases by college" not in smaller


@pytest.mark.clause("STAT-2")
def test_a_check_whose_table_means_something_else_by_now_ends_with_words(
    at: At, year: Officers, settings: Any
) -> None:
    browser = browser_of(year[0])
    typed = {"title": "The year", "tables": ["category-quarter/2025-Q4", "heard-year/2025-Q4"]}
    draft = browser.post("/figures/releases/new/", typed)["Location"]
    figures = settings.POLICY.figures
    others = [replace(shape, by=("level",)) for shape in figures.shapes]
    for shapes, words in ((others, "count something else"), (others[1:2], "not set any more")):
        changed = replace(figures, shapes=tuple(shapes))
        settings.POLICY = replace(settings.POLICY, figures=changed)
        page = text(browser.post(f"{draft}check/"))
        assert "It was not checked." in page and words in page and page.endswith("</html>\n")


@pytest.mark.clause("STAT-2")
def test_a_check_whose_release_is_dropped_meanwhile_ends_with_words(at: At, year: Officers) -> None:
    browser = browser_of(year[0])
    typed = {"title": "The year", "tables": ["heard-year/2025-Q4"]}
    draft = browser.post("/figures/releases/new/", typed)["Location"]
    page = browser.post(f"{draft}check/")
    assert browser.post(f"{draft}withdrawal/").status_code == 302
    assert "A colleague dropped this release" in text(page)


@pytest.mark.clause("STAT-1")
def test_a_quarter_is_closed_with_a_button(at: At, officers: Officers) -> None:
    alice, _ = officers
    put(alice, [some_row(seeded(n), "2026-Q3") for n in range(20)])
    browser = browser_of(alice)
    assert "Close July to September 2026" in text(browser.get("/figures/releases/"))
    assert browser.post("/figures/quarters/2026-Q3/closure/").status_code == 302
    assert not CodedFact.objects.exists()
    assert "This quarter is not over yet" in text(browser.get("/figures/releases/"))
    assert browser.post("/figures/quarters/2026-Q4/closure/").status_code == 403
    assert browser.post("/figures/quarters/nothing/closure/").status_code == 404


@pytest.mark.clause("STAT-2")
def test_a_release_is_published_once_for_good(at: At, published: Officers) -> None:
    browser = browser_of(published[0])
    page = text(browser.get("/figures/published/1/"))
    assert "figures__percent" in page[page.index("How students heard of us, October 2025") :]
    assert "How these figures were protected" in page and "rounded to the nearest five" in page
    assert browser.get("/figures/published/2/").status_code == 404
    assert browser.get("/figures/published/1/release.docx").status_code == 404


@pytest.mark.clause("STAT-2")
@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_itself_keeps_what_was_published(published: Officers, change: str) -> None:
    release = Release.objects.get()
    release.title = "Another"
    with pytest.raises(DatabaseError, match="what was published stays"), transaction.atomic():
        release.save() if change == "update" else release.delete()
    assert queries.one_release(1).title.endswith("the year")


@pytest.mark.clause("STAT-2")
@pytest.mark.parametrize("kind", queries.KINDS)
def test_every_file_is_made_afresh_and_is_the_same_each_time(
    published: Officers, kind: str
) -> None:
    release = queries.one_release(1)
    assert queries.made(release, kind) == queries.made(release, kind)


@pytest.mark.clause("STAT-2")
def test_a_sheet_holds_what_was_published_and_nothing_else(published: Officers) -> None:
    """One sheet, numbers and labels; no formula, no property, no hidden row."""
    release = queries.one_release(1)
    told = [[str(each) for each in line] for line in queries.lines(release)]
    read = list(csv.reader(io.StringIO(queries.made(release, "csv").decode("utf-8-sig"))))
    assert read == told
    book = load_workbook(io.BytesIO(queries.made(release, "xlsx")))
    assert len(book.worksheets) == 1 and book.active is not None
    with zipfile.ZipFile(io.BytesIO(queries.made(release, "xlsx"))) as archive:
        said = b"".join(archive.read(name) for name in archive.namelist() if "docProps" in name)
    assert b"openpyxl" not in said and b"20" not in said.replace(b"2006", b"")
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"n", "s"}
    assert {str(cell.value) for cell in cells} <= {each for line in told for each in line}
    assert not any(row.hidden for row in book.active.row_dimensions.values())
    with zipfile.ZipFile(io.BytesIO(queries.made(release, "ods"))) as archive:
        content = archive.read("content.xml").decode()
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert content.count("<table:table ") == 1 and "table:formula" not in content
    words = {each.text or "" for each in ElementTree.fromstring(content).iter() if each.text}  # noqa: S314
    assert {w for w in words if w.strip()} <= {each for line in told for each in line}


@pytest.mark.clause("STAT-2")
@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(begins: str) -> None:
    """Not the title, nor what a table, its columns and its rows are called."""
    words = f"{begins}HYPERLINK(1)"
    row = Row((words,), (Cell(5),), total=False)
    table = ShownTable(words, (words,), (words,), (row,), (), 0, 0)
    release = Published(1, words, date(2026, 11, 1), (table,), (), "")
    told = [each for line in queries.lines(release) for each in line if "HYPERLINK" in str(each)]
    assert told == [f"'{words}"] * 5


@pytest.mark.clause("STAT-2")
def test_the_paper_is_a_tagged_pdf_with_every_number(published: Officers) -> None:
    paper = queries.made(queries.one_release(1), "pdf")
    assert paper.startswith(b"%PDF") and b"/StructTreeRoot" in paper


@pytest.mark.clause("STAT-2")
def test_words_that_no_font_has_signs_for_are_printed_all_the_same(published: Officers) -> None:
    """What was published stays, so that its paper would be missing for ever."""
    words = "A busy year \N{FACE WITH TEARS OF JOY} \N{CJK UNIFIED IDEOGRAPH-65E5}."
    release = replace(queries.one_release(1), title=words, remarks=(("What stands out", words),))
    assert queries.made(release, "pdf").startswith(b"%PDF")


@pytest.mark.clause("STAT-2")
def test_a_table_wider_than_its_paper_stands_in_several_stretches() -> None:
    """Two labels and eleven columns: as many tables as hold five columns each."""
    columns = tuple(f"An ending in words {n}" for n in range(11))
    row = Row(("Housing", "Undergraduate"), tuple(Cell(5 * n) for n in range(11)), total=False)
    papers = [
        queries.made(
            Published(
                1,
                "The year",
                date(2026, 11, 1),
                (ShownTable("Ends", ("About", "Level"), columns[:some], (short,), (), 0, 0),),
                (),
                "",
            ),
            "pdf",
        )
        for some in (5, 11)
        for short in (replace(row, cells=row.cells[:some]),)
    ]
    assert [paper.count(b"/S /Table") or paper.count(b"/S/Table") for paper in papers] == [1, 3]
