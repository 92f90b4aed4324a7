"""Sharing a case with a colleague, who sits there too for a while. (RECD-4, ELIG-2)

The student's own caseworker shares, for one of two reasons, and takes it back at any moment. With
whom it was shared reads and writes in the record, and in danger breaks confidence as everybody who
knows may; they decide nothing for the student and pass nothing on (`access.may_decide`). A share
has a last day, which belongs to it, or lasts until it is taken back.

The Women's Officer: to share *because it benefits the student* is to have her help that student,
which is representing, so it takes the student's word (ELIG-2). To share *because advice is wanted*
is to have her advise a colleague, who goes on representing the student; so it does not. Where a
question without a name would do, that is asked instead (CONF-2), and the page says so.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from confide.policy import access, eligibility
from confide.policy.access import Standing
from confide.policy.decision import Decision, all_of, allow, refuse, unless
from confide.policy.office import CASEWORKER, TermFact
from confide.policy.words import dated

BENEFIT = "benefit"
ADVICE = "advice"
# Fixed by RECD-4: there is no third, and no union adds one.
REASONS: Mapping[str, str] = MappingProxyType(
    {BENEFIT: "It benefits the student", ADVICE: "I want advice on the case"}
)
# What is said to end on a day should end on a day that somebody still remembers.
LONGEST = timedelta(days=90)
# A seat that was lent must be known from one's own without any key, so that one lent until it is
# taken back stands in clear with the last day of the calendar.
UNTIL_TAKEN_BACK = date.max
ENDING_SOON = timedelta(days=7)
LEAVING_SOON = timedelta(days=30)


def may_see_shared(taker: Standing, *, reason: str, remit: str, said_woman: bool) -> Decision:
    """Be the colleague with whom a case is shared for that reason. (RECD-4, ELIG-2, ELIG-3)"""
    if reason not in REASONS:
        return refuse(
            "RECD-4",
            "A case is shared because it benefits the student, or because advice is wanted on it; "
            "there is no third reason.",
            instead="Choose one of the two, or do not share it.",
        )
    if taker.seated:
        return refuse("RECD-4", "They sit at this case already.")
    coming = access.may_come_to(taker)
    if not coming or reason == ADVICE:
        return coming
    return eligibility.may_represent(remit, said_woman or None)


def may_share(
    s: Standing,
    *,
    taker: Standing,
    reason: str,
    why: str,
    until_on: date | None,
    on: date,
    remit: str = eligibility.EVERYONE,
    said_woman: bool = False,
) -> Decision:
    """Have one more caseworker sit at one's own case. (RECD-4)"""
    return all_of(
        access.may_decide(s),
        may_see_shared(taker, reason=reason, remit=remit, said_woman=said_woman),
        may_say_why(why),
        may_end_on(until_on, on),
    )


def may_say_why(why: str) -> Decision:
    """Give one's own words for sharing, which nobody shares without. (RECD-4)"""
    if not any(sign.isalnum() for sign in why):
        return refuse(
            "RECD-4",
            "Whoever shares a record says why, in their own words.",
            instead="Write what the student has of it, or what you want advice on.",
        )
    return allow("RECD-4", "It is said why.")


def may_end_on(until_on: date | None, on: date) -> Decision:
    """Share until that day, which belongs to it, or with no day until it is taken back. (RECD-4)"""
    if until_on is None:
        return allow("RECD-4", "They see the case until it is taken back.")
    if until_on < on:
        return refuse(
            "RECD-4",
            "This sharing would end before it began.",
            instead="Give today or a later day.",
        )
    if until_on > on + LONGEST:
        return refuse(
            "RECD-4",
            "A day for the end is {days} days away at most: {day}.",
            instead="Choose a day until then and share again if need be. Or leave it empty, and "
            "take it back yourself.",
            days=LONGEST.days,
            day=dated(on + LONGEST),
        )
    return allow("RECD-4", "They see the case until {day}.", day=dated(until_on))


def may_take_back(s: Standing, *, ended: bool, somebody_stays: bool) -> Decision:
    """Take a share back: at once, and without a reason. (RECD-4)

    `somebody_stays`: a caseworker in office sits at the case once it has ended.
    """
    return all_of(
        access.may_decide(s),
        unless(
            _over_already(ended),
            _nobody_left(somebody_stays),
            otherwise=allow("RECD-4", "They see nothing more of the case, and it gets new keys."),
        ),
    )


def may_give_up(s: Standing, *, mine: bool, ended: bool, somebody_stays: bool) -> Decision:
    """Give up a seat that was lent to oneself. (RECD-4)"""
    return all_of(
        access.may_work(s),
        unless(
            _over_already(ended),
            None if mine else _not_theirs(),
            _nobody_left(somebody_stays),
            otherwise=allow("RECD-4", "You see nothing more of the case, and it gets new keys."),
        ),
    )


def may_close_ended(s: Standing) -> Decision:
    """Give a case new keys because a share of it has ended by itself. (RECD-4)"""
    working = access.may_work(s)
    if not working:
        return working
    return allow("RECD-4", "What was shared for a while has ended, and the case gets new keys.")


def may_end_seats(over: int) -> Decision:
    """Take lent seats away whose last day is past, without anybody's doing. (RECD-4)"""
    if not over:
        return refuse("RECD-4", "No seat that was lent is over.")
    return allow("RECD-4", "A seat that was lent ends with its last day.")


def sits(until_on: date | None, on: date) -> bool:
    """Whether a seat is still one on that day: one's own, or lent and not past its last day."""
    return until_on is None or on <= until_on


def ends_soon(until_on: date, on: date) -> bool:
    """Whether a share is in its last week."""
    return on <= until_on <= on + ENDING_SOON


def leaves_on(terms: Collection[TermFact], on: date) -> date | None:
    """The last day as a caseworker, for whoever is one that day: terms that join are one."""
    mine = sorted((term.starts_on, term.ends_on) for term in terms if term.role == CASEWORKER)
    last = None
    for starts_on, ends_on in mine:
        joined = last is not None and starts_on <= last + timedelta(days=1)
        if joined or starts_on <= on <= ends_on:
            last = max(ends_on, last or ends_on)
    return last


def leaves_soon(last_day: date, on: date) -> bool:
    """Whether it is time to decide about each open case: in the last thirty days. (HOUR-3)"""
    return last_day - LEAVING_SOON <= on


def _over_already(ended: bool) -> Decision | None:
    return refuse("RECD-4", "This sharing has ended already.") if ended else None


def _not_theirs() -> Decision:
    return refuse(
        "RECD-4",
        "This case was shared with somebody else.",
        instead="Whoever shared it can take it back.",
    )


def _nobody_left(somebody_stays: bool) -> Decision | None:
    if somebody_stays:
        return None
    return refuse(
        "RECD-4",
        "The student's own caseworker has left office, and nobody else could open the case.",
        instead="Hand it to a colleague first.",
    )
