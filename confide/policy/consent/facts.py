"""What a student agreed to, as the policy weighs it, and on which days it holds. (CONF-4)"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

TELL: Final = "tell"
CONTACT: Final = "contact"
AUTHORITY: Final = "authority"

# What may be done under a consent.
GIVE: Final = "give"
ASK: Final = "ask"
RECEIVE: Final = "receive"
CONFIRM: Final = "confirm"

# How the student said so.
SPOKEN: Final = "spoken"
MESSAGE: Final = "message"
DOCUMENT: Final = "document"
PAPER: Final = "paper"
ONLINE: Final = "online"
# Printed for the student to sign, and not signed yet: nothing holds by it.
PROPOSED: Final = "proposed"


_WORD: Final = re.compile(
    r"\b(?:the|an?|her|his|their|my|our|your|this|that|all|of|at|in|from|who|whoever|whom|it|may|"
    r"concerns?|needs?|to|know|university|college|school|faculty|department|union|everybody|"
    r"everyone|anybody|anyone|somebody|someone|people|person|staff)\b|[\W_]"
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person, or an office, in a role. The same person in another role is another recipient."""

    name: str
    role: str

    def is_same_as(self, other: "Recipient") -> bool:
        """Whether both are the same person in the same role, however it was typed."""
        return same(self.name, other.name) and same(self.role, other.role)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFact:
    """What a student agreed to, as the record has it.

    `words` is what they said or wrote; `clarity` how it was checked that they meant it; `writing`
    names the paper, document or message in which they agreed. `also_to` and `also_for` are an
    authority's further recipients and purposes. `replaced` says that another consent took its
    place, `resolved` that the case was resolved after it was given; `ref` is the caller's own
    reference.
    """

    recipient: Recipient
    purpose: str
    items: frozenset[str]
    given_on: date
    kind: str = TELL
    also_to: tuple[Recipient, ...] = ()
    also_for: tuple[str, ...] = ()
    may: frozenset[str] = frozenset({GIVE})
    begins_on: date | None = None
    until_on: date | None = None
    withdrawn_on: date | None = None
    replaced: bool = False
    resolved: bool = False
    way: str = MESSAGE
    words: str = ""
    clarity: str = ""
    writing: str = ""
    ref: str = ""

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Everybody whom it names."""
        return (self.recipient, *self.also_to)

    @property
    def purposes(self) -> tuple[str, ...]:
        """Everything that it is for."""
        return (self.purpose, *self.also_for)

    @property
    def gives(self) -> bool:
        """Whether anything may be told under it."""
        return GIVE in self.may and self.kind != CONTACT

    @property
    def first_day(self) -> date:
        """The day from which it holds: never before it was given."""
        return max(self.given_on, self.begins_on or self.given_on)

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds: for an authority a year at most, whatever it says."""
        if self.kind != AUTHORITY:
            return self.until_on
        return min(latest_end(self.first_day), self.until_on or date.max)

    def names(self, recipient: Recipient) -> bool:
        """Whether it is about this person in this role."""
        return any(each.is_same_as(recipient) for each in self.recipients)

    def is_for(self, purpose: str) -> bool:
        """Whether this is one of its purposes."""
        return any(same(each, purpose) for each in self.purposes)


def is_live(fact: ConsentFact, on: date) -> bool:
    """Whether a consent holds on that day: begun, not past its last day, and not taken back.

    What ended it ends it whatever the dates say. A clock that was put back must not revive it.
    """
    if fact.withdrawn_on is not None or fact.replaced or is_over_with_its_case(fact):
        return False
    begun = fact.way != PROPOSED and fact.first_day <= on
    return begun and not is_past(fact, on)


def is_past(fact: ConsentFact, on: date) -> bool:
    """Whether its last day is over."""
    return fact.last_day is not None and on > fact.last_day


def is_over_with_its_case(fact: ConsentFact) -> bool:
    """Whether it is an authority whose case was resolved: it was given to get that done."""
    return fact.kind == AUTHORITY and fact.resolved


def latest_end(start: date) -> date:
    """The last day on which an authority that begins then may end: the same day a year later."""
    try:
        return start.replace(year=start.year + 1)
    except ValueError:
        return date(start.year + 1, 2, 28)


def same(one: str, other: str) -> bool:
    """Whether two texts say the same but for capitals, spacing and how accents were typed."""
    return plain(one) == plain(other)


def plain(text: str) -> str:
    """A text without what typing it differently would change."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def is_everybody(name: str) -> bool:
    """Whether a name is that of nobody in particular: “the university”, “anybody at her college”.

    An office that has a name of its own is somebody.
    """
    return _WORD.sub("", plain(name)) == "" and says(name)


def says(text: str) -> bool:
    """Whether a text has at least a letter or a figure: blanks and invisible signs say nothing."""
    return any(sign.isalnum() for sign in text)
