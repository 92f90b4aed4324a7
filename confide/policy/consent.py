"""Consent: what a student has agreed to have told, to whom, and what for. (CONF-1, CONF-4)

A consent covers one named recipient in one role, one purpose and a list of items, from the day it
was given to the end of its last day, unless it was withdrawn. Whatever is to be told must be
covered by one consent as a whole: two consents are not pieced together, since the student never
agreed to the sum of them. Spoken consent counts as much as written, if it was made completely
clear: the student's words are kept, and how the officer made sure.

Reasons here never repeat a name or a purpose, so that a decision can be noted anywhere.
"""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from confide.policy.decision import Decision, allow, refuse, unless
from confide.policy.words import dated


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person in a role. The same person in another role is another recipient."""

    name: str
    role: str

    def is_same_as(self, other: "Recipient") -> bool:
        """Whether both are the same person in the same role, however it was typed."""
        return same(self.name, other.name) and same(self.role, other.role)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFact:
    """What a student agreed to, as the record has it.

    `words` is what they said or wrote; `clarity` how it was checked that they meant it; `writing`
    names the document or message in which they agreed; `ref` is the caller's own reference.
    """

    recipient: Recipient
    purpose: str
    items: frozenset[str]
    given_on: date
    until_on: date | None = None
    withdrawn_on: date | None = None
    spoken: bool = False
    words: str = ""
    clarity: str = ""
    writing: str = ""
    ref: str = ""


def may_agree(fact: ConsentFact, *, on: date) -> Decision:
    """Record a consent, if it is complete and completely clear. (CONF-4)"""
    return unless(
        _names_everything(fact),
        _runs_in_time(fact, on),
        _is_clear(fact),
        otherwise=_agreed(fact.spoken),
    )


def may_withdraw(fact: ConsentFact) -> Decision:
    """Take a consent back: always, at once, and without a reason. (CONF-4)"""
    if fact.withdrawn_on is not None:
        return refuse("CONF-4", "This consent was already withdrawn.")
    return allow("CONF-4", "Nothing more is told under this consent from now on.")


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
    """The one consent under which all this may be told: a written one if there is one."""
    wanted = frozenset(items)
    live = [
        c
        for c in consents
        if wanted and _is_for(c, recipient, purpose) and wanted <= c.items and is_live(c, on)
    ]
    return min(live, key=lambda c: (c.spoken, -c.given_on.toordinal(), c.ref), default=None)


def is_live(fact: ConsentFact, on: date) -> bool:
    """Whether a consent holds on that day: given, not past its last day, not withdrawn.

    A withdrawal ends it whatever its date says. A clock that was put back must not revive it.
    """
    given = fact.given_on <= on
    past = fact.until_on is not None and on > fact.until_on
    return given and not past and fact.withdrawn_on is None


def same(one: str, other: str) -> bool:
    """Whether two texts say the same but for capitals, spacing and how accents were typed."""
    return _plain(one) == _plain(other)


def _names_everything(fact: ConsentFact) -> Decision | None:
    if not (_says(fact.recipient.name) and _says(fact.recipient.role)):
        return refuse(
            "CONF-4",
            "Consent names one person, and in what role they are told.",
            instead="Ask the student who exactly may be told.",
        )
    if not _says(fact.purpose):
        return refuse(
            "CONF-4",
            "Consent says what the telling is for.",
            instead="Ask the student what it should achieve.",
        )
    if not fact.items or not all(_says(item) for item in fact.items):
        return refuse(
            "CONF-4",
            "Consent says what may be told, and nothing else may be.",
            instead="Go through the record with the student and choose.",
        )
    return None


def _runs_in_time(fact: ConsentFact, on: date) -> Decision | None:
    if fact.given_on > on:
        return refuse("CONF-4", "Consent cannot have been given in the future.")
    if fact.until_on is not None and fact.until_on < fact.given_on:
        return refuse("CONF-4", "This consent would end before it was given.")
    if fact.withdrawn_on is not None:
        return refuse("CONF-4", "A consent that was withdrawn is not given again by itself.")
    return None


def _is_clear(fact: ConsentFact) -> Decision | None:
    if not fact.spoken:
        if _says(fact.words) or _says(fact.writing):
            return None
        return refuse(
            "CONF-4",
            "Written consent is kept as it was written.",
            instead="Copy the student's words, or name the document in which they agreed.",
        )
    if not _says(fact.words):
        return refuse(
            "CONF-4",
            "Spoken consent must be completely clear, so the student's own words are written down.",
            instead="Write what the student said, or ask them to agree in writing.",
        )
    if not _says(fact.clarity):
        return refuse(
            "CONF-4",
            "Spoken consent must be completely clear, so it is noted how that was checked.",
            instead="Say it back to the student and note their answer, or ask for it in writing.",
        )
    return None


def _agreed(spoken: bool) -> Decision:
    if spoken:
        return allow("CONF-4", "Spoken consent is enough when it is this clear; written is better.")
    return allow("CONF-4", "The student has agreed in writing.")


def _nearest_refusal(
    consents: Collection[ConsentFact],
    recipient: Recipient,
    purpose: str,
    items: frozenset[str],
    on: date,
) -> Decision:
    """Why nothing covers it, told by the consent that comes nearest."""
    theirs = [c for c in consents if _is_for(c, recipient, purpose)]
    matching = [c for c in theirs if items <= c.items]
    if matching:
        return _no_longer_live(matching, on)
    if any(is_live(c, on) for c in theirs):
        return refuse(
            "CONF-1",
            "The student agreed to tell this person less than this.",
            instead="Leave out what was not agreed, or ask the student.",
        )
    if any(is_live(c, on) and recipient.is_same_as(c.recipient) for c in consents):
        return refuse(
            "CONF-1",
            "The student agreed to tell this person something, but for another purpose.",
            instead="Ask the student about this purpose.",
        )
    if any(is_live(c, on) and same(c.recipient.name, recipient.name) for c in consents):
        return refuse(
            "CONF-1",
            "The student agreed to tell this person, but in another role.",
            instead="Ask the student whether this person may know in this role too.",
        )
    return _ask("CONF-1", "The student has not agreed to this.")


def _no_longer_live(matching: list[ConsentFact], on: date) -> Decision:
    last = max(matching, key=lambda c: c.given_on)
    if last.given_on > on:
        return _ask("CONF-4", "The student's consent begins on {day}.", last.given_on)
    if last.withdrawn_on is not None:
        return _ask("CONF-4", "The student withdrew this consent on {day}.", last.withdrawn_on)
    return _ask("CONF-4", "The student's consent ended on {day}.", last.until_on)


def _ask(clause: str, reason: str, on: date | None = None) -> Decision:
    instead = "Ask the student. If somebody is in danger, phone now and record it afterwards."
    if on is None:
        return refuse(clause, reason, instead=instead)
    return refuse(clause, reason, instead=instead, day=dated(on))


def _is_for(fact: ConsentFact, recipient: Recipient, purpose: str) -> bool:
    return fact.recipient.is_same_as(recipient) and same(fact.purpose, purpose)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _says(text: str) -> bool:
    """Whether a text has at least a letter or a figure: blanks and invisible signs say nothing."""
    return any(sign.isalnum() for sign in text)
