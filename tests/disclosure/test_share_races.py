"""Two at once: nobody sits without a key, or holds a key without a seat. (P14, RECD-4)"""

import pytest

from confide.casework import actions as casework
from confide.casework.actions import Said, seats
from confide.casework.queries import GivenNewKeys, NotVisible, OpenCase, case_for, contacts_of
from confide.disclosure import actions, queries
from confide.disclosure.actions import Sharing, shares
from confide.ledger.record import Refused
from confide.team.queries import Acting
from tests import cast
from tests.cast import NOON
from tests.disclosure.test_share import opens
from tests.stage import alice, bob, case, data, sara
from tests.together import meeting_after, together

__all__ = ["alice", "bob", "case", "data", "sara"]

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.promise("P14"),
    pytest.mark.clause("RECD-4"),
]
WHY = Sharing(reason="benefit", why="x")


@pytest.fixture
def service(transactional_db: None) -> None:
    """A service that was founded."""
    cast.founded_service()
    cast.ledger_key()


def no(ended: list[object]) -> int:
    """How many were refused; any other failure is one."""
    wrong = [
        e for e in ended if isinstance(e, Exception) and not isinstance(e, Refused | NotVisible)
    ]
    assert not wrong, wrong
    return sum(isinstance(each, Exception) for each in ended)


def test_shared_as_it_is_handed_over_nobody_sits_without_a_key(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    zoe = cast.officer("zoe")
    give = lambda: casework.hand_over(alice, case, zoe.officer, student_knows="x", at=NOON)  # noqa: E731
    ended = together(give, lambda: actions.share(alice, case, bob.officer, WHY, at=NOON))
    assert no(ended) <= 1
    for who in (alice, bob, zoe):
        try:
            sits = bool(case_for(who, case.ref))
        except NotVisible:
            sits = False
        assert sits is opens(who, case)


def test_a_share_that_comes_between_new_keys_and_their_use_is_not_forgotten(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, bob: Acting, case: OpenCase
) -> None:
    """The keys were made for those who sat there a moment ago: they are not used."""
    zoe, real = cast.officer("zoe"), seats.keys_without

    def shared_meanwhile(*args: object, **kwargs: object) -> object:
        made = real(*args, **kwargs)  # type: ignore[arg-type]
        actions.share(alice, case, bob.officer, WHY, at=NOON)
        return made

    monkeypatch.setattr(seats, "keys_without", shared_meanwhile)
    with pytest.raises(GivenNewKeys):
        casework.hand_over(alice, case, zoe.officer, student_knows="x", at=NOON)
    assert opens(alice, case) and opens(bob, case) and not opens(zoe, case)


def test_taken_back_twice_it_ends_once(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, bob: Acting, case: OpenCase
) -> None:
    share = actions.share(alice, case, bob.officer, WHY, at=NOON)
    with meeting_after(monkeypatch, shares.sharing, "may_take_back"):
        ended = together(*[lambda: actions.take_back(alice, case, share, at=NOON)] * 2)
    assert no(ended) == 1
    hers = case_for(alice, case.ref)
    assert hers.keys.generation == 2 and not opens(bob, case)
    assert queries.one_share(hers, share).card.ended_how == "taken-back"


def test_taken_back_and_given_up_at_once_it_ends_once(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    share = actions.share(alice, case, bob.officer, WHY, at=NOON)
    his = case_for(bob, case.ref)
    ended = together(
        lambda: actions.take_back(alice, case, share, at=NOON),
        lambda: actions.give_up(bob, his, share, at=NOON),
    )
    assert no(ended) == 1 and opens(alice, case) and not opens(bob, case)


def test_shared_with_the_same_colleague_twice_at_once_it_is_shared_once(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, bob: Acting, case: OpenCase
) -> None:
    with meeting_after(monkeypatch, shares.sharing, "may_share"):
        ended = together(*[lambda: actions.share(alice, case, bob.officer, WHY, at=NOON)] * 2)
    assert no(ended) == 1 and opens(bob, case)
    assert len(queries.shares_of(case_for(alice, case.ref))) == 1


def test_what_is_added_as_it_is_taken_back_is_there_or_has_to_be_sent_again(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    share = actions.share(alice, case, bob.officer, WHY, at=NOON)
    said = [Said(kind="phone", happened_at=NOON, said=f"{number}") for number in range(3)]
    works = [
        lambda each=each: casework.add_contact(alice, case, each, at=NOON)  # type: ignore[misc]
        for each in said
    ]
    ended = together(lambda: actions.take_back(alice, case, share, at=NOON), *works)
    lost = [each for each in ended if isinstance(each, Exception)]
    assert all(isinstance(each, GivenNewKeys) for each in lost)
    assert len(contacts_of(case_for(alice, case.ref))) == 1 + 3 - len(lost)
