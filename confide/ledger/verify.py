"""Verify this service's own ledger, from the first entry to the last. (RECD-2)"""

from collections.abc import Mapping

from .checkpoint import public_key, witnesses
from .examine import Finding, examine
from .history import Progress, walk
from .models import Checkpoint
from .note import PublicKey


def verify(
    outside: Mapping[str, str] | None = None,
    *,
    key: PublicKey | None = None,
    progress: Progress | None = None,
) -> Finding:
    """Find whether every entry is as it was written, or the first that is not.

    `outside` holds checkpoints that were kept elsewhere, as texts by the names they shall be
    called; `key` is the printed one, for those who don't trust the key file beside the data.
    """
    witnessed = []
    if outside or Checkpoint.objects.exists():
        witnessed = witnesses(key or public_key(), outside)
    return examine(lambda: walk(progress), witnessed)
