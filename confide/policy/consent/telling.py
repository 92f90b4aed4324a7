"""The gate: what may be told today, to whom, under which consent, and why not. (CONF-1)"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from confide.policy.consent.facts import (
    ASK,
    AUTHORITY,
    CONFIRM,
    CONTACT,
    PROPOSED,
    SPOKEN,
    ConsentFact,
    Recipient,
    is_live,
    is_over_with_its_case,
    same,
)
from confide.policy.decision import Decision, allow, refuse
from confide.policy.words import dated


@dataclass(frozen=True, slots=True)
class Answer:
    """What holds for one item: whether it may be told, why, and under which consent."""

    item: str
    decision: Decision
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One consent held against a question: whether it is about that at all, and each item."""

    ref: str
    fits: Decision
    items: tuple[Answer, ...]

    @property
    def covers_all(self) -> bool:
        """Whether everything that was asked may be told under this one."""
        return bool(self.fits) and bool(self.items) and all(each.decision for each in self.items)


def may_tell(
    consents: Collection[ConsentFact],
    recipient: Recipient,
    purpose: str,
    items: Collection[str],
    on: date,
) -> Decision:
    """Tell these items to this recipient for this purpose today. (CONF-1, CONF-4)"""
    if not items:
        return refuse(
            "CONF-1",
            "Nothing has been chosen to be told. That somebody comes here is confidential too.",
            instead="Choose what the student agreed to have told.",
        )
    if covering(consents, recipient, purpose, items, on) is not None:
        return allow("CONF-1", "The student has agreed to this.")
    return _nearest_refusal(consents, recipient, purpose, frozenset(items), on)


def covering(
    consents: Collection[ConsentFact],
    recipient: Recipient,
    purpose: str,
    items: Collection[str],
    on: date,
) -> ConsentFact | None:
    """The one consent under which all this may be told: a written one if there is one. (CONF-4)"""
    wanted = frozenset(items)
    live = [
        c
        for c in consents
        if wanted and _gives(c, recipient, purpose) and wanted <= c.items and is_live(c, on)
    ]
    return min(
        live,
        # An authority last: a consent that was given for this very telling says it plainer.
        key=lambda c: (c.way == SPOKEN, c.kind == AUTHORITY, -c.given_on.toordinal(), c.ref),
        default=None,
    )


def item_by_item(
    consents: Collection[ConsentFact],
    recipient: Recipient,
    purpose: str,
    items: Collection[str],
    on: date,
) -> tuple[Answer, ...]:
    """Which consent covers each item by itself. That all are covered so allows nothing. (CONF-1)

    Only `may_tell` says whether they may be told together.
    """
    answers = []
    for item in items:
        covered = covering(consents, recipient, purpose, [item], on)
        decision = may_tell(consents, recipient, purpose, [item], on)
        answers.append(Answer(item, decision, covered.ref if covered else ""))
    return tuple(answers)


def weigh(
    consents: Collection[ConsentFact],
    recipient: Recipient,
    purpose: str,
    items: Collection[str],
    on: date,
) -> tuple[Weighed, ...]:
    """Each consent that holds today, and what of the question it does not cover. (CONF-1)"""
    live = [c for c in consents if is_live(c, on)]
    return tuple(
        Weighed(c.ref, fits, tuple(_answer(c, fits, item) for item in items))
        for c in live
        for fits in [_fits(c, recipient, purpose)]
    )


def may_act(fact: ConsentFact, act: str, recipient: Recipient, *, on: date) -> Decision:
    """Say that the student comes here, or ask on their behalf. (CONF-1, CONF-3)"""
    if not is_live(fact, on):
        return _no_longer_live([fact], on)
    if not fact.names(recipient):
        return _ask("CONF-3", "The student has not agreed to this.")
    if act == CONFIRM and (fact.kind == AUTHORITY or CONFIRM in fact.may):
        return allow("CONF-3", "The student agreed that this person may know that they come here.")
    if act == ASK and fact.kind == AUTHORITY and ASK in fact.may:
        return allow("CONF-1", "The student signed that you may ask this person for them.")
    if act == CONFIRM and fact.kind == CONTACT:
        return refuse(
            "CONF-3",
            "They may get in touch. The student did not agree that they hear who comes here.",
            instead="Listen, and say that you can neither confirm nor deny it.",
        )
    return _ask("CONF-3", "The student has not agreed to this.")


