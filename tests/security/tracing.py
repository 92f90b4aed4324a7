"""A service watched by `strace`: what it writes, what it syncs, and what it answers, in order.

Whatever is written, moved or removed below the service's folder is *unkept* until it, or the folder
that names it, is synced: a power cut may take it back. `-shm` is SQLite's shared memory, which is
made anew after one.
"""

import os
import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

CALLS = (
    "write,pwrite64,writev,pwritev,ftruncate,sendto,sendmsg,"
    "rename,renameat,renameat2,link,linkat,unlink,unlinkat,fsync,fdatasync"
)
_LINE = re.compile(r"(\d+) +(?:<\.\.\. )?(\w+)(?: resumed>|\()(.*)")
_OF_FILE = re.compile(r"\d+<([^>]+)>")
_NAMED = re.compile(r'"([^"]+)"')
_SYNCS = ("fsync", "fdatasync")
_NAMES = ("rename", "link", "unlink")

needed = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


def through(to: Path, *inject: str) -> list[str]:
    """What a command is started through, so that its calls lie in a file."""
    # `-D`: the service is the process that was started, and the watcher a grandchild of it.
    strace = ["strace", "-D", "-f", "-y", "-s", "64", "-e", f"trace={CALLS}"]
    return [*strace, *(word for each in inject for word in ("-e", each)), "-o", str(to)]


@dataclass
class Watched:
    """What a trace tells of one service's folder."""

    folder: Path
    unkept: set[str] = field(default_factory=set)
    _waiting: dict[str, str] = field(default_factory=dict)

    def answers(self, trace: Path) -> Iterator[tuple[int, set[str]]]:
        """Each answer that left: its status, and what was unkept in that moment."""
        for line in _text(trace).splitlines():
            found = _LINE.match(line)
            if found is None:
                continue
            process, call, rest = found.groups()
            if call in _SYNCS or call.startswith(_NAMES):
                self._ended(call, self._whole(process, rest))
                continue
            self.unkept |= set(self._ours(_OF_FILE, rest.partition(",")[0]))
            status = re.search(r'"HTTP/1\.1 (\d{3})', rest)
            if status:
                yield int(status[1]), set(self.unkept)

    def _whole(self, process: str, rest: str) -> str:
        # A call that another one overtook is told in two lines: what it is of, and how it ended.
        if "<unfinished" in rest:
            self._waiting[process] = rest
            return ""
        return self._waiting.pop(process, "") + rest

    def _ended(self, call: str, rest: str) -> None:
        if not rest.endswith("= 0"):
            return
        if call in _SYNCS:
            self.unkept -= set(_OF_FILE.findall(rest))
        else:
            self.unkept |= {str(Path(name).parent) for name in self._ours(_NAMED, rest)}

    def _ours(self, pattern: re.Pattern[str], text: str) -> Iterator[str]:
        for name in pattern.findall(text):
            if name.startswith(str(self.folder)) and not name.endswith("-shm"):
                yield name


def cut(trace: Path) -> None:
    """Kill whatever is watched, in the middle of whatever it does, and wait for the last line."""
    started = {int(number) for number in re.findall(r"^(\d+) ", _text(trace), re.M)}
    for number in started:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    while any(not re.search(rf"^{each} +\+\+\+ ", _text(trace), re.M) for each in started):
        continue


def _text(trace: Path) -> str:
    return trace.read_text(errors="replace")
