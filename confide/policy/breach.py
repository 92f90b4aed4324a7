"""Breaking confidence: two grounds, four facts, and the officer decides. (BRCH-1 to BRCH-5)

The procedure, numbered as on the page and in the code:

1. Which of the two grounds it is. There is no third, and no box for one. (BRCH-1)
2. Who the student is, and what is happening that makes it necessary. (BRCH-5, first fact)
3. What the officer believes. Under the first ground, that it is best for the student, and why.
   Under the second, the duty that the law lays down, and apart from it whether they believe it best
   for the student: nobody is made to write an untruth. (BRCH-2)
4. Who was told and asked: the others, in the product; somebody, by phone; or nobody could be
   reached, with who was tried and how. No answer is waited for. (BRCH-3, BRCH-5, second fact)
5. What it will achieve. (BRCH-5, third fact)
6. To whom, and what exactly. (BRCH-5, fourth fact)
7. The officer decides, and nobody else can. Deciding not to is recorded too. (BRCH-4)

A decision is noted in the ledger, which outlives the case. So every answer here has the same clause
and the same words under either ground: nobody reads from it which of the two it was.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from confide.policy.access import Standing, may_open_cases
from confide.policy.decision import Decision, allow, refuse
from confide.policy.retention import LONGEST_HOLD

DANGER = "danger"
LAW = "law"
GROUNDS: Mapping[str, str] = MappingProxyType(
    {
        DANGER: "There seems to be a serious and imminent risk to somebody’s safety.",
        LAW: "The law requires it, to prevent or detect terrorism.",
    }
)

PHONED = "phoned"
NOBODY = "nobody"

BEGUN = "begun"
BROKEN = "broken"
LEFT = "left"

# While it is being decided the records must not go, and no longer than a decision may take.
_HELD_WHILE_DECIDING = timedelta(days=7)
# A risk is imminent, or it is none: later than this, what is told rests on a decision of its own.
COPIES_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachFact:
    """What an officer states before, or after, breaking confidence."""

    ground: str = ""
    student: str = ""
    outline: str = ""
    believes: bool | None = None
    why: str = ""
    duty: str = ""
    others_asked: bool = False
    consulted: str = ""
    phoned: str = ""
    phoned_at: datetime | None = None
    tried: str = ""
    achieves: str = ""
    recipient: str = ""
    role: str = ""
    says_what: bool = False
    told_at: datetime | None = None
    why_not: str = ""
    obliged: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFact:
    """How a breach record stands before somebody: how far it has come, and whether it is theirs."""

    state: str
    mine: bool
    as_extract: bool = False
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is still missing: the question it belongs to, and the policy's no."""

    question: str
    decision: Decision


def may_ask(fact: BreachFact) -> Decision:
    """Ask the other caseworkers, with whatever has been written so far. (BRCH-3)"""
    if not _says(fact.outline):
        return refuse(
            "BRCH-3",
            "Whoever is asked for advice is told what is happening.",
            instead="A sentence is enough.",
        )
    return allow("BRCH-3", "The others are told and asked. The decision stays yours.")


def may_break(fact: BreachFact, *, at: datetime) -> Decision:
    """Break confidence, or record that it was broken: with all four facts. (BRCH-1 to BRCH-5)

    Advice is nowhere a condition: that somebody was asked is, or that nobody could be.
    """
    fault = next(faults(fact, at=at), None)
    if fault is not None:
        return fault.decision
    return allow("BRCH-4", "The decision is yours, and what it rests on is written down.")


def may_leave(fact: BreachFact) -> Decision:
    """Record that breaking confidence was considered and decided against. (BRCH-4, BRCH-5)"""
    fault = next(faults_in_leaving(fact), None)
    if fault is not None:
        return fault.decision
    return allow("BRCH-4", "The decision is yours, and what it rests on is written down.")


def faults(fact: BreachFact, *, at: datetime) -> Iterator[Fault]:
    """Everything that is still missing before confidence may be broken, in the page's order."""
    yield from _ground(fact)  # (1)
    yield from _situation(fact)  # (2)
    yield from _belief(fact)  # (3)
    yield from _advice(fact, at)  # (4)
    yield from _purpose(fact)  # (5)
    yield from _telling(fact, at)  # (6)


def faults_in_leaving(fact: BreachFact) -> Iterator[Fault]:
    """The same for deciding against it: nobody is told, so nobody is named."""
    yield from _ground(fact)
    yield from _situation(fact)
    if not _says(fact.why_not):
        decision = refuse(
            "BRCH-5",
            "Deciding not to is a decision too, so its reason is written down.",
            instead="A sentence is enough.",
        )
        yield Fault("why_not", decision)


def may_decide(record: RecordFact) -> Decision:
    """Go on with a record that was begun: only whoever began it, and only once. (BRCH-4, BRCH-5)"""
    if not record.mine:
        return refuse(
            "BRCH-4",
            "The officer who is involved decides, and nobody else.",
            instead="Give them your advice. It is kept beside their decision.",
        )
    if record.state != BEGUN:
        return refuse(
            "BRCH-5",
            "A record that is complete is never changed.",
            instead="Add what needs to be said as a correction.",
        )
    return allow("BRCH-4", "The decision is yours.")


