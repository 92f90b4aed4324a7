"""Reading backups into a folder, before there is a service: which of them, and what they hold.

Nothing is believed that the seal does not vouch for, and no member is written whose name a backup
does not have. (RECD-5)
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from confide.site.command.backup import in_the_way
from confide.site.command.trouble import Trouble
from confide.vault import sealed_archive
from confide.vault.backups import ABOUT, DATA, FORMAT, KEYS, WITNESS, belongs, found_in

_PACKAGE = Path(__file__).resolve().parents[2]
_MB = 1024 * 1024
_READ_BACK = "megabytes read back"


@dataclass(frozen=True, slots=True)
class Archive:
    """A backup's file, and what it says of itself."""

    path: Path
    about: dict[str, Any]

    @property
    def day(self) -> str:
        """The day it was made."""
        return str(self.about["at"])[:10]

    def moment(self) -> str:
        """The moment that it holds, as people say it; once there are settings."""
        from django.utils import timezone

        made_at = datetime.fromisoformat(str(self.about["at"]))
        return f"{timezone.localtime(made_at):%-d %B %Y at %H:%M}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a service is restored from: one copy of the data, and every copy of the keys."""

    data: Archive
    keys: list[Archive]
    living: Path | None

    def newer_beside(self) -> Path | None:
        """A copy of the shred keys that lies beside the newest named one and is newer, if any."""
        named = [archive.path for archive in self.keys]
        if not named or self.living is not None:
            return None
        beside = found_in(named[0].parent)
        newer = beside[beside.index(named[0]) + 1 :] if named[0] in beside else []
        return newer[-1] if newer else None


@dataclass(slots=True)
class Unpacked:
    """What came along and is for no table: tombstones of other copies, and witnesses."""

    tombstones: dict[str, date] = field(default_factory=dict)
    witnesses: dict[str, str] = field(default_factory=dict)


def read_identity(path: Path) -> str:
    """The identity that opens backups, from its file."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Trouble(f"The identity in {path} cannot be read.") from None


def choose(sources: Iterable[Path], identity: str) -> Chosen:
    """Find the newest data and all copies of the keys among what was named."""
    data, keys, living = list[Archive](), list[Archive](), None
    for source in sources:
        if (source / "keys.sqlite3").exists():
            living = source
            continue
        for path in _archives(source):
            archive = _about(path, identity)
            (data if archive.about["kind"] == DATA else keys).append(archive)
    if not data:
        raise Trouble("There is no copy of the data among what was named.")
    if len(data) > 1:
        raise Trouble("Name one copy of the data, or the folder, of which the newest is taken.")
    if not keys and living is None:
        raise Trouble(
            "There is no copy of the shred keys among what was named: without it nothing opens."
        )
    newest_first = sorted(keys, key=lambda archive: str(archive.about["at"]), reverse=True)
    return Chosen(data[0], newest_first, living)


def unpack(
    chosen: Chosen, identity: str, folder: Path, *, tell: Callable[[str, int, int], None]
) -> Unpacked:
    """Write the data and the newest shred keys into an empty folder, and tell how far it is."""
    _check_version(chosen.data)
    unpacked = Unpacked()
    with _troubles(chosen.data.path, folder):
        sealed_archive.read(chosen.data.path, identity, _into(folder, chosen.data.path, tell))
        tell(_READ_BACK, _megabytes(chosen.data.path), _megabytes(chosen.data.path))
        for path in (folder / "files").glob("*"):
            os.utime(path, (0, 0))
    for number, archive in enumerate(chosen.keys):
        with _troubles(archive.path, folder):
            held = _held(archive.path, identity)
            if number == 0 and chosen.living is None:
                _check_version(archive)
                _write_keys(folder, held)
            with closing(sqlite3.connect(":memory:")) as copy:
                copy.deserialize(held["keys.sqlite3"])
                unpacked.tombstones |= _tombstones(copy)
        if WITNESS in held:
            name = f"the checkpoint kept with the keys of {archive.day}"
            unpacked.witnesses[name] = held[WITNESS].decode("utf-8", "replace")
    if chosen.living is not None:
        with _troubles(chosen.living, folder):
            unpacked.tombstones |= _take_living(chosen.living, folder)
    return unpacked


def _archives(source: Path) -> list[Path]:
    if source.is_dir():
        return [*found_in(source / DATA)[-1:], *found_in(source / KEYS), *found_in(source)]
    if not source.exists():
        raise Trouble(f"There is no {source}.")
    return [source]


def _about(path: Path, identity: str) -> Archive:
    with _troubles(path, path):
        name, said = sealed_archive.first(path, identity)
        try:
            about = json.loads(said) if name == ABOUT else {}
        except ValueError:
            about = {}
        if about.get("format") != FORMAT or about.get("kind") not in {DATA, KEYS}:
            raise Trouble(f"{path} is no backup that this version of Confide knows.")
        return Archive(path, about)


def _check_version(archive: Archive) -> None:
    """A newer program's tables are not read as if they were ours."""
    for names in archive.about["migrations"].values():
        for name in names:
            app, _, migration = name.partition(".")
            if not (_PACKAGE / app / "migrations" / f"{migration}.py").exists():
                raise Trouble(
                    f"{archive.path} was made by a newer version of Confide. Install that version, "
                    "and restore with it."
                )


