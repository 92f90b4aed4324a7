"""Asking colleagues without saying who it is about. (CONF-2)

A question goes to named caseworkers and to nobody else, for a stated time. It is held against what
the record knows of the student: whatever still points at somebody needs a reason before it is sent.
Which case it is about stays with whoever asks. Advising is not representing, so every caseworker
may be asked, whoever it is that they represent; only who has stepped aside from a case is not.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from confide.policy import schemes
from confide.policy.access import Standing, may_open_cases, may_work
from confide.policy.decision import Decision, allow, refuse, unless
from confide.policy.words import dated

LONGEST = timedelta(days=28)
USUAL = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The facts about a question before it is sent; none of its words.

    `marks` is how much in it still points at somebody. `destroy_on` is the last day of the case it
    is about, if that has one.
    """

    about_case: bool
    says_something: bool
    marks: int
    reason_given: bool
    ends_on: date
    destroy_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What somebody has to do with a question: they asked it, or were asked, until a day."""

    asked_it: bool
    was_asked: bool
    ends_on: date


def may_be_asked(colleague: Standing) -> Decision:
    """Be asked by a colleague of the same scheme. (CONF-2, CONF-5, ELIG-3)"""
    together = schemes.may_serve_together(colleague.serves)
    if not together:
        return together
    if not colleague.in_office or not colleague.undertaking_signed:
        return refuse(
            "CONF-2",
            "Only a caseworker in office who has signed the undertaking can be asked.",
            instead="Ask another caseworker.",
        )
    if colleague.conflicted:
        return refuse(
            "ELIG-3",
            "One of them has stepped aside from this case.",
            instead="Ask another caseworker.",
        )
    return allow("CONF-2", "They are bound by the same policy.")


def may_ask(
    asking: Asking, *, asker: Standing, colleagues: Collection[Standing], on: date
) -> Decision:
    """Send a question to named colleagues. (CONF-2)"""
    standing = may_work(asker) if asking.about_case else may_open_cases(asker)
    answers = [may_be_asked(each) for each in colleagues]
    return unless(
        None if standing else standing,
        next((answer for answer in answers if not answer), None),
        _asks_somebody_something(asking, len(answers)),
        _ends_in_time(asking, on),
        _points_at_nobody(asking),
        otherwise=allow("CONF-2", "It goes to the caseworkers you named, and to nobody else."),
    )


def may_see(standing: Standing, part: Part, *, on: date) -> Decision:
    """See a question and its replies: its asker and those it names, while it lasts. (CONF-2)"""
    ready = may_open_cases(standing)
    if not ready:
        return ready
    if not (part.asked_it or part.was_asked):
        return refuse("CONF-2", "Only the caseworkers whom a question names may see it.")
    if on > part.ends_on:
        return refuse("CONF-2", "This question ended on {day}.", day=dated(part.ends_on))
    return allow("CONF-2", "The question was asked by you, or of you.")


def may_reply(standing: Standing, part: Part, *, says_something: bool, on: date) -> Decision:
    """Advise a colleague who asked. (CONF-2)"""
    seeing = may_see(standing, part, on=on)
    if not seeing:
        return seeing
    if not part.was_asked:
        return refuse("CONF-2", "Advice on a question is given by those whom it asks.")
    if not says_something:
        return refuse("CONF-2", "A reply says something.", instead="Write your advice.")
    return allow("CONF-2", "You were asked. Your reply goes to those who see the question.")


def may_follow(standing: Standing, part: Part, *, on: date) -> Decision:
    """Do with a question what is its asker's alone: note its replies, or end it. (CONF-2)"""
    seeing = may_see(standing, part, on=on)
    if not seeing:
        return seeing
    if not part.asked_it:
        return refuse("CONF-2", "Only whoever asked a question may do this.")
    return allow("CONF-2", "The question is yours.")


def may_expire(ends_on: date, *, destroyed: bool, on: date) -> Decision:
    """Remove a question, without anybody's key: its time is over, or its case is gone. (CONF-2)"""
    if destroyed:
        return allow("RECD-5", "What it belonged to was destroyed, and it with that.")
    if on > ends_on:
        return allow("CONF-2", "The time for which it was asked is over.")
    return refuse("CONF-2", "This question runs until {day}.", day=dated(ends_on))


def _asks_somebody_something(asking: Asking, colleagues: int) -> Decision | None:
    if not colleagues:
        return refuse(
            "CONF-2", "A question names whom it asks.", instead="Choose one caseworker or more."
        )
    if not asking.says_something:
        return refuse("CONF-2", "There is no question yet.", instead="Write what you want to know.")
    return None


def _ends_in_time(asking: Asking, on: date) -> Decision | None:
    if asking.ends_on < on:
        return refuse("CONF-2", "This question would be over before it is sent.")
    if asking.ends_on > on + LONGEST:
        return refuse("CONF-2", "A question runs for {days} days at most.", days=LONGEST.days)
    if asking.destroy_on is not None and asking.ends_on > asking.destroy_on:
        return refuse(
            "RECD-5",
            "The records are destroyed on {day}, and a question about them goes no later.",
            instead="Choose fewer days.",
            day=dated(asking.destroy_on),
        )
    return None


def _points_at_nobody(asking: Asking) -> Decision | None:
    if asking.marks and not asking.reason_given:
        return refuse(
            "CONF-2",
            "Something in this question may show whom it is about.",
            instead="Put something neutral there, or say why it has to stay.",
        )
    return None
