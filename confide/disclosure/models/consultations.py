"""What is sealed in a question to colleagues, and in their replies. (CONF-2)

What all who are named may read is in `QuestionCard`, which has no place for a case. What is the
asker's alone is in `AskersNote`, sealed under the asker's own ring: it always fits the smallest
size, so that its length does not tell whether there is a case, or a reason.
"""

from datetime import datetime
from typing import ClassVar

from confide.vault.payloads import Payload


class QuestionCard(Payload, frozen=True, forbid_unknown_fields=True):
    """A question: its words, who asks, whom it asks, and when it was sent."""

    SCHEMA: ClassVar[int] = 1

    question: str
    asker: str
    asked: tuple[str, ...]
    asked_at: datetime


class AskersNote(Payload, frozen=True, forbid_unknown_fields=True):
    """Which case it is about, why something was left in it, and how many replies were read.

    `form` is the id of the sheet that it was typed on, so that a sheet sent twice counts once.
    """

    SCHEMA: ClassVar[int] = 1

    case: str = ""
    reason: str = ""
    read: int = 0
    form: str = ""


class ReplyCard(Payload, frozen=True, forbid_unknown_fields=True):
    """A colleague's advice."""

    SCHEMA: ClassVar[int] = 1

    said: str
    by: str
    at: datetime
