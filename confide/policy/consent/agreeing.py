"""Giving a consent, and what may become of it: less, anew, in writing, nothing. (CONF-4)"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from confide.policy.consent.facts import (
    ASK,
    AUTHORITY,
    CONFIRM,
    CONTACT,
    DOCUMENT,
    GIVE,
    MESSAGE,
    ONLINE,
    PAPER,
    PROPOSED,
    RECEIVE,
    SPOKEN,
    TELL,
    ConsentFact,
    is_everybody,
    is_live,
    is_over_with_its_case,
    is_past,
    latest_end,
    plain,
    says,
)
from confide.policy.decision import Decision, allow, refuse, unless
from confide.policy.words import dated

SOON: Final = timedelta(days=14)
_FILED: Final = (DOCUMENT, PAPER, ONLINE)


def may_agree(fact: ConsentFact, *, on: date) -> Decision:
    """Record a consent, if it is complete and completely clear. (CONF-4)"""
    return unless(
        *_missing(fact, on),
        _is_signed(fact),
        _is_clear(fact),
        otherwise=_agreed(fact),
    )


def may_print(fact: ConsentFact, *, on: date) -> Decision:
    """Print a consent for the student to sign: complete, though nobody has agreed yet. (CONF-4)"""
    return unless(
        _ended(fact, on),
        *_missing(fact, on),
        otherwise=allow("CONF-4", "Consent in writing is preferred, so the student can sign it."),
    )


def may_withdraw(fact: ConsentFact) -> Decision:
    """Take a consent back: always, at once, and without a reason. (CONF-4)"""
    if fact.withdrawn_on is not None:
        return refuse("CONF-4", "This consent was already withdrawn.")
    if fact.replaced:
        return refuse(
            "CONF-4",
            "Another consent has taken the place of this one.",
            instead="Withdraw the one that took its place.",
        )
    return allow("CONF-4", "Nothing more is told under this consent from now on.")


def may_narrow(old: ConsentFact, new: ConsentFact, *, on: date) -> Decision:
    """Put less in the place of a consent: always, at once, and without a reason. (CONF-4)"""
    return unless(
        _ended(old, on),
        _leaves_something(new),
        _is_less(old, new),
        otherwise=allow("CONF-4", "Less may be told from now on, as the student wishes."),
    )


def may_renew(old: ConsentFact, new: ConsentFact, *, on: date) -> Decision:
    """Let a consent follow another: the student is asked again, so it is weighed anew. (CONF-4)"""
    if old.replaced or old.kind != new.kind:
        return refuse(
            "CONF-4",
            "Another consent has taken the place of this one.",
            instead="Renew the one that took its place.",
        )
    return may_agree(new, on=on)


def may_put_in_writing(fact: ConsentFact, *, writing: str, on: date, way: str = PAPER) -> Decision:
    """Have in writing what the student had said or was asked: filed, or signed online. (CONF-4)"""
    if fact.way not in {SPOKEN, PROPOSED}:
        return refuse("CONF-4", "The student has agreed in writing already.")
    # What was only put to the student is given when it is signed, and weighed as of then.
    given_on = on if fact.way == PROPOSED else fact.given_on
    signed = replace(fact, way=way, writing=writing, given_on=given_on)
    return unless(_ended(fact, on), otherwise=may_agree(signed, on=on))


def ends_soon(fact: ConsentFact, *, on: date) -> bool:
    """Whether a consent that holds today ends within two weeks. (CONF-4)"""
    last = fact.last_day
    return is_live(fact, on) and last is not None and last <= on + SOON


def _missing(fact: ConsentFact, on: date) -> tuple[Decision | None, ...]:
    """What a consent still lacks, however it is given."""
    return (_names_everything(fact), _allows_what_its_kind_may(fact), _runs_in_time(fact, on))


def _names_everything(fact: ConsentFact) -> Decision | None:
    named = all(says(each.name) and says(each.role) for each in fact.recipients)
    if not named or (fact.also_to and fact.kind != AUTHORITY):
        return refuse(
            "CONF-4",
            "Consent names one person, and in what role they are told.",
            instead="Ask the student who exactly may be told.",
        )
    if any(is_everybody(each.name) for each in fact.recipients):
        return refuse(
            "CONF-4",
            "That is nobody in particular. Consent names a person, or an office by its name.",
            instead="Ask the student who there exactly may be told.",
        )
    if not all(map(says, fact.purposes)) or (fact.also_for and fact.kind != AUTHORITY):
        return refuse(
            "CONF-4",
            "Consent says what the telling is for.",
            instead="Ask the student what it should achieve.",
        )
    return None


def _allows_what_its_kind_may(fact: ConsentFact) -> Decision | None:
    may = {
        TELL: fact.may == {GIVE},
        CONTACT: fact.may <= {CONFIRM},
        AUTHORITY: bool(fact.may) and fact.may <= {GIVE, ASK, RECEIVE},
    }
    if not may.get(fact.kind, False):
        return refuse(
            "CONF-4",
            "Consent says what may be done under it, and nothing else may be.",
            instead="Ask the student what you may do.",
        )
    if GIVE in fact.may and not (fact.items and all(map(says, fact.items))):
        return refuse(
            "CONF-4",
            "Consent says what may be told, and nothing else may be.",
            instead="Go through the record with the student and choose.",
        )
    if fact.items and GIVE not in fact.may:
        return refuse(
            "CONF-4",
            "Something was chosen to be told, though nothing may be told under this.",
            instead="Leave it out, or ask the student whether it may be told.",
        )
    return None


def _runs_in_time(fact: ConsentFact, on: date) -> Decision | None:
    if fact.given_on > on:
        return refuse("CONF-4", "Consent cannot have been given in the future.")
    if fact.until_on is not None and fact.until_on < fact.given_on:
        return refuse("CONF-4", "This consent would end before it was given.")
    if fact.until_on is not None and fact.until_on < fact.first_day:
        return refuse("CONF-4", "This consent would end before it begins.")
    if fact.withdrawn_on is not None:
        return refuse("CONF-4", "A consent that was withdrawn is not given again by itself.")
    return _ends_in_time(fact) if fact.kind == AUTHORITY else None


def _ends_in_time(fact: ConsentFact) -> Decision | None:
    if fact.resolved:
        return refuse(
            "CONF-4",
            "The case was resolved, and an authority ends with that.",
            instead="Take the case up again, and ask the student to sign anew.",
        )
    latest = latest_end(fact.first_day)
    if fact.until_on is None or fact.until_on > latest:
        return refuse(
            "CONF-4",
            "An authority ends within a year, on {day} at the latest.",
            instead="Agree on a last day with the student. It can be renewed.",
            day=dated(latest),
        )
    return None


def _is_signed(fact: ConsentFact) -> Decision | None:
    if fact.kind == AUTHORITY and fact.way not in _FILED:
        return refuse(
            "CONF-4",
            "An authority to act is given in writing and signed.",
            instead="Print it for the student to sign, and file the paper.",
        )
    return None


def _is_clear(fact: ConsentFact) -> Decision | None:
    if fact.way == SPOKEN:
        return _is_completely_clear(fact)
    kept = says(fact.words) if fact.way == MESSAGE else fact.way in _FILED and says(fact.writing)
    if kept:
        return None
    return refuse(
        "CONF-4",
        "Written consent is kept as it was written.",
        instead="Copy the student's words, or name the document in which they agreed.",
    )


def _is_completely_clear(fact: ConsentFact) -> Decision | None:
    if not says(fact.words):
        return refuse(
            "CONF-4",
            "Spoken consent must be completely clear, so the student's own words are written down.",
            instead="Write what the student said, or ask them to agree in writing.",
        )
    if not says(fact.clarity):
        return refuse(
            "CONF-4",
            "Spoken consent must be completely clear, so it is noted how that was checked.",
            instead="Say it back to the student and note their answer, or ask for it in writing.",
        )
    return None


def _agreed(fact: ConsentFact) -> Decision:
    if fact.way == SPOKEN:
        return allow("CONF-4", "Spoken consent is enough when it is this clear; written is better.")
    return allow("CONF-4", "The student has agreed in writing.")


def _ended(fact: ConsentFact, on: date) -> Decision | None:
    """Why nothing can be made of a consent any more, if so."""
    again = "Ask the student again."
    if fact.withdrawn_on is not None:
        return refuse("CONF-4", "This consent was already withdrawn.", instead=again)
    if fact.replaced:
        return refuse(
            "CONF-4",
            "Another consent has taken the place of this one.",
            instead="Look at the one that took its place.",
        )
    if is_over_with_its_case(fact):
        return refuse("CONF-4", "The authority ended when the case was resolved.", instead=again)
    if fact.last_day is not None and is_past(fact, on):
        return refuse(
            "CONF-4",
            "The student's consent ended on {day}.",
            instead=again,
            day=dated(fact.last_day),
        )
    return None


def _leaves_something(new: ConsentFact) -> Decision | None:
    nobody = not all(says(each.name) for each in new.recipients)
    nothing = not all(map(says, new.purposes)) or (GIVE in new.may and not new.items)
    if nobody or nothing or (not new.may and new.kind != CONTACT):
        return refuse(
            "CONF-4",
            "Nothing would be left of this consent.",
            instead="Withdraw it.",
        )
    return None


def _is_less(old: ConsentFact, new: ConsentFact) -> Decision | None:
    if not _is_within(new, old):
        return refuse(
            "CONF-4",
            "This would allow more than the student agreed to.",
            instead="Ask the student, and record a new consent.",
        )
    if _is_within(old, new):
        return refuse(
            "CONF-4",
            "Nothing would change.",
            instead="Untick what no longer holds, or give an earlier last day.",
        )
    return None


def _is_within(less: ConsentFact, more: ConsentFact) -> bool:
    """Whether all that one consent allows on any day, the other allows too."""
    return (
        less.kind == more.kind
        and less.items <= more.items
        and less.may <= more.may
        and _parties(less) <= _parties(more)
        and {plain(each) for each in less.purposes} <= {plain(each) for each in more.purposes}
        and less.first_day >= more.first_day
        and (less.last_day or date.max) <= (more.last_day or date.max)
    )


def _parties(fact: ConsentFact) -> set[tuple[str, str]]:
    return {(plain(each.name), plain(each.role)) for each in fact.recipients}
