"""What the ledger vouches for: officers' keys, how the service was founded. (P10)"""

from typing import Final

from django.db.models import Q

from confide.ledger.models import Checkpoint, Entry
from confide.vault.models import KeyRing

# Events whose entries are about a ring, and so vouch for its keys.
PINNING: Final = ("service.founded", "officer.enrolled", "way.made")
DEMONSTRATION: Final = "demonstration.founded"
_RECOVERING = Q(recovery__isnull=False)


def unpinned_rings() -> list[str]:
    """Rings that hold or gave a case's key, and that no entry of the ledger vouches for. (P10)

    Whoever can write to the database could make a ring of their own; they cannot make it a part
    of the ledger's history.
    """
    pinned = Entry.objects.filter(event__in=PINNING, verdict="allowed").values("about")
    used = KeyRing.objects.filter(Q(held__isnull=False) | Q(given__isnull=False) | _RECOVERING)
    return sorted(set(used.exclude(id__in=pinned).values_list("id", flat=True)))


def founded_as_demonstration() -> bool | None:
    """What the ledger's first entry says was founded here; None before there is one."""
    first = Entry.objects.filter(position=0).first()
    return None if first is None else first.event == DEMONSTRATION


def checkpoints() -> list[Checkpoint]:
    """The ledger's checkpoints, newest first."""
    return list(Checkpoint.objects.order_by("-size")[:20])
