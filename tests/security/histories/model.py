"""What the policy says of a service, in as few words as will do; it knows nothing of the product.

A case has somebody whose it is, those to whom it is lent until a day, and those who stepped aside.
A student agreed to a few things, until a day. A breach record is its officer's, and was given to
whoever could be asked. A question is its asker's and theirs whom it names, until a day. `asked` and
`left` count the step at which somebody was, and did.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

FIRST: Final = "student-support"
# Who serves which scheme; Wendy represents women only.
SERVES: Final = {
    "alice": FIRST, "bob": FIRST, "wendy": FIRST, "cleo": "class-act",
}  # fmt: skip
WOMENS: Final = "wendy"
STEWARD: Final = "sara"
COPIES_FOR: Final = timedelta(days=7)

Recipient = tuple[str, str]


@dataclass
class Yes:
    """What a student agreed to."""

    id: str
    recipient: Recipient
    purpose: str
    items: frozenset[str]
    until: date | None
    withdrawn: bool = False
    replaced: bool = False

    def holds(self, on: date) -> bool:
        """Whether it is one still, on that day."""
        ends = self.until is not None and on > self.until
        return not (ends or self.withdrawn or self.replaced)

    def covers(self, told: "Told", on: date) -> bool:
        """Whether this very telling was agreed to, for that day."""
        same = (self.recipient, self.purpose) == (told.recipient, told.purpose)
        return same and told.items <= self.items and self.holds(on)


@dataclass
class Told:
    """What somebody outside was told, or is to be."""

    recipient: Recipient
    purpose: str
    items: frozenset[str]
    id: str = ""


@dataclass
class Broken:
    """One decision about breaking confidence."""

    id: str
    by: str
    canary: str
    given: set[str]
    asked: dict[str, int] = field(default_factory=dict)
    extract: bool = False
    decided_on: date | None = None
    left: bool = False

    @property
    def begun(self) -> bool:
        """Whether it is still to be decided."""
        return self.decided_on is None

    def may_leave(self, who: str, on: date) -> bool:
        """Whether its extract may be handed out: complete, their own, and only for some days."""
        if self.decided_on is None or self.left or not self.extract:
            return False
        return who == self.by and on <= self.decided_on + COPIES_FOR


@dataclass
class Known:
    """One case."""

    ref: str
    canary: str
    woman: bool
    own: str
    scheme: str
    said: str
    chose: str
    paper: str
    lent: dict[str, tuple[str, date | None]] = field(default_factory=dict)
    aside: set[str] = field(default_factory=set)
    left: dict[str, int] = field(default_factory=dict)
    agreed: list[Yes] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    gone: bool = False

    def lapsed(self, on: date) -> set[str]:
        """Those to whom it was lent until a day before that one."""
        return {name for name, (_id, until) in self.lent.items() if until and until < on}

    def seated(self, on: date) -> set[str]:
        """Who sits at it on that day."""
        return {self.own, *self.lent} - self.lapsed(on)

    def may_come(self, who: str, *, represents: bool) -> bool:
        """Whether somebody may be given sight of it; to represent asks more than to advise."""
        fits = self.woman or who != WOMENS or not represents
        return SERVES[who] == self.scheme and who not in self.aside and fits

    def may_be_told(self, told: Told, on: date) -> bool:
        """Whether the student agreed to that, as a whole and for that day."""
        return any(yes.covers(told, on) for yes in self.agreed)

    def seen_by(self, broken: Broken, on: date) -> set[str]:
        """Who reads a breach record: whoever decides, whoever was asked, and who sits there too.

        Nobody who gave the case away since they were asked.
        """
        away = {who for who, left in self.left.items() if broken.asked.get(who, -1) < left}
        put_to = {broken.by, *broken.asked} - (away - {broken.by})
        return set() if self.gone else broken.given & (put_to | self.seated(on))

    def asked_by(self, who: str) -> set[str]:
        """Whom somebody asks before breaking confidence: their own scheme's, or the first's."""
        others = {name for name in SERVES if name != who and name not in self.aside}
        own = {name for name in others if SERVES[name] == self.scheme}
        return own or {name for name in others if SERVES[name] == FIRST}


@dataclass
class Asked:
    """A question to colleagues."""

    id: str
    canary: str
    by: str
    of: set[str]
    until: date
    about: Known | None
    replies: list[str] = field(default_factory=list)
    ended: bool = False

    def seen_by(self, on: date) -> set[str]:
        """Who sees it on that day."""
        gone = self.about is not None and self.about.gone
        return set() if gone or self.ended or on > self.until else {self.by, *self.of}
