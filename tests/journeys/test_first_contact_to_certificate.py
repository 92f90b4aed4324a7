"""The main story: founded in the morning, a case from its first contact to its certificate."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from confide.policy.retention import last_night
from tests.disclosure.reading import glued, words_of
from tests.journeys import papers
from tests.journeys import walking as walk
from tests.journeys.running import Service, confide, founded, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

STUDENT = "Zoë Agyeman-Sørli"
ABOUT = "I was in hospital on the day of the second paper."
CANARY = "Marmalade-Cassowary"
TOLD = walk.Told()
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return founded(tmp_path / "data")


@pytest.fixture
def address(service: Service) -> Iterator[str]:
    with served(service.folder) as where:
        yield where


@SCRIPT
@pytest.mark.clause("CONF-1", "CONF-4", "CONF-5", "RECD-1", "RECD-2", "RECD-5")
def test_a_case_goes_from_the_first_contact_to_a_certificate_by_the_clock(
    service: Service, address: str, somebody: Callable[..., "Page"], script: bool, tmp_path: Path
) -> None:
    officer, passphrase = _a_steward_appoints(service, address, somebody, script=script)
    first = {"said": "She rang.", "next_step": "Ask the college"}
    ref = walk.open_case(officer, address, STUDENT, ABOUT, **first)
    walk.add_contact(officer, f"She said more. {CANARY}", options="Three", chose="The second")
    assert "Options explained: Three" in officer.inner_text(".timeline")
    _everything_brought_is_there(officer, tmp_path, script=script)
    _only_words_of_the_case_are_found(officer, address)
    _nothing_is_told_before_she_agreed(officer, address, ref)
    _what_she_agreed_to_is_told(officer, tmp_path)
    _after_she_took_it_back_nothing_more_is_told(officer, address, ref)
    _its_time_over_it_is_destroyed(officer, address, ref, service, passphrase)
    _the_certificate_can_be_read_and_printed(officer, address, ref, tmp_path)
    assert "as they were written" in confide("verify", folder=service.folder)


@SCRIPT
@pytest.mark.clause("RECD-6")
def test_a_case_is_destroyed_when_the_student_asks(
    service: Service, address: str, somebody: Callable[..., "Page"], script: bool, tmp_path: Path
) -> None:
    officer, _ = _a_steward_appoints(service, address, somebody, script=script)
    ref = walk.open_case(officer, address, STUDENT, ABOUT)
    walk.follow(officer, "The student wants it destroyed")
    walk.press(officer, "Go on")
    assert officer.locator(".govuk-error-summary li").count() == 2
    officer.get_by_label("How did the student ask?").fill("She came on Monday and asked.")
    officer.get_by_label("How do you know that it is they?").fill("I see her every week.")
    walk.press(officer, "Go on")
    assert "can’t be undone" in officer.inner_text(".warning")
    walk.press(officer, "Destroy the records")
    _the_certificate_can_be_read_and_printed(officer, address, ref, tmp_path)


def _a_steward_appoints(
    service: Service, address: str, somebody: Callable[..., "Page"], *, script: bool
) -> "tuple[Page, str]":
    steward = somebody(java_script_enabled=script)
    walk.enrol(steward, address, "pat", service.invitation)
    assert "Cases are none of a steward’s business" in steward.inner_text("main")
    elected, again = walk.today(), walk.today() + timedelta(days=700)
    terms = {"first": elected, "last": again - timedelta(days=1)}
    invitation = walk.appoint(steward, address, "Maya Rahman", "maya", **terms)
    # Elected for as long as the case lives: else the night of her last day takes it from her.
    terms = {"first": again, "last": again + timedelta(days=700)}
    assert walk.appoint(steward, address, "Maya Rahman", "maya", **terms) == ""
    assert steward.url == f"{address}/officers/"
    officer = somebody(java_script_enabled=script, accept_downloads=True)
    passphrase = walk.enrol(officer, address, "maya", invitation)
    walk.undertake(officer)
    assert officer.url == f"{address}/desk/"
    return officer, passphrase


def _everything_brought_is_there(officer: "Page", folder: Path, *, script: bool) -> None:
    bring = walk.drop if script else walk.file
    bring(officer, papers.a_mail())
    timeline = officer.inner_text(".timeline")
    assert "E-mail from Zoë Agyeman-Sørli" in timeline and "tracker.example" not in timeline
    assert "Letter – März.txt" in timeline
    for path in papers.documents(folder):
        walk.file(officer, path)
        with officer.expect_download() as saved:
            officer.get_by_role("link", name=path.name).click()
        assert saved.value.path().read_bytes() == path.read_bytes()
        assert saved.value.suggested_filename == f"document{path.suffix}"


def _only_words_of_the_case_are_found(officer: "Page", address: str) -> None:
    for words, count in (("flatmate", 1), ("marmalade", 1), ("marz", 1), ("giraffe", 0)):
        officer.goto(f"{address}/search/")
        officer.get_by_label("Words to look for").fill(words)
        walk.press(officer, "Search my cases")
        assert officer.locator(".results .card").count() == count, words
        assert officer.url == f"{address}/search/"


def _nothing_is_told_before_she_agreed(officer: "Page", address: str, ref: str) -> None:
    walk.ask_the_gate(officer, address, ref, TOLD)
    refusal = officer.get_by_role("alert").inner_text()
    assert "CONF-" in refusal
    assert officer.get_by_label("Who is to be told?").input_value() == TOLD.recipient


def _what_she_agreed_to_is_told(officer: "Page", folder: Path) -> None:
    walk.agree_by_word_of_mouth(officer, "Yes, tell him that.", "I read it back to her.")
    walk.press(officer, f"Tell {TOLD.recipient}")
    assert TOLD.summary in officer.inner_text("main")
    extract = walk.tell(officer)
    assert extract.suggested_filename == "extract.pdf"
    extract.save_as(folder / "extract.pdf")
    shown = glued(words_of((folder / "extract.pdf").read_bytes()))
    assert glued(TOLD.summary) in shown and glued(TOLD.recipient) in shown
    assert CANARY not in shown and "flatmate" not in shown


def _after_she_took_it_back_nothing_more_is_told(officer: "Page", address: str, ref: str) -> None:
    told = officer.url
    officer.goto(f"{address}/cases/{ref}/")
    walk.follow(officer, TOLD.recipient)
    officer.get_by_label("What they said").fill("I would rather not, after all.")
    walk.press(officer, "Withdraw this consent")
    walk.ask_the_gate(officer, address, ref, TOLD)
    assert "CONF-4" in officer.get_by_role("alert").inner_text()
    officer.goto(told)
    assert "No further copy can be made" in officer.inner_text("main")
    refused = officer.request.get(f"{told}extract/")
    assert refused.status == 403 and b"%PDF" not in refused.body()


def _its_time_over_it_is_destroyed(
    officer: "Page", address: str, ref: str, service: Service, passphrase: str
) -> None:
    # Not so late that midnight falls between this and the resolution.
    walk.today()
    last = last_night(datetime.now(walk.LONDON), 36)
    walk.resolve(officer, address, ref, "She sits the paper in June.")
    assert f"{last.day} {last:%B %Y}" in officer.inner_text("aside")

    def night(before: int) -> str:
        on = last - timedelta(days=before)
        return confide("nightly", "--date-is-right", "--on", f"{on}", folder=service.folder)

    assert "Announced" not in night(30)
    assert "Announced 1" in night(20)
    assert "Destroyed" not in night(1)
    # The nights to come ended her session of today.
    walk.sign_in(officer, f"{address}/cases/{ref}/", "maya", passphrase)
    assert officer.inner_text("h1") == STUDENT
    assert "Destroyed 1" in night(0)
    walk.sign_in(officer, f"{address}/desk/", "maya", passphrase)


def _the_certificate_can_be_read_and_printed(
    officer: "Page", address: str, ref: str, folder: Path
) -> None:
    officer.goto(f"{address}/cases/{ref}/")
    assert officer.inner_text("h1") == "There is no such page"
    officer.goto(f"{address}/certificates/")
    walk.go(officer.locator("main td a").first)
    assert ref in officer.inner_text(".certificate")
    with officer.expect_download() as saved:
        officer.get_by_role("link", name="On paper (PDF)").click()
    assert saved.value.suggested_filename == "document.pdf"
    saved.value.save_as(folder / "certificate.pdf")
    shown = words_of((folder / "certificate.pdf").read_bytes())
    assert glued(ref) in glued(shown) and "Zoë" not in shown
