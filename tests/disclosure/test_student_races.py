"""A student takes a consent back while their caseworker tells under it. (CONF-4, P14)"""

import threading

import pytest

from confide.casework.queries import OpenCase
from confide.disclosure import actions, queries
from confide.disclosure.actions import Agreed, ToTell
from confide.disclosure.actions import tellings as telling_room
from confide.disclosure.models import Telling
from confide.disclosure.queries import Ask
from confide.ledger.record import Refused
from confide.team.queries import Acting
from tests.cast import NOON
from tests.disclosure.own import given_way_in, mine
from tests.together import together

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.clause("CONF-4"),
    pytest.mark.promise("P14"),
]
ASK = Ask(recipient="Dr Sen", role="her tutor", purpose="An essay", summary="A week more.")


def test_what_was_taken_back_while_the_extract_was_made_is_not_told(
    alice: Acting, case: OpenCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = given_way_in(alice, case)
    agreed = Agreed(ask=ASK, spoken=True, given_at=NOON, words="Yes.", clarity="Read back.")
    consent = actions.give_consent(alice, case, agreed, at=NOON)
    made, withdrawn = threading.Event(), threading.Event()
    real = telling_room._made

    def slowly(*args: object) -> object:
        done = real(*args)  # type: ignore[arg-type]
        made.set()
        assert withdrawn.wait(60)
        return done

    monkeypatch.setattr(telling_room, "_made", slowly)

    def tells() -> object:
        return actions.tell(alice, case, ToTell(ask=ASK, how="paper"), at=NOON)

    def takes_back() -> object:
        assert made.wait(60)
        try:
            return actions.withdraw_as_student(mine(secret), consent, at=NOON)  # type: ignore[func-returns-value]
        finally:
            withdrawn.set()

    told, taken = together(tells, takes_back)
    assert isinstance(told, Refused) and taken is None
    assert not Telling.objects.exists()
    assert not queries.gate(case, ASK, on=NOON.date()).decision


def test_twice_at_once_it_is_taken_back_once(alice: Acting, case: OpenCase) -> None:
    secret = given_way_in(alice, case)
    agreed = Agreed(ask=ASK, spoken=True, given_at=NOON, words="Yes.", clarity="Read back.")
    consent = actions.give_consent(alice, case, agreed, at=NOON)
    student = mine(secret)

    def take_back() -> object:
        return actions.withdraw_as_student(student, consent, at=NOON)  # type: ignore[func-returns-value]

    ended = together(take_back, take_back)
    assert sorted(type(each).__name__ for each in ended) == ["NoneType", "Refused"]
