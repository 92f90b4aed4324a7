"""The child process: shuts itself in, reads one file, answers one copy, and ends.

It is told of what kind the file is, so that it loads that reader alone, before it shuts itself in:
afterwards nothing can be opened any more, not even a module.
"""

import os
import sys
from collections.abc import Callable
from typing import Final

import msgspec

from confide.vault.cleaning import findings, kinds, letters
from confide.vault.cleaning.confinement import confine
from confide.vault.cleaning.findings import CannotClean, Notes, Said

_CHUNK: Final = 1 << 20


def answer(kind: str, *, seconds: int) -> None:
    """Clean what comes in, and say what was found in it; then end, without any farewell."""
    clean = _reader(kind)
    confine(seconds=seconds)
    content = _everything()
    notes = Notes()
    try:
        copy, ending = clean(content, notes)
        said = Said(notes.all, ending)
    except CannotClean as cannot:
        copy, said = b"", Said(notes.all, trouble=cannot.why)
    except MemoryError:
        copy, said = b"", Said(trouble=findings.TOO_LARGE)
    _say(msgspec.json.encode(said) + b"\n")
    _say(copy)
    os._exit(0)


def _reader(kind: str) -> Callable[[bytes, Notes], tuple[bytes, str]]:
    if kind == kinds.PICTURE:
        from confide.vault.cleaning import pictures

        pictures.warm_up()
        return pictures.clean
    if kind == kinds.PDF:
        from confide.vault.cleaning import papers

        papers.warm_up()
        return papers.clean
    if kind == kinds.OFFICE:
        from confide.vault.cleaning import offices

        offices.warm_up()
        return offices.clean
    return letters.clean_letter if kind == kinds.LETTER else letters.clean_text


def _everything() -> bytes:
    chunks = []
    while chunk := os.read(sys.stdin.fileno(), _CHUNK):
        chunks.append(chunk)
    return b"".join(chunks)


def _say(content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(sys.stdout.fileno(), rest) :]
