"""Zip archives, read in memory and never unpacked, within limits that a bomb runs into."""

import io
import zipfile
from collections.abc import Mapping
from typing import Final

from confide.vault.cleaning import findings
from confide.vault.cleaning.findings import CannotClean

_MOST_PARTS: Final = 4000
_LARGEST_PART: Final = 100 * 1024 * 1024
_LARGEST: Final = 200 * 1024 * 1024
_RATIO: Final = 200
_SMALL: Final = 1024 * 1024
_READABLE: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_NO_DAY: Final = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED: Final = 0x1


def parts_of(content: bytes) -> dict[str, bytes]:
    """Every part by its name. Raises `CannotClean` for what is damaged, locked or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            _check(parts)
            return {part.filename: _read(archive, part) for part in parts}
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as fault:
        raise CannotClean(findings.DAMAGED) from fault


def archive_of(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these parts, with no day, no machine and no remark in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _NO_DAY)
            entry.create_system = 0
            # The first part of an open document says what it is, and must stand there as it is.
            plain = name == "mimetype"
            entry.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return made.getvalue()


def _check(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise CannotClean(findings.LOCKED)
    names = {part.filename for part in parts}
    odd = any(part.compress_type not in _READABLE or _goes_out(part.filename) for part in parts)
    if odd or len(names) != len(parts):
        raise CannotClean(findings.DAMAGED)
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST:
        raise CannotClean(findings.TOO_LARGE)
    if any(_swells(part) for part in parts):
        raise CannotClean(findings.TOO_LARGE)


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """No more than it said it has: what it said was within the limits."""
    with archive.open(part) as opened:
        content = opened.read(part.file_size + 1)
    if len(content) != part.file_size:
        raise CannotClean(findings.DAMAGED)
    return content


def _swells(part: zipfile.ZipInfo) -> bool:
    swells = part.file_size > _SMALL and part.file_size > _RATIO * max(part.compress_size, 1)
    return swells or part.file_size > _LARGEST_PART


def _goes_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")
