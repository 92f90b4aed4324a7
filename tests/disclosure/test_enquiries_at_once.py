"""Two who count at the same moment: nothing is lost, and one press counts once. (CONF-3, P14)"""

from datetime import timedelta

import pytest

from confide.disclosure.actions import enquiries
from confide.disclosure.actions.enquiries import JustCounted, count_enquiry
from confide.disclosure.models import Enquiry
from confide.ledger.verify import verify
from confide.team.queries import Acting
from tests import cast
from tests.cast import NOON
from tests.stage import alice, bob, data
from tests.together import meeting_after, together

__all__ = ["alice", "bob", "data"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.clause("CONF-3"),
    pytest.mark.promise("P14"),
]


@pytest.fixture
def service(transactional_db: None) -> None:
    cast.founded_service()
    cast.ledger_key()


@pytest.mark.parametrize("there", [0, 3])
def test_two_officers_lose_no_count(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, bob: Acting, there: int
) -> None:
    if there:
        Enquiry.objects.create(month=NOON.date().replace(day=1), asked_by="press", times=there)
    with meeting_after(monkeypatch, enquiries.enquiries, "may_count"):
        ended = together(*(lambda o=o: count_enquiry(o, "press", at=NOON) for o in (alice, bob)))
    assert ended == [None, None]
    assert Enquiry.objects.get().times == there + 2
    assert verify()


def test_two_presses_of_one_officer_count_once(
    monkeypatch: pytest.MonkeyPatch, alice: Acting
) -> None:
    moments = (NOON, NOON + timedelta(milliseconds=200))
    with meeting_after(monkeypatch, enquiries.enquiries, "may_count"):
        ended = together(*(lambda m=m: count_enquiry(alice, "press", at=m) for m in moments))
    assert sorted(type(each) for each in ended if each) == [JustCounted]
    assert Enquiry.objects.get().times == 1
    assert verify()
