"""What is sealed of conflicts of interest: one's own list, a question, an answer. (ELIG-3)"""

from datetime import date, datetime
from typing import ClassVar

from confide.vault.payloads import Payload


class StandingCard(Payload, frozen=True, forbid_unknown_fields=True):
    """A person, college or course, in the spellings that the officer knows."""

    SCHEMA: ClassVar[int] = 1

    kind: str
    words: tuple[str, ...]
    since: date


class Question(Payload, frozen=True, forbid_unknown_fields=True):
    """Whom a matter is about, for one colleague's session to compare with what it holds.

    It names no case: `mine` does, and opens for the asker alone.
    """

    SCHEMA: ClassVar[int] = 1

    by: str
    asked_at: datetime
    student: tuple[str, ...]
    others: tuple[str, ...]
    college: str
    course: str
    stepped_aside: bool
    mine: bytes


class AskedOf(Payload, frozen=True, forbid_unknown_fields=True):
    """What the asker keeps of a question: who was asked, together with whom, about which case."""

    SCHEMA: ClassVar[int] = 1

    asking: str
    to: str
    case: str = ""


class AnswerCard(Payload, frozen=True, forbid_unknown_fields=True):
    """One of two answers, in a row that is as long for either. There is no place for a cause."""

    SCHEMA: ClassVar[int] = 1

    answer: str
