"""A destruction is ordered for one of three causes, and from then on nobody sees the case."""

from datetime import date, timedelta

import pytest

from confide.casework import actions as casework
from confide.casework.models import Case
from confide.casework.queries import NotVisible, OpenCase, case_for, my_cases
from confide.ledger import history
from confide.ledger.record import Refused
from confide.policy import retention
from confide.retention import actions, queries
from confide.retention.models import Destruction
from confide.team.queries import Acting
from confide.vault import shred
from confide.vault.primitives import random_id
from tests.retention.nights import ending_on, night

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.clause("RECD-5")]
ENDS = date(2026, 11, 30)


@pytest.fixture
def announced(case: OpenCase) -> OpenCase:
    """A case that ends on 30 November, and was announced a week ahead."""
    ending_on(case, ENDS)
    actions.announce(case.ref, at=night(ENDS, -7))
    return case


def order(case: OpenCase, days: int = 0) -> None:
    actions.order(case.ref, cause=retention.CLOCK, by="service", at=night(ENDS, days))


def test_an_ordered_case_is_seen_by_nobody_and_added_to_by_nobody(
    alice: Acting, announced: OpenCase
) -> None:
    order(announced)
    with pytest.raises(NotVisible):
        case_for(alice, announced.ref)
    assert my_cases(alice) == []
    with pytest.raises(NotVisible):
        casework.add_task(alice, announced, "Ring", due_on=None, at=night(ENDS))
    assert queries.unfinished() == [announced.ref]


def test_the_order_alone_destroys_nothing(announced: OpenCase) -> None:
    order(announced)
    assert Case.objects.filter(id=announced.ref).exists()
    assert announced.ref in shred.fetch([announced.ref])


@pytest.mark.parametrize(("days", "due"), [(-1, False), (0, True), (1, True), (400, True)])
def test_by_the_clock_it_is_due_on_its_day_and_not_before(
    announced: OpenCase, days: int, due: bool
) -> None:
    assert queries.due(ENDS + timedelta(days=days)) == ([announced.ref] if due else [])
    if not due:
        with pytest.raises(Refused):
            order(announced, days)
        assert queries.unfinished() == []


@pytest.mark.parametrize(("ahead", "due"), [(6, False), (7, True)])
def test_nothing_is_due_that_was_not_announced_seven_days_ahead(
    case: OpenCase, ahead: int, due: bool
) -> None:
    ending_on(case, ENDS)
    assert queries.due(ENDS) == []
    actions.announce(case.ref, at=night(ENDS, -ahead))
    assert queries.due(ENDS) == ([case.ref] if due else [])


@pytest.mark.parametrize(("held_for", "due"), [(0, False), (-1, True)])
def test_nothing_is_due_that_is_held_through_that_day(
    announced: OpenCase, held_for: int, due: bool
) -> None:
    ending_on(announced, ENDS, keep_until=ENDS + timedelta(days=held_for))
    assert queries.due(ENDS) == ([announced.ref] if due else [])


def test_it_is_ordered_once(announced: OpenCase) -> None:
    order(announced)
    with pytest.raises(Refused):
        order(announced)
    assert Destruction.objects.count() == 1


def test_a_case_that_is_taken_up_again_at_that_very_moment_stays(
    alice: Acting, announced: OpenCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order is asked again of the locked row: here it changed after the first answer."""
    from confide.retention.actions import ordering

    ask = ordering.record

    def late(*args: object, **words: object) -> object:
        Case.objects.filter(id=announced.ref).update(destroy_on=None)
        return ask(*args, **words)  # type: ignore[arg-type]

    monkeypatch.setattr(ordering, "record", late)
    with pytest.raises(Refused):
        order(announced)
    assert queries.unfinished() == []
    assert case_for(alice, announced.ref)
    assert history.recorded("destruction.ordered", about=announced.ref) is None


def test_a_case_that_is_not_there_is_not_ordered(service: None) -> None:
    with pytest.raises(NotVisible):
        actions.order(random_id(), cause=retention.CLOCK, by="service", at=night(ENDS))
