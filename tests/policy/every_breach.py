"""Every breach record there can be: each of its facts said, blank, or not so. (BRCH-1 to BRCH-5)"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, Final

from confide.policy import access, breach
from confide.policy.breach import BreachFact, RecordFact
from confide.policy.decision import Decision, all_of
from tests.policy.every_way import ACTORS, BOUND, DAY, READ, TODAY, Row

NOW: Final = datetime(2026, 11, 24, 14, tzinfo=UTC)
SOON: Final = NOW + timedelta(minutes=1)
SAID: Final = ("Tablets.", " … ")

GROUNDS: Final = ("danger", "law", "embarrassment", "")
# The officer's belief, and their words: (believes, why, duty), and under which grounds they do.
BELIEFS: Final[dict[tuple[bool | None, str, str], set[str]]] = {
    (True, "Nobody else knows.", ""): {"danger"},
    (True, "Nobody else knows.", "Section 38B"): {"danger", "law"},
    (True, " ", ""): set(),
    (True, " ", "Section 38B"): set(),
    (False, "", ""): set(),
    (False, "", "Section 38B"): {"law"},
    (None, "", ""): set(),
    (None, "", "Section 38B"): set(),
}
# Who was told and asked, and whether that will do.
ADVICE: Final[tuple[tuple[dict[str, Any], bool], ...]] = (
    ({"others_asked": True}, True),
    ({"consulted": "phoned", "phoned": "Bob", "phoned_at": NOW}, True),
    ({"consulted": "phoned", "phoned": "Bob", "phoned_at": SOON}, False),
    ({"consulted": "phoned", "phoned": "Bob"}, False),
    ({"consulted": "phoned", "phoned": " ", "phoned_at": NOW}, False),
    ({"consulted": "nobody", "tried": "Bob, by phone."}, True),
    ({"consulted": "nobody", "tried": "-"}, False),
    ({}, False),
)
TOLD_AT: Final = (NOW, SOON, None)


def every_fact() -> Iterator[tuple[bool, BreachFact]]:
    """Every sheet, and whether its four facts, its ground and its belief are there."""
    words = product(SAID, repeat=5)
    for said, ground, belief, (advice, asked), what, told_at in product(
        words, GROUNDS, BELIEFS, ADVICE, (True, False), TOLD_AT
    ):
        student, outline, achieves, recipient, role = said
        believes, why, duty = belief
        whole = said == (SAID[0],) * 5 and what and told_at == NOW
        yield (
            whole and asked and ground in BELIEFS[belief],
            BreachFact(
                ground=ground,
                student=student,
                outline=outline,
                believes=believes,
                why=why,
                duty=duty,
                achieves=achieves,
                recipient=recipient,
                role=role,
                says_what=what,
                told_at=told_at,
                **advice,
            ),
        )


def sheets() -> Iterator[Row]:
    """Breach: confidence is broken, or it is recorded that it was."""
    for may, fact in every_fact():
        yield may, breach.may_break(fact, at=NOW), fact


COMPLETE: Final = BreachFact(
    ground="danger",
    student="Dana",
    outline="Tablets.",
    believes=True,
    why="Nobody else knows.",
    others_asked=True,
    achieves="An ambulance goes.",
    recipient="The operator",
    role="ambulance",
    says_what=True,
    told_at=NOW,
)
MISSING: Final = ("ground", "student", "outline", "why", "achieves", "recipient", "role")
STATES: Final = ("begun", "broken", "left")
DECIDED: Final = {None: False, -8: False, -7: True, 0: True, 1: False}


def fetched(who: str, state: str, mine: bool, extract: bool, days: int | None) -> Decision:
    """What is asked before a copy of a breach's extract leaves."""
    decided = None if days is None else TODAY + days * DAY
    record = RecordFact(state=state, mine=mine, as_extract=extract, decided_on=decided)
    return all_of(access.may_work(ACTORS[who]), breach.may_fetch(record, on=TODAY))


def records() -> Iterator[Row]:
    """Breach: who decides about a record, who reads it, and when a copy of it leaves."""
    for who, state, mine, fact in product(ACTORS, STATES, (True, False), ("", *MISSING)):
        sheet = BreachFact(**{**_dict(COMPLETE), **({fact: ""} if fact else {})})
        decision = all_of(
            access.may_work(ACTORS[who]),
            breach.may_decide(RecordFact(state=state, mine=mine)),
            breach.may_break(sheet, at=NOW),
        )
        may = who in READ and state == "begun" and mine and not fact
        yield may, decision, (who, state, mine, fact)
    for who, state, mine, extract, days in product(
        ACTORS, STATES, (True, False), (True, False), DECIDED
    ):
        may = who in READ and state == "broken" and mine and extract and DECIDED[days]
        yield may, fetched(who, state, mine, extract, days), (who, state, mine, extract, days)
    for who, mine in product(ACTORS, (True, False)):
        reads = who in BOUND - {"conflicted, and seated still"}
        yield reads, breach.may_read_record(ACTORS[who]), who
        advice = breach.may_advise(RecordFact(state="begun", mine=mine), ACTORS[who])
        yield reads and not mine, advice, (who, mine)
        # The case went to somebody else: what was done is written down, and no copy is made.
        outside = breach.may_complete_from_outside(ACTORS[who], as_extract=not mine)
        yield reads and mine, outside, (who, mine)


def _dict(fact: BreachFact) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in BreachFact.__dataclass_fields__}
