"""How long records are kept, and what it takes to destroy them. (RECD-5, RECD-6)

A case that was resolved is destroyed in the night that begins its last day, that is within the
last twenty-four hours before resolution and the union's months are over: three years at most.
Before that the student may ask for it at any moment. Nothing is destroyed that was not announced
seven days ahead, or asked for by the student, or decided by hand in two steps seven days apart;
and nothing while a hold obliges the service to keep it. All days are days in the union's own
time zone, and the last day of anything belongs to it.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from confide.policy.access import Standing, may_work
from confide.policy.decision import Decision, allow, refuse
from confide.policy.words import dated

LONGEST_MONTHS = 36
NIGHT_RUN = time(3)
COOL_OFF = timedelta(days=7)
FIRST_STEP_HOLDS = timedelta(days=30)
# An announcement counts for one clock only. The shortest month has 28 days and the small hours take
# one away, so one made before a case was re-opened never falls into its new clock's last 26 days.
ANNOUNCED_WITHIN = timedelta(days=26)
WARNINGS = (7, 30, 90)
LONGEST_HOLD = timedelta(days=366)
CLOCK_MAY_RUN_AHEAD = timedelta(days=2)

CLOCK = "clock"
STUDENT = "student"
BY_HAND = "by-hand"
CAUSES = (CLOCK, STUDENT, BY_HAND)

# Said to everybody who asks, held or not: where the law forbids saying that there is a hold, a
# different answer would say it.
ASKED_WORDS = "Access ends now; the records are destroyed unless the law obliges us to keep them."


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What is known in clear of one case's end, and what the ledger says about it."""

    destroy_on: date | None = None
    keep_until: date | None = None
    announced_on: date | None = None
    being_destroyed: bool = False


def resolved_day(at_local: datetime, *, run_at: time = NIGHT_RUN) -> date:
    """The working day to which a moment belongs: the small hours still belong to the day before."""
    before_run = at_local.time() < run_at
    return at_local.date() - timedelta(days=1) if before_run else at_local.date()


def destroy_on(resolved_on: date, keep_months: int) -> date:
    """The day on which a resolved case is destroyed: the same day of the month, months later.

    Where that month is too short (29 February, the 31st) it is the month's last day, since a day
    later would be later than was promised. (RECD-5)
    """
    if not 1 <= keep_months <= LONGEST_MONTHS:
        raise ValueError(f"RECD-5 allows 1 to {LONGEST_MONTHS} months, not {keep_months}.")
    years, month = divmod(resolved_on.month - 1 + keep_months, 12)
    year, month = resolved_on.year + years, month + 1
    return date(year, month, min(resolved_on.day, monthrange(year, month)[1]))


def last_night(resolved_at: datetime, keep_months: int, *, run_at: time = NIGHT_RUN) -> date:
    """The day on which a case resolved at that moment, on the wall, is destroyed.

    Resolved in the small hours, before the hour of the night's run, it goes one night sooner: the
    run of its own day would come a few hours later than was promised. Counting the months from the
    day before is not the same: both may end on the last day of a short month. (RECD-5)
    """
    day = destroy_on(resolved_at.date(), keep_months)
    return day - timedelta(days=1) if resolved_at.time() < run_at else day


def days_left(destroy_on: date, on: date) -> int:
    """How many days remain before the day of destruction; less than none when it has passed."""
    return (destroy_on - on).days


def warning(destroy_on: date, on: date) -> int | None:
    """Which warning the desk shows: within 90, 30 or 7 days of destruction, or none yet."""
    return next((days for days in WARNINGS if days_left(destroy_on, on) <= days), None)


def is_held(keep_until: date | None, on: date) -> bool:
    """Whether the records must be kept through that day."""
    return keep_until is not None and on <= keep_until


def may_resolve(
    standing: Standing, *, clock: Clock, resolved_on: date, last_touched_on: date, on: date
) -> Decision:
    """Say that a case is resolved, which starts its clock. (RECD-5)

    `last_touched_on` is the day of the last contact, or of the re-opening if that came later.
    """
    seated = may_work(standing)
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
    seated = may_work(standing)
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
