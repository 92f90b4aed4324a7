"""Naming a fault: was the entry changed, taken out, put in, or moved?

Called with the first place where the ledger doesn't hold together. Each entry carries its own
place, the hash of the one it follows, and its own hash, so that those who left one of the three
as it was have left a trace of what they did.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from .entry import NotAnEntry, Placed, leaf_of

Walk = Callable[[], Iterable[Placed]]

# An entry is looked for this far beyond the last position, in case as many were taken out.
_BEYOND = 1000


class Unreadable(Exception):  # noqa: N818
    """The database can't give what it holds, from this position on."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


class Fault(NamedTuple):
    """What was done, and to which entry; `until` where only the stretch can be told."""

    kind: str
    position: int
    until: int


def holds(found: Placed, position: int, after: str) -> bool:
    """Say whether an entry is whole, in its place, and follows the one before it."""
    return found.position == position and found.after == after and _was_written_at(position, found)


def name_fault(walk: Walk, position: int, after: str, found: Placed) -> Fault:
    """Name what happened where `found` stands instead of the entry that belongs at `position`."""
    if found.position != position:
        return _misnumbered(walk, position, found)
    if not _was_written_at(position, found):
        return _unfit(walk, position, after, found)
    # It is whole and yet doesn't follow the one before it. If the next one vouches for it, or
    # nobody can, then it was the one before that was changed and given a new hash.
    following = next((entry for entry in walk() if entry.position == position + 1), None)
    vouched = following is None or following.after == found.leaf
    guilty = position - 1 if vouched and position else position
    return Fault("changed", guilty, guilty)


def _misnumbered(walk: Walk, position: int, found: Placed) -> Fault:
    if found.position < position:
        return Fault("added", found.position, found.position)
    elsewhere = any(entry.position == position for entry in walk())
    return Fault("reordered" if elsewhere else "missing", position, position)


def _unfit(walk: Walk, position: int, after: str, found: Placed) -> Fault:
    last = max(entry.position for entry in walk())
    written = next((at for at in range(last + _BEYOND) if _was_written_at(at, found)), None)
    if written is None:
        return Fault("changed", position, position)
    if written < position:
        return Fault("added", written, written)
    elsewhere = any(entry.after == after and _was_written_at(position, entry) for entry in walk())
    return Fault("reordered" if elsewhere else "missing", position, position)


def _was_written_at(position: int, entry: Placed) -> bool:
    try:
        return leaf_of(position, entry.after, entry.told) == entry.leaf
    except NotAnEntry:
        return False
