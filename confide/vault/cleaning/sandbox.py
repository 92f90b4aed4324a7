"""Has one file cleaned by a child process, which is killed when it takes too long.

Only bytes pass: the file into the child, a line of findings and the copy out of it. What comes out
is believed no more than what went in: the line is read strictly, and the copy is bounded. Nothing
is written to a disk. Whatever happens to the child, the answer is that there is no copy.
"""

import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore, Thread, Timer
from typing import IO, Final

import msgspec

from confide.vault.cleaning import findings, kinds
from confide.vault.cleaning.findings import Finding, Said

SECONDS: Final = 20
_AT_ONCE: Final = BoundedSemaphore(2)
_LONGEST_LINE: Final = 64 * 1024
_MOST_FOUND: Final = 60
_SWELLING: Final = 4
_AT_LEAST: Final = 16 * 1024 * 1024
# Isolated (-I) means without the environment's paths; so the one path that it needs is said.
_START: Final = (
    "import sys; sys.path.append(sys.argv[1]); from confide.vault.cleaning.child import answer; "
    "answer(sys.argv[2], seconds=int(sys.argv[3]))"
)
_ROOT: Final = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What was found in a file, and the copy without it; or why there is none."""

    found: tuple[Finding, ...] = ()
    trouble: str = ""
    ending: str = ""
    content: bytes = field(default=b"", repr=False)


def cleaned(content: bytes, *, seconds: int = SECONDS) -> Cleaned:
    """Look into a file, and make the copy. The file itself is not changed."""
    kind = kinds.kind_of(content)
    if kind in (kinds.HEIC, kinds.OTHER):
        return Cleaned(trouble=findings.HEIC if kind == kinds.HEIC else findings.UNKNOWN)
    with _AT_ONCE:
        try:
            return _from(_asked(content, kind, seconds), kind)
        except OSError:  # no process, no pipe, no memory
            return Cleaned(trouble=findings.NOT_NOW)


def _asked(content: bytes, kind: str, seconds: int) -> tuple[bytes, bool]:
    """What the child says, at most so much of it, and whether it was ended for its slowness."""
    slow: list[bool] = []
    with subprocess.Popen(  # noqa: S603 (this interpreter, and words of ours)
        [sys.executable, "-I", "-c", _START, str(_ROOT), kind, str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
        close_fds=True,
    ) as child:
        assert child.stdin is not None and child.stdout is not None  # noqa: S101 (for the types)
        end = Timer(seconds, _end, (child, slow))
        feed = Thread(target=_feed, args=(child.stdin, content), daemon=True)
        end.start()
        feed.start()
        try:
            said = child.stdout.read(_most(content))
        finally:
            # Whatever it still had to say is not heard.
            child.kill()
            end.cancel()
            feed.join()
    return said, bool(slow)


def _end(child: "subprocess.Popen[bytes]", slow: list[bool]) -> None:
    slow.append(True)
    child.kill()


def _feed(way_in: IO[bytes], content: bytes) -> None:
    with suppress(OSError), way_in:  # a child that ended reads no further
        way_in.write(content)


def _most(content: bytes) -> int:
    return max(_AT_LEAST, len(content) * _SWELLING) + _LONGEST_LINE


def _from(answer: tuple[bytes, bool], kind: str) -> Cleaned:
    said, slow = answer
    if slow:
        return Cleaned(trouble=findings.TOO_LONG)
    line, newline, copy = said.partition(b"\n")
    try:
        heard = msgspec.json.decode(line[:_LONGEST_LINE], type=Said)
    except msgspec.MsgspecError:
        return Cleaned(trouble=findings.DAMAGED)
    found = heard.found[:_MOST_FOUND]
    if heard.trouble or not newline or kinds.kind_of(copy) != kind:
        return Cleaned(found, heard.trouble or findings.DAMAGED)
    return Cleaned(found, "", heard.ending if heard.ending.isalnum() else "", copy)
