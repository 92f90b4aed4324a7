"""A student has their records destroyed by asking, long before the clock would. (RECD-6)"""

from datetime import date, timedelta

import pytest

from confide.casework.queries import NotVisible, OpenCase, case_for, contacts_of
from confide.ledger import history
from confide.ledger.record import Refused
from confide.retention import actions, queries
from confide.retention.models import Certificate
from confide.team.queries import Acting
from tests.cast import NOON
from tests.retention.nights import ending_on, night

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-6"),
    pytest.mark.promise("P7"),
]
TODAY = NOON.date()
ASKED = actions.Asked(how_asked="She came to the office.", how_identified="I have known her long.")


def request(acting: Acting, case: OpenCase, asked: actions.Asked = ASKED) -> str | None:
    return actions.request_by_student(acting, case, asked, at=NOON)


def test_an_open_case_goes_at_once(alice: Acting, case: OpenCase) -> None:
    number = request(alice, case)
    assert number is not None
    assert queries.certificate(number).clause == "RECD-6"
    with pytest.raises(NotVisible):
        case_for(alice, case.ref)


def test_a_resolved_case_goes_at_once_years_before_its_day(alice: Acting, case: OpenCase) -> None:
    ending_on(case, date(2029, 11, 1))
    assert request(alice, case)


def test_the_ledger_keeps_who_took_the_request(alice: Acting, case: OpenCase) -> None:
    request(alice, case)
    entries = history.entries_about(case.ref)[-5:]
    assert [(entry.event, entry.by) for entry in entries] == [
        ("destruction.asked", alice.pseudonym),
        ("contact.added", alice.pseudonym),
        ("outcome.forgotten", alice.pseudonym),
        ("destruction.ordered", alice.pseudonym),
        ("case.destroyed", "service"),
    ]


@pytest.mark.parametrize(
    "asked",
    [
        actions.Asked(how_asked=" ", how_identified="I know her."),
        actions.Asked(how_asked="She came.", how_identified=""),
    ],
)
def test_a_request_says_how_it_was_made_and_by_whom(
    alice: Acting, case: OpenCase, asked: actions.Asked
) -> None:
    with pytest.raises(Refused):
        request(alice, case, asked)
    assert case_for(alice, case.ref)


def test_an_officer_who_does_not_sit_at_the_case_takes_no_request(
    bob: Acting, case: OpenCase
) -> None:
    with pytest.raises(Refused):
        request(bob, case)
    assert queries.unfinished() == []


def test_under_a_hold_the_request_is_kept_and_carried_out_in_the_night_after_it(
    alice: Acting, case: OpenCase
) -> None:
    ending_on(case, date(2029, 11, 1), keep_until=TODAY + timedelta(days=3))
    assert request(alice, case) is None
    entries = contacts_of(case_for(alice, case.ref))
    kept = next(each.card.said for each in entries if each.card.kind == "asked-to-destroy")
    assert kept == f"{ASKED.how_asked}\n\n{ASKED.how_identified}"
    for days in (1, 2, 3):
        assert actions.nightly(night(TODAY, days)).destroyed == 0
    assert actions.nightly(night(TODAY, 4)).destroyed == 1
    assert Certificate.objects.get().cause == "student"


def test_what_nobody_asked_for_stays_in_such_a_night(alice: Acting, case: OpenCase) -> None:
    ending_on(case, date(2029, 11, 1), keep_until=TODAY)
    assert actions.nightly(night(TODAY, 1)).destroyed == 0
    assert case_for(alice, case.ref)
