"""Keeping records past their day because the law obliges: why, who answers for it, till when.

Every kind of hold is one day in clear, `keep_until`, through which the records stay; that day is
also the one on which it is looked at again. Which kind it is, and that of several the longest
counts, stands sealed in the case. A hold that nobody renews ends by itself. (RECD-5)
"""

from collections.abc import Iterable
from datetime import date, timedelta

from confide.policy.decision import Decision, allow, refuse
from confide.policy.retention.clock import Clock, is_held
from confide.policy.words import dated

LONGEST_HOLD = timedelta(days=366)
REVIEWED_WITHIN = timedelta(days=30)


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


def may_end_hold(*, why: str, ended: bool) -> Decision:
    """End a hold before its day, because nothing obliges us any more. (RECD-5)"""
    if ended:
        return refuse("RECD-5", "This hold has ended.")
    if not why.strip():
        return refuse(
            "RECD-5",
            "A hold ends for a reason.",
            instead="Write what has changed: the inquest is over, or the claim was settled.",
        )
    return allow("RECD-5", "This hold ends, and the records go on their day.")


def held_through(days: Iterable[date | None]) -> date | None:
    """The day through which several holds keep a case: the latest of them counts. (RECD-5)"""
    return max((day for day in days if day is not None), default=None)


def is_to_be_reviewed(keep_until: date | None, on: date) -> bool:
    """Whether a hold is near enough to its day to be looked at again. (RECD-5)"""
    return keep_until is not None and is_held(keep_until, on) and keep_until - on <= REVIEWED_WITHIN


def goes_on(clock: Clock) -> date | None:
    """The day on which a case goes, with its hold in mind; None while it is open. (RECD-5)"""
    if clock.destroy_on is None or not is_held(clock.keep_until, clock.destroy_on):
        return clock.destroy_on
    return clock.keep_until + timedelta(days=1) if clock.keep_until else clock.destroy_on
