"""What is sealed, as typed structs, versioned and padded.

A payload's length would tell much about what was said, so it is filled up to the next of a few
sizes (1, 4, 16 KiB, …) before it is sealed. Specified in `docs/formats/payloads.md`. (CONF-1)
"""

from typing import ClassVar, Self, TypeVar

import msgspec

from confide.vault.primitives import DoesNotOpen

_SMALLEST = 1024
_LENGTH_BYTES = 4


class Payload(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The confidential part of one row. Other fields are another `SCHEMA`."""

    SCHEMA: ClassVar[int] = 1

    def encode(self) -> bytes:
        """This payload as MessagePack, padded to a bucket."""
        return pad(msgspec.msgpack.encode(self))

    @classmethod
    def decode(cls, padded: bytes) -> Self:
        """The payload in these opened bytes."""
        try:
            return msgspec.msgpack.decode(unpad(padded), type=cls)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            # `from None`: the decoder's own errors may quote what was confided.
            raise DoesNotOpen from None


P = TypeVar("P", bound=Payload)


def bucket(length: int) -> int:
    """The smallest of 1 KiB, 4 KiB, 16 KiB, … that holds so many bytes."""
    size = _SMALLEST
    while size < length:
        size *= 4
    return size


def pad(content: bytes) -> bytes:
    """The content behind its length, filled up with zeros to a bucket."""
    framed = len(content).to_bytes(_LENGTH_BYTES, "big") + content
    return framed.ljust(bucket(len(framed)), b"\0")


def unpad(padded: bytes) -> bytes:
    """The content; only what `pad` would have made is accepted."""
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    content = padded[_LENGTH_BYTES : _LENGTH_BYTES + length]
    if pad(content) != padded:
        raise DoesNotOpen
    return content
