"""Folders into which backups are unpacked never outlive what made them: they hold shred keys. (P6)

A drill and a restore end in order when they are told to end. What one left that was killed has a
name that is known: the next drill, backup or night removes it.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from confide.site.command.trouble import Trouble
from confide.vault import epochs

_DRILL: Final = "confide-drill-"


def restoring_into(target: Path) -> Path:
    """Where a restore works before its folder has its name."""
    return target.parent / f".{target.name}.restoring"


def throw_away(folder: Path) -> None:
    """Remove what was unpacked there: its epoch keys are overwritten, without which none opens."""
    if not os.path.lexists(folder):
        return
    try:
        for each in folder.rglob("epochs"):
            epochs.overwrite_all(each)
        shutil.rmtree(folder)
        epochs.sync_folder(folder.parent)
    except OSError as failure:
        raise Trouble(
            f"{folder} holds a copy of the shred keys and cannot be removed "
            f"({failure.strerror}). Remove it, or what was destroyed is not gone for good."
        ) from None


@contextmanager
def drill_place(within: Path | None) -> Iterator[Path]:
    """A folder for a drill, gone afterwards as is what killed ones left there."""
    where = within or Path(tempfile.gettempdir())
    _clear_drills(where)
    place, handle = _make(where)
    try:
        yield place
    finally:
        try:
            throw_away(place)
        finally:
            os.close(handle)


def clear_leftovers(data: Path) -> None:
    """Remove what a killed restore of this service left, or a killed drill on this machine."""
    throw_away(restoring_into(data.absolute()))
    _clear_drills(Path(tempfile.gettempdir()))


def _make(where: Path) -> tuple[Path, int]:
    # Until it is locked, another who clears may take it for one that a killed drill left.
    while True:
        place = Path(tempfile.mkdtemp(prefix=_DRILL, dir=where))
        with suppress(FileNotFoundError):
            handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
            if _locked(handle) and place.exists():
                return place, handle
            os.close(handle)


def _clear_drills(where: Path) -> None:
    for place in where.glob(f"{_DRILL}*"):
        with suppress(FileNotFoundError):
            if place.is_symlink() or not place.is_dir() or place.stat().st_uid != os.getuid():
                continue
            handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                if _locked(handle):
                    throw_away(place)
            finally:
                os.close(handle)


def _locked(handle: int) -> bool:
    # A lock on the folder itself: it ends with the process, however that ends, and leaves no file.
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
