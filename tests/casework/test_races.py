"""Two at once: no update is lost, and nothing is written to what went meanwhile. (P14)"""

from datetime import date, timedelta

import pytest

from confide.casework import actions, queries
from confide.casework.actions import Said, closing, contacts, seats
from confide.casework.queries import NotVisible, OpenCase
from confide.ledger.history import entries_about
from confide.ledger.record import Refused
from confide.ledger.verify import verify
from confide.team.queries import Acting
from tests import cast
from tests.cast import NOON
from tests.stage import alice, bob, case, data, sara
from tests.together import meeting_after, together

__all__ = ["alice", "bob", "case", "data", "sara"]

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.promise("P14"),
]
LATER = NOON + timedelta(days=1)


@pytest.fixture
def service(transactional_db: None) -> None:
    """A service that was founded."""
    cast.founded_service()
    cast.ledger_key()


def refused(ended: list[object]) -> int:
    """How many were refused or found nothing there; any other failure is one."""
    no = (Refused, NotVisible)
    wrong = [each for each in ended if isinstance(each, Exception) and not isinstance(each, no)]
    assert not wrong, wrong
    assert verify()
    return sum(isinstance(each, no) for each in ended)


def events(case: OpenCase) -> list[str]:
    return [entry.event for entry in entries_about(case.ref) if entry.verdict == "allowed"]


def said(number: int) -> Said:
    return Said(kind="phone", happened_at=NOON + timedelta(minutes=number), said=f"{number}")


def test_a_case_is_resolved_once(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, case: OpenCase
) -> None:
    with meeting_after(monkeypatch, closing.retention, "may_resolve"):
        ended = together(
            lambda: actions.resolve(alice, case, outcome="One.", at=NOON),
            lambda: actions.resolve(alice, case, outcome="Other.", at=LATER),
        )
    assert refused(ended) == 1 and events(case).count("case.resolved") == 1
    kept = queries.case_for(alice, case.ref)
    ends = {"One.": date(2029, 11, 23), "Other.": date(2029, 11, 24)}
    assert kept.row.destroy_on == ends[kept.file.outcome]


def test_a_case_is_taken_up_once(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, case: OpenCase
) -> None:
    actions.resolve(alice, case, outcome="One.", at=NOON)
    closed = queries.case_for(alice, case.ref)
    with meeting_after(monkeypatch, closing.retention, "may_reopen"):
        ended = together(*[lambda: actions.reopen(alice, closed, why="x", at=NOON)] * 2)
    assert refused(ended) == 1 and events(case).count("case.reopened") == 1
    kinds = [each.card.kind for each in queries.contacts_of(queries.case_for(alice, case.ref))]
    assert kinds.count("reopened") == 1


def test_contacts_added_at_once_are_all_there_and_the_newest_is_the_last(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, case: OpenCase
) -> None:
    works = [
        lambda number=number: actions.add_contact(alice, case, said(number), at=LATER)
        for number in range(4)
    ]
    with meeting_after(monkeypatch, contacts.records, "may_enter", many=4):
        ended = together(*works)
    assert refused(ended) == 0
    kept = queries.case_for(alice, case.ref)
    assert {each.card.said for each in queries.contacts_of(kept)} >= {"0", "1", "2", "3"}
    assert kept.file.last_at == said(3).happened_at
    assert events(case).count("contact.added") == 4


def test_a_case_is_given_to_one_colleague(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, bob: Acting, case: OpenCase
) -> None:
    zoe = cast.officer("zoe")
    with meeting_after(monkeypatch, seats.access, "may_hand_over"):
        ended = together(
            lambda: actions.hand_over(
                alice, case, bob.officer, student_knows="She knows.", at=NOON
            ),
            lambda: actions.hand_over(
                alice, case, zoe.officer, student_knows="She knows.", at=NOON
            ),
        )
    assert refused(ended) == 1
    assert [len(queries.my_cases(each)) for each in (alice, bob, zoe)].count(1) == 1
    assert queries.my_cases(alice) == []


def test_what_is_written_as_a_case_is_handed_over_is_there_or_refused(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, bob: Acting, case: OpenCase
) -> None:
    works = [
        lambda: actions.hand_over(alice, case, bob.officer, student_knows="She knows.", at=NOON)
    ]
    works += [
        lambda number=number: actions.add_contact(alice, case, said(number), at=LATER)
        for number in range(3)
    ]
    ended = together(*works)
    lost = refused(ended)
    his = queries.case_for(bob, case.ref)
    # The first, the note of the hand-over, and what was not lost.
    assert len(queries.contacts_of(his)) == 2 + 3 - lost
    assert ended[0] is None