class _NewFile:
    """A member on its way into a file of its own; `wrote` hears how much of it came."""

    def __init__(self, path: Path, wrote: Callable[[int], object] = int) -> None:
        self._wrote = wrote
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = path
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(handle, "wb")

    def write(self, chunk: bytes, /) -> None:
        self._file.write(chunk)
        self._wrote(len(chunk))

    def close(self) -> None:
        self._file.close()
        # A file's time would tell when somebody was helped.
        os.utime(self._path, (0, 0))


def _into(
    folder: Path, archive: Path, tell: Callable[[str, int, int], None]
) -> sealed_archive.Take:
    """Where the data go. What is told is how much of the archive came, at each megabyte."""
    total, came = _megabytes(archive), 0

    def wrote(more: int) -> None:
        nonlocal came
        before, came = came // _MB, came + more
        if before < came // _MB < total:
            tell(_READ_BACK, came // _MB, total)

    def take(name: str, _size: int) -> sealed_archive.Sink | None:
        if not belongs(name, DATA):
            raise sealed_archive.Broken
        return _NewFile(folder / name, wrote)

    return take


def _megabytes(archive: Path) -> int:
    return -(-archive.stat().st_size // _MB)


class _Bytes(BytesIO):
    def close(self) -> None:
        """What was written is still wanted."""


def _held(path: Path, identity: str) -> dict[str, bytes]:
    members: dict[str, _Bytes] = {}

    def take(name: str, _size: int) -> sealed_archive.Sink:
        if not belongs(name, KEYS):
            raise sealed_archive.Broken
        return members.setdefault(name, _Bytes())

    sealed_archive.read(path, identity, take)
    return {name: member.getvalue() for name, member in members.items()}


def _write_keys(folder: Path, held: dict[str, bytes]) -> None:
    for name, content in held.items():
        if name not in {ABOUT, WITNESS}:
            file = _NewFile(folder / name)
            file.write(content)
            file.close()
    (folder / "epochs").mkdir(mode=0o700, exist_ok=True)


def _take_living(living: Path, folder: Path) -> dict[str, date]:
    """The shred keys of a folder that outlived the rest: newer than every copy."""
    source = f"{(living / 'keys.sqlite3').absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(source, uri=True)) as keys,
        closing(sqlite3.connect(folder / "keys.sqlite3")) as copy,
    ):
        keys.backup(copy)
        found = _tombstones(copy)
    for path in sorted((living / "epochs").iterdir()):
        if belongs(f"epochs/{path.name}", KEYS):
            _write_keys(folder, {f"epochs/{path.name}": path.read_bytes()})
    return found


def _tombstones(keys: sqlite3.Connection) -> dict[str, date]:
    rows = keys.execute('SELECT "case", destroyed_on FROM vault_tombstone')
    return {case: date.fromisoformat(on) for case, on in rows}


@contextmanager
def _troubles(path: Path, folder: Path) -> Iterator[None]:
    try:
        yield
    except sealed_archive.NotAKey:
        raise Trouble(
            "What was given with --identity is no identity of age: a line that begins with "
            "AGE-SECRET-KEY-."
        ) from None
    except sealed_archive.WrongKey:
        raise Trouble(
            f"{path} was sealed to another key. Give the identity that was printed when its key "
            "was made."
        ) from None
    except sealed_archive.Broken:
        raise Trouble(f"{path} was cut short or changed. Use another backup.") from None
    except (OSError, sqlite3.Error) as failure:
        raise Trouble(in_the_way(failure, folder)) from None
