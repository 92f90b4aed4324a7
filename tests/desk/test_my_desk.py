"""What the desk says needs an officer. (RECD-1)"""

from datetime import UTC, date, datetime, timedelta

import pytest

from confide.casework import actions as casework
from confide.casework.queries import case_for
from confide.desk.queries import my_desk
from confide.policy.retention import DORMANT
from confide.retention.actions import hold
from confide.team.queries import Acting
from tests import cast
from tests.retention.nights import ending_on

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

# In summer London is an hour ahead of UTC: this is half past midnight on 2 June.
AFTER_MIDNIGHT = datetime(2027, 6, 1, 23, 30, tzinfo=UTC)
THAT_DAY = date(2027, 6, 2)


@pytest.fixture
def alice(service: None) -> Acting:
    term = (date(2027, 1, 1), date(2027, 12, 31))
    return cast.officer("alice", term=term, at=AFTER_MIDNIGHT)


def test_a_case_is_quiet_ninety_days_after_the_day_of_its_last_contact_on_the_wall(
    alice: Acting,
) -> None:
    case = cast.a_case(alice, at=AFTER_MIDNIGHT)
    asked = my_desk(alice, on=THAT_DAY + DORMANT, page=1)
    assert asked.dormant == []
    day_after = my_desk(alice, on=THAT_DAY + DORMANT + timedelta(days=1), page=1)
    assert [each.ref for each in day_after.dormant] == [case.ref]


@pytest.mark.clause("RECD-5")
@pytest.mark.parametrize(
    ("days", "within"), [(91, []), (90, [90]), (30, [30]), (7, [7]), (0, [7]), (-2, [7])]
)
def test_the_desk_warns_ninety_thirty_and_seven_days_ahead(
    alice: Acting, days: int, within: list[int]
) -> None:
    ending_on(cast.a_case(alice, at=AFTER_MIDNIGHT), THAT_DAY + timedelta(days=days))
    assert [each.within for each in my_desk(alice, on=THAT_DAY, page=1).running_out] == within


@pytest.mark.clause("RECD-5")
def test_what_goes_first_stands_first_and_a_hold_is_part_of_the_day(alice: Acting) -> None:
    soon, held, later = (cast.a_case(alice, at=AFTER_MIDNIGHT) for _ in range(3))
    for case, days in ((soon, 20), (held, 3), (later, 40)):
        ending_on(case, THAT_DAY + timedelta(days=days))
    until = THAT_DAY + timedelta(days=29)
    hold(alice, case_for(alice, held.ref), "An inquest.", keep_until=until, at=AFTER_MIDNIGHT)
    desk = my_desk(alice, on=THAT_DAY, page=1)
    shown = [(each.case.ref, each.within) for each in desk.running_out]
    assert shown == [(soon.ref, 30), (held.ref, 30), (later.ref, 90)]
    assert [each.ref for each in desk.holds] == [held.ref]


@pytest.mark.clause("RECD-5")
def test_a_case_that_is_taken_up_again_is_no_longer_warned_about(alice: Acting) -> None:
    case = cast.a_case(alice, at=AFTER_MIDNIGHT)
    ending_on(case, THAT_DAY + timedelta(days=20))
    again = case_for(alice, case.ref)
    casework.reopen(alice, again, why="She came back.", at=AFTER_MIDNIGHT)
    assert my_desk(alice, on=THAT_DAY, page=1).running_out == []
