"""Leaving out the fewest figures of a new release so that all releases together are safe.

An elastic program proposes: how far would each new figure have to give for the cell to be safe, at
the least cost? What would have to give is blanked, the exact audit decides, and in the end each
blank that was not needed is put back. Figures that were released before cannot give.
"""

from collections.abc import Sequence
from dataclasses import replace
from time import monotonic

import highspy
import numpy as np

from confide.statistics.control.audit import SECONDS, Progress, audit
from confide.statistics.control.polytope import Integers, Polytope
from confide.statistics.control.solver import Numbers, Solver, Status
from confide.statistics.control.tables import Release, Table
from confide.statistics.control.verdicts import KNOWN, LEAST, Rule, Verdict, Verdicts

# A total is worth more to a reader than a cell inside, and in larger tables more cells hang on it.
WORTH_OF_A_TOTAL = 4.0
Blanks = frozenset[int]


class NothingSuffices(ValueError):  # noqa: N818
    """No choice of blanks makes the new release safe in the time; `verdicts` says what is left."""

    def __init__(self, verdicts: Verdicts) -> None:
        """Keep what the last audit found."""
        super().__init__("no blanks suffice")
        self.verdicts = verdicts


def repair(
    earlier: Sequence[Release],
    new: Release,
    k: int = LEAST,
    seconds: float = SECONDS,
    *,
    known: int = KNOWN,
    progress: Progress | None = None,
) -> tuple[Release, Verdicts]:
    """Blank what the new release must not say, and return it with the audit that it passed.

    A release that is safe comes back as it is. Raises `NothingSuffices` where no blanks help, or
    the seconds were over.
    """
    return _Repair(earlier, new, k, seconds, known, progress).repaired()


class _Repair:
    def __init__(
        self,
        earlier: Sequence[Release],
        new: Release,
        least: int,
        seconds: float,
        known: int,
        progress: Progress | None,
    ) -> None:
        self.earlier, self.new = earlier, new
        self.least, self.known, self.progress = least, known, progress
        self.until = monotonic() + seconds
        self.worlds: tuple[Integers, ...] = ()

    def repaired(self) -> tuple[Release, Verdicts]:
        blanks: Blanks = frozenset()
        verdicts = self._audit(blanks)
        while not verdicts.safe:
            more = self._proposed(verdicts, blanks)
            if verdicts.stopped or more <= blanks:
                raise NothingSuffices(verdicts)
            blanks |= more
            verdicts = self._audit(blanks)
        return self._put_back(blanks, verdicts)

    def _put_back(self, blanks: Blanks, verdicts: Verdicts) -> tuple[Release, Verdicts]:
        for place in sorted(blanks, key=self._worth, reverse=True):
            fewer = blanks - {place}
            tried = self._audit(fewer)
            if tried.safe:
                blanks, verdicts = fewer, tried
        return _blanked(self.new, blanks), verdicts

    def _audit(self, blanks: Blanks) -> Verdicts:
        releases = [*self.earlier, _blanked(self.new, blanks)]
        left = self.until - monotonic()
        verdicts = audit(
            releases, self.least, left, known=self.known, progress=self.progress, start=self.worlds
        )
        self.worlds = verdicts.worlds
        return verdicts

    def _proposed(self, verdicts: Verdicts, blanks: Blanks) -> Blanks:
        first = sum(len(table.published) for one in self.earlier for table in one.tables)
        worths = np.array([self._worth(place) for place in range(_size(self.new))])
        elastic = _Elastic(verdicts.polytope, first, worths)
        for finding in verdicts.findings:
            elastic.make_room(finding, self.least, self.known, self.until - monotonic())
        return blanks | elastic.given

    def _worth(self, place: int) -> float:
        table, at = _place(self.new, place)
        totals = len(table.dims) - table.inner(at)
        return float(WORTH_OF_A_TOTAL**totals)


class _Elastic:
    """The worlds of all releases, in which each figure of the newest may give at a price."""

    def __init__(self, polytope: Polytope, first: int, worths: Numbers) -> None:
        self.polytope, self.first = polytope, first
        self.solver = Solver(polytope)
        self.given: Blanks = frozenset()
        size = len(worths)
        rows = np.arange(first, first + size, dtype=np.int32)
        for sign in (1.0, -1.0):
            self.solver.highs.addCols(
                size,
                worths,
                np.zeros(size),
                np.full(size, highspy.kHighsInf),
                size,
                np.arange(size, dtype=np.int32),
                rows,
                np.full(size, sign),
            )
        self.size = size

    def make_room(self, finding: Verdict, least: int, known: int, seconds: float) -> None:
        """Let the cheapest figures give so that one finding is no longer certain."""
        cheapest: tuple[float, Blanks] | None = None
        for columns, low, high in _ways(self.polytope, finding, least, known):
            answer = self.solver.between(columns, low, high, seconds)
            if answer.status is not Status.OPTIMAL:
                continue
            give = answer.point[self.polytope.unknowns :]
            places = np.flatnonzero(give[: self.size] + give[self.size :] > 1e-6)
            if cheapest is None or answer.value < cheapest[0]:
                cheapest = answer.value, frozenset(places.tolist())
        if cheapest is not None and cheapest[1]:
            self.given |= cheapest[1]
            self._for_nothing(cheapest[1])

    def _for_nothing(self, places: Blanks) -> None:
        both = np.array(sorted({*places, *(place + self.size for place in places)}), np.int32)
        both += self.polytope.unknowns
        self.solver.highs.changeColsCost(len(both), both, np.zeros(len(both)))


def _ways(
    polytope: Polytope, finding: Verdict, least: int, known: int
) -> list[tuple[Integers, float, float]]:
    """What would make a finding uncertain, each as a sum of columns and its bounds."""
    columns = polytope.cells(dict(finding.cell.codes))
    if finding.rule is Rule.ATTRIBUTE and finding.group is not None:
        others = polytope.cells(polytope.without(finding.group, finding.cell))
        group = polytope.cells(dict(finding.group.codes))
        return [(others, 1, np.inf), (group, 0, 0)]
    fewest = finding.proof.least.value if finding.proof else known + 1
    most = min(known + 1, max(1, fewest)) + least - 1
    return [(columns, 0, 0), (columns, most, np.inf)]


def _blanked(release: Release, blanks: Blanks) -> Release:
    tables, first = [], 0
    for table in release.tables:
        size = len(table.published)
        within = frozenset(place - first for place in blanks if first <= place < first + size)
        tables.append(table.blanked(within))
        first += size
    return replace(release, tables=tuple(tables))


def _place(release: Release, place: int) -> tuple[Table, tuple[int, ...]]:
    for table in release.tables:
        if place < len(table.published):
            at = np.unravel_index(place, table.shape)
            return table, tuple(int(one) for one in at)
        place -= len(table.published)
    raise IndexError(place)


def _size(release: Release) -> int:
    return sum(len(table.published) for table in release.tables)
