"""What is sealed in a telling, as a typed and versioned struct. (CONF-4, RECD-1)

An item is known by a key that the policy compares and nobody types: a document's id, a contact's id
with the part that is meant ("….said"), or the summary's own words, so that a consent to a summary
is a consent to these words and no others. Its title is kept as it read when it was agreed or told.
"""

from datetime import date, datetime
from typing import ClassVar

import msgspec

from confide.vault.payloads import Payload


class AgreedItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that may be told, or was."""

    key: str
    title: str


class Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sealed file that belongs to a telling, and what opens it."""

    stored_as: str
    file_key: bytes
    size: int


class CopyMade(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One copy of an extract: its mark, which way it went, and that it arrived, once known."""

    id: str
    mark: str
    how: str
    made_at: datetime
    by: str
    paper: Kept
    handed_on: date | None = None
    handed_noted_at: datetime | None = None
    handed_noted_by: str = ""


class GivenFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document that goes with an extract: cleaned, and then kept here, or as it was filed."""

    key: str
    label: str
    ending: str
    cleaned: Kept | None = None


class TellingCard(Payload, frozen=True, forbid_unknown_fields=True):
    """What was told, to whom, under which consent, and every copy that was made of it.

    `number` counts the tellings of this case and never leaves it: on a copy stands its `mark`,
    which is random, so that a recipient does not learn how often the student's trouble was told.
    `words` is the extract as it was told, so that a later copy says the same; `blacked` are the
    words that it does not say.
    """

    SCHEMA: ClassVar[int] = 1

    number: int
    consent: str
    recipient: str
    role: str
    purpose: str
    items: tuple[AgreedItem, ...]
    summary: str
    told_at: datetime
    by: str
    words: Kept
    copies: tuple[CopyMade, ...]
    files: tuple[GivenFile, ...] = ()
    blacked: tuple[str, ...] = ()
    until_on: date | None = None

    @property
    def mark(self) -> str:
        """The mark of the first copy."""
        return self.copies[0].mark

    @property
    def how(self) -> str:
        """Which way the first copy went."""
        return self.copies[0].how
