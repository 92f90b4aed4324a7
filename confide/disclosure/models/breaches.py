"""What is sealed in a breach record and in what is added to it. (BRCH-5)

The record is sealed under keys of its own, so that the caseworkers who were asked can read it
without a seat at the case. What was copied out of the case lies in it too, or its key does.
"""

from datetime import datetime
from typing import ClassVar

import msgspec

from confide.disclosure.models.payloads import AgreedItem
from confide.vault.payloads import Payload


class AskedColleague(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A caseworker to whose desk the question went, and when."""

    officer: str
    at: datetime


class CitedAdvice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a colleague replied to a question without a name, copied when it was cited.

    The question is gone after its time; its reply's id is kept, so that it is cited once.
    """

    reply: str
    question: str
    by: str
    said: str
    at: datetime


class BreachCard(Payload, frozen=True, forbid_unknown_fields=True):
    """One decision about breaking confidence, from the question to what was told.

    `form` is the id of the sheet that it was typed on, so that a sheet sent twice counts once.
    """

    SCHEMA: ClassVar[int] = 1

    state: str
    form: str
    by: str
    begun_at: datetime
    ground: str = ""
    student: str = ""
    outline: str = ""
    believes: bool | None = None
    why: str = ""
    duty: str = ""
    asked: tuple[AskedColleague, ...] = ()
    consulted: str = ""
    phoned: str = ""
    phoned_at: datetime | None = None
    advised: str = ""
    cited: tuple[CitedAdvice, ...] = ()
    tried: str = ""
    achieves: str = ""
    recipient: str = ""
    role: str = ""
    reach: str = ""
    items: tuple[AgreedItem, ...] = ()
    summary: str = ""
    how: str = ""
    told_at: datetime | None = None
    why_not: str = ""
    decided_at: datetime | None = None
    mark: str = ""
    stored_as: str = ""
    file_key: bytes = b""
    size: int = 0
    obliged: str = ""


ADVICE = "advice"
CORRECTION = "correction"
TOLD = "told-a-colleague"


class BreachNoteCard(Payload, frozen=True, forbid_unknown_fields=True):
    """What was added: a colleague's advice, a correction, or that a colleague was told after all.

    `asked` are those to whose desks the record went with it.
    """

    SCHEMA: ClassVar[int] = 1

    kind: str
    by: str
    happened_at: datetime
    added_at: datetime
    words: str = ""
    form: str = ""
    asked: tuple[str, ...] = ()
