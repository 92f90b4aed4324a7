"""Terms of office and the undertaking. (CONF-5, HOUR-3)

Officers are elected for a term with a first and a last day, both of them days in office. Before
the first case an officer signs the undertaking to the version of the policy that is in force; a
new version asks for a new signature. What was signed binds for good: leaving office ends what an
officer may see, never what they must keep to themselves.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from confide.policy import access
from confide.policy.decision import Decision, allow, refuse, unless
from confide.policy.words import dated

CASEWORKER = "caseworker"
STEWARD = "steward"
ROLES = (CASEWORKER, STEWARD)

# Elections are yearly; two years leave room for an officer elected twice and for a staff steward,
# and make sure that nobody stays in office because nobody remembered to end it.
# Out of office nobody opens a case, whatever they hold. What they held is deleted later, so that a
# date typed wrongly can be set right.
GRANTS_STAY = timedelta(days=30)
LONGEST_TERM = timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermFact:
    """One term of office. Both days belong to it. A caseworker's is for one scheme."""

    role: str
    starts_on: date
    ends_on: date
    scheme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UndertakingFact:
    """One signature under the undertaking to one version of the policy."""

    version: str
    signed_on: date


def in_office(terms: Collection[TermFact], role: str, on: date) -> bool:
    """Whether somebody with these terms holds the role on that day."""
    return any(t.role == role and t.starts_on <= on <= t.ends_on for t in terms)


def roles(terms: Collection[TermFact], on: date) -> frozenset[str]:
    """Every role that somebody with these terms holds on that day."""
    return frozenset(role for role in ROLES if in_office(terms, role, on))


def serves(terms: Collection[TermFact], on: date) -> frozenset[str]:
    """Every scheme that somebody with these terms serves as a caseworker on that day."""
    return frozenset(t.scheme for t in terms if in_office([t], CASEWORKER, on))


def may_hold_office(terms: Collection[TermFact], role: str, on: date) -> Decision:
    """Act in a role today, with the words for whoever no longer or not yet may. (CONF-5)"""
    if in_office(terms, role, on):
        return allow("CONF-5", "You are in office.")
    mine = [t for t in terms if t.role == role]
    coming = [t.starts_on for t in mine if t.starts_on > on]
    if coming:
        return refuse("CONF-5", "Your term of office begins on {day}.", day=dated(min(coming)))
    if mine:
        return refuse(
            "CONF-5",
            "Your term of office ended on {day}. What you were told stays in confidence.",
            instead="A caseworker in office can take over what is still open.",
            day=dated(max(t.ends_on for t in mine)),
        )
    return refuse("CONF-5", "You hold no such office in this service.")


def undertaking_signed(signed: Collection[UndertakingFact], version: str, on: date) -> bool:
    """Whether the undertaking to this very version of the policy had been signed by that day."""
    return any(u.version == version and u.signed_on <= on for u in signed)


def may_sign_undertaking(
    terms: Collection[TermFact], signed: Collection[UndertakingFact], version: str, on: date
) -> Decision:
    """Sign the undertaking to the policy's present version, once. (CONF-5)"""
    office = may_hold_office(terms, CASEWORKER, on)
    if not office:
        return office
    if undertaking_signed(signed, version, on):
        return refuse("CONF-5", "You have already signed the undertaking to this policy.")
    return allow("CONF-5", "The undertaking binds you from now on, also after you leave office.")


def stays_bound(signed: Collection[UndertakingFact], on: date) -> Decision:
    """Whether somebody is bound to keep confidence, in office or long after. (CONF-5)"""
    if any(u.signed_on <= on for u in signed):
        return allow("CONF-5", "What you were told in confidence stays so after you leave office.")
    return refuse("CONF-5", "No undertaking has been signed.")


def may_appoint(
    is_steward: bool, new: TermFact, existing: Collection[TermFact], on: date
) -> Decision:
    """Enter a term of office for somebody who has these terms already. (HOUR-3, CONF-1)"""
    stewarding = access.may_steward(is_steward)
    if not stewarding:
        return stewarding
    if new.role not in ROLES:
        return refuse("HOUR-3", "There are two offices: caseworker and steward.")
    return unless(_fits_calendar(new, on), _fits_others(new, existing), otherwise=_appointed(new))