def may_advise(record: RecordFact, standing: Standing) -> Decision:
    """Advise whoever decides, before or after they did: it is kept, and gates nothing. (BRCH-4)"""
    bound = may_read_record(standing)
    if not bound:
        return bound
    if record.mine:
        return refuse("BRCH-3", "Advice is somebody else’s.", instead="Add a correction.")
    return allow("BRCH-4", "Your advice is kept. The decision is theirs.")


def may_add(record: RecordFact, *, words: str, happened_at: datetime, at: datetime) -> Decision:
    """Add to one’s own complete record: a correction, or that a colleague was told. (BRCH-5)"""
    if not record.mine or record.state == BEGUN:
        return refuse(
            "BRCH-5",
            "Only whoever decided adds to the record, and only once it is complete.",
        )
    if not _says(words):
        return refuse("BRCH-5", "An addition says something.", instead="A sentence is enough.")
    if happened_at > at:
        return refuse("BRCH-5", "This moment has not come yet.", instead="Check day and time.")
    return allow("BRCH-5", "It is added, and what was written before stays as it was.")


def may_tell_the_others(record: RecordFact, *, there_are: bool) -> Decision:
    """Put one's own complete record to the desks of the others, after all. (BRCH-3)"""
    if not record.mine or record.state == BEGUN:
        return refuse(
            "BRCH-5",
            "Only whoever decided adds to the record, and only once it is complete.",
        )
    if not there_are:
        return refuse(
            "BRCH-3",
            "There is no other caseworker in office.",
            instead="The duty stays open. Ask a steward when somebody is appointed.",
        )
    return allow("BRCH-3", "The others are told.")


def may_fetch(record: RecordFact, *, on: date) -> Decision:
    """Hand out the extract of a breach that is recorded, for a few days. (BRCH-4, BRCH-5)"""
    if not record.mine or record.state != BROKEN or not record.as_extract:
        return refuse("BRCH-5", "Nothing leaves before the record is complete.")
    if record.decided_on is None or not record.decided_on <= on <= record.decided_on + COPIES_FOR:
        return refuse(
            "BRCH-4",
            "This decision was for a danger of its own day, and that day is past.",
            instead="If somebody is in danger now, decide anew and record it.",
        )
    return allow("BRCH-5", "The record is complete.")


def may_read_record(standing: Standing) -> Decision:
    """Read a breach record that was given to one. (BRCH-3, CONF-5, ELIG-3)"""
    bound = may_open_cases(standing)
    if not bound:
        return bound
    if standing.conflicted:
        return refuse("ELIG-3", "You have declared a conflict of interests in this case.")
    return allow("BRCH-3", "You were told and asked.")


def is_colleague_still_to_be_told(fact: BreachFact, state: str, *, told_since: bool) -> bool:
    """Whether *tell a colleague* is open: confidence was broken, and nobody was reached. (BRCH-3)

    It is overdue from the first moment, since it should have come first.
    """
    reached = fact.others_asked or fact.consulted == PHONED
    return state == BROKEN and not reached and not told_since


def held_until(ground: str, state: str, *, obliged: str = "", on: date) -> date | None:
    """Until when the records are kept because of what a breach record says. (RECD-5)

    Under the second ground destroying them may be an offence: a week while it is being decided, and
    the longest hold there is once confidence was broken. Under the first the student’s wish holds,
    unless the officer wrote what else obliges us, such as an inquest: then the days are the same,
    so that nobody reads from them which of the two it was.
    """
    if ground != LAW and not _says(obliged):
        return None
    if state == BEGUN:
        return on + _HELD_WHILE_DECIDING
    return on + LONGEST_HOLD if state == BROKEN or _says(obliged) else None


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
        if not _says(getattr(fact, question)):
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
    elif fact.believes and not _says(fact.why):
        yield Fault("why", decision)
    if fact.ground == LAW and not _says(fact.duty):
        yield Fault("duty", decision)


def _advice(fact: BreachFact, at: datetime) -> Iterator[Fault]:
    decision = refuse(
        "BRCH-3",
        "Another caseworker is told and asked. Their answer is not waited for.",
        instead="If you can reach nobody, say whom you tried and how, and go on.",
    )
    if fact.consulted == PHONED:
        if not _says(fact.phoned):
            yield Fault("phoned", decision)
        if fact.phoned_at is None or fact.phoned_at > at:
            yield Fault("phoned_time", _not_yet())
    elif fact.consulted == NOBODY:
        if not _says(fact.tried):
            yield Fault("tried", decision)
    elif not fact.others_asked:
        yield Fault("consulted", decision)


def _purpose(fact: BreachFact) -> Iterator[Fault]:
    if not _says(fact.achieves):
        decision = refuse(
            "BRCH-5", "The record says what it will achieve.", instead="A sentence is enough."
        )
        yield Fault("achieves", decision)


def _telling(fact: BreachFact, at: datetime) -> Iterator[Fault]:
    for question in ("recipient", "role"):
        if not _says(getattr(fact, question)):
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


def _not_yet() -> Decision:
    return refuse("BRCH-5", "This moment has not come yet.", instead="Check day and time.")


def _says(text: str) -> bool:
    return any(sign.isalnum() for sign in text)
