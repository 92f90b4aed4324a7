"""Looking things up in the ledger: what happened to a case, and the proof that it is in there."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, connections

from .entry import BEFORE_THE_FIRST, Placed, is_hash, stamp
from .fault import Unreadable
from .models import DATABASE, Entry
from .tree import inclusion_proof, leaf_hash, root

Progress = Callable[[int, int], None]
_EVERY = 1000


@dataclass(frozen=True, slots=True)
class Proof:
    """Shows that one entry is in the tree whose root a checkpoint of that size was signed over."""

    position: int
    size: int
    leaf: bytes
    steps: tuple[bytes, ...]
    root: bytes


def recorded(
    event: str,
    *,
    about: str,
    by: str | None = None,
    since: datetime | None = None,
    before: datetime | None = None,
) -> Entry | None:
    """Give the newest allowed entry of this event about somebody or something, if there is one.

    `since` and `before` count from the beginning of their second, which is as finely as the ledger
    tells time.
    """
    entries = Entry.objects.filter(about=about, event=event, verdict="allowed")
    if by is not None:
        entries = entries.filter(by=by)
    if since is not None:
        entries = entries.filter(stamp__gte=stamp(since))
    if before is not None:
        entries = entries.filter(stamp__lt=stamp(before))
    return entries.order_by("-position").first()


def times_recorded(event: str, *, about: str, since: datetime | None = None) -> int:
    """Say how often this event was allowed about something: ever, or since that second."""
    entries = Entry.objects.filter(about=about, event=event, verdict="allowed")
    return (entries.filter(stamp__gte=stamp(since)) if since else entries).count()


def known(event: str, abouts: Iterable[str]) -> set[str]:
    """Say about which of these this event was allowed."""
    entries = Entry.objects.filter(event=event, about__in=list(abouts), verdict="allowed")
    return set(entries.values_list("about", flat=True))


def entries_about(about: str) -> list[Entry]:
    """Give all that the ledger says about a reference, oldest first, refusals included."""
    return list(Entry.objects.filter(about=about).order_by("position"))


def last_entry() -> Entry | None:
    """Give the newest entry."""
    return Entry.objects.order_by("-position").first()


def walk(progress: Progress | None = None) -> Iterator[Placed]:
    """Give the entries in their order, as they are stored, without holding them all in memory."""
    total = Entry.objects.count() if progress else 0
    done = 0
    try:
        with _even_if_damaged():
            for entry in Entry.objects.order_by("position").iterator(chunk_size=2000):
                yield entry.placed()
                done += 1
                if progress and done % _EVERY == 0:
                    progress(done, max(done, total))
    except DatabaseError as damage:
        raise Unreadable(done) from damage


def next_place() -> tuple[int, str]:
    """Give the next entry's position, and the hash of the one that it follows.

    Where the newest entry is damaged, the next one vouches for what there is of it: the service
    goes on, and verifying will name the damage.
    """
    with _even_if_damaged():
        last = last_entry()
    if last is None:
        return 0, BEFORE_THE_FIRST
    leaf = last.placed().leaf
    return last.position + 1, leaf if is_hash(leaf) else leaf_hash(leaf.encode()).hex()


def proof(position: int, *, size: int) -> Proof:
    """Prove that the entry at `position` is in the tree of `size` entries. Costs a walk of them."""
    stored = Entry.objects.filter(position__lt=size).order_by("position")
    leaves = [bytes.fromhex(leaf) for leaf in stored.values_list("leaf", flat=True)]
    if len(leaves) != size:
        raise IndexError(size)
    steps = inclusion_proof(leaves, position)
    return Proof(position, size, leaves[position], tuple(steps), root(leaves))


@contextmanager
def _even_if_damaged() -> Iterator[None]:
    """Let SQLite give text that a flipped bit has made unreadable, so that it can be named."""
    connection = connections[DATABASE]
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        yield
        return
    raw = connection.connection
    raw.text_factory = lambda stored: stored.decode("utf-8", "backslashreplace")
    try:
        yield
    finally:
        raw.text_factory = str
