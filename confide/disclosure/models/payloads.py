"""What is sealed in a consent and in a telling, as typed and versioned structs. (CONF-4, RECD-1)

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


class ConsentCard(Payload, frozen=True, forbid_unknown_fields=True):
    """What a student agreed to, how they said so, and whether they took it back."""

    SCHEMA: ClassVar[int] = 1

    recipient: str
    role: str
    purpose: str
    items: tuple[AgreedItem, ...]
    summary: str
    spoken: bool
    given_at: datetime
    by: str
    recorded_at: datetime
    words: str = ""
    clarity: str = ""
    heard_by: str = ""
    writing: str = ""
    document: str = ""
    until_on: date | None = None
    withdrawn_at: datetime | None = None
    withdrawn_words: str = ""
    withdrawn_by: str = ""


class TellingCard(Payload, frozen=True, forbid_unknown_fields=True):
    """What was told, to whom, under which consent, and the key of the copy that was made.

    `number` counts the tellings of this case and never leaves it: on the copy stands `mark`, which
    is random, so that a recipient does not learn how often the student's trouble was told.
    """

    SCHEMA: ClassVar[int] = 1

    number: int
    mark: str
    consent: str
    recipient: str
    role: str
    purpose: str
    items: tuple[AgreedItem, ...]
    summary: str
    how: str
    told_at: datetime
    by: str
    stored_as: str
    file_key: bytes
    size: int
    until_on: date | None = None
