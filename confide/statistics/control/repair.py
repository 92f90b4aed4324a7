"""Leaving out the fewest figures of a new release so that all releases together are safe.

An elastic program proposes: how far would each new figure have to give for the cell to be safe, at
the least cost? What would have to give is blanked, the exact audit decides, and in the end each
blank that was not needed is put back. Figures that were released before cannot give.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import monotonic

import numpy as np

from confide.statistics.control.audit import SECONDS, Progress, judge
from confide.statistics.control.polytope import NOTHING, Codebook, Integers, Polytope, Wish, worlds
from confide.statistics.control.search import Found
from confide.statistics.control.solver import Elastic
from confide.statistics.control.tables import Cell, Release, Table, concerning
from confide.statistics.control.targets import targets
from confide.statistics.control.verdicts import KNOWN, LEAST, Rule, Verdict, Verdicts

# A total is worth more to a reader than a cell inside, and in larger tables more cells hang on it.
WORTH_OF_A_TOTAL = 4.0
# So many ways to make a count uncertain are compared; if none can be had, the first that can.
WAYS = 3
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
    codebook: Codebook = NOTHING,
    progress: Progress | None = None,
    begun: Verdicts | None = None,
) -> tuple[Release, Verdicts]:
    """Blank what the new release must not say, and return it with the audit that it passed.

    Only earlier tables that can have people in common with the new ones are looked at: `begun` is
    an audit of these and the new ones, if there was one. A release that is safe comes back as it
    is. Raises `NothingSuffices` where no blanks help, or the seconds were over.
    """
    related = concerning(earlier, new)
    return _Repair(related, new, k, seconds, known, codebook, progress).repaired(begun)


class _Repair:
    def __init__(
        self,
        earlier: Sequence[Release],
        new: Release,
        least: int,
        seconds: float,
        known: int,
        codebook: Codebook,
        progress: Progress | None,
    ) -> None:
        self.new = new
        self.least, self.known, self.progress = least, known, progress
        self.until = monotonic() + seconds
        releases = [*earlier, new]
        self.polytope = worlds(releases, codebook)
        self.asked = targets(self.polytope, releases)
        self.first = sum(len(table.published) for one in earlier for table in one.tables)
        self.worlds: tuple[Integers, ...] = ()

    def repaired(self, begun: Verdicts | None) -> tuple[Release, Verdicts]:
        blanks: Blanks = frozenset()
        self.worlds = begun.worlds if begun else ()
        verdicts = begun or self._audit(blanks)
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
            tried = self._audit(fewer, one_is_enough=True)
            if tried.safe:
                blanks, verdicts = fewer, tried
        return _blanked(self.new, blanks), verdicts

    def _audit(self, blanks: Blanks, *, one_is_enough: bool = False) -> Verdicts:
        polytope = self.polytope.relaxed([self.first + place for place in sorted(blanks)])
        found = Found(polytope, self.asked, self.least, self.known)
        for world in self.worlds:
            found.add(world)
        verdicts = judge(
            found, self.until - monotonic(), self.progress, one_is_enough=one_is_enough
        )
        self.worlds = verdicts.worlds
        return verdicts

    def _proposed(self, verdicts: Verdicts, blanks: Blanks) -> Blanks:
        """The blanks that would make room for each finding, one after the other."""
        worths = np.array([self._worth(place) for place in range(_size(self.new))])
        elastic = Elastic(verdicts.polytope, self.first, worths)
        for finding in verdicts.findings:
            places = self._cheapest(verdicts.polytope, elastic, finding)
            elastic.blank(places)
            blanks |= {*places}
        return blanks

    def _cheapest(self, polytope: Polytope, elastic: Elastic, finding: Verdict) -> list[int]:
        """The places that make room for one finding at the least price; none if nothing does."""
        cheapest = self._showing(finding)
        best = sum(self._worth(place) for place in cheapest) if cheapest else np.inf
        for tried, way in enumerate(self._ways(polytope, finding)):
            if tried >= WAYS and best < np.inf:
                break
            price, places = 0.0, list[int]()
            for wish in way:
                if price >= best:
                    break
                give = elastic.give(wish, self.until - monotonic())
                price += np.inf if give is None else give[0]
                places += [] if give is None else give[1]
            if price < best:
                best, cheapest = price, places
        return cheapest

    def _ways(self, polytope: Polytope, finding: Verdict) -> Iterator[list[list[Wish]]]:
        """What would make a finding uncertain: in each way, the worlds that there must be.

        A count is uncertain if it may be as small as `few` and as large as `enough` people more.
        """
        columns = polytope.cells(dict(finding.cell.codes))
        if finding.group is not None:
            yield from _ways_of_pair(polytope, finding, finding.group)
            return
        yield [[(columns, 0, 0)]]
        # First the two that leave one end of what is known now as it is.
        proof, limit = finding.proof, self.known + 1
        ends = (proof.least.value, proof.most.value - self.least + 1) if proof else ()
        fews = [min(max(1, end), limit) for end in ends]
        for few in dict.fromkeys([*fews, *range(limit, 0, -1)]):
            enough: list[Wish] = [(columns, few + self.least - 1, np.inf)]
            yield [enough] if few == limit else [[(columns, 0, few)], enough]

    def _showing(self, finding: Verdict) -> list[int]:
        """Where an insider's group is shown: an insider is somebody who knows a shown one."""
        if finding.rule is not Rule.LAST or finding.group is None:
            return []
        cells, rows = self.asked.told
        told = rows[cells == self.asked.cells.index(finding.group)] - self.first
        shown: list[int] = told[told >= 0].tolist()
        return shown

    def _worth(self, place: int) -> float:
        table, at = _place(self.new, place)
        totals = len(table.dims) - table.inner(at)
        return float(WORTH_OF_A_TOTAL**totals)


def _ways_of_pair(polytope: Polytope, finding: Verdict, group: Cell) -> Iterator[list[list[Wish]]]:
    """Somebody outside the cell, or nobody in the group; for an insider, all of them outside."""
    others = polytope.cells(polytope.without(group, finding.cell))
    if finding.rule is Rule.LAST:
        size = finding.proof.most.value if finding.proof else 1
        yield [[(polytope.cells(dict(finding.cell.codes)), 0, 0), (others, size, size)]]
        return
    yield [[(others, 1, np.inf)]]
    yield [[(polytope.cells(dict(group.codes)), 0, 0)]]


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
