"""What an entry may say, and its canonical bytes (docs/formats/ledger.md).

Every field has an alphabet of its own that is allowed, and everything else is refused: a name, a
subject or a sentence has no field to stand in. (CONF-3, RECD-2)
"""

import hashlib
import re
from datetime import UTC, datetime
from typing import NamedTuple

from confide.policy.decision import Decision

from .tree import leaf_hash

VERSION = "confide-entry/v1"
BEFORE_THE_FIRST = hashlib.sha256(b"").hexdigest()  # the root of the empty tree

# What people and cases are called here are the house's random ids, and nothing else passes: a
# looser alphabet ("anything short") would let a surname or a college through.
_ID = r"[a-z2-7]{26}"
_WORD = r"[a-z]+(?:-[a-z]+)*"
_ALLOWED = {
    "at": re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII),
    "event": re.compile(rf"(?=.{{3,48}}$){_WORD}(?:\.{_WORD})+"),
    "by": re.compile(rf"service|student|nobody|{_ID}"),
    "about": re.compile(rf"service|{_ID}"),
    "clause": re.compile(r"[A-Z]{4}-[1-9][0-9]?"),
    "verdict": re.compile(r"allowed|refused"),
}
_HASH = re.compile(r"[0-9a-f]{64}")


class NotAnEntry(ValueError):  # noqa: N818 (a statement about the words, as `DoesNotOpen` is)
    """A field that the ledger has no room for; says which, and not what was in it."""


class Told(NamedTuple):
    """What an entry says, before it has its place."""

    at: str
    event: str
    by: str
    about: str
    clause: str
    verdict: str


class Placed(NamedTuple):
    """An entry as it lies in a table or a file: its place, what it follows, and its own hash."""

    position: int
    after: str
    told: Told
    leaf: str


def stamp(at: datetime) -> str:
    """Write a moment as the ledger does: UTC, to the second.

    The second is what a telephone bill or a letter can be held against. Anything finer would tie
    an entry to one line of a proxy's log, and the order of entries is told by their position.
    """
    if at.utcoffset() is None:
        raise NotAnEntry("at: a moment without its time zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(stamped: str) -> datetime:
    """Read back what `stamp` wrote."""
    return datetime.strptime(stamped, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def tell(event: str, *, by: str, about: str, under: Decision, at: datetime) -> Told:
    """Put together what an entry says, or raise `NotAnEntry`."""
    verdict = "allowed" if under else "refused"
    told = Told(stamp(at), event, by, about, under.clause, verdict)
    for field in foreign(told):
        raise NotAnEntry(f"{field}: not among the characters that the ledger allows here")
    return told


def foreign(told: Told) -> list[str]:
    """Name the fields that hold what no entry may hold."""
    named = zip(Told._fields, told, strict=True)
    return [name for name, text in named if not _ALLOWED[name].fullmatch(text)]


def is_hash(text: str) -> bool:
    """Say whether this is a hash as the ledger writes one."""
    return _HASH.fullmatch(text) is not None


def canonical(position: int, after: str, told: Told) -> bytes:
    """Give the bytes of an entry, the same for ever: nine lines, each ended by a newline.

    Safe against two entries sharing their bytes because no allowed alphabet has a newline, each
    line starts with its field's name, and `after` makes the entry vouch for all before it.
    """
    if position < 0 or not is_hash(after) or foreign(told):
        raise NotAnEntry("not an entry that this ledger wrote")
    lines = [VERSION, f"position {position}", f"after {after}"]
    lines += [f"{name} {text}" for name, text in zip(Told._fields, told, strict=True)]
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def leaf_of(position: int, after: str, told: Told) -> str:
    """Give the hash of an entry: its leaf in the tree."""
    return leaf_hash(canonical(position, after, told)).hex()


def place(position: int, after: str, told: Told) -> Placed:
    """Give what was told its place in the ledger."""
    return Placed(position, after, told, leaf_of(position, after, told))
