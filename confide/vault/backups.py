"""What backups are called and where they lie: `data/` may be kept for years, `keys/` for days.

Known apart from the service, since what is to be restored has none yet. (RECD-2, RECD-5)
"""

import re
from pathlib import Path
from typing import Final

FORMAT: Final = "confide-backup/v1"
ABOUT: Final = "backup.json"
WITNESS: Final = "checkpoint.txt"
RECIPIENT: Final = "backup.pub"
DATA: Final = "data"
KEYS: Final = "keys"
# The clear marks of a service, and what it was told: beside the two databases and the files.
BESIDE: Final = ("ledger.key", "policy.toml", "DEMONSTRATION", RECIPIENT)
_ARCHIVE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-([2-9]|[1-9]\d+))?\.age")
_ID = "[a-z2-7]{26}"
_IN_DATA = re.compile(
    rf"{re.escape(ABOUT)}|confide\.sqlite3|tables/[a-z_]+\.copy|files/{_ID}/{_ID}|"
    + "|".join(re.escape(name) for name in BESIDE)
)
_IN_KEYS = re.compile(
    rf"{re.escape(ABOUT)}|keys\.sqlite3|epochs/\d{{4}}-\d{{2}}-\d{{2}}|{re.escape(WITNESS)}"
)


def found_in(folder: Path) -> list[Path]:
    """The finished archives of a folder, the oldest first."""
    paths = list(folder.iterdir()) if folder.is_dir() else []
    named = [(found, path) for path in paths if (found := _ARCHIVE.fullmatch(path.name))]
    return [path for found, path in sorted(named, key=lambda each: _order(each[0]))]


def day_of(archive: Path) -> str:
    """The day that an archive is called after."""
    return archive.name[: len("2026-11-24")]


def belongs(name: str, kind: str) -> bool:
    """Whether a backup of this kind has such a member: nothing else is ever written to a disk."""
    return (_IN_DATA if kind == DATA else _IN_KEYS).fullmatch(name) is not None


def _order(found: re.Match[str]) -> tuple[str, int]:
    return found[1], int(found[2] or 1)
