"""Opening a case. (ELIG-1, ELIG-2, CONF-5)"""

import pytest

from confide.casework import queries
from confide.casework.models import Case
from confide.casework.queries import NotVisible, OpenCase
from confide.ledger import history
from confide.ledger.record import Refused
from confide.team.queries import Acting
from confide.vault.models import Grant, ShredKey
from tests import cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.clause("RECD-1")
def test_a_case_holds_what_was_typed(alice: Acting, case: OpenCase) -> None:
    opened = queries.case_for(alice, case.ref)
    assert opened.file.student == "Dana Whitlock"
    assert [entry.card.chose for entry in queries.contacts_of(opened)] == ["To think about it."]
    assert [entry.card.step for entry in queries.tasks_of(opened)] == ["Ring the deposit scheme"]


@pytest.mark.clause("CONF-1")
@pytest.mark.promise("P4", "P5")
def test_nobody_but_the_seated_caseworker_opens_it(
    case: OpenCase, bob: Acting, sara: Acting
) -> None:
    for somebody in (bob, sara):
        with pytest.raises(NotVisible):
            queries.case_for(somebody, case.ref)
        assert queries.my_cases(somebody) == []


def test_it_is_granted_to_the_officer_and_to_recovery_and_to_nobody_else(
    alice: Acting, case: OpenCase
) -> None:
    holders = set(Grant.objects.filter(case=case.ref).values_list("holder", flat=True))
    assert holders == {alice.unlocked.ring_id, cast.founded_service().ring.id}


def test_opening_it_is_one_entry(alice: Acting, case: OpenCase) -> None:
    entry = history.recorded("case.opened", about=case.ref, by=alice.pseudonym)
    assert entry is not None and entry.clause == "CONF-5"


@pytest.mark.clause("ELIG-1")
def test_somebody_who_is_no_student_gets_no_case_and_leaves_nothing(alice: Acting) -> None:
    with pytest.raises(Refused) as refused:
        cast.a_case(alice, eligibility="staff")
    assert refused.value.decision.clause == "ELIG-1"
    assert not Case.objects.exists() and not ShredKey.objects.exists()


@pytest.mark.clause("ELIG-2")
@pytest.mark.parametrize("said", [None, False])
def test_the_womens_officer_takes_a_case_only_on_the_students_word(
    service: None, said: bool | None
) -> None:
    wendy = cast.officer("wendy", post="womens")
    with pytest.raises(Refused) as refused:
        cast.a_case(wendy, said_woman=said)
    assert refused.value.decision.clause == "ELIG-2"
    assert cast.a_case(wendy, said_woman=True).file.said_woman


@pytest.mark.clause("CONF-5")
def test_nobody_opens_a_case_before_the_undertaking(service: None) -> None:
    unsigned = cast.officer("nora", signed=False)
    with pytest.raises(Refused) as refused:
        cast.a_case(unsigned)
    assert refused.value.decision.clause == "CONF-5"
