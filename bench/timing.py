"""Times of many runs, in the middle and around it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

from bench.progress import tell


@dataclass(frozen=True, slots=True)
class Times:
    """What the runs of one thing took, in seconds."""

    each: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.each)

    def __str__(self) -> str:
        """The median, and between which two times the middle half of the runs lay."""
        if len(self.each) < 3:
            return in_words(self.middle)
        low, _, high = quantiles(self.each, n=4, method="inclusive")
        return f"{in_words(self.middle)} ({in_words(low)} to {in_words(high)})"


def timed(do: Callable[[], object]) -> float:
    """How long it takes, in seconds."""
    began = perf_counter()
    do()
    return perf_counter() - began


def alternately(
    title: str, ways: Mapping[str, Callable[[], float]], *, runs: int
) -> dict[str, Times]:
    """Run each way once after the other, again and again, so that a busy moment hits all alike.

    A way answers its own seconds; what it prepares before them does not count. Each is run once
    more at the beginning, which is not counted either.
    """
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way()
    for run in range(runs):
        for name, way in ways.items():
            taken[name].append(way())
        tell(title, run + 1, runs)
    return {name: Times(tuple(each)) for name, each in taken.items()}


def in_words(seconds: float) -> str:
    """Seconds as they are read: 1.42 s, 31 ms, 4.2 ms."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    thousandths = seconds * 1000
    return f"{thousandths:.0f} ms" if thousandths >= 10 else f"{thousandths:.1f} ms"
