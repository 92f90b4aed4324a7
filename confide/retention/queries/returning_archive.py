"""The record and its documents as one locked file that is never anywhere whole. (RECD-6)

A zip locked with AES-256 (WinZip's AE-2), made piece by piece while it is sent, so that neither the
disk nor the memory ever holds it. Nothing in it says what it is about: names are numbers, and every
file has the same date.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Final

import pyzipper

_THE_SAME_FOR_ALL: Final = (1980, 1, 1, 0, 0, 0)


class _Passing(io.RawIOBase):
    """A place to write to that keeps nothing but what was written since it was last asked."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        """It can be written to, and neither read nor sought in."""
        return True

    def write(self, piece: object) -> int:
        """Take the next bytes."""
        taken = bytes(piece)  # type: ignore[call-overload]
        self._pieces.append(taken)
        return len(taken)

    def passed(self) -> bytes:
        """What was written since."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def locked(members: Iterable[tuple[str, Iterable[bytes]]], passphrase: str) -> Iterator[bytes]:
    """A locked archive of these files, piece by piece."""
    passing = _Passing()
    with pyzipper.AESZipFile(passing, "w", compression=pyzipper.ZIP_STORED) as archive:
        archive.setpassword(passphrase.encode())
        # With version 2 no checksum of what is inside stands outside the lock.
        archive.setencryption(pyzipper.WZ_AES, nbits=256, force_wz_aes_version=2)
        for name, content in members:
            entry = archive.zipinfo_cls(name, date_time=_THE_SAME_FOR_ALL)
            with archive.open(entry, "w", force_zip64=False) as member:
                for piece in content:
                    member.write(piece)
                    yield passing.passed()
            yield passing.passed()
    yield passing.passed()
