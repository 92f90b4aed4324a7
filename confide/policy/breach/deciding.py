"""Asking, keeping, breaking, deciding against: who may, and what must be written. (BRCH-1 to 5)"""

from datetime import date, datetime, timedelta

from confide.policy.breach.facts import BEGUN, LAW, LEFT, BreachFact, RecordFact, says
from confide.policy.breach.missing import (
    faults,
    faults_in_asking,
    faults_in_keeping,
    faults_in_leaving,
)
from confide.policy.decision import Decision, allow, refuse
from confide.policy.retention import LONGEST_HOLD

# While it is being decided the records must not go, and no longer than a decision may take.
_HELD_WHILE_DECIDING = timedelta(days=7)


def may_ask(fact: BreachFact, *, at: datetime) -> Decision:
    """Ask the other caseworkers, with whatever has been written so far. (BRCH-3)"""
    fault = next(faults_in_asking(fact, at=at), None)
    if fault is not None:
        return fault.decision
    return allow("BRCH-3", "The others are told and asked. The decision stays yours.")


def may_keep(fact: BreachFact, *, at: datetime) -> Decision:
    """Keep what was written so far, for whoever acts first and completes it afterwards. (BRCH-5)

    It permits nothing, and stays open until it is complete.
    """
    fault = next(faults_in_keeping(fact, at=at), None)
    if fault is not None:
        return fault.decision
    return allow("BRCH-5", "It is kept, and stays open until it is complete.")


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


def held_until(
    ground: str, state: str, *, told: bool = False, obliged: str = "", on: date
) -> date | None:
    """Until when the records are kept because of what a breach record says. (RECD-5)

    Under the second ground destroying them may be an offence: a week while it is being decided, and
    the longest hold there is once somebody was told, also where the record is to be completed yet.
    Under the first the student’s wish holds, unless the officer wrote what else obliges us, such as
    an inquest: then the days are the same, so that nobody reads from them which of the two it was.
    """
    if ground != LAW and not says(obliged):
        return None
    if state == BEGUN and not told:
        return on + _HELD_WHILE_DECIDING
    return on + LONGEST_HOLD if state != LEFT or says(obliged) else None
