"""Destroying by hand takes a seated officer two steps, seven days apart. (RECD-5)"""

from datetime import timedelta

import pytest

from confide.casework.queries import OpenCase, case_for
from confide.ledger.record import Refused
from confide.retention import actions, queries
from confide.retention.models import Certificate
from confide.team.queries import Acting
from tests.cast import NOON
from tests.retention.nights import ending_on

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.clause("RECD-5")]


def test_the_second_step_destroys_after_seven_days(alice: Acting, case: OpenCase) -> None:
    actions.propose(alice, case, at=NOON)
    assert case_for(alice, case.ref)
    actions.order_by_hand(alice, case, at=NOON + timedelta(days=7))
    assert Certificate.objects.get().cause == "by-hand"


def test_the_second_step_waits_for_the_seventh_day(alice: Acting, case: OpenCase) -> None:
    actions.propose(alice, case, at=NOON)
    with pytest.raises(Refused):
        actions.order_by_hand(alice, case, at=NOON + timedelta(days=6))
    assert case_for(alice, case.ref)


def test_there_is_no_second_step_without_a_first(alice: Acting, case: OpenCase) -> None:
    with pytest.raises(Refused):
        actions.order_by_hand(alice, case, at=NOON)
    assert queries.unfinished() == []


def test_neither_step_is_another_officers(alice: Acting, bob: Acting, case: OpenCase) -> None:
    with pytest.raises(Refused):
        actions.propose(bob, case, at=NOON)
    actions.propose(alice, case, at=NOON)
    with pytest.raises(Refused):
        actions.order_by_hand(bob, case, at=NOON + timedelta(days=7))


def test_a_hold_stops_the_second_step(alice: Acting, case: OpenCase) -> None:
    actions.propose(alice, case, at=NOON)
    second = NOON + timedelta(days=7)
    ending_on(case, second.date() + timedelta(days=100), keep_until=second.date())
    with pytest.raises(Refused):
        actions.order_by_hand(alice, case, at=second)
