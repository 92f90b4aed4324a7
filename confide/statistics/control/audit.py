"""The audit: a verdict on every cell, over all releases ever, the new one included. (STAT-2)"""

from collections.abc import Callable, Sequence
from time import monotonic

import numpy as np

from confide.statistics.control.insider import Insider
from confide.statistics.control.polytope import NOTHING, Codebook, Integers, Wish, worlds
from confide.statistics.control.proofs import at_least, at_most
from confide.statistics.control.reach import Reach
from confide.statistics.control.search import Found, wide
from confide.statistics.control.solver import Answer, Solver, Status
from confide.statistics.control.tables import Release
from confide.statistics.control.targets import targets
from confide.statistics.control.verdicts import (
    KNOWN,
    LEAST,
    Bound,
    Outcome,
    Proof,
    Rule,
    Verdict,
    Verdicts,
)

SECONDS = 60.0
ONE_SOLVE = 30.0
TRIES = 3
MANY = 1 << 20
Progress = Callable[[int, int], bool]


def audit(
    releases: Sequence[Release],
    k: int = LEAST,
    seconds: float = SECONDS,
    *,
    known: int = KNOWN,
    progress: Progress | None = None,
    codebook: Codebook = NOTHING,
) -> Verdicts:
    """Judge what can be worked out from all these releases together.

    No count may be certain to lie between 1 and `k` - 1, not even to somebody who knows up to
    `known` of the people in the cell; nor may it be certain that everybody in a group that is not
    empty shares an attribute. `progress` is told how many questions of how many are settled, and
    answers whether to go on. After `seconds`, or when told to stop, what is open is undecided.
    `codebook` has all codes of dimensions of which tables show a part.

    Raises `Contradiction` where what was published cannot all be true, `ValueError` for nothing.
    """
    polytope = worlds(releases, codebook)
    found = Found(polytope, targets(polytope, releases), k, known)
    return judge(found, seconds, progress)


def judge(
    found: Found, seconds: float, progress: Progress | None, *, one_is_enough: bool = False
) -> Verdicts:
    """Judge what the worlds found so far leave open; with `one_is_enough`, stop at a finding."""
    return _Audit(found, seconds, progress, one_is_enough).judged()


