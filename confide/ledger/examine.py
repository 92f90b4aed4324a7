"""Does a ledger still hold what was written into it? Pure: entries and witnesses in. (RECD-2)

(0) Only checkpoints that the service's key signed bear witness; others are reported as forged.
(1) Entries are taken in their order, and each must stand at the next position,
(2) consist of allowed words whose canonical bytes give its own hash,
(3) and name the hash of the entry before it.
(4) Where a checkpoint was signed, the tree over the entries so far must have the root it names.
(5) No checkpoint may cover more entries than there are,
(6) unless two people gave up what it covers: two entries in a row, by two, that name its head.

The first fault in this order is the one reported. What came after the newest checkpoint held
outside, whoever commands both the database and the key could have written anew: no check of ours
can tell, hence the paper in the safe.
"""

import hashlib
from base64 import b32encode, b64encode
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from .entry import BEFORE_THE_FIRST, Placed
from .fault import Unreadable, Walk, holds, name_fault
from .tree import EMPTY_ROOT, Growing

CONTINUED = "ledger.continued"


def name_of_head(size: int, root: bytes) -> str:
    """Give the name by which an entry can commit to a witnessed head: a hash, written as an id."""
    text = f"confide-head/v1\n{size}\n{b64encode(root).decode('ascii')}\n"
    return b32encode(hashlib.sha256(text.encode("ascii")).digest()[:16]).decode()[:26].lower()


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What one checkpoint bears witness to, or why it doesn't."""

    name: str
    size: int = 0
    root: bytes = EMPTY_ROOT
    forged: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a verification found: true if all is well, otherwise the first fault, named."""

    entries: int
    root: bytes = EMPTY_ROOT
    kind: str = "fine"
    position: int | None = None
    until: int | None = None
    witness: str = ""

    def __bool__(self) -> bool:
        return self.kind in {"fine", "continued"}

    def __str__(self) -> str:
        values = {name: getattr(self, name) for name in ("entries", "position", "until", "witness")}
        return gettext(_SENTENCES[self.kind]).format(**values)


_SENTENCES = {
    "fine": gettext_noop("All {entries} entries are as they were written."),
    "continued": gettext_noop(
        "All {entries} entries are as they were written. {witness} bears witness to others, up to "
        "entry {until}: two people declared at entry {position} that those were lost."
    ),
    "changed": gettext_noop("Entry {position} is not what was written: it has been changed."),
    "missing": gettext_noop("Entry {position} is missing."),
    "added": gettext_noop("Entry {position} was never written: it has been put in."),
    "reordered": gettext_noop("Entry {position} is not in its place: entries have been moved."),
    "rewritten": gettext_noop(
        "Entries {position} to {until} are not those that {witness} bears witness to."
    ),
    "truncated": gettext_noop(
        "The ledger ends before entry {position}, which {witness} bears witness to."
    ),
    "unreadable": gettext_noop("The database is damaged: it gives no entries from {position} on."),
    "forged": gettext_noop("{witness} is not signed by this ledger's key."),
}


def examine(walk: Walk, witnessed: Sequence[Witnessed]) -> Finding:
    """Examine entries, wherever they come from, against what was witnessed."""
    try:
        return _examine(walk, witnessed)
    except Unreadable as broken:
        return Finding(broken.position, kind="unreadable", position=broken.position)


def _examine(walk: Walk, witnessed: Sequence[Witnessed]) -> Finding:
    tree, after, witnesses = Growing(), BEFORE_THE_FIRST, _Witnesses(witnessed)
    for found in walk():
        # (1) (2) (3), before the checkpoints of what precedes: they name an entry, not a stretch.
        if not holds(found, tree.size, after):
            fault = name_fault(walk, tree.size, after, found)
            return Finding(tree.size, kind=fault.kind, position=fault.position, until=fault.until)
        witnesses.hear(found)  # (6), first: the second of the two may stand where the witness ends
        differs = witnesses.contradict(tree)  # (4)
        if differs is not None:
            return differs
        tree.add(bytes.fromhex(found.leaf))
        after = found.leaf
    # A forgery (0) is reported last, so that nobody can plant one before another fault.
    for differs in (
        witnesses.contradict(tree),
        witnesses.know_more(tree),
        _forged(witnessed, tree),
    ):
        if differs is not None:
            return differs
    return witnesses.what_was_given_up(tree) or Finding(tree.size, tree.root())


def _forged(witnessed: Sequence[Witnessed], tree: Growing) -> Finding | None:
    names = (witness.name for witness in witnessed if witness.forged)
    return next((Finding(tree.size, kind="forged", witness=name) for name in names), None)


class _Witnesses:
    """Those that wait for the tree to reach their size, the smallest first."""

    def __init__(self, witnessed: Sequence[Witnessed]) -> None:
        true = (witness for witness in witnessed if not witness.forged)
        self._waiting = deque(sorted(true, key=lambda witness: witness.size))
        self._good = 0
        self._before: Placed | None = None
        self._declared: dict[str, int] = {}
        self._given_up: list[tuple[Witnessed, int]] = []

    def hear(self, entry: Placed) -> None:
        """(6): note what two people, one after the other, declare to be lost."""
        told, before = entry.told, self._before
        self._before = None
        if told.event != CONTINUED or told.verdict != "allowed":
            return
        if before is not None and before.told.about == told.about and before.told.by != told.by:
            self._declared.setdefault(told.about, before.position)
        else:
            self._before = entry

    def contradict(self, tree: Growing) -> Finding | None:
        """(4): give what differs at this size, if anything does."""
        while self._waiting and self._waiting[0].size == tree.size:
            witness = self._waiting.popleft()
            if witness.root != tree.root():
                if self._is_given_up(witness):
                    continue
                last = witness.size - 1
                kind = "changed" if self._good == last else "rewritten"
                return Finding(
                    tree.size, kind=kind, position=self._good, until=last, witness=witness.name
                )
            self._good = witness.size
        return None

    def know_more(self, tree: Growing) -> Finding | None:
        """(5): give what is missing at the end, if anything is."""
        more = [witness for witness in self._waiting if not self._is_given_up(witness)]
        if not more:
            return None
        witness = more[-1]
        return Finding(
            tree.size,
            kind="truncated",
            position=tree.size,
            until=witness.size - 1,
            witness=witness.name,
        )

    def what_was_given_up(self, tree: Growing) -> Finding | None:
        """(6): give the newest witness to entries that were declared lost, if there is one."""
        if not self._given_up:
            return None
        witness, declared = max(self._given_up, key=lambda given: given[0].size)
        return Finding(
            tree.size,
            tree.root(),
            kind="continued",
            position=declared,
            until=witness.size - 1,
            witness=witness.name,
        )

    def _is_given_up(self, witness: Witnessed) -> bool:
        # Only what came after the declaration can have been lost with it: nobody declares away a
        # witness to entries that are there.
        declared = self._declared.get(name_of_head(witness.size, witness.root))
        if declared is None or declared >= witness.size:
            return False
        self._given_up.append((witness, declared))
        return True
