"""Reading a case: an entry for each officer, case and session, and nothing for whoever may not."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from confide.casework import actions, queries
from confide.casework.models import Case
from confide.casework.queries import NotVisible, OpenCase
from confide.ledger.history import entries_about
from confide.ledger.models import Entry
from confide.team.models import Role
from confide.team.queries import Acting, acting_with
from confide.vault.models import Grant
from tests import cast
from tests.browsing import At, browser_of
from tests.cast import NOON

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
REF = "a" * 26


def readings(case: OpenCase) -> list[str]:
    return [entry.by for entry in entries_about(case.ref) if entry.event == "case.read"]


@pytest.mark.clause("CONF-1")
def test_the_first_time_in_a_session_is_an_entry_and_the_second_is_not(
    alice: Acting, case: OpenCase
) -> None:
    for minutes in (0, 1, 60):
        opened = actions.read(alice, case.ref, at=NOON + timedelta(minutes=minutes))
        assert opened.file.student == "Dana Whitlock"
    assert readings(case) == [alice.pseudonym]


def test_another_session_is_another_entry(alice: Acting, case: OpenCase) -> None:
    actions.read(alice, case.ref, at=NOON)
    later = NOON + timedelta(hours=3)
    actions.read(replace(alice, session_started_at=later), case.ref, at=later)
    assert readings(case) == [alice.pseudonym] * 2


def test_each_case_and_each_officer_has_an_entry_of_its_own(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    other = cast.a_case(alice, student="Emrys Vaughan")
    actions.read(alice, case.ref, at=NOON)
    actions.read(alice, other.ref, at=NOON)
    actions.hand_over(alice, case, bob.officer, student_knows="She knows.", at=NOON)
    actions.read(bob, case.ref, at=NOON)
    assert readings(case) == [alice.pseudonym, bob.pseudonym]
    assert readings(other) == [alice.pseudonym]


def somebody(who: str, alice: Acting) -> Acting:
    """Everybody whom the case does not concern."""
    match who:
        case "a colleague":
            return cast.officer("zoe")
        case "the steward":
            return cast.officer("tom", role=Role.STEWARD)
        case "her own term ended":
            return _on(alice, date(2027, 7, 1))
        case "her own term has not begun":
            return _on(alice, date(2026, 6, 30))
        case _:
            return replace(alice, undertaking_signed=False)


def _on(acting: Acting, on: date) -> Acting:
    again = acting_with(acting.unlocked, started_at=NOON, on=on)
    assert again is not None
    return again


EVERYBODY = [
    "a colleague",
    "the steward",
    "her own term ended",
    "her own term has not begun",
    "she has not signed",
]


@pytest.mark.clause("CONF-1", "CONF-5")
@pytest.mark.parametrize("who", EVERYBODY)
def test_to_whoever_it_does_not_concern_it_is_not_there_and_nothing_is_entered(
    alice: Acting, case: OpenCase, who: str
) -> None:
    them = somebody(who, alice)
    before = Entry.objects.count()
    for ref in (case.ref, REF, "", "x" * 1000):
        with pytest.raises(NotVisible):
            actions.read(them, ref, at=NOON)
    assert Entry.objects.count() == before
    assert queries.my_cases(them) == [] and queries.search(them, "Dana") == []


@pytest.mark.promise("P4")
def test_a_seat_without_a_key_opens_nothing(alice: Acting, bob: Acting, case: OpenCase) -> None:
    """Whoever can write to the database seats Bob; what he lacks is in no table."""
    case.row.seats.create(officer=bob.officer)
    with pytest.raises(NotVisible):
        queries.case_for(bob, case.ref)
    assert queries.my_cases(bob) == [] and queries.search(bob, "Dana") == []
    hers = Grant.objects.get(case=case.ref, holder=alice.unlocked.ring_id)
    hers.pk, hers.holder_id, hers.quick = "b" * 26, bob.unlocked.ring_id, None
    hers.save(force_insert=True)
    with pytest.raises(NotVisible):
        queries.case_for(bob, case.ref)


@pytest.mark.clause("CONF-1")
def test_a_key_without_a_seat_opens_nothing_either(alice: Acting, case: OpenCase) -> None:
    case.row.seats.all().delete()
    with pytest.raises(NotVisible):
        queries.case_for(alice, case.ref)
    assert queries.my_cases(alice) == [] and queries.search(alice, "Dana") == []


def test_a_case_that_is_being_destroyed_is_not_there(alice: Acting, case: OpenCase) -> None:
    Case.objects.filter(id=case.ref).update(being_destroyed=True)
    with pytest.raises(NotVisible):
        actions.read(alice, case.ref, at=NOON)
    assert queries.my_cases(alice) == [] and queries.search(alice, "Dana") == []


PAGES = (
    "", "file/", "contacts/", "documents/", f"documents/{REF}/", "papers/", "steps/",
    f"steps/{REF}/done/", "closure/", "reopening/",
)  # fmt: skip


@pytest.mark.clause("CONF-3")
@pytest.mark.parametrize("method", ["get", "post"])
def test_on_every_page_it_is_the_same_404_as_a_case_that_does_not_exist(
    at: At, alice: Acting, bob: Acting, sara: Acting, case: OpenCase, method: str
) -> None:
    ended = cast.officer("ended", term=(date(2024, 7, 1), date(2025, 6, 30)))
    for them in (bob, sara, ended):
        browser = browser_of(them)
        answers = set()
        for ref in (case.ref, REF, "%00", "x", "a" * 5000):
            for page in PAGES:
                answer = getattr(browser, method)(f"/cases/{ref}/{page}", {"said": "words"})
                headers = tuple(sorted(answer.headers.items()))
                answers.add((answer.status_code, answer.content, headers))
        assert len(answers) == 1 and answers.pop()[0] == 404


def test_a_document_of_another_case_is_not_there(at: At, alice: Acting, case: OpenCase) -> None:
    other = cast.a_case(alice, student="Emrys Vaughan")
    document = actions.add_document(alice, other, cast.a_pdf(), at=NOON)
    paper = actions.register_paper(alice, case, name="A lease", kept_where="Cabinet 2", at=NOON)
    browser = browser_of(alice)
    assert browser.get(f"/cases/{other.ref}/documents/{document}/").content == cast.PDF
    for strange in (document, paper, REF, "%00"):
        assert browser.get(f"/cases/{case.ref}/documents/{strange}/").status_code == 404


def test_no_page_of_a_case_is_kept_by_anybody(at: At, alice: Acting, case: OpenCase) -> None:
    browser = browser_of(alice)
    for page in ("", "contacts/", "file/"):
        answer: Any = browser.get(f"/cases/{case.ref}/{page}")
        assert answer["Cache-Control"] == "no-store"
