"""What is missing before confidence may be broken, question by question. (BRCH-1 to BRCH-5)"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from confide.policy.breach.facts import DANGER, GROUNDS, LAW, NOBODY, PHONED, BreachFact, says
from confide.policy.decision import Decision, refuse


@dataclass(frozen=True, slots=True)
class Fault:
    """What is still missing: the question it belongs to, and the policy's no."""

    question: str
    decision: Decision


def faults(fact: BreachFact, *, at: datetime) -> Iterator[Fault]:
    """Everything that is still missing before confidence may be broken, in the page's order."""
    yield from _ground(fact)  # (1)
    yield from _situation(fact)  # (2)
    yield from _belief(fact)  # (3)
    yield from _advice(fact, at)  # (4)
    yield from _purpose(fact)  # (5)
    yield from _telling(fact, at)  # (6)


def faults_in_asking(fact: BreachFact, *, at: datetime) -> Iterator[Fault]:
    """The same for asking the others: a sentence is enough."""
    if not says(fact.outline):
        decision = refuse(
            "BRCH-3",
            "Whoever is asked for advice is told what is happening.",
            instead="A sentence is enough.",
        )
        yield Fault("outline", decision)
    yield from _told_by_now(fact, at)


def faults_in_keeping(fact: BreachFact, *, at: datetime) -> Iterator[Fault]:
    """The same for keeping it to be completed: anything that was written is enough."""
    if not (fact.says_what or any(map(says, (fact.outline, fact.achieves, fact.recipient)))):
        decision = refuse("BRCH-5", "There is nothing to keep yet.", instead="A word is enough.")
        yield Fault("outline", decision)
    yield from _told_by_now(fact, at)


def faults_in_leaving(fact: BreachFact) -> Iterator[Fault]:
    """The same for deciding against it: nobody is told, so nobody is named."""
    yield from _ground(fact)
    yield from _situation(fact)
    if not says(fact.why_not):
        decision = refuse(
            "BRCH-5",
            "Deciding not to is a decision too, so its reason is written down.",
            instead="A sentence is enough.",
        )
        yield Fault("why_not", decision)
    if fact.told_at is not None:
        decision = refuse(
            "BRCH-5",
            "Somebody was told already, it says here: then confidence was broken.",
            instead="Record that. If nobody was told, empty the day and the time.",
        )
        yield Fault("told_time", decision)


def _ground(fact: BreachFact) -> Iterator[Fault]:
    if fact.ground not in GROUNDS:
        decision = refuse(
            "BRCH-1",
            "Confidence is broken on one of two grounds, and there is no third.",
            instead="Without either, ask the student.",
        )
        yield Fault("ground", decision)


def _situation(fact: BreachFact) -> Iterator[Fault]:
    for question in ("student", "outline"):
        if not says(getattr(fact, question)):
            decision = refuse(
                "BRCH-5",
                "The record says who the student is, what is happening, and why that is a reason.",
                instead="A sentence is enough.",
            )
            yield Fault(question, decision)


def _belief(fact: BreachFact) -> Iterator[Fault]:
    decision = refuse(
        "BRCH-2",
        "It is done only in extreme cases, so what you believe is written down, and why.",
        instead="Where the law leaves no choice, name the duty, and say apart from it what you "
        "believe.",
    )
    if fact.believes is None or (fact.ground == DANGER and not fact.believes):
        yield Fault("believes", decision)
    elif fact.believes and not says(fact.why):
        yield Fault("why", decision)
    if fact.ground == LAW and not says(fact.duty):
        yield Fault("duty", decision)


def _advice(fact: BreachFact, at: datetime) -> Iterator[Fault]:
    decision = refuse(
        "BRCH-3",
        "Another caseworker is told and asked. Their answer is not waited for.",
        instead="If you can reach nobody, say whom you tried and how, and go on.",
    )
    if fact.consulted == PHONED:
        if not says(fact.phoned):
            yield Fault("phoned", decision)
        if fact.phoned_at is None or fact.phoned_at > at:
            yield Fault("phoned_time", _not_yet())
    elif fact.consulted == NOBODY:
        if not says(fact.tried):
            yield Fault("tried", decision)
    elif not fact.others_asked:
        yield Fault("consulted", decision)


def _purpose(fact: BreachFact) -> Iterator[Fault]:
    if not says(fact.achieves):
        decision = refuse(
            "BRCH-5", "The record says what it will achieve.", instead="A sentence is enough."
        )
        yield Fault("achieves", decision)


def _telling(fact: BreachFact, at: datetime) -> Iterator[Fault]:
    for question in ("recipient", "role"):
        if not says(getattr(fact, question)):
            decision = refuse(
                "BRCH-5",
                "The record says who is told, and in what role.",
                instead="Where you do not know a name, write what you know: the operator at 999.",
            )
            yield Fault(question, decision)
    if not fact.says_what:
        decision = refuse(
            "BRCH-5",
            "The record says what exactly is told, and nothing more than is needed is.",
            instead="Write it in your words, or choose from the record.",
        )
        yield Fault("summary", decision)
    if fact.told_at is None or fact.told_at > at:
        yield Fault("told_time", _not_yet())


def _told_by_now(fact: BreachFact, at: datetime) -> Iterator[Fault]:
    if fact.told_at is not None and fact.told_at > at:
        yield Fault("told_time", _not_yet())


def _not_yet() -> Decision:
    return refuse("BRCH-5", "This moment has not come yet.", instead="Check day and time.")
