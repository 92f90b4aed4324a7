"""Worlds in whole numbers in which as many people are somewhere as is wished.

Near one that was found before, near a corner in which fractions of people would do or, if need be,
by a program in whole numbers, which takes some hundred times as long as a walk.
"""

from collections.abc import Callable, Sequence

import numpy as np

from confide.statistics.control.polytope import Contradiction, Integers, Wish
from confide.statistics.control.search import Found
from confide.statistics.control.solver import Answer, Known, Numbers, Solver, Status
from confide.statistics.control.walk import STEPS, Walker

# Walks from worlds that were found before: few at first; many, and longer ones, before the solver.
FEW, MANY, FAR = 4, 20, 300
CORNERS, TRIES_OF_A_CORNER = 12, 4
FIRST = 1e3


class Reach:
    """Looks for worlds of one audit; `seconds` says how long the next question may take."""

    def __init__(self, found: Found, solver: Solver, seconds: Callable[[], float]) -> None:
        self.found, self.solver, self.seconds = found, solver, seconds
        self.walker = Walker(found.polytope)
        self.random = np.random.default_rng(0)

    def first(self) -> None:
        """Find one world. Raises `Contradiction` if there is none."""
        for _ in range(CORNERS):
            answer = self.solver.lowest(self._any_cost(), self.seconds())
            if answer.status is Status.INFEASIBLE:
                raise Contradiction("the published figures contradict each other")
            if self.take(answer) or self._round(answer, []):
                return
        if self.whole([]) is Status.INFEASIBLE:
            raise Contradiction("no whole numbers of people fit the published figures")

    def walk(self, start: Integers, wishes: Sequence[Wish], steps: int = STEPS) -> bool:
        """Walk from a world, or near one, to one as it is wished."""
        arrived = self.walker.walk(start, wishes, steps)
        return arrived is not None and self.found.add(arrived)

    def nearby(self, wishes: Sequence[Wish], tries: int = FEW, steps: int = STEPS) -> bool:
        """Walk from those found worlds that are nearest to what is wished."""
        return any(self.walk(one, wishes, steps) for one in self.found.nearest(wishes)[:tries])

    def reach(self, near: Answer, wish: Wish, knowing: Known | None = None) -> bool:
        """Find a world as it is wished, in fractions of people `near`, by all means."""
        columns, low, _ = wish
        wishes = [wish, (knowing[0], knowing[1], knowing[1])] if knowing else [wish]
        if self.nearby(wishes, MANY, FAR):
            return True
        for _ in range(CORNERS):
            if self._round(near, wishes):
                return True
            cost = self._any_cost()
            cost[columns] += FIRST if low == 0 else -FIRST
            near = self.solver.lowest(cost, self.seconds(), knowing)
            if near.status is not Status.OPTIMAL:
                break
            self.take(near)
        return self.whole(wishes) is Status.OPTIMAL

    def whole(self, wishes: Sequence[Wish]) -> Status:
        """Ask the solver for a world in whole numbers, and say what it answered."""
        answer = self.solver.whole(wishes, self.seconds())
        self.take(answer)
        return answer.status

    def take(self, answer: Answer) -> bool:
        """Take an answer in if it is a world in whole numbers."""
        return answer.status is Status.OPTIMAL and self.found.add(answer.point)

    def _round(self, near: Answer, wishes: Sequence[Wish]) -> bool:
        """Walk from a corner of fractions, each taken up or down as chance has it."""
        point = np.maximum(0, np.round(near.point, 6))
        for _ in range(TRIES_OF_A_CORNER):
            start = np.floor(point + self.random.random(len(point))).astype(np.int64)
            if self.walk(start, wishes, FAR):
                return True
        return False

    def _any_cost(self) -> Numbers:
        return self.random.uniform(0.5, 1.5, self.found.polytope.unknowns)
