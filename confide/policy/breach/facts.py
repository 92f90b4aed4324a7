"""What an officer states before confidence is broken, and how a record of it stands. (BRCH-5)"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

DANGER = "danger"
LAW = "law"
GROUNDS: Mapping[str, str] = MappingProxyType(
    {
        DANGER: "There seems to be a serious and imminent risk to somebody’s safety.",
        LAW: "The law requires it, to prevent or detect terrorism.",
    }
)

PHONED = "phoned"
NOBODY = "nobody"

BEGUN = "begun"
BROKEN = "broken"
LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachFact:
    """What an officer states before, or after, breaking confidence."""

    ground: str = ""
    student: str = ""
    outline: str = ""
    believes: bool | None = None
    why: str = ""
    duty: str = ""
    others_asked: bool = False
    consulted: str = ""
    phoned: str = ""
    phoned_at: datetime | None = None
    tried: str = ""
    achieves: str = ""
    recipient: str = ""
    role: str = ""
    says_what: bool = False
    told_at: datetime | None = None
    why_not: str = ""
    obliged: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFact:
    """How a breach record stands before somebody: how far it has come, and whether it is theirs."""

    state: str
    mine: bool
    as_extract: bool = False
    decided_on: date | None = None


def says(text: str) -> bool:
    """Whether something was written: a letter or a figure at least."""
    return any(sign.isalnum() for sign in text)
