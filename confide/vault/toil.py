"""A small piece of work that a browser does while somebody types, so that a flood costs. (CONF-3)

A *task* is a moment and a random number under our mark; it is done by a number that, put behind it,
gives a SHA-256 with enough zero bits in front. Nothing of a task is kept before it is handed in:
the key of the marks is drawn anew at each start, and what was handed in is remembered, in memory,
until the task would have ended anyway, so that no work counts twice. Tasks say nothing of anybody.
"""

import re
from datetime import datetime, timedelta
from secrets import compare_digest
from threading import Lock
from typing import Final

from confide.vault.primitives import as_id, bind, derive, digest, random_id, random_key

# A second or two of a telephone, while somebody types for minutes.
BITS: Final = 16
LASTS: Final = timedelta(hours=12)
_TASK: Final = re.compile(r"(\d{1,12})\.([a-z2-7]{26})\.([a-z2-7]{26})")
_DONE: Final = re.compile(r"\d{1,12}")
_MOST: Final = 100_000
_KEY: Final = random_key()


class Tasks:
    """Tasks given, and which were handed in."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._handed_in: dict[str, int] = {}

    def give(self, *, at: datetime) -> str:
        """A task, to be done within a while."""
        moment, number = int(at.timestamp()), random_id()
        return f"{moment}.{number}.{_mark(moment, number)}"

    def take(self, task: str, done: str, *, at: datetime) -> bool:
        """Whether it is a task of ours, lately given, done, and handed in for the first time."""
        given = _TASK.fullmatch(task)
        if given is None or not _DONE.fullmatch(done):
            return False
        moment, now = int(given[1]), int(at.timestamp())
        fresh = moment <= now < moment + LASTS.total_seconds()
        if not fresh or not compare_digest(_mark(moment, given[2]), given[3]):
            return False
        return is_done(task, done) and self._first(given[2], moment, now)

    def _first(self, number: str, moment: int, now: int) -> bool:
        with self._turn:
            if number in self._handed_in:
                return False
            if len(self._handed_in) >= _MOST:
                ends = now - LASTS.total_seconds()
                self._handed_in = {n: m for n, m in self._handed_in.items() if m > ends}
            # Full of what is fresh, more than any limit lets through: nothing more is work today.
            if len(self._handed_in) >= _MOST:
                return False
            self._handed_in[number] = moment
            return True


def is_done(task: str, done: str) -> bool:
    """Whether this number does the task, whoever gave it."""
    return int.from_bytes(digest(f"{task}.{done}".encode())) >> (256 - BITS) == 0


def _mark(moment: int, number: str) -> str:
    return as_id(derive(_KEY, label="task", context=bind("task", moment, number), length=16))
