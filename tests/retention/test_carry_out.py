"""What was ordered is carried out: key, files, rows and grants go, and a certificate stays."""

from datetime import date
from pathlib import Path

import pytest

from confide.casework import actions as casework
from confide.casework.models import Case, Contact, Document
from confide.casework.queries import OpenCase, case_for, content_of, documents_of
from confide.ledger import history
from confide.ledger.record import record
from confide.policy import retention
from confide.retention import actions, queries
from confide.retention.models import Certificate
from confide.team.queries import Acting
from confide.vault import shred
from confide.vault.models import Grant
from tests import cast
from tests.retention.nights import ending_on, night

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-5"),
    pytest.mark.promise("P6"),
]
ENDS = date(2026, 11, 30)


@pytest.fixture
def ordered(alice: Acting, case: OpenCase) -> OpenCase:
    """A case with a document, whose destruction was ordered."""
    casework.add_document(alice, case, cast.a_pdf(), at=cast.NOON)
    ending_on(case, ENDS)
    actions.announce(case.ref, at=night(ENDS, -7))
    actions.order(case.ref, cause=retention.CLOCK, by="service", at=night(ENDS))
    return case


def test_nothing_of_the_case_stays(ordered: OpenCase, data: Path) -> None:
    actions.carry_out(ordered.ref, at=night(ENDS))
    assert not Case.objects.filter(id=ordered.ref).exists()
    assert not Contact.objects.filter(case_id=ordered.ref).exists()
    assert not Document.objects.filter(case_id=ordered.ref).exists()
    assert not Grant.objects.filter(case=ordered.ref).exists()
    assert shred.fetch([ordered.ref]) == {}
    assert shred.tombstoned(ordered.ref)
    assert not (data / "files" / ordered.ref).exists()


def test_another_case_keeps_everything(alice: Acting, ordered: OpenCase) -> None:
    other = cast.a_case(alice, student="Emrys")
    casework.add_document(alice, other, cast.a_pdf(), at=cast.NOON)
    actions.carry_out(ordered.ref, at=night(ENDS))
    opened = case_for(alice, other.ref)
    assert b"".join(content_of(opened, documents_of(opened)[0].card)) == cast.PDF


def test_the_certificate_says_what_when_and_why_and_no_name(ordered: OpenCase) -> None:
    number = actions.carry_out(ordered.ref, at=night(ENDS, 1))
    kept = Certificate.objects.get()
    assert kept.number == number
    assert number.startswith("2026-0001-")
    assert (kept.cause, kept.ordered_on, kept.destroyed_on) == ("clock", ENDS, date(2026, 12, 1))
    assert kept.counts == {"case": 1, "contact": 1, "document": 1, "task": 1}
    assert "whitlock" not in str(vars(kept)).casefold()


def test_certificates_are_numbered_through_the_year(alice: Acting, ordered: OpenCase) -> None:
    first = actions.carry_out(ordered.ref, at=night(ENDS))
    numbers = [first]
    for on in (ENDS, date(2027, 1, 1)):
        case = cast.a_case(alice)
        actions.order(case.ref, cause=retention.STUDENT, by="service", at=night(on))
        numbers.append(actions.carry_out(case.ref, at=night(on)))
    assert [number[:9] for number in numbers] == ["2026-0001", "2026-0002", "2027-0001"]


def test_doing_it_twice_is_doing_it_once(ordered: OpenCase) -> None:
    actions.carry_out(ordered.ref, at=night(ENDS))
    with pytest.raises(actions.NotOrdered):
        actions.carry_out(ordered.ref, at=night(ENDS))
    destroyed = [e for e in history.entries_about(ordered.ref) if e.event == "case.destroyed"]
    assert len(destroyed) == Certificate.objects.count() == 1


def test_what_somebody_else_finished_meanwhile_is_not_finished_again(
    ordered: OpenCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    from confide.retention.actions import destroying

    remove = destroying.files.remove_case_folder

    def while_another_is_quicker(case: str) -> None:
        monkeypatch.undo()
        remove(case)
        actions.carry_out(case, at=night(ENDS))

    monkeypatch.setattr(destroying.files, "remove_case_folder", while_another_is_quicker)
    number = actions.carry_out(ordered.ref, at=night(ENDS))
    assert [kept.number for kept in Certificate.objects.all()] == [number]
    events = [entry.event for entry in history.entries_about(ordered.ref)]
    assert events.count("case.destroyed") == 1


def test_nobody_destroys_what_nobody_ordered(case: OpenCase) -> None:
    with pytest.raises(actions.NotOrdered):
        actions.carry_out(case.ref, at=night(ENDS))
    assert case.ref in shred.fetch([case.ref])


def test_an_order_that_could_still_be_undone_is_not_carried_out(ordered: OpenCase) -> None:
    yes = retention.may_finish_destruction(retention.CLOCK)
    with (
        record("case.read", by="service", about=ordered.ref, under=yes, at=night(ENDS)),
        pytest.raises(RuntimeError),
    ):
        actions.carry_out(ordered.ref, at=night(ENDS))
    assert ordered.ref in shred.fetch([ordered.ref])


def test_a_hold_that_comes_after_the_order_comes_too_late_and_the_end_is_the_end(
    ordered: OpenCase,
) -> None:
    ending_on(ordered, ENDS, keep_until=date(2027, 6, 1))
    assert queries.unfinished() == [ordered.ref]
    assert actions.carry_out(ordered.ref, at=night(ENDS))
