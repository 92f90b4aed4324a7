"""What was sent twice is done once, and both have the answer of the first. (CONF-3)

A button that is pressed again, where there is no script, sends the same once more; the browser
drops the answer to the first and waits for the second's. So what came of the first is held for a
while, in this process's memory and nowhere else, under a number that the sheet had which was sent.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

_MOST: Final = 10_000


@dataclass(slots=True, repr=False)
class _Sheet:
    since: datetime
    turn: Lock = field(default_factory=Lock)
    came: str = ""


class Presses:
    """What came of each sheet that was sent within the last while."""

    def __init__(self, *, held_for: timedelta) -> None:
        self._held_for = held_for
        self._sheets: dict[str, _Sheet] = {}
        self._turn = Lock()

    def what_came(self, sheet: str, make: Callable[[], str], *, at: datetime) -> str:
        """Make it, or what was made already. What failed is tried again by the next press."""
        found = self._sheet(sheet, at)
        with found.turn:
            found.came = found.came or make()
            return found.came

    def _sheet(self, sheet: str, at: datetime) -> _Sheet:
        with self._turn:
            # In the order in which they came, so that the first that is not over ends the search.
            while self._sheets and (first := next(iter(self._sheets))):
                if len(self._sheets) < _MOST and at - self._sheets[first].since < self._held_for:
                    break
                del self._sheets[first]
            return self._sheets.setdefault(sheet, _Sheet(at))
