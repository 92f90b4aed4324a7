"""Sealed archives: files in a tar in an `age` file, sealed to one recipient: what backups are.

Any `age` and any `tar` open what is written here, should this program be lost. Whoever writes holds
only the public half and could read nothing back; so each archive is sealed to a second identity as
well, made for it, held in memory while it is read back from the disk, and forgotten. Streamed: what
is as large as all attachments together is never in memory. Specified in `docs/formats/backups.md`.
(CONF-1)
"""

import os
import tarfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pyrage
from pyrage import x25519

_BLOCK = tarfile.BLOCKSIZE
_CHUNK = 256 * 1024
_LONGEST_NAME = 100


class NotAKey(ValueError):  # noqa: N818 (it reads as what happened)
    """This text is no `age` key of the kind that was asked for."""


class WrongKey(Exception):  # noqa: N818 (it reads as what happened)
    """The archive was sealed to somebody else."""


class Broken(Exception):  # noqa: N818 (it reads as what happened)
    """The archive was cut short or changed, or is none."""


class Sink(Protocol):
    """Where the bytes of one member go."""

    def write(self, chunk: bytes, /) -> object:
        """Take the next bytes."""

    def close(self) -> None:
        """Nothing more comes."""


Take = Callable[[str, int], Sink | None]


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its name, how long it is, and its bytes when they are asked for."""

    name: str
    size: int
    chunks: Iterable[bytes]


def new_identity() -> tuple[str, str]:
    """A new identity, to be kept away from the service, and its recipient, which seals to it."""
    made = x25519.Identity.generate()
    return str(made), str(made.to_public())


def check_recipient(text: str) -> str:
    """The recipient as it is written, or `NotAKey`."""
    return str(_recipient(text))


def write(path: Path, members: Iterable[Member], recipient: str) -> int:
    """Write an archive under a name that is free, durably, and read it back from the disk.

    Answers how many members it has. Whatever goes wrong, removing the file is the caller's.
    """
    reader = x25519.Identity.generate()
    packed = _Packed(members)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        sink = _Noting(file)
        _seal(packed, sink, [_recipient(recipient), reader.to_public()])
        file.flush()
        os.fsync(file.fileno())
        # What is read back shall come from the disk and not from what memory still holds of it.
        with suppress(AttributeError, OSError):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    seen = _Unpacking(lambda _name, _size: None)
    _open(path, seen, reader)
    if (seen.members, seen.length) != (packed.members, packed.length):
        raise Broken
    return packed.members


def read(path: Path, identity: str, take: Take) -> int:
    """Give each member to what `take` answers for it; None passes it over. Answers how many.

    Every chunk is genuine when it is given; that nothing is missing is known when this returns.
    """
    unpacking = _Unpacking(take)
    _open(path, unpacking, _identity(identity))
    if not unpacking.ended:
        raise Broken
    return unpacking.members


def first(path: Path, identity: str) -> tuple[str, bytes]:
    """The first member alone: its name and its bytes."""
    found = _First()
    try:
        _open(path, _Unpacking(found.take), _identity(identity))
    except _Enough:
        return found.name, b"".join(found.chunks)
    raise Broken


class _Enough(Exception):  # noqa: N818
    """No more is wanted."""


class _First:
    def __init__(self) -> None:
        self.name, self.chunks = "", list[bytes]()

    def take(self, name: str, _size: int) -> Sink:
        self.name = name
        return self

    def write(self, chunk: bytes, /) -> None:
        self.chunks.append(chunk)

    def close(self) -> None:
        raise _Enough


class _Packed:
    """A tar of members, as a file to read from; remembers what stopped it."""

    def __init__(self, members: Iterable[Member]) -> None:
        self.members = self.length = 0
        self.stopped: BaseException | None = None
        self._chunks = self._tar(members)
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._left:
                self._left = next(self._chunks)
        except StopIteration:
            return b""
        except BaseException as failure:
            self.stopped = failure
            raise
        given = self._left if size < 0 else self._left[:size]
        self._left = self._left[len(given) :]
        self.length += len(given)
        return given

    def _tar(self, members: Iterable[Member]) -> Iterator[bytes]:
        for member in members:
            yield _header(member)
            sent = 0
            for chunk in member.chunks:
                yield chunk
                sent += len(chunk)
            if sent != member.size:
                raise Broken
            yield bytes(-sent % _BLOCK)
            self.members += 1
        yield bytes(2 * _BLOCK)


class _Unpacking:
    """A tar as it arrives, taken apart without being held."""

    def __init__(self, take: Take) -> None:
        self.members = self.length = 0
        self.ended = False
        self.stopped: BaseException | None = None
        self._take, self._held = take, bytearray()
        self._sink: Sink | None = None
        self._left = self._padding = 0

    def write(self, chunk: bytes) -> int:
        # What is below tries again after a failure: the first one counts.
        if self.stopped is not None:
            raise self.stopped
        try:
            self._feed(bytes(chunk))
        except BaseException as failure:
            self.stopped = failure
            raise
        return len(chunk)

    def flush(self) -> None:
        """Nothing is held back."""

    def _feed(self, chunk: bytes) -> None:
        self.length += len(chunk)
        while chunk and not self.ended:
            if self._left:
                now, chunk = chunk[: self._left], chunk[self._left :]
                self._left -= len(now)
                if self._sink is not None:
                    self._sink.write(now)
                if not self._left:
                    self._close()
            elif self._padding:
                skipped = min(self._padding, len(chunk))
                self._padding -= skipped
                chunk = chunk[skipped:]
            else:
                missing = _BLOCK - len(self._held)
                self._held += chunk[:missing]
                chunk = chunk[missing:]
                if len(self._held) == _BLOCK:
                    self._begin(bytes(self._held))
                    self._held.clear()

    def _begin(self, block: bytes) -> None:
        if not any(block):
            self.ended = True
            return
        try:
            found = tarfile.TarInfo.frombuf(block, "ascii", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError):
            raise Broken from None
        if not found.isreg():
            raise Broken
        self._sink = self._take(found.name, found.size)
        self._left, self._padding = found.size, -found.size % _BLOCK
        if not self._left:
            self._close()

    def _close(self) -> None:
        self.members += 1
        sink, self._sink = self._sink, None
        if sink is not None:
            sink.close()


class _Noting:
    """A file to write to that remembers what stopped it: a full disk is not a broken archive."""

    def __init__(self, file: Any) -> None:
        self.stopped: BaseException | None = None
        self._file = file

    def write(self, chunk: bytes) -> int:
        try:
            return int(self._file.write(chunk))
        except BaseException as failure:
            self.stopped = self.stopped or failure
            raise

    def flush(self) -> None:
        try:
            self._file.flush()
        except BaseException as failure:
            self.stopped = self.stopped or failure
            raise


def _seal(packed: _Packed, sink: _Noting, recipients: list[Any]) -> None:
    try:
        pyrage.encrypt_io(packed, sink, recipients)
    except (pyrage.EncryptError, OSError) as failure:
        raise packed.stopped or sink.stopped or failure from None


def _open(path: Path, unpacking: _Unpacking, identity: Any) -> None:
    with path.open("rb", buffering=_CHUNK) as file:
        try:
            pyrage.decrypt_io(file, unpacking, [identity])
        except (pyrage.DecryptError, OSError) as failure:
            if unpacking.stopped is not None:
                raise unpacking.stopped from None
            if "No matching keys" in str(failure):
                raise WrongKey from None
            if isinstance(failure, OSError) and failure.errno is not None:
                raise
            raise Broken from None


def _header(member: Member) -> bytes:
    if len(member.name) > _LONGEST_NAME:
        raise ValueError(member.name)
    told = tarfile.TarInfo(member.name)
    # No time and no owner: an archive says nothing of when somebody was helped.
    told.size, told.mode = member.size, 0o600
    return told.tobuf(tarfile.GNU_FORMAT, "ascii", "strict")


def _recipient(text: str) -> Any:
    try:
        return x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise NotAKey from None


def _identity(text: str) -> Any:
    # As `age-keygen` writes it: comments, then the key.
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines:
        if not line.startswith("#"):
            try:
                return x25519.Identity.from_str(line)
            except pyrage.IdentityError:
                raise NotAKey from None
    raise NotAKey
