"""Seven ways in which information may move, in every combination; and there is no eighth. (P8)

That a case which is being destroyed is as if not there is no rule's doing but the queries', and is
shown in tests/retention; where a rule is told of it, it is a state here.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import product

import pytest

from confide.policy import access, breach, consultation
from confide.policy.clauses import CLAUSES
from confide.policy.consultation import Part
from confide.policy.decision import Decision
from tests.policy.every_breach import NOW, every_fact, fetched, records, sheets
from tests.policy.every_request import drawer, released, requested
from tests.policy.every_way import (
    ACTORS,
    BOUND,
    CONSENTS,
    DECIDE,
    READ,
    TODAY,
    WAYS,
    Row,
    returned,
    told,
)

pytestmark = pytest.mark.clause("CONF-1", "CONF-2", "RECD-4", "BRCH-4")
ALL = {
    **WAYS,
    "seat": (*WAYS["seat"], requested),
    "student": (*WAYS["student"], drawer),
    "breach": (records, sheets),
    "release": (released,),
}
IDS = set(CLAUSES)
HOW_MANY = {
    "seat": 1854,
    "share": 14_728,
    "consult": 16_038,
    "consent": 2916,
    "student": 162,
    "breach": 50_178,
    "release": 945,
}


def rows(basis: str) -> Iterator[Row]:
    """Every combination of one basis."""
    for way in ALL[basis]:
        yield from way()


@pytest.mark.parametrize("basis", ALL)
def test_each_answer_is_what_the_clauses_say(basis: str) -> None:
    counted = Counter[bool]()
    for expected, decision, facts in rows(basis):
        assert bool(decision) == expected, (facts, decision)
        assert decision.clause in IDS and decision.why(), facts
        counted[expected] += 1
    assert counted[True] and counted[False]
    assert sum(counted.values()) == HOW_MANY[basis], counted


def test_how_many_there_are() -> None:
    print({**HOW_MANY, "together": sum(HOW_MANY.values())})  # noqa: T201 (pytest -s shows it)
    assert sum(HOW_MANY.values()) == 86_821


def test_nothing_leaves_without_a_basis() -> None:
    """Whoever it is, and however everything stands at once: the doors that open are the table's."""
    questions = {"asked it": (True, False), "asked": (False, True), "neither": (False, False)}
    breaches = {
        "none": ("begun", False), "begun": ("begun", True), "broken": ("broken", True),
        "another's": ("broken", False), "decided against": ("left", True),
    }  # fmt: skip
    shut = open_ = 0
    for who, agreed, broken, part, asked in product(
        ACTORS, CONSENTS, breaches, questions, (True, False)
    ):
        state, mine = breaches[broken]
        asker, of = questions[part]
        doors: dict[str, tuple[bool, Decision]] = {
            "seat": (who in READ, access.may_read(ACTORS[who])),
            "consult": (
                who in BOUND and part != "neither",
                consultation.may_see(
                    ACTORS[who], Part(asked_it=asker, was_asked=of, ends_on=TODAY), on=TODAY
                ),
            ),
            "consent": (who in DECIDE and CONSENTS[agreed][0], told(who, agreed)),
            "breach": (who in READ and broken == "broken", fetched(who, state, mine, True, 0)),
            "student": (who in DECIDE and asked, returned(who, asked, True, "open")),
        }
        for basis, (holds, decision) in doors.items():
            assert bool(decision) == holds, (basis, who, agreed, broken, part, asked)
            assert decision or (decision.clause in IDS and decision.why())
        if any(holds for holds, _ in doors.values()):
            open_ += 1
        else:
            assert not any(decision for _, decision in doors.values())
            shut += 1
    assert (shut, open_) == (2700, 2160)


@pytest.mark.clause("BRCH-1", "BRCH-2", "BRCH-3", "BRCH-5")
def test_a_breach_always_has_its_four_facts() -> None:
    allowed = 0
    for whole, fact in every_fact():
        faults = [*breach.faults(fact, at=NOW)]
        assert (not faults) == whole, (fact, faults)
        if whole:
            allowed += 1
            assert all(map(_says, (fact.student, fact.outline))), "who it is, and why"
            assert fact.others_asked or _says(fact.phoned) or _says(fact.tried), "who was asked"
            assert _says(fact.achieves), "what it achieves"
            assert _says(fact.recipient) and _says(fact.role) and fact.says_what, "to whom, what"
            assert fact.ground in breach.GROUNDS and (_says(fact.why) or _says(fact.duty))
    assert allowed


def _says(text: str) -> bool:
    return any(sign.isalnum() for sign in text)
