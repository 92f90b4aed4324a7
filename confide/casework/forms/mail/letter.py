"""What a mail turns into: a letter, its attachments, or a sentence saying why not. (RECD-1)"""

from datetime import datetime

import msgspec


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """Something that came with a letter: the bytes as they were sent, under a harmless name."""

    name: str
    content_type: str
    content: bytes


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A mail as an officer reads it; all of it plain text that can be written as UTF-8."""

    subject: str
    sender: str
    recipients: tuple[str, ...]
    sent_at: datetime | None
    words: str
    attachments: tuple[Attachment, ...]


class UnreadableMail(Exception):  # noqa: N818 - it reads as what happened
    """The file could not be read as a mail; `reason` says why in a sentence for the officer."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
