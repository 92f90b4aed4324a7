"""A breach always has its four facts, rests on one of two grounds, and is the officer's alone."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confide.policy import breach, retention
from confide.policy.access import Standing
from confide.policy.breach import (
    BEGUN,
    BROKEN,
    DANGER,
    LAW,
    LEFT,
    NOBODY,
    PHONED,
    BreachFact,
    RecordFact,
)
from confide.policy.retention import Clock

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
WHOLE = BreachFact(
    ground=DANGER,
    student="Dana",
    outline="She has said that she will not see the morning.",
    believes=True,
    why="She is alone.",
    consulted=PHONED,
    phoned="Bob",
    phoned_at=NOW,
    achieves="Somebody goes to her room.",
    recipient="The operator",
    role="ambulance",
    says_what=True,
    told_at=NOW,
)
IN_OFFICE = Standing(in_office=True, undertaking_signed=True)
MINE = RecordFact(state=BEGUN, mine=True)


def questions(fact: BreachFact, at: datetime = NOW) -> list[str]:
    return [fault.question for fault in breach.faults(fact, at=at)]


# (ground, believes, why, duty) → what is still missing of the belief
BELIEFS = [
    (DANGER, None, "", "", ["believes"]),
    (DANGER, False, "", "", ["believes"]),
    (DANGER, False, "words", "words", ["believes"]),
    (DANGER, True, "", "", ["why"]),
    (DANGER, True, " . ", "", ["why"]),
    (DANGER, True, "words", "", []),
    (DANGER, True, "words", "words", []),
    (LAW, None, "", "", ["believes", "duty"]),
    (LAW, None, "", "words", ["believes"]),
    (LAW, False, "", "", ["duty"]),
    (LAW, False, "", "words", []),
    (LAW, True, "", "words", ["why"]),
    (LAW, True, "words", "", ["duty"]),
    (LAW, True, "words", "words", []),
    ("", True, "words", "words", ["ground"]),
    ("safeguarding", True, "words", "words", ["ground"]),
]
# (asked in the product, way, phoned, when, tried) → what is still missing of the advice
ADVICE = [
    (False, "", "", None, "", ["consulted"]),
    (True, "", "", None, "", []),
    (False, PHONED, "", NOW, "", ["phoned"]),
    (False, PHONED, "Bob", None, "", ["phoned_time"]),
    (False, PHONED, "Bob", NOW + timedelta(seconds=1), "", ["phoned_time"]),
    (False, PHONED, "Bob", NOW, "", []),
    (False, PHONED, "Bob", NOW - 400 * DAY, "", []),
    (True, PHONED, "", NOW, "", ["phoned"]),
    (True, PHONED, "Bob", NOW, "", []),
    (False, NOBODY, "", None, "", ["tried"]),
    (False, NOBODY, "", None, "Bob, by phone", []),
    (True, NOBODY, "", None, "", ["tried"]),
    (True, NOBODY, "", None, "Bob, by phone", []),
    (False, "by-thought", "Bob", NOW, "Bob", ["consulted"]),
]
# (recipient, role, says what, when) → what is still missing of the telling
TELLINGS = [
    ("The operator", "police", True, NOW, []),
    ("The operator", "police", True, NOW - timedelta(hours=3), []),
    ("The operator", "police", True, NOW + timedelta(seconds=1), ["told_time"]),
    ("The operator", "police", True, None, ["told_time"]),
    ("The operator", "police", False, NOW, ["summary"]),
    ("The operator", "", True, NOW, ["role"]),
    ("", "police", True, NOW, ["recipient"]),
    (" ", "?", False, None, ["recipient", "role", "summary", "told_time"]),
]
COMBINATIONS = list(product(BELIEFS, ADVICE, TELLINGS))


@pytest.mark.clause("BRCH-1", "BRCH-2", "BRCH-3", "BRCH-5")
def test_every_combination_of_ground_belief_advice_and_telling() -> None:
    assert len(COMBINATIONS) == 16 * 14 * 8
    for belief, advice, telling in COMBINATIONS:
        fact = replace(
            WHOLE,
            **dict(zip(("ground", "believes", "why", "duty"), belief, strict=False)),
            **dict(
                zip(
                    ("others_asked", "consulted", "phoned", "phoned_at", "tried"),
                    advice,
                    strict=False,
                )
            ),
            **dict(zip(("recipient", "role", "says_what", "told_at"), telling, strict=False)),
        )
        missing = [*belief[-1], *advice[-1], *telling[-1]]
        assert questions(fact) == missing
        decision = breach.may_break(fact, at=NOW)
        assert bool(decision) is not bool(missing)
        assert decision.clause.startswith("BRCH-")


@pytest.mark.clause("BRCH-5")
@pytest.mark.parametrize("question", ["student", "outline", "achieves"])
@pytest.mark.parametrize("nothing", ["", "  ", "…", "?!", "\n"])
def test_a_fact_that_says_nothing_is_missing(question: str, nothing: str) -> None:
    assert questions(replace(WHOLE, **{question: nothing})) == [question]
    assert questions(WHOLE) == []


TEXTS = st.sampled_from(["", " ", "-", "a", "Zoë", "她"])
MOMENTS = st.none() | st.integers(-3, 3).map(lambda hours: NOW + timedelta(hours=hours))
FACTS = st.builds(
    BreachFact,
    ground=st.sampled_from(["", DANGER, LAW, "other"]),
    student=TEXTS,
    outline=TEXTS,
    believes=st.sampled_from([None, True, False]),
    why=TEXTS,
    duty=TEXTS,
    others_asked=st.booleans(),
    consulted=st.sampled_from(["", PHONED, NOBODY, "other"]),
    phoned=TEXTS,
    phoned_at=MOMENTS,
    tried=TEXTS,
    achieves=TEXTS,
    recipient=TEXTS,
    role=TEXTS,
    says_what=st.booleans(),
    told_at=MOMENTS,
    why_not=TEXTS,
)


def says(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


@pytest.mark.clause("BRCH-1", "BRCH-2", "BRCH-3", "BRCH-5")
@given(FACTS)
def test_a_breach_always_has_its_four_facts(fact: BreachFact) -> None:
    if not breach.may_break(fact, at=NOW):
        assert questions(fact)
        return
    assert fact.ground in {DANGER, LAW}
    assert says(fact.student) and says(fact.outline)
    assert fact.others_asked or says(fact.phoned) or says(fact.tried)
    assert says(fact.achieves)
    assert says(fact.recipient) and says(fact.role) and fact.says_what
    assert fact.told_at is not None and fact.told_at <= NOW
    assert fact.believes is not None and (not fact.believes or says(fact.why))
    assert fact.believes or (fact.ground == LAW and says(fact.duty))


@pytest.mark.clause("BRCH-4")
@given(FACTS)
def test_what_a_decision_says_never_tells_the_ground(fact: BreachFact) -> None:
    one = breach.may_break(replace(fact, ground=DANGER, duty=""), at=NOW)
    other = breach.may_break(replace(fact, ground=LAW, duty="The Act"), at=NOW)
    if one and other:
        assert one == other
    for decision in (one, other):
        assert "danger" not in decision.reason and "terror" not in decision.reason
    leaving = {breach.may_leave(replace(fact, ground=each)) for each in (DANGER, LAW)}
    assert len(leaving) == 1


@pytest.mark.clause("BRCH-4", "BRCH-5")
@given(FACTS)
def test_deciding_against_it_names_nobody_and_asks_nobody(fact: BreachFact) -> None:
    needed = fact.ground in {DANGER, LAW}
    needed = needed and says(fact.student) and says(fact.outline) and says(fact.why_not)
    assert bool(breach.may_leave(replace(fact, told_at=None))) is needed
    assert not breach.may_leave(replace(fact, told_at=NOW)), "somebody was told"


@pytest.mark.clause("BRCH-4")
def test_whoever_answers_and_whatever_they_say_decides_nothing() -> None:
    # There is no fact by which an answer could reach the decision.
    names = {each.name for each in fields(BreachFact)}
    assert not names & {"advice", "advised", "answer", "agreed"}
    asked = replace(WHOLE, consulted="", others_asked=True)
    assert breach.may_break(asked, at=NOW)


@pytest.mark.clause("BRCH-4", "BRCH-5")
@pytest.mark.parametrize("state", [BEGUN, BROKEN, LEFT])
@pytest.mark.parametrize("mine", [True, False])
def test_only_whoever_began_it_decides_and_only_once(state: str, mine: bool) -> None:
    decision = breach.may_decide(RecordFact(state=state, mine=mine))
    assert bool(decision) is (mine and state == BEGUN)
    if not mine:
        assert decision.clause == "BRCH-4"


@pytest.mark.clause("BRCH-3")
@pytest.mark.parametrize(("outline", "allowed"), [("", False), (" . ", False), ("Help", True)])
def test_to_ask_a_sentence_is_enough(outline: str, allowed: bool) -> None:
    assert bool(breach.may_ask(BreachFact(outline=outline), at=NOW)) is allowed


@pytest.mark.clause("BRCH-5")
@pytest.mark.parametrize(
    ("fact", "allowed"),
    [
        (BreachFact(), False),
        (BreachFact(student="Dana", outline=" . "), False),
        (BreachFact(outline="Help"), True),
        (BreachFact(recipient="The operator", told_at=NOW), True),
        (BreachFact(achieves="A doctor comes."), True),
        (BreachFact(says_what=True), True),
        (BreachFact(outline="Help", told_at=NOW + timedelta(minutes=1)), False),
        (WHOLE, True),
    ],
)
def test_to_keep_it_for_later_anything_that_was_written_is_enough(
    fact: BreachFact, allowed: bool
) -> None:
    assert bool(breach.may_keep(fact, at=NOW)) is allowed


@pytest.mark.clause("BRCH-3")
def test_who_was_told_in_the_future_is_nothing_to_ask_about() -> None:
    asking = replace(WHOLE, told_at=NOW + timedelta(minutes=1))
    assert not breach.may_ask(asking, at=NOW)
    assert breach.may_ask(replace(asking, told_at=NOW), at=NOW)


@pytest.mark.clause("BRCH-3", "BRCH-4")
@pytest.mark.parametrize("state", [BEGUN, BROKEN, LEFT])
def test_whoever_was_asked_may_always_answer(state: str) -> None:
    theirs = RecordFact(state=state, mine=False)
    assert breach.may_advise(theirs, IN_OFFICE)
    assert not breach.may_advise(replace(theirs, mine=True), IN_OFFICE)
    for lacking in (
        replace(IN_OFFICE, in_office=False),
        replace(IN_OFFICE, undertaking_signed=False),
        replace(IN_OFFICE, conflicted=True),
    ):
        assert not breach.may_advise(theirs, lacking)
        assert not breach.may_read_record(lacking)


@pytest.mark.clause("BRCH-5")
@pytest.mark.parametrize("state", [BEGUN, BROKEN, LEFT])
@pytest.mark.parametrize("mine", [True, False])
@pytest.mark.parametrize("words", ["", "He was the porter."])
@pytest.mark.parametrize("ahead", [0, 1])
def test_what_is_complete_is_added_to_and_by_whoever_decided(
    state: str, mine: bool, words: str, ahead: int
) -> None:
    decision = breach.may_add(
        RecordFact(state=state, mine=mine),
        words=words,
        happened_at=NOW + ahead * timedelta(seconds=1),
        at=NOW,
    )
    assert bool(decision) is (mine and state != BEGUN and bool(words) and not ahead)


@pytest.mark.clause("BRCH-3")
@pytest.mark.parametrize("state", [BEGUN, BROKEN, LEFT])
@pytest.mark.parametrize("mine", [True, False])
@pytest.mark.parametrize("there_are", [True, False])
def test_the_others_are_told_after_all_if_there_are_any(
    state: str, mine: bool, there_are: bool
) -> None:
    decision = breach.may_tell_the_others(RecordFact(state=state, mine=mine), there_are=there_are)
    assert bool(decision) is (mine and state != BEGUN and there_are)


@pytest.mark.clause("BRCH-3")
@pytest.mark.parametrize("state", [BEGUN, BROKEN, LEFT])
@pytest.mark.parametrize("consulted", [PHONED, NOBODY, ""])
@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize("since", [True, False])
def test_tell_a_colleague_stays_open_until_one_was_told(
    state: str, consulted: str, asked: bool, since: bool
) -> None:
    fact = BreachFact(consulted=consulted, others_asked=asked)
    still = breach.is_colleague_still_to_be_told(fact, state, told_since=since)
    assert still is (state == BROKEN and not asked and consulted != PHONED and not since)


@pytest.mark.clause("BRCH-5")
@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True), (7, True), (8, False)])
def test_a_copy_leaves_for_a_week_and_after_its_record(days: int, allowed: bool) -> None:
    whole = RecordFact(state=BROKEN, mine=True, as_extract=True, decided_on=TODAY)
    assert bool(breach.may_fetch(whole, on=TODAY + days * DAY)) is allowed
    for lacking in (
        replace(whole, state=BEGUN),
        replace(whole, state=LEFT),
        replace(whole, mine=False),
        replace(whole, as_extract=False),
        replace(whole, decided_on=None),
    ):
        assert not breach.may_fetch(lacking, on=TODAY)


@pytest.mark.clause("BRCH-1", "RECD-6")
@pytest.mark.parametrize(
    ("ground", "state", "until"),
    [
        (LAW, BROKEN, TODAY + retention.LONGEST_HOLD),
        (LAW, BEGUN, TODAY + 7 * DAY),
        (LAW, LEFT, None),
        (DANGER, BROKEN, None),
        (DANGER, BEGUN, None),
        ("", BEGUN, None),
    ],
)
def test_the_second_ground_holds_the_records_by_itself(
    ground: str, state: str, until: date | None
) -> None:
    assert breach.held_until(ground, state, on=TODAY) == until
    if until is not None:
        assert retention.may_hold(why="the law", owner="alice", keep_until=until, on=TODAY)


@pytest.mark.clause("RECD-5")
@pytest.mark.parametrize("state", [BEGUN, BROKEN, LEFT])
def test_what_else_obliges_us_holds_the_records_under_the_first_as_under_the_second(
    state: str,
) -> None:
    said = breach.held_until(DANGER, state, obliged="An inquest.", on=TODAY)
    assert said == breach.held_until(LAW, BROKEN if state == LEFT else state, on=TODAY)
    assert breach.held_until(DANGER, state, obliged=" . ", on=TODAY) is None


@pytest.mark.clause("RECD-6")
def test_held_or_not_a_student_who_asks_is_told_the_same_words() -> None:
    held = Clock(keep_until=breach.held_until(LAW, BROKEN, on=TODAY))
    told = retention.may_order_destruction(retention.STUDENT, held, TODAY)
    other = retention.may_order_destruction(retention.STUDENT, Clock(), TODAY)
    assert not told and other
    assert (told.clause, told.reason, told.instead) == (other.clause, other.reason, other.instead)
