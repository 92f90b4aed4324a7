"""The lines of the two tables: pages beside their twins, and work that is no page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bench.timing import Times

SEALED: Final = "sealed"
COLD: Final = "cold"
ALIKE: Final = "alike"
BY_DATABASE: Final = "by database"


@dataclass(frozen=True)
class Page:
    """A page, and what each way to it took."""

    title: str
    times: Mapping[str, Times]


@dataclass(frozen=True)
class Work:
    """What was done, how long it took, and what that is by the piece."""

    title: str
    took: str
    piece: str = ""
