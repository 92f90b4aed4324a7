"""Recovery: a ring to which every case is sealed, and which only trustees together can unlock.

Each trustee keeps a printed sheet of words. For every set of trustees that suffices (two of three
by default) the ring's seed is sealed under a key derived from all of their words; there is no
arithmetic of shared secrets. Nobody's own seed can be recovered, only cases. Specified in
`docs/formats/recovery.md`. (CONF-5)
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from confide.vault.models import KeyRing, Recovery, RecoveryShare
from confide.vault.primitives import DoesNotOpen, bind, derive, random_id, seal, unseal
from confide.vault.rings import Unlocked, genuine, new_ring
from confide.vault.words import make_sheet, read_sheet


@dataclass(frozen=True, slots=True)
class Made:
    """A new recovery, unsaved, and what is printed once: each trustee's number and words."""

    ring: KeyRing
    recovery: Recovery
    shares: Sequence[RecoveryShare]
    sheets: Sequence[str] = field(repr=False)
    unlocked: Unlocked = field(repr=False)

    def save(self) -> None:
        """Save all of it; an earlier recovery is retired by the caller before."""
        self.ring.save(force_insert=True)
        self.recovery.save(force_insert=True)
        RecoveryShare.objects.bulk_create(self.shares)


def make_recovery(trustees: int = 3, enough: int = 2) -> Made:
    """A new recovery ring and one sheet of words for each trustee."""
    if not 1 < enough <= trustees:
        raise ValueError("At least two trustees, and no more than there are, open the recovery.")
    ring, unlocked = new_ring()
    recovery = Recovery(id=random_id(), ring=ring)
    sheets = [make_sheet() for _ in range(trustees)]
    shares = [
        _share(recovery, unlocked, {number: sheets[number - 1] for number in some})
        for some in combinations(range(1, trustees + 1), enough)
    ]
    return Made(ring, recovery, shares, sheets, unlocked)


def open_recovery(*sheets: str) -> Unlocked:
    """The recovery ring, from enough of the sheets in any order; or `DoesNotOpen`.

    A word that was mistyped is told from words that do not belong: `words.read_sheet`.
    """
    recovery = Recovery.objects.select_related("ring").filter(retired=False).first()
    if recovery is None:
        raise DoesNotOpen
    secrets = sorted({read_sheet(sheet) for sheet in sheets})
    for share in recovery.shares.all():
        for some in combinations(secrets, share.trustees.count("-") + 1):
            try:
                packed = unseal(_key(some), bytes(share.sealed), aad=_place(share))
            except DoesNotOpen:
                continue
            unlocked = Unlocked.unpack(recovery.ring_id, packed)
            if unlocked.public().id != genuine(recovery.ring).id:
                raise DoesNotOpen
            return unlocked
    raise DoesNotOpen


def _share(recovery: Recovery, unlocked: Unlocked, sheets: dict[int, str]) -> RecoveryShare:
    share = RecoveryShare(recovery=recovery, trustees="-".join(map(str, sorted(sheets))))
    secrets = sorted(read_sheet(sheet) for sheet in sheets.values())
    share.sealed = seal(_key(secrets), unlocked.pack(), aad=_place(share))
    return share


def _key(secrets: Sequence[bytes]) -> bytes:
    # Each sheet alone has 115 random bits, so nothing needs stretching; `bind` keeps them apart.
    return derive(bind("recovery-words", *secrets), label="recovery")


def _place(share: RecoveryShare) -> bytes:
    return bind("recovery-share", share.recovery_id, share.recovery.ring_id, share.trustees)
