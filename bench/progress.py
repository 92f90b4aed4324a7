"""Saying how far it is, on the terminal only."""

import sys


def tell(what: str, done: int, total: int) -> None:
    """Show one line that grows; a line of its own at the end where nobody watches."""
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r\033[K{what}: {done:,} of {total:,}", end=end, file=sys.stderr, flush=True)
    elif done == total:
        print(f"{what}: {total:,}", file=sys.stderr, flush=True)
