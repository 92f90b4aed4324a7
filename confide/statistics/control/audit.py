"""The audit: a verdict on every cell, over all releases ever, the new one included. (STAT-2)"""

from collections.abc import Callable, Sequence
from time import monotonic

import numpy as np

from confide.statistics.control.polytope import Contradiction, Integers, worlds
from confide.statistics.control.proofs import at_least, at_most
from confide.statistics.control.search import Found, wide
from confide.statistics.control.solver import Answer, Numbers, Solver, Status
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
ONE_SOLVE = 10.0
Progress = Callable[[int, int], bool]


def audit(
    releases: Sequence[Release],
    k: int = LEAST,
    seconds: float = SECONDS,
    *,
    known: int = KNOWN,
    progress: Progress | None = None,
    start: Sequence[Integers] = (),
) -> Verdicts:
    """Judge what can be worked out from all these releases together.

    No count may be certain to lie between 1 and `k` - 1, not even to somebody who knows up to
    `known` of the people in the cell; nor may it be certain that everybody in a group that is not
    empty shares an attribute. `progress` is told how many questions of how many are settled, and
    answers whether to go on. After `seconds`, or when told to stop, what is open is undecided.
    `start` has worlds of an audit of the same tables, which are tried first.

    Raises `Contradiction` where what was published cannot all be true, `ValueError` for nothing.
    """
    polytope = worlds(releases)
    asked = targets(polytope, releases)
    found = Found(polytope, asked, k, known)
    for world in start:
        found.add(world)
    return Audit(found, seconds, progress).judge()


