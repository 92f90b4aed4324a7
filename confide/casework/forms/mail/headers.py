"""The head of a mail: subject, people, date, however broken. (RECD-1)

The standard library's modern header parser reads addresses best, but stumbles on some heads that
real mail has; where it does, an older reader takes over, and last the header's own words.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.header import decode_header
from email.headerregistry import Address
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from confide.casework.forms.mail.characters import decode, mend, one_line

# Addresses and parameters are parsed in time that grows with the square of their length: neither
# a person nor a mail program writes more.
_LONGEST = 16_000
_MOST = 20
_ADDRESSED = re.compile(r"[^\s<]@\S|[^\s<] <\S")
_RECIPIENTS = ("to", "cc", "bcc")


class _AsItCame(policy.Compat32):
    """Headers as they were sent: the library would spoil unencoded UTF-8 names on the way out."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002
        return value.strip()[:_LONGEST]


AS_IT_CAME = _AsItCame()


def subject(message: Message) -> str:
    """The subject, decoded, on one line."""
    return one_line(decoded(_first(message, "subject")))


def sender(message: Message) -> str:
    """Who the mail says it is from."""
    for name in ("from", "sender", "reply-to", "return-path"):
        for value in message.get_all(name, [])[:_MOST]:
            if people := _people(value):
                return ", ".join(people)
    return ""


def recipients(message: Message) -> tuple[str, ...]:
    """Everybody it was addressed to, each once, in the order of the head."""
    values = [value for name in _RECIPIENTS for value in message.get_all(name, [])[:_MOST]]
    return tuple(dict.fromkeys(person for value in values for person in _people(value)))


def sent_at(message: Message) -> datetime | None:
    """When the mail says it was sent, in UTC; None where it says nothing that is a moment."""
    value = " ".join(mend(_first(message, "date")).split())
    try:
        moment = parsedate_to_datetime(value)
        # "-0000" says: UTC, from a place unknown.
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def decoded(value: str) -> str:
    """A header with its encoded words (RFC 2047) decoded, each by what its bytes look like."""
    value = mend(value)
    try:
        pieces = decode_header(value)
    except Exception:  # whatever is wrong with it, it is shown as it stands
        return value
    return "".join(
        piece if isinstance(piece, str) else _piece(piece, charset) for piece, charset in pieces
    )


def _piece(piece: bytes, charset: str | None) -> str:
    # Without a character set these are characters that the library wrote as bytes in its own way.
    return decode(piece, charset) if charset else piece.decode("raw-unicode-escape", "replace")


def _first(message: Message, name: str) -> str:
    return next((value for value in message.get_all(name, [])[:_MOST] if value.strip()), "")


def _people(value: str) -> list[str]:
    """The people in an address header, as `Name <address>`; its own words if it names nobody."""
    value = " ".join(mend(value).split())
    for reader in (_modern, _older):
        try:
            people = [one_line(person) for person in reader(value)]
        except Exception:  # noqa: S112 - the next reader has its turn
            continue
        if all(_ADDRESSED.search(person) for person in people):
            return people
    words = one_line(decoded(value))
    return [words] if words.strip("<>,;: ") else []


def _modern(value: str) -> Iterator[str]:
    header = policy.default.header_factory("to", value)
    # What it could not make sense of it drops, and it leaves blanks between encoded words that
    # belong together; the older reader does neither.
    if header.defects or "=?" in value:
        raise ValueError("the older reader does better")
    addresses: tuple[Address, ...] = header.addresses
    for address in addresses:
        yield _person(address.display_name, address.addr_spec)


def _older(value: str) -> Iterator[str]:
    for name, address in getaddresses([value]):
        yield _person(decoded(name), address)


def _person(name: str, address: str) -> str:
    if name and name != address:
        return f"{name} <{address}>" if address else name
    return "" if address == "<>" else address
