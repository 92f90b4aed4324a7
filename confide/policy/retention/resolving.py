"""Starting a case's clock, and stopping it. (RECD-5)"""

from datetime import date

from confide.policy.access import Standing, may_decide
from confide.policy.decision import Decision, allow, refuse
from confide.policy.retention.clock import Clock
from confide.policy.words import dated


def may_resolve(
    standing: Standing, *, clock: Clock, resolved_on: date, last_touched_on: date, on: date
) -> Decision:
    """Say that a case is resolved, which starts its clock. (RECD-5)

    `last_touched_on` is the day of the last contact, or of the re-opening if that came later.
    """
    seated = may_decide(standing)
    if not seated:
        return seated
    if clock.being_destroyed:
        return refuse("RECD-5", "This case is being destroyed.")
    if clock.destroy_on is not None:
        return refuse("RECD-5", "This case is resolved already, and its clock runs.")
    if resolved_on > on:
        return refuse("RECD-5", "A case cannot be resolved on a day that has not come.")
    if resolved_on < last_touched_on:
        return refuse(
            "RECD-5",
            "The case was still being worked on after that, on {day}.",
            instead="Give that day or a later one.",
            day=dated(last_touched_on),
        )
    return allow("RECD-5", "The records are kept for the time that was promised, and no longer.")


def may_reopen(standing: Standing, *, clock: Clock, why: str, on: date) -> Decision:
    """Take up a resolved case again, which stops its clock until it is resolved anew. (RECD-5)"""
    seated = may_decide(standing)
    if not seated:
        return seated
    if clock.destroy_on is None:
        return refuse("RECD-5", "This case is open.")
    if clock.being_destroyed or on >= clock.destroy_on:
        return refuse(
            "RECD-5",
            "The time of these records is over, and re-opening cannot lengthen it.",
            instead="Open a new case with the student.",
        )
    if not why.strip():
        return refuse(
            "RECD-5",
            "Re-opening keeps records longer, so it needs a reason.",
            instead="Note why the student has come back.",
        )
    return allow("RECD-5", "The clock stops, and starts afresh when the case is resolved again.")
