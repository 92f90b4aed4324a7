"""Adding a contact: what was said, explained and chosen, and what comes next. (RECD-1, RECD-7)"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from confide.casework import actions, queries
from confide.casework.actions import Said
from confide.casework.models import Case, Contact
from confide.casework.queries import NotVisible, OpenCase
from confide.ledger import history
from confide.ledger.record import Refused
from confide.team.queries import Acting
from tests import cast
from tests.browsing import At, browser_of
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-1"),
]
HOUR = timedelta(hours=1)
SAID = Said(
    kind="phone",
    happened_at=NOON + HOUR,
    said="She rang: the agency has answered.",
    options="Accept; answer; arbitration.",
    chose="To answer.",
)


def test_it_is_kept_as_it_was_typed_newest_first(alice: Acting, case: OpenCase) -> None:
    added = actions.add_contact(alice, case, SAID, at=NOON + HOUR)
    entries = queries.contacts_of(queries.case_for(alice, case.ref))
    assert entries[0].id == added and len(entries) == 2
    card = entries[0].card
    assert (card.kind, card.said, card.options, card.chose) == (
        "phone", SAID.said, SAID.options, SAID.chose,
    )  # fmt: skip
    assert (card.by, card.at, card.recorded_at) == (alice.pseudonym, NOON + HOUR, NOON + HOUR)
    assert history.recorded("contact.added", about=case.ref, by=alice.pseudonym)


def test_its_next_step_is_on_the_list_with_its_day(alice: Acting, case: OpenCase) -> None:
    step = replace(SAID, next_step="Draft the answer", due_on=date(2026, 12, 1))
    actions.add_contact(alice, case, step, at=NOON + HOUR)
    steps = queries.tasks_of(case)
    assert [(each.card.step, each.card.due_on) for each in steps] == [
        ("Ring the deposit scheme", NOON.date()),
        ("Draft the answer", date(2026, 12, 1)),
    ]


def test_the_newest_contact_and_no_older_one_brings_the_case_up(
    alice: Acting, case: OpenCase
) -> None:
    other = cast.a_case(alice, student="Emrys Vaughan", at=NOON + timedelta(minutes=1))
    refs = lambda: [each.ref for each in queries.my_cases(alice)]  # noqa: E731
    assert refs() == [other.ref, case.ref]
    actions.add_contact(alice, case, replace(SAID, happened_at=NOON - HOUR), at=NOON + HOUR)
    assert refs() == [other.ref, case.ref]
    actions.add_contact(alice, case, SAID, at=NOON + HOUR)
    assert refs() == [case.ref, other.ref]


def test_what_has_not_happened_is_not_entered(alice: Acting, case: OpenCase) -> None:
    with pytest.raises(Refused) as refused:
        actions.add_contact(alice, case, SAID, at=NOON)
    assert refused.value.decision.clause == "RECD-1"
    assert len(queries.contacts_of(case)) == 1


@pytest.mark.clause("CONF-1")
def test_a_colleague_adds_nothing(alice: Acting, bob: Acting, case: OpenCase) -> None:
    with pytest.raises(Refused):
        actions.add_contact(bob, case, SAID, at=NOON + HOUR)
    assert len(queries.contacts_of(case)) == 1


@pytest.mark.promise("P14")
def test_nothing_is_added_to_a_case_whose_destruction_was_ordered(
    alice: Acting, case: OpenCase
) -> None:
    Case.objects.filter(id=case.ref).update(being_destroyed=True)
    adding = (
        lambda: actions.add_contact(alice, case, SAID, at=NOON + HOUR),
        lambda: actions.file_mail(alice, case, SAID, [cast.a_pdf()], at=NOON + HOUR),
        lambda: actions.add_document(alice, case, cast.a_pdf(), at=NOON),
        lambda: actions.register_paper(alice, case, name="x", kept_where="y", at=NOON),
        lambda: actions.add_task(alice, case, "x", due_on=None, at=NOON),
        lambda: actions.resolve(alice, case, outcome="x", at=NOON),
    )
    for add in adding:
        with pytest.raises(NotVisible):
            add()
    assert Contact.objects.count() == 1
    events = {entry.event for entry in history.entries_about(case.ref)}
    assert events == {"case.opened"}


def test_a_new_case_keeps_what_was_typed_of_its_first_contact_without_what_was_said(
    at: At, alice: Acting
) -> None:
    typed = {
        "student": "Dana", "eligibility": "registered", "scheme": "student-support",
        "category": "housing", "about": "The deposit.", "kind": "phone", "day": "23/11/2026",
        "time": "11:30", "said": "", "options": "A letter", "next_step": "Ring", "due_on": "",
    }  # fmt: skip
    assert browser_of(alice).post("/cases/new/", typed).status_code == 302
    opened = queries.my_cases(alice)[0]
    assert [each.card.options for each in queries.contacts_of(opened)] == ["A letter"]
    assert [each.card.step for each in queries.tasks_of(opened)] == ["Ring"]


def test_a_new_case_without_a_contact_has_none(at: At, alice: Acting) -> None:
    typed = {
        "student": "Dana", "eligibility": "registered", "scheme": "student-support",
        "category": "housing", "about": "The deposit.", "kind": "phone", "day": "23/11/2026",
        "time": "11:30",
    }  # fmt: skip
    assert browser_of(alice).post("/cases/new/", typed).status_code == 302
    assert queries.contacts_of(queries.my_cases(alice)[0]) == []
