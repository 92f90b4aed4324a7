"""`confide verify`: whether every entry of the ledger is in its place. (RECD-2)"""

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from confide.site.command.preparing import prepare
from confide.site.command.trouble import Trouble

if TYPE_CHECKING:
    from confide.ledger.note import PublicKey


def run(arguments: Namespace) -> int:
    """Verify, and name the first entry at fault."""
    try:
        outside = {str(path): path.read_text(encoding="utf-8") for path in arguments.checkpoints}
    except (OSError, UnicodeDecodeError) as unreadable:
        raise Trouble(f"A checkpoint cannot be read: {unreadable}") from None
    # What the first entry says may be the very thing that was changed.
    prepare(arguments.data, any_kind=True)
    from confide.casework.queries import strange_ways
    from confide.ledger.verify import verify
    from confide.team.queries import unpinned_rings

    finding = verify(
        outside, key=_printed(arguments.key), progress=_progress if sys.stderr.isatty() else None
    )
    print(finding)
    strangers = unpinned_rings()
    for ring in strangers:
        print(f"The keys {ring} hold cases, and no entry of the ledger says whose they are.")
    turned = strange_ways()
    for drawer in turned:
        print(f"The drawer {drawer} has keys that no entry of the ledger says were its student's.")
    return 0 if finding and not strangers and not turned else 1


def _printed(key: str | None) -> "PublicKey | None":
    from confide.ledger.note import NotSigned, PublicKey

    try:
        return PublicKey.read(key) if key else None
    except NotSigned as wrong:
        raise Trouble(f"The public key was not typed as it is printed. {wrong}") from None


def _progress(done: int, total: int) -> None:
    print(f"\r{done:,} of {total:,} entries", end="", file=sys.stderr)
