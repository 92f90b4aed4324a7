"""Epoch keys: small files outside both databases, of which only the last few days are kept.

Each is written whole and synced before anything is wrapped under it, and overwritten and unlinked
when it is past the horizon. A missing one is a fault that is said aloud: it must never look as if
cases had been destroyed. Specified in `docs/formats/shred-keys.md`. (RECD-5)
"""

import os
import re
from datetime import date
from pathlib import Path

from django.conf import settings

from confide.vault.primitives import KEY_BYTES, random_id, random_key

_NAME = re.compile(r"\d{4}-\d{2}-\d{2}")


class EpochFault(Exception):  # noqa: N818 (it reads as what happened)
    """An epoch key is missing or damaged: living cases stay closed until it is brought back."""


class Keys(dict[str, bytes]):
    """Epoch keys by name, each read once: for the length of one call, never longer."""

    def __missing__(self, epoch: str) -> bytes:
        self[epoch] = key_of(epoch)
        return self[epoch]


def newest() -> str | None:
    """The current epoch; None before the first."""
    return max(all_of_them(), default=None)


def all_of_them() -> list[str]:
    """The epochs whose keys are still kept, oldest first."""
    if not _folder().exists():
        return []
    return sorted(path.name for path in _folder().iterdir() if _NAME.fullmatch(path.name))


def begin(on: date) -> str:
    """Begin an epoch, its key durable on disk when this returns; or keep the one begun that day."""
    epoch = on.isoformat()
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{random_id()}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(random_key())
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link, unlike a rename, never replaces: two nights at once cannot lose a key in use.
        os.link(draft, folder / epoch)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    sync_folder(folder)
    sync_folder(folder.parent)
    return epoch


def key_of(epoch: str) -> bytes:
    """One epoch's key."""
    try:
        key = (_folder() / epoch).read_bytes()
    except FileNotFoundError:
        raise EpochFault(f"The key of epoch {epoch} is missing.") from None
    if len(key) != KEY_BYTES:
        raise EpochFault(f"The key of epoch {epoch} is damaged.")
    return key


def delete(epoch: str) -> None:
    """Delete one epoch's key for good."""
    path = _folder() / epoch
    _overwrite(path)
    path.unlink()
    sync_folder(path.parent)


def overwrite_all(folder: Path) -> None:
    """Overwrite every key in a copy of the folder `epochs`, before the copy is removed."""
    if folder.exists():
        for path in folder.iterdir():
            _overwrite(path)


def sync_folder(folder: Path) -> None:
    """Make what was just renamed, linked or unlinked in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())


def _folder() -> Path:
    return Path(settings.DATA) / "epochs"
