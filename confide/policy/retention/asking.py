"""What a student asks for: their records back, or destroyed. (RECD-6)"""

from datetime import date, timedelta

from confide.policy.decision import Decision, allow, refuse
from confide.policy.retention.clock import Clock
from confide.policy.words import dated

RETURN_WAITS = timedelta(days=14)


def may_take_request(*, how_asked: str, how_identified: str) -> Decision:
    """Take a student's request to have records returned or destroyed, from an officer. (RECD-6)"""
    if not how_asked.strip():
        return refuse(
            "RECD-6",
            "A request is noted as the student made it.",
            instead="Write how and when the student asked.",
        )
    if not how_identified.strip():
        return refuse(
            "RECD-6",
            "Records are handed over or destroyed only for the student themselves.",
            instead="Note how you know that it is they.",
        )
    return allow("RECD-6", "The student may have their records back, or have them destroyed.")


def may_return(clock: Clock) -> Decision:
    """Give a student a copy of their records, at any time before destruction. (RECD-6)"""
    if clock.being_destroyed:
        return refuse("RECD-6", "These records are being destroyed.")
    return allow("RECD-6", "The student may have their records back whenever they ask.")


def may_fetch_return(*, made_on: date, handed_over: bool, on: date) -> Decision:
    """Fetch what was made for a student, until it is handed over or two weeks old. (RECD-6)"""
    anew = "If the student needs it again, make it anew."
    if handed_over:
        return refuse("RECD-6", "This was handed over, and its words are forgotten.", instead=anew)
    if on > made_on + RETURN_WAITS:
        return refuse(
            "RECD-6",
            "This could be fetched until {day}.",
            instead=anew,
            day=dated(made_on + RETURN_WAITS),
        )
    return allow("RECD-6", "It can be fetched until {day}.", day=dated(made_on + RETURN_WAITS))
