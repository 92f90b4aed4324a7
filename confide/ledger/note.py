"""Signed notes of C2SP: a few lines of text and, below them, who signed them with Ed25519.

Text that a person can print, mail, or copy out by hand, and that other tools for transparency
logs read. A key has a name, and an id of four bytes that only says which key to try.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*(?:/[a-z0-9.-]+)*", re.ASCII)
_LONGEST = 16_384


class NotSigned(Exception):  # noqa: N818
    """A note that isn't one, or that the key we trust has not signed."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Whom a note has to be signed by."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that say which key a signature is from."""
        return hashlib.sha256(f"{self.name}\n".encode() + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_encode(_ED25519 + self.public)}"

    @classmethod
    def read(cls, text: str) -> "PublicKey":
        """Read a key from its printed form, or raise `NotSigned`."""
        name, raw = _take_apart(text.strip().split("+", 2))
        key = cls(name, raw)
        if str(key) != text.strip():
            raise NotSigned("The printed key and its id do not belong together.")
        return key


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The service's own key, as its file holds it."""

    name: str
    seed: bytes = field(repr=False)

    @classmethod
    def make(cls, name: str) -> "SigningKey":
        """Make a key under a name: lower case, like an address without its scheme."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"Not a name for a ledger: {name!r}")
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def public(self) -> PublicKey:
        """What others need to verify."""
        return PublicKey(self.name, self._private().public_key().public_bytes_raw())

    def to_file(self) -> str:
        """Write the key as its file holds it."""
        secret = _encode(_ED25519 + self.seed)
        return f"PRIVATE+KEY+{self.name}+{self.public.id.hex()}+{secret}\n"

    @classmethod
    def from_file(cls, text: str) -> "SigningKey":
        """Read the key from its file's text."""
        parts = text.strip().split("+", 4)
        if parts[:2] != ["PRIVATE", "KEY"]:
            raise NotSigned("Not the file of a ledger's key.")
        return cls(*_take_apart(parts[2:]))

    def sign(self, text: str) -> str:
        """Sign a text, each of whose lines ends in a newline, and give the note."""
        signature = self.public.id + self._private().sign(text.encode())
        return f"{text}\n\u2014 {self.name} {_encode(signature)}\n"

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def open_note(note: str, key: PublicKey) -> str:
    """Give the text of a note that this key signed, or raise `NotSigned`."""
    text, blank, below = note.rpartition("\n\n")
    if not blank or len(note) > _LONGEST or not below.endswith("\n"):
        raise NotSigned("This is not a signed note.")
    text += "\n"
    ours = [made for line in below.splitlines() if (made := _signature(line, key)) is not None]
    if not ours:
        raise NotSigned(f"Not signed by {key.name}.")
    for made in ours:
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(made, text.encode())
        except InvalidSignature:
            raise NotSigned(f"The signature of {key.name} is false.") from None
    return text


def _signature(line: str, key: PublicKey) -> bytes | None:
    """Give the signature in this line if its name and id are the key's: others are ignored."""
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if dash != "\u2014" or not name or not encoded:
        raise NotSigned("Below the text there is a line that is no signature.")
    raw = _decode(encoded)
    return raw[4:] if name == key.name and raw[:4] == key.id else None


def _take_apart(parts: list[str]) -> tuple[str, bytes]:
    if len(parts) != 3 or not _NAME.fullmatch(parts[0]):
        raise NotSigned("Not a key in its printed form.")
    raw = _decode(parts[2])
    if raw[:1] != _ED25519 or len(raw) != 33:
        raise NotSigned("Not an Ed25519 key.")
    return parts[0], raw[1:]


def _encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _decode(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotSigned("Not base64.") from None
    if _encode(raw) != text:  # one text for one meaning
        raise NotSigned("Not base64 as it is written.")
    return raw
