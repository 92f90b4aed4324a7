"""From the bytes of an `.eml` to a letter, within limits. (RECD-1, RECD-2)

The standard library's parser finds the parts. Two things it is told through the parts it makes:
to stop at our limits while it is still parsing, and to leave an enclosed mail whole, since one
taken apart is never put together again byte for byte.
"""

import re
from email.feedparser import BytesFeedParser
from email.message import Message
from email.policy import Policy
from typing import Any, cast

from django.utils.translation import gettext as _

from confide.casework.forms.mail import headers, names, words
from confide.casework.forms.mail.characters import decode
from confide.casework.forms.mail.letter import Attachment, Letter, UnreadableMail

LARGEST = 50 * 1024 * 1024
MOST_PARTS = 200
DEEPEST = 20
MOST_LINES = 2_000_000
# Nobody reads more on a page; a longer text stays whole as an attachment.
LONGEST_TEXT = 1024 * 1024
# nh3 takes time that grows with the square of how deep tags are nested: a second or two here.
MOST_TAGS = 30_000

_CHUNK = 256 * 1024
_OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TELLING = re.compile(
    r"from|to|cc|subject|date|received|message-id|mime-version|return-path|delivered-to|sender",
    re.IGNORECASE,
)


def read_mail(raw: bytes, *, limit: int = LARGEST) -> Letter:
    """Read a mail; raises `UnreadableMail`, and nothing else, whatever the bytes."""
    try:
        message = _parse(raw, limit)
        pieces = _Pieces(limit)
        body = pieces.read(message)
        return Letter(
            subject=headers.subject(message),
            sender=headers.sender(message),
            recipients=headers.recipients(message),
            sent_at=headers.sent_at(message),
            words=words.tidy(body),
            attachments=tuple(pieces.attachments),
        )
    except UnreadableMail:
        raise
    except Exception as error:
        # The last resort, so that no file, however made, can take the page down: the officer
        # keeps what was typed, and files the mail as a document. Tests show it is not needed.
        raise UnreadableMail(
            _("This mail is damaged in a way we can’t read. You can still file it as a document.")
        ) from error


class _Part(Message):
    """A part that minds our limits while the parser makes it, and keeps an enclosed mail whole."""

    def __init__(self, policy: Policy = headers.AS_IT_CAME) -> None:
        super().__init__(policy)
        self.depth = 0
        self.family: list[_Part] = [self]

    def get_content_type(self) -> str:
        # The parser takes apart whatever calls itself a message.
        declared = self.declared_type()
        return "application/octet-stream" if declared.startswith("message/") else declared

    def get_content_maintype(self) -> str:
        return self.get_content_type().split("/")[0]

    def declared_type(self) -> str:
        return super().get_content_type()

    def attach(self, payload: Any) -> None:
        payload.depth = self.depth + 1
        payload.family = self.family
        self.family.append(payload)
        if len(self.family) > MOST_PARTS:
            raise _too_many()
        if payload.depth > DEEPEST:
            raise UnreadableMail(
                _("This mail has parts within parts, more than %(most)s deep, so we don’t open it.")
                % {"most": DEEPEST}
            )
        super().attach(payload)


def _parse(raw: bytes, limit: int) -> _Part:
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t ")
    _refuse_at_sight(raw, limit)
    parser = BytesFeedParser(_Part, policy=headers.AS_IT_CAME)
    for start in range(0, len(raw), _CHUNK):
        parser.feed(raw[start : start + _CHUNK])
    message = cast(_Part, parser.close())
    if not any(_TELLING.fullmatch(name) for name in message.keys()):  # noqa: SIM118
        raise UnreadableMail(
            _("This doesn’t look like a mail: it has no sender, recipient, subject or date.")
        )
    return message