def may_name(taken: bool) -> Decision:
    """Enter a newcomer under a sign-in name, which is one person's. (HOUR-3)"""
    if taken:
        return refuse(
            "HOUR-3",
            "Another steward has just entered somebody with this sign-in name.",
            instead="Look at the list of officers. If it is the same person, they have their "
            "invitation; if it is somebody else, choose another sign-in name.",
        )
    return allow("HOUR-3", "Nobody else signs in with this name.")


def may_found(has_officers: bool) -> Decision:
    """Enter the first steward of a service that has no officers yet. (HOUR-3)"""
    if has_officers:
        return refuse(
            "HOUR-3",
            "This service has officers already.",
            instead="A steward appoints others on the page *Officers*.",
        )
    return allow("HOUR-3", "A service begins with its first steward.")


def may_end_term(
    is_steward: bool, term: TermFact, last_day: date, on: date, *, last_steward: bool = False
) -> Decision:
    """Bring a term's last day forward, from today at the earliest. (HOUR-3)"""
    stewarding = access.may_steward(is_steward)
    if not stewarding:
        return stewarding
    if term.ends_on < on:
        return refuse("HOUR-3", "This term ended on {day}.", day=dated(term.ends_on))
    if last_day > term.ends_on:
        return refuse(
            "HOUR-3",
            "Ending a term cannot make it longer.",
            instead="Enter a new term of office that begins when this one ends.",
        )
    # Yesterday is the earliest last day: it means that the term is over from this moment on. What
    # was done in office before that stays done in office.
    if last_day < on - timedelta(days=1):
        return refuse("HOUR-3", "A term cannot be made to have ended in the past.")
    if last_steward:
        return refuse(
            "HOUR-3",
            "The service would be left without a steward.",
            instead="Appoint the next steward first.",
        )
    return allow("HOUR-3", "The last day in office is {day}.", day=dated(last_day))


def _fits_calendar(new: TermFact, on: date) -> Decision | None:
    if new.ends_on < new.starts_on:
        return refuse("HOUR-3", "A term cannot end before it begins.")
    if new.ends_on < on:
        return refuse("HOUR-3", "This term would be over already.")
    if new.ends_on - new.starts_on > LONGEST_TERM:
        return refuse(
            "HOUR-3",
            "A term of office lasts two years at most.",
            instead="Enter the term for which they were elected, and renew it when it ends.",
        )
    return None


def _fits_others(new: TermFact, existing: Collection[TermFact]) -> Decision | None:
    overlapping = [t for t in existing if t.starts_on <= new.ends_on and new.starts_on <= t.ends_on]
    if any((t.role, t.scheme) == (new.role, new.scheme) for t in overlapping):
        return refuse(
            "HOUR-3",
            "They hold this office already for some of these days.",
            instead="Let the new term begin when the present one ends.",
        )
    # Somebody may do casework in two schemes, under one undertaking; their cases stay apart.
    if any(t.role != new.role for t in overlapping):
        return refuse(
            "CONF-1",
            "A steward sees no case, so nobody is steward and caseworker at the same time.",
            instead="Appoint somebody else as steward.",
        )
    return None


def _appointed(new: TermFact) -> Decision:
    return allow(
        "HOUR-3",
        "The term of office runs from {first} to {last}.",
        first=dated(new.starts_on),
        last=dated(new.ends_on),
    )


def may_set_mail(enrolled: bool, *, plain: bool) -> Decision:
    """Say where one is written to; nobody else can, since a message tells them to sign in."""
    if not enrolled:
        return refuse(
            "BRCH-3", "An invitation is good for making keys of your own, and for nothing else."
        )
    if not plain:
        return refuse(
            "CONF-3",
            "A message goes to one plain address at a time, so that no two people ever learn of "
            "each other from it.",
            instead="Give one address, such as maya@union.example.",
        )
    return allow("BRCH-3", "Messages without content come to the address you gave, or nowhere.")


def may_end_what_lapsed() -> Decision:
    """Take back what somebody held who is out of office, without anybody's doing. (CONF-5)"""
    return allow("CONF-5", "Whoever leaves office can open no case afterwards.")
