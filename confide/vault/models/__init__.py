"""What the vault stores: its own tables, and the kind of row that other concepts seal."""

from confide.vault.models.sealed_row import Moved, SealedRow, newest_generation
from confide.vault.models.tables import (
    Grant,
    KeyRing,
    Recovery,
    RecoveryShare,
    Session,
    ShredKey,
    TeamGrant,
    Tombstone,
    Unlock,
)

__all__ = [
    "Grant",
    "KeyRing",
    "Moved",
    "Recovery",
    "RecoveryShare",
    "SealedRow",
    "Session",
    "ShredKey",
    "TeamGrant",
    "Tombstone",
    "Unlock",
    "newest_generation",
]
