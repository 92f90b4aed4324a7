"""What a student is shown of consents and tellings, in their own drawer. (CONF-1, CONF-4)

A consent is shown whole: it is theirs. Of a telling they see what was told to whom, and the mark of
each copy, so that they can say which one came to light. The keys that open its files are there for
a copy that they take to the recipient themselves, and for no other.
"""

from datetime import date, datetime
from typing import Final

import msgspec

from confide.disclosure.models.payloads import AgreedItem, Kept

CONSENT: Final = "consent"
TELLING: Final = "telling"
CARD: Final = "card"
# The way of a copy that goes to the student, who takes it to them.
BY_STUDENT: Final = "student"


class CopyShown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One copy: its mark, which way it went, when it was made, and when it was handed over.

    What the student is to take to them themselves, they have here: `paper` opens it.
    """

    mark: str
    how: str
    made_at: datetime
    handed_on: date | None = None
    paper: Kept | None = None


class FileShown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document that goes with what the student takes to somebody, and what opens it."""

    key: str
    label: str
    ending: str
    content: Kept


class TellingShown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was told, to whom, what for, under which consent, and its copies."""

    consent: str
    recipient: str
    role: str
    purpose: str
    items: tuple[AgreedItem, ...]
    summary: str
    told_at: datetime
    by: str
    copies: tuple[CopyShown, ...]
    files: tuple[FileShown, ...] = ()
