"""What the desk says needs an officer. (RECD-1)"""

from datetime import UTC, date, datetime, timedelta

import pytest

from confide.desk.queries import DORMANT, my_desk
from confide.team.queries import Acting
from tests import cast

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
