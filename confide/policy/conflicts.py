"""Nobody acts who may not be impartial, and nobody else learns why. (ELIG-3, ELIG-2, CONF-3)

Whoever steps aside loses the case from that moment; it goes to a colleague whom the student chose
and who has no conflict. Where the student wants nobody else, the case is resolved before its last
caseworker leaves, so that its clock runs: a case is never lost, and never kept for ever.

A *check* asks colleagues beforehand whether one of them should rather not take a matter. Whatever
the cause, the answer is the same few words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from types import MappingProxyType

from confide.policy import access, eligibility
from confide.policy.access import Standing
from confide.policy.decision import Decision, all_of, allow, refuse

KINDS: Mapping[str, str] = MappingProxyType(
    {"person": "A person", "college": "A college", "course": "A course"}
)
CAN_TAKE = "can-take"
SOMEBODY_ELSE = "somebody-else"
ANSWERS: Mapping[str, str] = MappingProxyType(
    {CAN_TAKE: "Can take it", SOMEBODY_ELSE: "Somebody else should take this"}
)
LASTS = timedelta(days=14)
# A question that is asked in earnest comes with a student. Whoever tries out names needs many.
MOST_A_DAY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What an officer's own session found before a question: each alone is enough for a no."""

    stepped_aside: bool
    declared: bool
    in_own_cases: bool


def may_take(taker: Standing, *, remit: str, said_woman: bool) -> Decision:
    """Be offered to a student as their caseworker. (ELIG-2, ELIG-3, CONF-5)"""
    return all_of(access.may_come_to(taker), eligibility.may_represent(remit, said_woman or None))


def may_step_aside(
    s: Standing, *, to_another: bool, somebody_stays: bool, resolved: bool, student_said: str
) -> Decision:
    """Leave a case in which one may not be impartial. (ELIG-3)

    `to_another`: somebody comes to the case because the student chose them. `somebody_stays`: a
    caseworker sits there for good once this one has left. With whom a case was merely shared, they
    leave it to whoever shared it, and there is nothing to ask the student.
    """
    deciding = access.may_decide(s) if to_another else access.may_read(s)
    if not deciding:
        return deciding
    if not s.lent and not any(sign.isalnum() for sign in student_said):
        return refuse(
            "ELIG-3",
            "The student is advised to see somebody else, and chooses whom.",
            instead="Say what they said. If you cannot reach them, say so, and who will tell them.",
        )
    if not somebody_stays and not resolved:
        return refuse(
            "ELIG-3",
            "Nobody would sit at this case, and it is still open: its records would never go.",
            instead="Resolve it first, so that its clock runs. Or hand it to a colleague.",
        )
    return allow("ELIG-3", "Whoever may not be impartial does not act.")


def may_declare(s: Standing, kind: str, words: Sequence[str]) -> Decision:
    """Keep a person, college or course in mind, for one's own eyes. (ELIG-3)"""
    ready = access.may_open_cases(s)
    if not ready:
        return ready
    if kind not in KINDS or not words:
        return refuse(
            "ELIG-3",
            "A conflict of interests is about a person, a college or a course.",
            instead="Say which, in a word or two.",
        )
    return allow("ELIG-3", "Only you can ever read what you declare.")


def may_take_back(s: Standing) -> Decision:
    """Take an entry off one's own list, or end one's own question. (ELIG-3)"""
    return access.may_open_cases(s)


def may_ask(s: Standing, *, asked_today: int, colleagues: int) -> Decision:
    """Ask colleagues whether one of them should rather not take a matter. (ELIG-3, CONF-3)"""
    ready = access.may_open_cases(s)
    if not ready:
        return ready
    if not colleagues:
        return refuse("ELIG-3", "Choose at least one colleague to ask.")
    if asked_today >= MOST_A_DAY:
        return refuse(
            "CONF-3",
            "You have asked {most} times today. More could tell who uses the service.",
            instead="Ask tomorrow, or step aside yourself if you are in doubt.",
            most=MOST_A_DAY,
        )
    return allow("ELIG-3", "Your colleagues are asked, and see neither the question nor a name.")


def may_answer(s: Standing, *, ends_on: date, on: date) -> Decision:
    """Have one's own session answer a question that was sent to it. (ELIG-3)"""
    ready = access.may_open_cases(s)
    if not ready:
        return ready
    if on > ends_on:
        return refuse("ELIG-3", "This question has lapsed.")
    return allow("ELIG-3", "The answer is the same few words, whatever the cause.")


def may_lapse(lapsed: int) -> Decision:
    """Delete questions whose days are over. (ELIG-3)"""
    if not lapsed:
        return refuse("ELIG-3", "No question has lapsed.")
    return allow("ELIG-3", "A question is kept for two weeks and no longer.")


def answer(found: Findings) -> str:
    """What the asker is told: one of two answers, and never which finding it comes from."""
    return SOMEBODY_ELSE if any(astuple(found)) else CAN_TAKE
