"""Asked for at one moment, no more go before their day than one after the other. (RECD-5)"""

from datetime import timedelta

import pytest

from confide.casework.models import Case
from confide.casework.queries import OpenCase
from confide.ledger import history
from confide.policy.retention import MOST_A_WEEK
from confide.retention import actions, queries
from confide.retention.actions import asking
from confide.team.queries import Acting
from tests import cast
from tests.cast import NOON
from tests.together import meeting_after, together

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.clause("RECD-5", "RECD-6"),
    pytest.mark.promise("P7"),
]
ASKED = actions.Asked(how_asked="She came to the office.", how_identified="I have known her long.")


@pytest.fixture
def two(alice: Acting, bob: Acting) -> tuple[OpenCase, OpenCase]:
    """Two cases of an officer's who may have one more destroyed."""
    for _ in range(MOST_A_WEEK - 1):
        actions.request_by_student(alice, cast.a_case(alice), ASKED, at=NOON)
    return cast.a_case(alice), cast.a_case(alice)


def test_of_two_requests_at_one_moment_the_second_waits(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, two: tuple[OpenCase, OpenCase]
) -> None:
    with meeting_after(monkeypatch, asking, "clock_of"):
        ended = together(
            *(
                lambda each=each: actions.request_by_student(alice, each, ASKED, at=NOON)
                for each in two
            )
        )
    assert sum(each is None for each in ended) == 1, ended
    assert Case.objects.count() == 1
    assert history.recorded(queries.WAITS, about=alice.pseudonym)


def test_of_two_second_steps_at_one_moment_the_second_waits(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, two: tuple[OpenCase, OpenCase]
) -> None:
    for each in two:
        actions.propose(alice, each, at=NOON - timedelta(days=8))
    with meeting_after(monkeypatch, asking, "clock_of"):
        ended = together(
            *(lambda each=each: actions.order_by_hand(alice, each, at=NOON) for each in two)
        )
    assert sum(each is None for each in ended) == 1, ended
    assert Case.objects.count() == 1
    assert history.recorded(queries.WAITS, about=alice.pseudonym)
    assert history.times_recorded(queries.CONFIRMED, about=Case.objects.get().id) == 0
