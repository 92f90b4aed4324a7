"""A destruction is announced in the ledger, once, before it comes. (RECD-5)"""

from datetime import UTC, date, datetime, timedelta

import pytest

from confide.casework import actions as casework
from confide.casework.queries import NotVisible, OpenCase, case_for
from confide.ledger import history
from confide.ledger.record import Refused
from confide.retention import actions, queries
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from tests.retention.nights import ending_on, night

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.clause("RECD-5")]
ENDS = date(2026, 11, 30)


def test_it_is_announced_by_the_service_and_says_only_that(case: OpenCase) -> None:
    ending_on(case, ENDS)
    actions.announce(case.ref, at=night(ENDS, -26))
    entry = history.recorded("destruction.announced", about=case.ref)
    assert entry is not None
    assert (entry.by, entry.clause) == ("service", "RECD-5")
    assert queries.clock_of(case.row).announced_on == ENDS - timedelta(days=26)


@pytest.mark.parametrize(("days", "near"), [(-27, False), (-26, True), (0, True), (30, True)])
def test_it_is_due_to_be_announced_from_26_days_before(
    case: OpenCase, days: int, near: bool
) -> None:
    ending_on(case, ENDS)
    on = ENDS + timedelta(days=days)
    assert queries.to_announce(on) == ([case.ref] if near else [])


def test_what_was_announced_is_not_announced_again(case: OpenCase) -> None:
    ending_on(case, ENDS)
    actions.announce(case.ref, at=night(ENDS, -26))
    assert queries.to_announce(ENDS) == []
    with pytest.raises(Refused):
        actions.announce(case.ref, at=night(ENDS, -20))


def test_an_open_case_is_not_announced(case: OpenCase) -> None:
    with pytest.raises(Refused):
        actions.announce(case.ref, at=night(ENDS))
    assert queries.to_announce(ENDS) == []


def test_what_was_announced_for_a_clock_that_stopped_does_not_count_for_the_next(
    alice: Acting, case: OpenCase
) -> None:
    ending_on(case, ENDS)
    actions.announce(case.ref, at=night(ENDS, -26))
    casework.reopen(alice, case_for(alice, case.ref), why="It came up again.", at=night(ENDS, -25))
    ending_on(case, ENDS + timedelta(days=60))
    assert queries.to_announce(ENDS + timedelta(days=40)) == [case.ref]
    assert queries.due(ENDS + timedelta(days=60)) == []


def test_a_case_that_is_not_there_is_not_announced(service: None) -> None:
    with pytest.raises(NotVisible):
        actions.announce(random_id(), at=datetime(2026, 11, 23, tzinfo=UTC))
