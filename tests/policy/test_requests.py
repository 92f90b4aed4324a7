"""Who reads a request, when it rings and lapses, and what a student may ask. (CONF-1, RECD-6)"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from confide.policy import access, requests
from confide.policy.access import Standing
from confide.policy.decision import Decision
from confide.policy.eligibility import EVERYONE, WOMEN

READY = Standing(in_office=True, undertaking_signed=True)
SEATED = replace(READY, seated=True)
ON = date(2026, 11, 23)


def receive(taker: Standing = READY, **changed: Any) -> Decision:
    facts = {"remit": EVERYONE, "said_woman": False, "avoided": False, "asked_for": True, **changed}
    return requests.may_receive(taker, **facts)


@pytest.mark.clause("CONF-1")
@pytest.mark.parametrize(("avoided", "asked_for"), list(product([True, False], repeat=2)))
def test_a_request_goes_to_those_whom_the_student_allows(avoided: bool, asked_for: bool) -> None:
    assert bool(receive(avoided=avoided, asked_for=asked_for)) == (asked_for and not avoided)


@pytest.mark.clause("ELIG-2")
@pytest.mark.parametrize(("remit", "said"), list(product([EVERYONE, WOMEN], [True, False])))
def test_the_womens_officer_is_given_it_on_the_students_word(remit: str, said: bool) -> None:
    assert bool(receive(remit=remit, said_woman=said)) == (remit == EVERYONE or said)


@pytest.mark.clause("CONF-5")
@pytest.mark.parametrize("missing", ["in_office", "undertaking_signed"])
def test_nobody_is_given_it_who_is_not_in_office_and_bound(missing: str) -> None:
    assert not receive(replace(READY, **{missing: False}))


@pytest.mark.clause("ELIG-1", "CONF-1")
@pytest.mark.parametrize(
    ("basis", "words", "readers", "clause"),
    [
        ("registered", "Help.", 1, ""),
        ("none", "Help.", 1, "ELIG-1"),
        ("registered", " \n", 1, "CONF-1"),
        ("registered", "x" * (requests.LONGEST_WORDS + 1), 1, "CONF-1"),
        ("registered", "Help.", 0, "CONF-1"),
    ],
)
def test_what_it_takes_to_ask(basis: str, words: str, readers: int, clause: str) -> None:
    decision = requests.may_request(basis, words=words, readers=readers)
    assert bool(decision) == (not clause) and (not clause or decision.clause == clause)


def read(s: Standing = READY, *, mine: bool = True, days: int = 0) -> Decision:
    return requests.may_read_request(
        s, asked_for_me=mine, stands_in_from=ON, on=ON + timedelta(days=days)
    )


@pytest.mark.clause("CONF-1", "HOUR-3")
@pytest.mark.parametrize(
    ("mine", "days", "allowed"), [(True, -1, 1), (False, -1, 0), (False, 0, 1)]
)
def test_a_stand_in_waits_until_its_day(mine: bool, days: int, allowed: bool) -> None:
    assert bool(read(mine=mine, days=days)) == allowed


@pytest.mark.clause("CONF-1")
@pytest.mark.parametrize(
    "changed", [{"avoided": True}, {"conflicted": True}, {"serves": False}, {"in_office": False}]
)
def test_a_request_is_closed_to_whoever_it_is_not_for(changed: dict[str, bool]) -> None:
    assert not read(replace(READY, **changed))


@pytest.mark.clause("CONF-1")
@pytest.mark.parametrize("untaken", [True, False])
def test_it_is_taken_once(untaken: bool) -> None:
    assert bool(requests.may_take(read(), untaken=untaken)) == untaken
    assert not requests.may_take(read(replace(READY, avoided=True)), untaken=untaken)


@pytest.mark.clause("CONF-1")
@pytest.mark.parametrize("avoided", [True, False])
def test_a_case_is_given_to_nobody_whom_the_student_avoids(avoided: bool) -> None:
    assert bool(access.may_come_to(replace(READY, avoided=avoided))) != avoided
    assert bool(access.may_read(replace(SEATED, avoided=avoided))) != avoided


@pytest.mark.clause("RECD-5", "HOUR-3")
def test_its_days_are_counted_from_when_it_was_asked() -> None:
    assert requests.lapses_on(ON, 28) == date(2026, 12, 21)
    assert requests.rings_on(ON, 2) == date(2026, 11, 25)


@pytest.mark.clause("RECD-6", "CONF-4")
@pytest.mark.parametrize("kind", [*requests.ASKS, "to-read-the-case"])
@pytest.mark.parametrize("genuine", [True, False])
def test_what_is_asked_is_signed_and_one_of_eight(kind: str, genuine: bool) -> None:
    decision = requests.may_ask(kind, genuine=genuine)
    assert bool(decision) == (genuine and kind in requests.ASKS)
    clauses = {requests.DESTROY: "RECD-6", requests.SAFE_CONTACT: "RECD-6"}
    clauses |= {requests.AGREE: "CONF-4", requests.WITHDRAW: "CONF-4"}
    clause = clauses.get(kind, "RECD-3")
    assert decision.clause == (clause if decision else "RECD-6")


@pytest.mark.clause("RECD-6")
@pytest.mark.parametrize(
    ("s", "known", "allowed"),
    [
        (SEATED, "She sat before me.", True),
        (SEATED, " . ", False),
        (replace(SEATED, lent=True), "She sat before me.", False),
        (READY, "She sat before me.", False),
    ],
)
@pytest.mark.parametrize("has_one", [True, False])
def test_a_card_is_handed_over_to_whoever_is_known(
    s: Standing, known: str, allowed: bool, has_one: bool
) -> None:
    given = requests.may_give_way_in(s, how_identified=known, has_one=has_one)
    assert bool(given) == allowed


@pytest.mark.clause("RECD-6")
@pytest.mark.parametrize(
    ("s", "has_one", "allowed"),
    [(SEATED, True, True), (SEATED, False, False), (READY, True, False)],
)
def test_a_way_in_is_taken_back_where_there_is_one(
    s: Standing, has_one: bool, allowed: bool
) -> None:
    assert bool(requests.may_take_way_back(s, has_one=has_one)) == allowed


@pytest.mark.clause("RECD-6")
def test_nobody_who_asked_to_have_it_destroyed_gets_a_card_any_more() -> None:
    known = "She sat before me."
    gone = requests.may_give_way_in(SEATED, how_identified=known, has_one=True, leaving=True)
    assert not gone and gone.clause == "RECD-6" and gone.instead


@pytest.mark.clause("RECD-6")
def test_keys_that_signed_something_stay_until_it_is_taken_in() -> None:
    known = "She sat before me."
    given = requests.may_give_way_in(SEATED, how_identified=known, has_one=True, waits=True)
    taken = requests.may_take_way_back(SEATED, has_one=True, waits=True)
    assert not given and not taken and given.instead == taken.instead != ""


@pytest.mark.clause("RECD-1")
@pytest.mark.parametrize(("s", "allowed"), [(SEATED, True), (READY, False)])
def test_whoever_sits_there_reads_what_the_student_wrote(s: Standing, allowed: bool) -> None:
    assert bool(requests.may_take_in(s)) == allowed


@pytest.mark.clause("CONF-1")
@pytest.mark.parametrize(("words", "allowed"), [("Hello.", True), ("…", False), ("", False)])
def test_a_message_has_words(words: str, allowed: bool) -> None:
    assert bool(requests.may_write(words)) == allowed


@pytest.mark.clause("RECD-6", "RECD-2")
def test_whoever_has_the_words_has_the_drawer() -> None:
    for decision in (
        requests.may_see_drawer(),
        requests.may_have_new_words(),
        requests.may_vouch(),
    ):
        assert decision
