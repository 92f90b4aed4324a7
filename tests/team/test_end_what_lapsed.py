"""Each night what somebody out of office held is taken back. (CONF-5)"""

from datetime import timedelta

import pytest

from confide.casework.queries import OpenCase
from confide.ledger import history
from confide.policy import access, office
from confide.policy.decision import Decision
from confide.team import actions
from confide.team.models import Role, Term
from confide.team.queries import Acting
from confide.vault import grants, sessions
from confide.vault.models import Grant
from confide.vault.primitives import DoesNotOpen
from tests import cast
from tests.cast import NOON
from tests.team import people
from tests.team.people import MAYA

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-5"),
]
ON_ITS_LAST_DAY = NOON.replace(year=2027, month=6, day=30)
THE_DAY_AFTER = ON_ITS_LAST_DAY + timedelta(days=1)
A_MONTH_AFTER = THE_DAY_AFTER + office.GRANTS_STAY


def holders(case: OpenCase) -> set[str]:
    return set(Grant.objects.filter(case=case.ref).values_list("holder", flat=True))


@pytest.mark.promise("P4")
def test_grants_and_sessions_go_and_recovery_still_opens_the_case(
    alice: Acting, case: OpenCase
) -> None:
    sessions.begin(alice.unlocked, at=A_MONTH_AFTER)
    assert actions.end_what_lapsed(at=A_MONTH_AFTER) == 1
    recovery = cast.founded_service()
    assert holders(case) == {recovery.ring.id}
    assert sessions.open_for([alice.unlocked.ring_id]) == set()
    permit = _permit()
    with pytest.raises(DoesNotOpen):
        grants.open_case(alice.unlocked, case.ref, under=permit)
    opened = grants.open_case(recovery.unlocked, case.ref, under=permit)
    assert case.row.take(opened, type(case.file)).student == "Dana Whitlock"


def test_a_day_that_was_mistyped_loses_no_case_for_a_month(alice: Acting, case: OpenCase) -> None:
    before = holders(case)
    sessions.begin(alice.unlocked, at=THE_DAY_AFTER)
    assert actions.end_what_lapsed(at=THE_DAY_AFTER) == 1
    assert sessions.open_for([alice.unlocked.ring_id]) == set()
    actions.end_what_lapsed(at=A_MONTH_AFTER - timedelta(days=1))
    assert holders(case) == before


def test_on_the_last_day_in_office_nothing_goes(alice: Acting, case: OpenCase) -> None:
    before = holders(case)
    sessions.begin(alice.unlocked, at=ON_ITS_LAST_DAY)
    assert actions.end_what_lapsed(at=ON_ITS_LAST_DAY) == 0
    assert holders(case) == before
    assert sessions.open_for([alice.unlocked.ring_id])


def test_a_colleague_in_office_keeps_everything(alice: Acting, case: OpenCase) -> None:
    zoe = cast.officer("zoe", term=(cast.TERM[0], THE_DAY_AFTER.date()))
    hers = cast.a_case(zoe)
    sessions.begin(zoe.unlocked, at=THE_DAY_AFTER)
    actions.end_what_lapsed(at=THE_DAY_AFTER)
    assert zoe.unlocked.ring_id in holders(hers)
    assert sessions.open_for([zoe.unlocked.ring_id])


@pytest.mark.promise("P5")
def test_a_caseworker_who_becomes_a_steward_keeps_no_case(
    sara: Acting, alice: Acting, case: OpenCase
) -> None:
    Term.objects.create(
        officer=alice.officer,
        role=Role.STEWARD,
        starts_on=THE_DAY_AFTER.date(),
        ends_on=THE_DAY_AFTER.date() + timedelta(days=300),
    )
    sessions.begin(alice.unlocked, at=THE_DAY_AFTER)
    assert actions.end_what_lapsed(at=THE_DAY_AFTER) == 1
    assert alice.unlocked.ring_id not in holders(case)
    assert sessions.open_for([alice.unlocked.ring_id]), "she is in office, as a steward"


def test_whoever_was_appointed_for_later_is_not_thrown_out_before(sara: Acting) -> None:
    maya = people.invited(sara)
    sessions.begin(maya.unlocked, at=NOON)
    Term.objects.filter(officer=maya.officer).update(
        starts_on=MAYA.ends_on, ends_on=MAYA.ends_on + timedelta(days=1)
    )
    assert actions.end_what_lapsed(at=NOON) == 0
    assert sessions.open_for([maya.unlocked.ring_id])


def test_it_is_one_entry_and_none_where_nothing_lapsed(alice: Acting, case: OpenCase) -> None:
    actions.end_what_lapsed(at=NOON)
    assert history.recorded("terms.lapsed", about="service") is None
    actions.end_what_lapsed(at=A_MONTH_AFTER)
    assert actions.end_what_lapsed(at=A_MONTH_AFTER) == 0
    entries = [e for e in history.entries_about("service") if e.event == "terms.lapsed"]
    assert [entry.by for entry in entries] == ["service"]


def _permit() -> Decision:
    """A yes of the policy's: what is tested is that it opens nothing without a grant."""
    return access.may_read(access.Standing(in_office=True, undertaking_signed=True, seated=True))
