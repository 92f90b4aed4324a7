"""Sharing a case: every combination of who shares, with whom, why and until when. (RECD-4)"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from confide.policy import access, sharing
from confide.policy.access import Standing
from confide.policy.decision import Decision
from confide.policy.office import TermFact

pytestmark = pytest.mark.clause("RECD-4")

ON = date(2026, 11, 17)
OWN = Standing(in_office=True, undertaking_signed=True, seated=True)
LENT = replace(OWN, lent=True)
FREE = Standing(in_office=True, undertaking_signed=True)


def may_share(**changed: object) -> Decision:
    facts = {
        "s": OWN,
        "taker": FREE,
        "reason": "benefit",
        "why": "He knows tenancy law.",
        "until_on": None,
        "on": ON,
        "remit": "everyone",
        "said_woman": False,
        **changed,
    }
    return sharing.may_share(facts.pop("s"), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "clause", "words"),
    [
        ({"s": LENT}, "RECD-4", "shared with you"),
        ({"s": FREE}, "CONF-1", "sit at a case"),
        ({"s": replace(OWN, in_office=False)}, "CONF-5", "in office"),
        ({"s": replace(OWN, undertaking_signed=False)}, "CONF-5", "undertaking"),
        ({"s": replace(OWN, conflicted=True)}, "ELIG-3", "conflict"),
        ({"s": replace(OWN, serves=False)}, "CONF-5", "scheme"),
        ({"taker": OWN}, "RECD-4", "already"),
        ({"taker": LENT}, "RECD-4", "already"),
        ({"taker": replace(FREE, conflicted=True)}, "ELIG-3", "conflict"),
        ({"taker": replace(FREE, serves=False)}, "CONF-5", "another scheme"),
        ({"taker": replace(FREE, in_office=False)}, "CONF-5", "in office"),
        ({"taker": replace(FREE, undertaking_signed=False)}, "CONF-5", "undertaking"),
        ({"reason": "curiosity"}, "RECD-4", "no third reason"),
        ({"reason": ""}, "RECD-4", "no third reason"),
        ({"reason": "It benefits the student"}, "RECD-4", "no third reason"),
        ({"why": " \u200b–"}, "RECD-4", "says why"),
        ({"until_on": ON - timedelta(days=1)}, "RECD-4", "before it began"),
        ({"until_on": ON + timedelta(days=91)}, "RECD-4", "90 days away at most"),
        ({"remit": "women"}, "ELIG-2", "represents"),
    ],
)
def test_what_is_refused(changed: dict[str, object], clause: str, words: str) -> None:
    decision = may_share(**changed)
    assert not decision and decision.clause == clause and words in decision.why()


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"reason": "advice"},
        {"until_on": ON},
        {"until_on": ON + timedelta(days=90)},
        {"remit": "women", "said_woman": True},
        {"remit": "women", "reason": "advice"},
    ],
)
def test_what_is_allowed(changed: dict[str, object]) -> None:
    assert may_share(**changed)


def standings() -> list[Standing]:
    names = ("in_office", "undertaking_signed", "seated", "conflicted", "serves", "lent")
    return [
        Standing(**dict(zip(names, each, strict=True)))
        for each in product((True, False), repeat=len(names))
    ]


def test_of_all_who_could_ask_only_her_own_caseworker_shares_and_only_with_who_may_see_it() -> None:
    """64 who share, 64 with whom, two reasons, two remits, two words of the student."""
    count = 0
    facts = product(standings(), standings(), sharing.REASONS, ("everyone", "women"), (True, False))
    for s, taker, reason, remit, said_woman in facts:
        count += 1
        yes = may_share(s=s, taker=taker, reason=reason, remit=remit, said_woman=said_woman)
        reads = s.in_office and s.undertaking_signed and s.seated and s.serves and not s.conflicted
        free = taker.in_office and taker.undertaking_signed and taker.serves
        free = free and not taker.seated and not taker.conflicted
        represents = reason == "advice" or remit == "everyone" or said_woman
        assert yes.allowed == (reads and not s.lent and free and represents)
    assert count == 64 * 64 * 8


def test_whoever_may_work_decides_unless_the_seat_is_lent() -> None:
    for s in standings():
        assert access.may_decide(s).allowed == (access.may_work(s).allowed and not s.lent)
        if access.may_work(s) and s.lent:
            assert access.may_decide(s).clause == "RECD-4"


@pytest.mark.parametrize("ended", [True, False])
@pytest.mark.parametrize("stays", [True, False])
def test_it_is_taken_back_by_her_own_caseworker_and_given_up_by_whom_it_was_lent_to(
    ended: bool, stays: bool
) -> None:
    for s in standings():
        back = sharing.may_take_back(s, ended=ended, somebody_stays=stays)
        assert back.allowed == (access.may_decide(s).allowed and not ended and stays)
        for mine in (True, False):
            up = sharing.may_give_up(s, mine=mine, ended=ended, somebody_stays=stays)
            assert up.allowed == (access.may_work(s).allowed and mine and not ended and stays)


def test_a_lent_seat_is_one_through_its_last_day() -> None:
    assert sharing.sits(None, ON) and sharing.sits(ON, ON)
    assert sharing.sits(ON + timedelta(days=1), ON)
    assert not sharing.sits(ON - timedelta(days=1), ON)
    assert sharing.sits(sharing.UNTIL_TAKEN_BACK, ON)
    assert sharing.may_end_seats(1) and not sharing.may_end_seats(0)
    assert sharing.ends_soon(ON, ON) and sharing.ends_soon(ON + timedelta(days=7), ON)
    assert not sharing.ends_soon(ON + timedelta(days=8), ON)
    assert not sharing.ends_soon(ON - timedelta(days=1), ON)


def test_closing_what_ended_takes_a_seat() -> None:
    assert sharing.may_close_ended(LENT) and not sharing.may_close_ended(FREE)


@pytest.mark.clause("HOUR-3")
@pytest.mark.parametrize("words", ["", " ", "\u200b", "–"])
def test_a_hand_over_wants_a_word_on_how_the_student_knows(words: str) -> None:
    no = access.may_hand_over(OWN, taker=FREE, student_knows=words)
    assert not no and no.clause == "HOUR-3"
    assert access.may_hand_over(OWN, taker=FREE, student_knows="I rang her.")
    assert not access.may_hand_over(LENT, taker=FREE, student_knows="I rang her.")


@pytest.mark.clause("HOUR-3")
@pytest.mark.parametrize(
    ("terms", "last"),
    [
        ([("caseworker", 1, 30)], 30),
        ([("caseworker", 1, 16)], None),
        ([("caseworker", 18, 30)], None),
        ([("caseworker", 1, 17), ("caseworker", 18, 30)], 30),
        ([("caseworker", 18, 30), ("caseworker", 1, 17)], 30),
        ([("caseworker", 1, 17), ("caseworker", 19, 30)], 17),
        ([("caseworker", 1, 17), ("steward", 18, 30)], 17),
        ([("caseworker", 1, 10), ("caseworker", 17, 20)], 20),
        ([("caseworker", 1, 20), ("caseworker", 2, 25)], 25),
        ([], None),
    ],
)
def test_the_last_day_is_that_of_terms_that_join(
    terms: list[tuple[str, int, int]], last: int | None
) -> None:
    facts = [
        TermFact(role=role, starts_on=ON.replace(day=first), ends_on=ON.replace(day=end))
        for role, first, end in terms
    ]
    assert sharing.leaves_on(facts, ON) == (ON.replace(day=last) if last else None)


def test_thirty_days_before_the_last_it_is_time_to_decide() -> None:
    assert sharing.leaves_soon(ON + timedelta(days=30), ON)
    assert not sharing.leaves_soon(ON + timedelta(days=31), ON)