class _Audit:
    """One audit as it goes on."""

    def __init__(
        self, found: Found, seconds: float, progress: Progress | None, one_is_enough: bool
    ) -> None:
        """Hand the polytope to the solver."""
        self.one_is_enough = one_is_enough
        self.began, self.seconds, self.progress = monotonic(), seconds, progress
        self.found, self.polytope, self.asked = found, found.polytope, found.targets
        self.least, self.known = found.least, found.known
        self.solver = Solver(found.polytope)
        self.reach = Reach(found, self.solver, self._one)
        self.insider = Insider(found, self.solver, self.reach, self._one)
        self.proofs: dict[int, Proof] = {}
        self.proofs_of_pairs: dict[int, Proof] = {}
        self.stopped = False

    def judged(self) -> Verdicts:
        """Walk to worlds for most cells, then ask the solver about each that is left."""
        if not self.found.worlds:
            self.reach.first()
        found = self.found
        for ask in (self._walk_for_cell, self._cell):
            self._each(ask, found.open_cells(), self._settled)
        for ask in (self._walk_for_pair, self._pair):
            self._each(ask, found.open_pairs(), self._settled_pair)
        for ask in (self.insider.walk, self._last):
            self._each(ask, found.open_lasts(), self._settled_last)
        return self._verdicts()

    def _each(
        self, ask: Callable[[int], None], places: Integers, settled: Callable[[int], bool]
    ) -> None:
        for place in places.tolist():
            if self._going_on() and not settled(place):
                ask(place)

    # Walks

    def _walk_for_cell(self, place: int) -> None:
        """Look near the worlds that are there for one with nobody in the cell, or with enough."""
        columns, found = self.asked.sums.row(place), self.found
        for _ in range(TRIES):
            if not found.worlds or self._settled(place):
                return
            fewest = int(found.fewest[place])
            self._walk(found.fewest_in[place], (columns, 0, fewest - 1))
            if not self._settled(place):
                self._walk(found.most_in[place], (columns, self._enough(fewest), MANY))

    def _walk_for_pair(self, place: int) -> None:
        """Look for a world with somebody in the group but not in the cell, or nobody in either."""
        group, others = int(self.asked.pairs[place][1]), self.found.others(place)
        for _ in range(TRIES):
            if self.found.worlds and not self._settled_pair(place):
                self._walk(self.found.most_in[group], (others, 1, MANY))
                self._walk(self.found.fewest_in[group], (self.asked.sums.row(group), 0, 0))

    def _walk(self, world: int, wish: Wish) -> None:
        self.reach.walk(self.found.worlds[world], [wish])

    def _enough(self, fewest: int) -> int:
        return min(self.known + 1, fewest) + self.least - 1

    # One question at a time to the solver

    def _cell(self, place: int) -> None:
        """Settle one cell: its least and its greatest count, or a proof that they are too near."""
        columns, found = self.asked.sums.row(place), self.found
        lowest = self._end(place, 1)
        if self._settled(place):
            return
        highest = self._end(place, -1)
        if self._settled(place) or lowest is None or highest is None:
            return
        least = at_least(self.polytope, columns, lowest.multipliers)
        most = at_most(self.polytope, columns, highest.multipliers)
        if not self._wide(least, most):
            cell = self.asked.cells[place]
            rule = Rule.EXISTENCE if most.value < self.least else Rule.KNOWING
            self.proofs[place] = Proof(rule, cell, None, least, most)
            return
        # What fractions of people could do, whole people may do too.
        if found.fewest[place] > least.value:
            self.reach.reach(lowest, (columns, 0, max(0, least.value)))
        if not self._settled(place):
            enough = self._enough(int(found.fewest[place]))
            self.reach.reach(highest, (columns, enough, MANY))

    def _pair(self, place: int) -> None:
        """Settle whether everybody in a group is certain to be in the cell."""
        cell, group = self.asked.pairs[place].tolist()
        others, columns = self.found.others(place), self.asked.sums.row(group)
        highest = self._extreme(others, -1)
        if self._settled_pair(place) or highest is None:
            return
        most = at_most(self.polytope, others, highest.multipliers)
        if most.value > 0:
            self.reach.reach(highest, (others, 1, MANY))
            return
        lowest = self._end(group, 1)
        if self._settled_pair(place) or lowest is None:
            return
        least = at_least(self.polytope, columns, lowest.multipliers)
        if least.value > 0:
            cells = self.asked.cells
            self.proofs_of_pairs[place] = Proof(
                Rule.ATTRIBUTE, cells[cell], cells[group], least, most
            )
        else:
            self.reach.reach(lowest, (columns, 0, 0))

    def _last(self, place: int) -> None:
        if place not in self.proofs_of_pairs and (proof := self.insider.proof(place)):
            self.proofs_of_pairs[place] = proof

    def _extreme(self, columns: Integers, sign: int) -> Answer | None:
        """The least (or, with -1, the greatest) number of people in some columns."""
        cost = np.zeros(self.polytope.unknowns)
        cost[columns] = sign
        answer = self.solver.lowest(cost, self._one())
        if answer.status is Status.OPTIMAL:
            self.reach.take(answer)
            return answer
        if answer.status is Status.UNBOUNDED:
            # There is no greatest number: ask for a world with many.
            self.reach.whole([(columns, self._enough(self.known + 1), MANY)])
        return None

    def _end(self, place: int, sign: int) -> Answer | None:
        """The same of one cell, unasked where a world reaches what a figure says of the cell."""
        columns, found = self.asked.sums.row(place), self.found
        world = int((found.fewest_in if sign > 0 else found.most_in)[place])
        reached = self.solver.reached(columns, sign, found.worlds[world]) if world >= 0 else None
        return reached or self._extreme(columns, sign)

    def _settled(self, place: int) -> bool:
        found = self.found
        return wide(int(found.fewest[place]), int(found.most[place]), self.least, self.known)

    def _settled_pair(self, place: int) -> bool:
        return bool(self.found.other_in[place] >= 0)

    def _settled_last(self, place: int) -> bool:
        return not self.found.open_sizes(place)

    def _wide(self, least: Bound, most: Bound) -> bool:
        return wide(max(0, least.value), most.value, self.least, self.known)

    # The time

    def _going_on(self) -> bool:
        size = len(self.asked.cells) + len(self.asked.pairs)
        wanted = self.progress is None or self.progress(size - self._open(), size)
        enough = self.one_is_enough and bool(self.proofs or self.proofs_of_pairs)
        on = wanted and self._left() > 0 and not enough
        self.stopped = self.stopped or not on
        return not self.stopped

    def _left(self) -> float:
        return self.seconds - (monotonic() - self.began)

    def _one(self) -> float:
        return min(ONE_SOLVE, self._left())

    def _open(self) -> int:
        return self.found.left()

    # The answer

    def _verdicts(self) -> Verdicts:
        cells = [self._verdict_of_cell(place) for place in range(len(self.asked.cells))]
        pairs = [self._verdict_of_pair(place) for place in range(len(self.asked.pairs))]
        return Verdicts(
            verdicts=(*cells, *pairs),
            worlds=tuple(self.found.worlds),
            polytope=self.polytope,
            seconds=monotonic() - self.began,
            stopped=self.stopped,
        )

    def _verdict_of_cell(self, place: int) -> Verdict:
        cell, found = self.asked.cells[place], self.found
        if self._settled(place):
            seen = (int(found.fewest_in[place]), int(found.most_in[place]))
            return Verdict(Rule.KNOWING, cell, None, Outcome.SAFE, seen)
        if proof := self.proofs.get(place):
            return Verdict(proof.rule, cell, None, Outcome.DISCLOSED, proof=proof)
        return Verdict(Rule.KNOWING, cell, None, Outcome.UNDECIDED)

    def _verdict_of_pair(self, place: int) -> Verdict:
        cell, group = (self.asked.cells[one] for one in self.asked.pairs[place].tolist())
        seen = int(self.found.other_in[place])
        if seen >= 0 and not self.found.open_sizes(place):
            sizes = self.found.empty_in[place][self.found.asked[place]].tolist()
            rule = Rule.LAST if sizes else Rule.ATTRIBUTE
            return Verdict(rule, cell, group, Outcome.SAFE, (seen, *sizes))
        if proof := self.proofs_of_pairs.get(place):
            return Verdict(proof.rule, cell, group, Outcome.DISCLOSED, proof=proof)
        rule = Rule.ATTRIBUTE if seen < 0 else Rule.LAST
        return Verdict(rule, cell, group, Outcome.UNDECIDED)
