"""What the service notes for itself in a case is not offered to be told. (CONF-1, ELIG-3)"""

import pytest

from confide.casework import actions as casework
from confide.casework.queries import OpenCase, case_for, contacts_of
from confide.disclosure import actions, queries
from confide.policy.breach import LAW
from confide.retention import actions as retention
from confide.team.queries import Acting
from tests.cast import NOON
from tests.disclosure.breaching import a_sheet

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def own_notes_of(case: OpenCase, before: set[str]) -> None:
    """There are contacts that came since, and none of them can be picked."""
    new = {each.id for each in contacts_of(case)} - before
    assert new
    picked = {item.key.partition(".")[0] for item in queries.items_of(case)}
    assert not new & picked


@pytest.mark.clause("ELIG-3", "CONF-1")
def test_that_somebody_stepped_aside_is_never_picked(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    before = {each.id for each in contacts_of(case)}
    casework.step_aside(alice, case, bob.officer, student_said="Bob, please.", at=NOON)
    own_notes_of(case_for(bob, case.ref), before)


@pytest.mark.clause("RECD-6", "CONF-1")
def test_nor_that_the_records_were_to_go(alice: Acting, bob: Acting, case: OpenCase) -> None:
    before = {each.id for each in contacts_of(case)}
    actions.break_confidence(alice, case, a_sheet(ground=LAW, duty="The Act"), at=NOON)
    asked = retention.Asked(how_asked="She came to the office.", how_identified="I know her.")
    retention.request_by_student(alice, case_for(alice, case.ref), asked, at=NOON)
    own_notes_of(case_for(alice, case.ref), before)
