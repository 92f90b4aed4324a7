"""Starting a case's clock, stopping it, and keeping records past their day. (RECD-5)"""

from datetime import date, timedelta

from confide.policy.access import Standing, may_decide
from confide.policy.decision import Decision, allow, refuse
from confide.policy.retention.clock import Clock
from confide.policy.words import dated

LONGEST_HOLD = timedelta(days=366)


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


def may_hold(*, why: str, owner: str, keep_until: date, on: date) -> Decision:
    """Keep records beyond their time because the law obliges: with a reason, an owner, a day."""
    if not why.strip() or not owner.strip():
        return refuse("RECD-5", "A hold says which law obliges us, and who answers for it.")
    if keep_until < on:
        return refuse("RECD-5", "A hold ends on a day to come.")
    if keep_until - on > LONGEST_HOLD:
        return refuse(
            "RECD-5",
            "A hold lasts a year at most.",
            instead="Give a day within the year, and renew it then if the law still obliges us.",
        )
    return allow("RECD-5", "The records are kept until {day}.", day=dated(keep_until))