def _fits(fact: ConsentFact, recipient: Recipient, purpose: str) -> Decision:
    if not fact.gives:
        return refuse("CONF-1", "Under this consent nothing is told.")
    if not fact.names(recipient):
        if any(same(each.name, recipient.name) for each in fact.recipients):
            return refuse("CONF-1", "This consent is for this person in another role.")
        return refuse("CONF-1", "This consent is for somebody else.")
    if not fact.is_for(purpose):
        return refuse("CONF-1", "This consent is for another purpose.")
    return allow("CONF-1", "This consent is for this person and this purpose.")


def _answer(fact: ConsentFact, fits: Decision, item: str) -> Answer:
    if not fits:
        return Answer(item, fits)
    if item in fact.items:
        return Answer(item, allow("CONF-1", "The student has agreed to this."), fact.ref)
    return Answer(item, refuse("CONF-1", "This consent does not list it."))


def _nearest_refusal(
    consents: Collection[ConsentFact],
    recipient: Recipient,
    purpose: str,
    items: frozenset[str],
    on: date,
) -> Decision:
    """Why nothing covers it, told by the consent that comes nearest."""
    theirs = [c for c in consents if _gives(c, recipient, purpose)]
    matching = [c for c in theirs if items <= c.items]
    if matching:
        return _no_longer_live(matching, on)
    live = [c for c in theirs if is_live(c, on)]
    if items <= frozenset[str]().union(*(c.items for c in live)):
        return refuse(
            "CONF-1",
            "The student agreed to these things one by one, and never to all of them together.",
            instead="Tell them apart, each under its own consent, or ask the student.",
        )
    if live:
        return refuse(
            "CONF-1",
            "The student agreed to tell this person less than this.",
            instead="Leave out what was not agreed, or ask the student.",
        )
    return _not_to_them_for_this([c for c in consents if is_live(c, on)], recipient)


def _not_to_them_for_this(live: list[ConsentFact], recipient: Recipient) -> Decision:
    to_them = [c for c in live if c.names(recipient)]
    if any(c.gives for c in to_them):
        return refuse(
            "CONF-1",
            "The student agreed to tell this person something, but for another purpose.",
            instead="Ask the student about this purpose.",
        )
    if to_them:
        return refuse(
            "CONF-1",
            "The student agreed to something with this person, but not that they are told.",
            instead="Ask the student whether they may be told, and what.",
        )
    if any(c.gives and same(r.name, recipient.name) for c in live for r in c.recipients):
        return refuse(
            "CONF-1",
            "The student agreed to tell this person, but in another role.",
            instead="Ask the student whether this person may know in this role too.",
        )
    return _ask("CONF-1", "The student has not agreed to this.")


def _no_longer_live(matching: list[ConsentFact], on: date) -> Decision:
    last = max(matching, key=lambda c: (not c.replaced, c.given_on))
    if last.withdrawn_on is not None:
        return _ask("CONF-4", "The student withdrew this consent on {day}.", last.withdrawn_on)
    if last.replaced:
        return _ask("CONF-4", "What the student agreed to since does not cover this.")
    if is_over_with_its_case(last):
        return _ask("CONF-4", "The authority ended when the case was resolved.")
    if last.way == PROPOSED:
        return _ask("CONF-4", "The student has not signed this yet.")
    if last.first_day > on:
        return _ask("CONF-4", "The student's consent begins on {day}.", last.first_day)
    return _ask("CONF-4", "The student's consent ended on {day}.", last.last_day)


def _ask(clause: str, reason: str, on: date | None = None) -> Decision:
    instead = "Ask the student. If somebody is in danger, phone, and then break confidence."
    if on is None:
        return refuse(clause, reason, instead=instead)
    return refuse(clause, reason, instead=instead, day=dated(on))


def _gives(fact: ConsentFact, recipient: Recipient, purpose: str) -> bool:
    """Whether it is a consent to tell this person something for this purpose."""
    return fact.gives and fact.names(recipient) and fact.is_for(purpose)