def _refuse_at_sight(raw: bytes, limit: int) -> None:
    if not raw:
        raise UnreadableMail(_("This file is empty."))
    if raw.startswith(_OUTLOOK):
        raise UnreadableMail(
            _(
                "This is a file in Outlook’s own format. Save the message from Outlook as .eml and "
                "file that, or file this one as a document."
            )
        )
    # Encoding makes a mail a third longer than what is in it; twice as long is too large for sure.
    if len(raw) > 2 * limit or max(raw.count(b"\n"), raw.count(b"\r")) > MOST_LINES:
        raise _too_large(limit)


def _too_large(limit: int) -> UnreadableMail:
    return UnreadableMail(
        _("This mail is too large: we read up to %(most)s MB.") % {"most": max(1, limit >> 20)}
    )


def _too_many() -> UnreadableMail:
    return UnreadableMail(
        _("This mail has more than %(most)s parts, so we don’t open it.") % {"most": MOST_PARTS}
    )


class _Pieces:
    """What has been taken out of a mail so far, and how much of it there may be."""

    def __init__(self, limit: int) -> None:
        self.attachments: list[Attachment] = []
        self._limit = limit
        self._left = limit
        self._room = LONGEST_TEXT

    def read(self, part: _Part) -> str:
        """The words of a part; whatever in it is not words joins the attachments."""
        if part.is_multipart():
            return self._read_several(part)
        content = self._content(part)
        kind = self._words_kind(part)
        if not kind or len(content) > self._room:
            self._attach(part, content)
            return ""
        text = decode(content, _charset(part))
        if kind == "plain":
            self._room -= len(content)
            return self._without_files(text)
        if text.count("<") > MOST_TAGS:
            self._attach(part, content)
            return ""
        self._room -= len(content)
        return words.from_html(text)

    def _read_several(self, part: _Part) -> str:
        children: list[_Part] = part.get_payload()  # type: ignore[assignment]
        if part.get_content_type() != "multipart/alternative":
            texts = [self.read(child) for child in children]
            return "\n\n".join(text for text in texts if text.strip())
        # The same words in several forms: the plainest that says anything is the one to read.
        told = ""
        for child in sorted(children, key=_richness):
            if told.strip() and self._words_kind(child) == "html":
                continue
            told = self.read(child) if not told.strip() else self._only_attachments(child, told)
        return told

    def _only_attachments(self, part: _Part, told: str) -> str:
        self.read(part)
        return told

    def _words_kind(self, part: _Part) -> str:
        """Whether a part is words to be read: `plain`, `html`, or neither."""
        if part.get_content_maintype() == "multipart":
            return "plain"  # It says it has parts and has none: what stands there is its text.
        if part.get_content_disposition() == "attachment" or names.given_name(part):
            return ""
        return {"text/plain": "plain", "text/html": "html"}.get(part.get_content_type(), "")

    def _content(self, part: _Part) -> bytes:
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            content = b""
        self._left -= len(content)
        if self._left < 0:
            raise _too_large(self._limit)
        return content

    def _without_files(self, text: str) -> str:
        text, files = words.take_uuencoded(text)
        for name, content in files:
            self._add(names.clean(name), "application/octet-stream", content)
        return text

    def _attach(self, part: _Part, content: bytes) -> None:
        name = names.given_name(part)
        content_type = names.plain_type(part.declared_type())
        if content_type == "message/rfc822" and not name:
            name = names.enclosed_name(content)
        self._add(name, content_type, content)

    def _add(self, name: str, content_type: str, content: bytes) -> None:
        if len(self.attachments) == MOST_PARTS:
            raise _too_many()
        name = name or names.neutral_name(len(self.attachments) + 1, content_type)
        self.attachments.append(Attachment(name=name, content_type=content_type, content=content))


def _charset(part: _Part) -> str:
    value = part.get_param("charset", "utf-8")
    return value if isinstance(value, str) else value[2]


def _richness(part: _Part) -> int:
    return {"text/plain": 0, "text/html": 2}.get(part.get_content_type(), 1)
