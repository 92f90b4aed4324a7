"""An extract that the student takes to somebody, from their own side. (CONF-1, CONF-4)"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from confide.casework.queries import NotVisible, OpenCase
from confide.disclosure import actions, queries
from confide.ledger import history
from confide.ledger.record import Refused
from confide.team.queries import Acting
from tests.cast import NOON, PDF
from tests.disclosure.own import given_way_in, mine

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-1", "CONF-4"),
    pytest.mark.promise("P8"),
]
LATER = NOON + timedelta(hours=2)


@pytest.fixture
def secret(alice: Acting, case: OpenCase) -> str:
    return given_way_in(alice, case)


def test_the_student_fetches_the_very_copy_that_was_recorded_and_its_document(
    alice: Acting,
    case: OpenCase,
    secret: str,
    agree: Callable[..., str],
    tell: Callable[..., str],
) -> None:
    agree()
    telling = tell(how="student")
    [own] = queries.own_tellings(mine(secret))
    mark = queries.one_telling(case, telling).card.mark
    (part, label), (letter, _) = own.parts
    assert part == label == mark
    fetched = actions.fetch_as_student(mine(secret), telling, part, at=LATER)
    officers = actions.fetch(alice, case, telling, "extract", at=LATER)
    assert fetched.name == "extract.pdf"
    assert b"".join(fetched.content) == b"".join(officers.content)
    document = actions.fetch_as_student(mine(secret), telling, letter, at=LATER)
    assert document.name == "document.pdf" and b"".join(document.content)[:5] == PDF[:5]
    by = [e.by for e in history.entries_about(case.ref) if e.event == "extract.fetched"]
    assert by == ["student", alice.pseudonym, "student"]


def test_what_goes_another_way_cannot_be_fetched_there(
    secret: str, agree: Callable[..., str], tell: Callable[..., str]
) -> None:
    agree()
    telling = tell(how="paper")
    [own] = queries.own_tellings(mine(secret))
    assert own.parts == []
    with pytest.raises(NotVisible):
        actions.fetch_as_student(mine(secret), telling, own.told.copies[0].mark, at=LATER)


def test_under_a_consent_that_was_taken_back_nothing_leaves(
    secret: str, agree: Callable[..., str], tell: Callable[..., str]
) -> None:
    agreed = agree()
    telling = tell(how="student")
    [(part, _), _] = queries.own_tellings(mine(secret))[0].parts
    actions.withdraw_as_student(mine(secret), agreed, at=LATER)
    with pytest.raises(Refused):
        actions.fetch_as_student(mine(secret), telling, part, at=LATER)
