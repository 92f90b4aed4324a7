"""Destroying: announced or asked for, ordered, and carried out to its end. (RECD-5, RECD-6)"""

from datetime import date, timedelta

from confide.policy.decision import Decision, allow, refuse
from confide.policy.retention.clock import Clock, is_held
from confide.policy.words import dated

COOL_OFF = timedelta(days=7)
FIRST_STEP_HOLDS = timedelta(days=30)
# An announcement counts for one clock only. The shortest month has 28 days and the small hours take
# one away, so one made before a case was re-opened never falls into its new clock's last 26 days.
ANNOUNCED_WITHIN = timedelta(days=26)
CLOCK_MAY_RUN_AHEAD = timedelta(days=2)

CLOCK = "clock"
STUDENT = "student"
BY_HAND = "by-hand"
CAUSES = (CLOCK, STUDENT, BY_HAND)

# Said to everybody who asks, held or not: where the law forbids saying that there is a hold, a
# different answer would say it.
ASKED_WORDS = "Access ends now; the records are destroyed unless the law obliges us to keep them."


def may_announce(clock: Clock, on: date) -> Decision:
    """Write into the ledger that a case will be destroyed, seven days or more ahead. (RECD-5)"""
    if clock.destroy_on is None:
        return refuse("RECD-5", "This case is open, so nothing is destroyed.")
    if clock.being_destroyed:
        return refuse("RECD-5", "This case is being destroyed.")
    if _announced(clock, on):
        return refuse("RECD-5", "The destruction has been announced.")
    if on < clock.destroy_on - ANNOUNCED_WITHIN:
        return refuse(
            "RECD-5",
            "Destruction is announced from {day}.",
            day=dated(clock.destroy_on - ANNOUNCED_WITHIN),
        )
    return allow(
        "RECD-5",
        "The records will be destroyed on {day}.",
        day=dated(max(clock.destroy_on, on + COOL_OFF)),
    )


def may_order_destruction(
    cause: str, clock: Clock, on: date, *, asked_on: date | None = None, confirmed: bool = False
) -> Decision:
    """Order that a case be destroyed today, for one of three causes. (RECD-5, RECD-6)

    By the clock; because the student asks; or by hand, for which `asked_on` is the day of the
    first step and `confirmed` says that the second has been taken.
    """
    if cause == STUDENT:
        return _asked_by_student(clock, on)
    if clock.being_destroyed:
        return refuse("RECD-5", "This case is being destroyed.")
    if is_held(clock.keep_until, on):
        return refuse("RECD-5", "The law obliges us to keep these records for now.")
    if cause == CLOCK:
        return _by_the_clock(clock, on)
    if cause == BY_HAND:
        return _by_hand(asked_on, confirmed, on)
    raise ValueError(f"There is no such cause: {cause!r}.")


def may_finish_destruction(cause: str) -> Decision:
    """Carry out to its end what was ordered: nothing is left half destroyed. (RECD-5, RECD-6)

    There is no way back from an order, so what was asked before it is not asked again.
    """
    clause = "RECD-6" if cause == STUDENT else "RECD-5"
    return allow(clause, "What was ordered is carried out to its end.")


def may_run_nightly(last_entry_on: date | None, on: date, *, confirmed: bool = False) -> Decision:
    """Run the night's work, if today's date can be believed. (RECD-5)

    A clock that is wrong destroys too early. The ledger's last entry is the check.
    """
    if last_entry_on is None or confirmed:
        return allow("RECD-5", "The night's work may run.")
    instead = "A caseworker looks at the date and confirms it; then the night's work runs."
    if on < last_entry_on:
        return refuse(
            "RECD-5",
            "The clock says {today}, but the ledger's last entry is of {last}.",
            instead=instead,
            today=dated(on),
            last=dated(last_entry_on),
        )
    if on - last_entry_on > CLOCK_MAY_RUN_AHEAD:
        return refuse(
            "RECD-5",
            "Nothing was entered since {last}, and the clock says {today}.",
            instead=instead,
            today=dated(on),
            last=dated(last_entry_on),
        )
    return allow("RECD-5", "The night's work may run.")


def _announced(clock: Clock, on: date) -> bool:
    """Whether the destruction was announced, for the clock that runs now and not for an older."""
    if clock.destroy_on is None or clock.announced_on is None:
        return False
    return clock.destroy_on - ANNOUNCED_WITHIN <= clock.announced_on <= on


def _by_the_clock(clock: Clock, on: date) -> Decision:
    if clock.destroy_on is None:
        return refuse("RECD-5", "This case is open, so nothing is destroyed.")
    if on < clock.destroy_on:
        return refuse("RECD-5", "The records are kept until {day}.", day=dated(clock.destroy_on))
    if clock.announced_on is None or not _announced(clock, on):
        return refuse("RECD-5", "Nothing is destroyed that was not announced seven days ahead.")
    if on - clock.announced_on < COOL_OFF:
        return refuse(
            "RECD-5",
            "The destruction was announced for {day}.",
            day=dated(clock.announced_on + COOL_OFF),
        )
    return allow("RECD-5", "The time for which these records were kept is over.")


def _asked_by_student(clock: Clock, on: date) -> Decision:
    # All answers must read alike, hence one clause, one reason and nothing else to tell them by.
    decide = refuse if clock.being_destroyed or is_held(clock.keep_until, on) else allow
    return decide("RECD-6", ASKED_WORDS)


def _by_hand(asked_on: date | None, confirmed: bool, on: date) -> Decision:
    if asked_on is None or asked_on > on:
        return refuse(
            "RECD-5",
            "Destroying by hand takes two steps, seven days apart.",
            instead="Take the first step now; the student can have it done at once by asking.",
        )
    if on - asked_on > FIRST_STEP_HOLDS:
        return refuse(
            "RECD-5",
            "The first step was taken on {day}, too long ago to count.",
            instead="Take the first step anew, if the records are still to be destroyed.",
            day=dated(asked_on),
        )
    if on - asked_on < COOL_OFF:
        return refuse(
            "RECD-5",
            "The second step can be taken from {day}.",
            day=dated(asked_on + COOL_OFF),
        )
    if not confirmed:
        return refuse("RECD-5", "The second step is still to be taken.")
    return allow("RECD-5", "Both steps were taken, seven days apart.")