class Audit:
    """One audit as it goes on."""

    def __init__(self, found: Found, seconds: float, progress: Progress | None) -> None:
        """Hand the polytope to the solver."""
        self.began, self.seconds, self.progress = monotonic(), seconds, progress
        self.found, self.polytope, self.asked = found, found.polytope, found.targets
        self.least, self.known = found.least, found.known
        self.solver = Solver(found.polytope)
        self.random = np.random.default_rng(0)
        self.proofs: dict[int, Proof] = {}
        self.proofs_of_pairs: dict[int, Proof] = {}
        self.stopped = False

    def judge(self) -> Verdicts:
        """Find worlds for many cells at once, then ask about each cell that is left."""
        self._first_world()
        self._batches()
        for place in self.found.open_cells().tolist():
            if self._going_on():
                self._cell(place)
        for place in self.found.open_pairs().tolist():
            if self._going_on():
                self._pair(place)
        return self._verdicts()

    # Worlds for many cells at once

    def _first_world(self) -> None:
        answer = self.solver.lowest(self._any_cost(), self.seconds)
        if answer.status is Status.INFEASIBLE:
            raise Contradiction("the published figures contradict each other")
        if not self._take(answer):
            nothing = np.empty(0, np.int64)
            whole = self.solver.whole(nothing, 0, 0, self._left())
            if whole.status is Status.INFEASIBLE:
                raise Contradiction("no whole numbers of people fit the published figures")
            self._take(whole)

    def _batches(self) -> None:
        """Vertices of random objectives over all open questions, as long as they settle many."""
        while self._going_on() and (before := self._open()):
            cost = self._cost_of_open()
            for sign in (1, -1):
                self._take(self.solver.lowest(sign * cost, self._left()))
            if before - self._open() <= max(1, before // 20):
                return

    def _cost_of_open(self) -> Numbers:
        """A random sum of what is open, in which each cell shall be small or, as likely, large."""
        cells, pairs = self.found.open_cells(), self.found.open_pairs()
        weights = np.zeros(len(self.asked.cells))
        weights[cells] = self.random.choice([-1, 1], len(cells)) * self._weights(len(cells))
        towards = self._weights(len(pairs))
        cell, group = self.asked.pairs[pairs].T
        np.add.at(weights, cell, towards)
        np.add.at(weights, group, -towards)
        sums = self.asked.sums
        spread = np.repeat(weights, np.diff(sums.starts))
        return np.bincount(sums.columns, spread, self.polytope.unknowns).astype(np.float64)

    def _weights(self, size: int) -> Numbers:
        return self.random.uniform(0.5, 1.5, size)

    def _any_cost(self) -> Numbers:
        return self._weights(self.polytope.unknowns)

    # One question at a time

    def _cell(self, place: int) -> None:
        """Settle one cell: its least and its greatest count, or a proof that they are too near."""
        columns, found = self.asked.sums.row(place), self.found
        if self._settled(place):
            return
        lowest = self._extreme(columns, 1)
        if self._settled(place):
            return
        highest = self._extreme(columns, -1)
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
            goal = least.value
            self._take(self.solver.whole(columns, 0, goal, self._one()))
        if not self._settled(place):
            goal = min(self.known + 1, int(found.fewest[place])) + self.least - 1
            self._take(self.solver.whole(columns, goal, np.inf, self._one()))

    def _pair(self, place: int) -> None:
        """Settle whether everybody in a group is certain to be in the cell."""
        if self.found.other_in[place] >= 0:
            return
        cell, group = (self.asked.cells[one] for one in self.asked.pairs[place].tolist())
        others = self.polytope.cells(self.polytope.without(group, cell))
        highest = self._extreme(others, -1)
        if self.found.other_in[place] >= 0 or highest is None:
            return
        most = at_most(self.polytope, others, highest.multipliers)
        if most.value > 0:
            self._take(self.solver.whole(others, 1, np.inf, self._one()))
            return
        columns = self.asked.sums.row(self.asked.pairs[place][1])
        lowest = self._extreme(columns, 1)
        if self.found.other_in[place] >= 0 or lowest is None:
            return
        least = at_least(self.polytope, columns, lowest.multipliers)
        if least.value > 0:
            self.proofs_of_pairs[place] = Proof(Rule.ATTRIBUTE, cell, group, least, most)
        else:
            self._take(self.solver.whole(columns, 0, 0, self._one()))

    def _extreme(self, columns: Integers, sign: int) -> Answer | None:
        """The least (or, with -1, the greatest) number of people in some columns."""
        cost = np.zeros(self.polytope.unknowns)
        cost[columns] = sign
        answer = self.solver.lowest(cost, self._one())
        if answer.status is Status.OPTIMAL:
            self._take(answer)
            return answer
        if answer.status is Status.UNBOUNDED:
            # There is no greatest number: ask for a world with many.
            self._take(self.solver.whole(columns, self.known + 2 * self.least, np.inf, self._one()))
        return None

    def _take(self, answer: Answer) -> bool:
        return answer.status is Status.OPTIMAL and self.found.add(answer.point)

    def _settled(self, place: int) -> bool:
        found = self.found
        return wide(int(found.fewest[place]), int(found.most[place]), self.least, self.known)

    def _wide(self, least: Bound, most: Bound) -> bool:
        return wide(max(0, least.value), most.value, self.least, self.known)

    # The time

    def _going_on(self) -> bool:
        size = len(self.asked.cells) + len(self.asked.pairs)
        wanted = self.progress is None or self.progress(size - self._open(), size)
        on = wanted and self._left() > 0
        self.stopped = self.stopped or not on
        return not self.stopped

    def _left(self) -> float:
        return self.seconds - (monotonic() - self.began)

    def _one(self) -> float:
        return min(ONE_SOLVE, self._left())

    def _open(self) -> int:
        return len(self.found.open_cells()) + len(self.found.open_pairs())

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
        if seen >= 0:
            return Verdict(Rule.ATTRIBUTE, cell, group, Outcome.SAFE, (seen,))
        if proof := self.proofs_of_pairs.get(place):
            return Verdict(Rule.ATTRIBUTE, cell, group, Outcome.DISCLOSED, proof=proof)
        return Verdict(Rule.ATTRIBUTE, cell, group, Outcome.UNDECIDED)
