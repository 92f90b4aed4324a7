"""What somebody learns of the last of a group who knows all the others of it. (R3, R2)

They cannot be certain that the last one is in a cell if, for every number of people that the group
may have, it may be that nobody is in the cell: then, one after the other, all of the cell's people
could be elsewhere.
"""

from collections.abc import Callable

import numpy as np

from confide.statistics.control.polytope import Integers
from confide.statistics.control.proofs import at_least, at_most
from confide.statistics.control.search import Found
from confide.statistics.control.solver import Answer, Solver, Status
from confide.statistics.control.verdicts import Proof, Rule
from confide.statistics.control.walk import Walker

TRIES = 3
# A walk takes a thousandth of what the solver takes for whole numbers.
WALKS = 30
CORNERS, FIRST = 20, 1e3
NO_END = 1 << 20


class Insider:
    """Asks about the pairs of one audit; `seconds` says how long the next question may take."""

    def __init__(
        self, found: Found, solver: Solver, walker: Walker, seconds: Callable[[], float]
    ) -> None:
        self.found, self.solver, self.walker, self.seconds = found, solver, walker, seconds
        self.bounded: set[int] = set()

    def walk(self, place: int) -> None:
        """Look for worlds with nobody in the cell, for each number of people in its group."""
        found, others = self.found, self.found.others(place)
        cell = int(found.targets.pairs[place][0])
        for _ in range(TRIES):
            for size in found.open_sizes(place) if found.worlds else []:
                start = found.worlds[found.fewest_in[cell]]
                arrived = self.walker.walk(start, others, size, size)
                if arrived is not None:
                    found.add(arrived)

    def proof(self, place: int) -> Proof | None:
        """Settle a pair, or prove that for some number of people somebody must be in the cell."""
        group = int(self.found.targets.pairs[place][1])
        if group not in self.bounded:
            self.bounded.add(group)
            self._bound(group)
        for size in reversed(self.found.open_sizes(place)):
            if self.seconds() > 0 and (proof := self._of(place, size)):
                return proof
        return None

    def _bound(self, group: int) -> None:
        """Prove how many people there are in a group at least, and at most."""
        polytope, columns = self.found.polytope, self.found.targets.sums.row(group)
        low, high = 0, NO_END
        lowest = self._lowest(columns, 1)
        if lowest.status is Status.OPTIMAL:
            low = at_least(polytope, columns, lowest.multipliers).value
        highest = self._lowest(columns, -1)
        if highest.status is Status.OPTIMAL:
            high = at_most(polytope, columns, highest.multipliers).value
        self.found.settle_sizes(group, low, high)

    def _of(self, place: int, size: int) -> Proof | None:
        """Settle one number of people in the group of a pair."""
        cell, group = self.found.targets.pairs[place].tolist()
        columns, inside = (self.found.targets.sums.row(one) for one in (cell, group))
        lowest = self._lowest(columns, 1, (inside, size))
        if lowest.status is not Status.OPTIMAL or size not in self.found.open_sizes(place):
            return None
        told = self.found.polytope.knowing(inside, size)
        least = at_least(told, columns, lowest.multipliers)
        if least.value < 1:
            self._reach(place, size, lowest)
        # Somebody can only know all but one of so many if there may be so many.
        elif self._may_be(inside, size):
            alone = np.append(np.zeros(len(self.found.polytope.rows)), -1.0)
            most = at_most(told, inside, alone)
            cells = self.found.targets.cells
            return Proof(Rule.LAST, cells[cell], cells[group], least, most)
        return None

    def _reach(self, place: int, size: int, near: Answer) -> None:
        """Find a world with nobody in the cell near one in fractions; by all means, if need be."""
        cell, group = self.found.targets.pairs[place].tolist()
        columns, inside = (self.found.targets.sums.row(one) for one in (cell, group))
        for _ in range(CORNERS):
            if self._walk_from(near, place, size):
                return
            cost = self.walker.random.uniform(0.5, 1.5, self.found.polytope.unknowns)
            cost[columns] += FIRST
            near = self.solver.lowest(cost, self.seconds(), (inside, size))
            if near.status is not Status.OPTIMAL:
                break
            self._take(near)
        self._take(self.solver.whole(columns, 0, 0, self.seconds(), (inside, size)))

    def _walk_from(self, near: Answer, place: int, size: int) -> bool:
        """Walk to whole numbers from a corner of fractions, taken up or down as chance has it."""
        point = np.maximum(0, np.round(near.point, 6))
        for _ in range(TRIES):
            start = np.floor(point + self.walker.random.random(len(point))).astype(np.int64)
            arrived = self.walker.walk(start, self.found.others(place), size, size)
            if arrived is not None:
                self.found.add(arrived)
            if size not in self.found.open_sizes(place):
                return True
        return False

    def _may_be(self, inside: Integers, size: int) -> bool:
        """Whether some world has so many people in these columns."""
        worlds = self.found.worlds
        if any(int(world[inside].sum()) == size for world in worlds):
            return True
        for start in worlds[:WALKS]:
            arrived = self.walker.walk(start, inside, size, size)
            if arrived is not None and self.found.polytope.holds(arrived):
                return True
        return self._take(self.solver.whole(inside, size, size, self.seconds()))

    def _lowest(
        self, columns: Integers, sign: int, knowing: tuple[Integers, int] | None = None
    ) -> Answer:
        cost = np.zeros(self.found.polytope.unknowns)
        cost[columns] = sign
        answer = self.solver.lowest(cost, self.seconds(), knowing)
        self._take(answer)
        return answer

    def _take(self, answer: Answer) -> bool:
        return answer.status is Status.OPTIMAL and self.found.add(answer.point)
