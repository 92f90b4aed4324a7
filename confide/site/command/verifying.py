"""`confide verify`: whether every entry of the ledger is in its place. (RECD-2)"""

import sys
from argparse import Namespace

from confide.site.command.preparing import prepare
from confide.site.command.trouble import Trouble


def run(arguments: Namespace) -> int:
    """Verify, and name the first entry at fault."""
    try:
        outside = {str(path): path.read_text(encoding="ascii") for path in arguments.checkpoints}
    except (OSError, UnicodeDecodeError) as unreadable:
        raise Trouble(f"A checkpoint cannot be read: {unreadable}") from None
    prepare(arguments.data)
    from confide.ledger.verify import verify
    from confide.team.queries import unpinned_rings

    finding = verify(outside, progress=_progress if sys.stderr.isatty() else None)
    print(finding)
    strangers = unpinned_rings()
    for ring in strangers:
        print(f"The keys {ring} hold cases, and no entry of the ledger says whose they are.")
    return 0 if finding and not strangers else 1


def _progress(done: int, total: int) -> None:
    print(f"\r{done:,} of {total:,} entries", end="", file=sys.stderr)
