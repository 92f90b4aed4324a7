"""Making a backup: the data, and apart from it, and after it, the shred keys. (RECD-2, RECD-5)

(0) Copies of the shred keys past the horizon go, whatever becomes of the rest.
(1) The data are copied as they are at one moment, sealed, and read back.
(2) Then the shred keys, so that every case in the data has its key among them.
(3) Only when both are whole and on the disk do they get their names: first the keys, since keys
    that are newer than the data do no harm, and data newer than the keys have cases that open
    for nobody.
(4) Older copies go, the newest few excepted.
"""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from confide.ledger import checkpoint
from confide.ledger.record import record
from confide.policy.retention import restoring
from confide.retention.actions._resuming import Tell, silent
from confide.retention.actions._snapshots import attachments, data_members, keys_members, snapshot
from confide.retention.queries import local_day
from confide.retention.queries.restoring import past_horizon
from confide.vault import sealed_archive
from confide.vault.backups import DATA, KEYS, found_in
from confide.vault.epochs import sync_folder
from confide.vault.sealed_archive import Member

_EVERY = 100


class AlreadyRunning(Exception):  # noqa: N818 (it reads as what happened)
    """Another backup of this service, or into this folder, is being made."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What one backup made and took away."""

    data: Path
    keys: Path
    attachments: int
    removed: int


def back_up(to: Path, recipient: str, *, keep: int, at: datetime, tell: Tell = silent) -> BackedUp:
    """Make a backup in a folder, sealed to whoever holds the recipient's identity. (RECD-2)"""
    decision = restoring.may_back_up(keep)
    with _alone(to) as work:
        # (0)
        removed = _remove(past_horizon(to / KEYS, local_day(at)))
        with record("backup.begun", by="service", about="service", under=decision, at=at):
            pass
        # Before the data, so that they hold all that it bears witness to.
        newest = checkpoint.latest_checkpoint()
        # (1)
        snapshot(work)
        count = sum(1 for _ in attachments())
        sealed = _draft(to / DATA), _draft(to / KEYS)
        try:
            sealed_archive.write(
                sealed[0], _counted(data_members(work, at), count, tell), recipient
            )
            # (2)
            keys = keys_members(at, newest.note if newest else "")
            sealed_archive.write(sealed[1], keys, recipient)
            # (3)
            names = _free_names(to, local_day(at))
            _name(sealed[1], names[1])
            _name(sealed[0], names[0])
        finally:
            for path in sealed:
                path.unlink(missing_ok=True)
        # (4)
        removed += _rotate(to / DATA, keep)
        return BackedUp(names[0], names[1], count, removed)


@contextmanager
def _alone(to: Path) -> Iterator[Path]:
    """Hold both the service and the folder, and give a place to work in, empty and then gone."""
    work = Path(settings.DATA) / "backing-up"
    for folder in (work, to, to / DATA, to / KEYS):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _held(work), _held(to):
        # What a killed one left.
        _clear(work)
        for path in [*(to / DATA).glob(".*.part"), *(to / KEYS).glob(".*.part")]:
            path.unlink()
        try:
            yield work
        finally:
            _clear(work)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    # A lock on the folder itself: it ends with the process, however that ends, and leaves no file.
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise AlreadyRunning from None
    finally:
        os.close(handle)


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink() if path.is_file() else shutil.rmtree(path)


def _draft(folder: Path) -> Path:
    return folder / ".being-made.part"


def _free_names(to: Path, on: date) -> tuple[Path, Path]:
    """The day, and a number where the day has one already: nothing whole is ever replaced."""
    number = 1
    while True:
        name = f"{on.isoformat()}.age" if number == 1 else f"{on.isoformat()}-{number}.age"
        names = to / DATA / name, to / KEYS / name
        if not any(path.exists() for path in names):
            return names
        number += 1


def _name(draft: Path, path: Path) -> None:
    draft.rename(path)
    sync_folder(path.parent)


def _rotate(folder: Path, keep: int) -> int:
    return _remove(found_in(folder)[:-keep])


def _remove(paths: list[Path]) -> int:
    for path in paths:
        path.unlink()
    for folder in {path.parent for path in paths}:
        sync_folder(folder)
    return len(paths)


def _counted(members: Iterable[Member], total: int, tell: Tell) -> Iterator[Member]:
    done = 0
    for member in members:
        yield member
        done += member.name.startswith("files/")
        if done and done % _EVERY == 0:
            tell("attachments", done, total)
