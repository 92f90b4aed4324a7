"""What a restored service knows of what was destroyed, and what can be proved without a key.

A destruction is known from three sides: a tombstone in any copy of the shred keys, an entry of the
ledger, and an order that was not finished. Whichever says so is believed: what was destroyed once
never comes back because a copy is older. (RECD-5)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings

from confide.casework.models import Case, Drawer
from confide.ledger import checkpoint
from confide.ledger.examine import Finding, Witnessed
from confide.ledger.models import Entry
from confide.retention.models import Destruction
from confide.retention.queries.clocks import local_day
from confide.vault import shred
from confide.vault.backups import day_of, found_in
from confide.vault.epochs import EpochFault
from confide.vault.models import Grant, ShredKey, Tombstone

DESTROYED = "case.destroyed"


@dataclass(frozen=True, slots=True)
class Proved:
    """What was looked at, and what is wrong: nothing, where the last four are empty."""

    living: int
    tombstones: int
    files: int
    without_key: tuple[str, ...]
    risen: tuple[str, ...]
    damaged: str = ""
    left: int = 0

    def __bool__(self) -> bool:
        return not (self.without_key or self.risen or self.damaged or self.left)


def known_destroyed() -> dict[str, date]:
    """Every reference that is known to have been destroyed here, and on which day."""
    entries = Entry.objects.filter(event=DESTROYED, verdict="allowed")
    known = {entry.about: local_day(entry.at) for entry in entries.iterator()}
    known |= dict(Tombstone.objects.values_list("case", "destroyed_on"))
    return known


def came_back(known: dict[str, date]) -> list[str]:
    """The cases that the data have although they were destroyed."""
    ordered = set(Destruction.objects.values_list("case", flat=True))
    found = Case.objects.order_by("id").values_list("id", flat=True)
    return [case for case in found if case in known and case not in ordered]


def to_destroy(known: dict[str, date]) -> list[str]:
    """Those of them that have a shred key here, or no tombstone yet."""
    alive = set(ShredKey.objects.values_list("case", flat=True))
    stones = set(Tombstone.objects.values_list("case", flat=True))
    return [each for each in known if each in alive or each not in stones]


def risen(known: dict[str, date]) -> list[str]:
    """Those of them that have anything here: a row, a grant, a key or a folder of files."""
    found = {
        *Case.objects.values_list("id", flat=True),
        *Grant.objects.values_list("case", flat=True),
        *ShredKey.objects.values_list("case", flat=True),
        *_folders(),
    }
    return sorted(found & set(known))


def proved(also: Mapping[str, date]) -> Proved:
    """That every case has its shred key, and nothing that was destroyed has anything. (P6)

    `also` are tombstones that others told of: what became of them is looked at, and not believed.
    """
    known = {**also, **known_destroyed()}
    granted = set(Grant.objects.values_list("case", flat=True))
    cases = set(Case.objects.values_list("id", flat=True))
    # A drawer is granted a key of its own, and lives by its case's shred key.
    drawers = set(Drawer.objects.values_list("id", flat=True))
    living = sorted(((granted - drawers) | cases) - set(known))
    damaged = ""
    try:
        opening = shred.fetch(living)
    except EpochFault as fault:
        opening, damaged = dict.fromkeys(living, b""), str(fault)
    return Proved(
        living=len(cases - set(known)),
        tombstones=len(known),
        files=sum(len(list(path.iterdir())) for path in _folders().values()),
        without_key=tuple(each for each in living if each not in opening),
        risen=tuple(risen(known)),
        damaged=damaged,
        left=Destruction.objects.count(),
    )


def past_horizon(copies: Path, on: date) -> list[Path]:
    """The copies of shred keys in a folder that are kept longer than students were told."""
    horizon = timedelta(days=settings.POLICY.records.destruction_horizon_days)
    return [path for path in found_in(copies) if day_of(path) <= (on - horizon).isoformat()]


def lost_witnesses(outside: dict[str, str], finding: Finding) -> list[Witnessed]:
    """The true checkpoints from outside that cover more entries than there are."""
    witnesses = checkpoint.witnesses(checkpoint.public_key(), outside)
    return [each for each in witnesses if not each.forged and each.size > finding.entries]


def _folders() -> dict[str, Path]:
    root = Path(settings.DATA) / "files"
    return {path.name: path for path in root.iterdir()} if root.exists() else {}
