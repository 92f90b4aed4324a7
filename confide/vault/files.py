"""Attachments: sealed before they touch the disk, padded, named at random, a folder for each case.

A file waits in `incoming` until its entry is being recorded, and is then moved into its case's
folder. Its own random key lies in the sealed row of the entry and nowhere else, so a file without
its row is noise. Specified in `docs/formats/attachments.md`. (CONF-1, RECD-2)
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isqrt
from pathlib import Path

from django.conf import settings

from confide.vault.epochs import sync_folder
from confide.vault.primitives import (
    DoesNotOpen,
    StreamOpener,
    StreamSealer,
    bind,
    random_id,
    random_key,
)

_NAME = re.compile(r"[a-z2-7]{26}")
_SMALLEST_POWER = 12
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file on the disk, and what the sealed row of its entry must keep to open it again."""

    stored_as: str
    file_key: bytes = field(repr=False)
    size: int


class FileSealer:
    """Seals one file into `incoming` while its bytes arrive."""

    def __init__(self) -> None:
        self._stored_as, self._key, self._size = random_id(), random_key(), 0
        self._path = _make_folder("incoming") / self._stored_as
        self._sealing = StreamSealer(self._key, _place(self._stored_as))
        self._file = os.fdopen(
            os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
        )

    def write(self, chunk: bytes) -> None:
        """Seal the next bytes."""
        with self._or_nothing():
            self._file.write(self._sealing.update(chunk))
        self._size += len(chunk)

    def finish(self) -> SealedFile:
        """Pad, and make it durable: when this returns, the bytes survive a power cut."""
        with self._or_nothing():
            padding = bucket(self._size) - self._size
            while padding > 0:
                self._file.write(self._sealing.update(bytes(min(padding, _CHUNK))))
                padding -= _CHUNK
            self._file.write(self._sealing.finalize())
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            sync_folder(self._path.parent)
        return SealedFile(self._stored_as, self._key, self._size)

    def abandon(self) -> None:
        """Leave nothing behind."""
        with suppress(OSError):  # a full disk refuses what was still to be written
            self._file.close()
        self._path.unlink(missing_ok=True)

    @contextmanager
    def _or_nothing(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.abandon()
            raise


def seal(content: bytes) -> SealedFile:
    """Seal bytes at hand into `incoming`, such as a letter's attachment."""
    sealing = FileSealer()
    sealing.write(content)
    return sealing.finish()


def adopt(sealed: SealedFile, *, case: str) -> None:
    """Move a file from `incoming` into its case's folder, durably."""
    folder = _make_folder(case)
    path = folder / _checked(sealed.stored_as)
    incoming = _root() / "incoming"
    (incoming / path.name).rename(path)
    # A file's time would tell when somebody was helped.
    os.utime(path, (0, 0))
    os.utime(folder, (0, 0))
    sync_folder(folder)
    sync_folder(incoming)


def read(sealed: SealedFile, *, case: str) -> Iterator[bytes]:
    """The bytes of a case's file, chunk by chunk; each is genuine, and the end is checked."""
    return _opened(_root() / _checked(case) / _checked(sealed.stored_as), sealed)


def read_incoming(sealed: SealedFile) -> Iterator[bytes]:
    """The bytes of a file that still waits, to be looked through before it is filed."""
    return _opened(_root() / "incoming" / _checked(sealed.stored_as), sealed)


def discard(sealed: SealedFile) -> None:
    """Remove a waiting file that was not filed after all."""
    (_root() / "incoming" / _checked(sealed.stored_as)).unlink(missing_ok=True)


def remove_case_folder(case: str) -> None:
    """Remove all files of a case: a part of its destruction. Doing it twice is doing it once."""
    folder = _root() / _checked(case)
    if folder.exists():
        shutil.rmtree(folder)
        sync_folder(_root())


def sweep_incoming(older_than: datetime) -> None:
    """Remove what has waited since before that moment: nobody has a key to it any more."""
    for path in _make_folder("incoming").iterdir():
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < older_than:
            path.unlink(missing_ok=True)


def free_bytes() -> int:
    """How much more would fit on the disk where files lie."""
    return shutil.disk_usage(_make_folder("incoming")).free


def bucket(size: int) -> int:
    """The smallest of 4 KiB · √2ⁿ that holds so many bytes: at most 42 % more, and little told."""
    power = max(size - 1, 1).bit_length()
    if power <= _SMALLEST_POWER:
        return 1 << _SMALLEST_POWER
    between = isqrt(1 << (2 * power - 1))
    return between if size <= between else 1 << power


def _opened(path: Path, sealed: SealedFile) -> Iterator[bytes]:
    opening, left = StreamOpener(sealed.file_key, _place(sealed.stored_as)), sealed.size
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                plain = opening.update(chunk)
                if left > 0:
                    yield plain[:left]
                left -= len(plain)
    except FileNotFoundError:
        raise DoesNotOpen from None
    last = opening.finalize()
    if left > 0:
        yield last[:left]
    if left > len(last):
        raise DoesNotOpen


def _place(stored_as: str) -> bytes:
    return bind("file", stored_as)


def _checked(name: str) -> str:
    # Names come from sealed rows and addresses: one that is not of our making never meets a path.
    if not _NAME.fullmatch(name):
        raise DoesNotOpen
    return name


def _root() -> Path:
    return Path(settings.DATA) / "files"


def _make_folder(name: str) -> Path:
    folder = _root() / (name if name == "incoming" else _checked(name))
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _root().chmod(0o700)
        sync_folder(_root())
        sync_folder(_root().parent)
    return folder
