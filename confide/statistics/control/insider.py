"""What somebody learns of the last of a group who knows all the others of it. (R3, R2)

They cannot be certain that the last one is in a cell if, for every number of people that the group
may have, it may be that nobody is in the cell: then, one after the other, all of the cell's people
could be elsewhere.
"""

from collections.abc import Callable

import numpy as np

from confide.statistics.control.polytope import Integers, Wish
from confide.statistics.control.proofs import at_least, at_most
from confide.statistics.control.reach import Reach
from confide.statistics.control.search import Found
from confide.statistics.control.solver import Answer, Solver, Status
from confide.statistics.control.verdicts import Proof, Rule

# A walk takes a thousandth of what the solver takes for whole numbers.
WALKS = 30
NO_END = 1 << 20


class Insider:
    """Asks about the pairs of one audit; `seconds` says how long the next question may take."""

    def __init__(
        self, found: Found, solver: Solver, reach: Reach, seconds: Callable[[], float]
    ) -> None:
        self.found, self.solver, self.reach, self.seconds = found, solver, reach, seconds
        self.bounded: set[int] = set()

    def walk(self, place: int) -> None:
        """Look for worlds with nobody in the cell, for each number of people in its group."""
        columns, inside = self._columns(place)
        for size in self.found.open_sizes(place):
            self.reach.nearby([(columns, 0, 0), (inside, size, size)])

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
        columns, inside = self._columns(place)
        lowest = self._lowest(columns, 1, (inside, size))
        if lowest.status is not Status.OPTIMAL or size not in self.found.open_sizes(place):
            return None
        told = self.found.polytope.knowing(inside, size)
        least = at_least(told, columns, lowest.multipliers)
        if least.value < 1:
            self.reach.reach(lowest, (columns, 0, 0), (inside, size))
        # Somebody can only know all but one of so many if there may be so many.
        elif self._may_be(inside, size):
            alone = np.append(np.zeros(len(self.found.polytope.rows)), -1.0)
            most = at_most(told, inside, alone)
            cell, group = (self.found.targets.cells[one] for one in self.found.targets.pairs[place])
            return Proof(Rule.LAST, cell, group, least, most)
        return None

    def _may_be(self, inside: Integers, size: int) -> bool:
        """Whether some world has so many people in these columns."""
        wishes: list[Wish] = [(inside, size, size)]
        if any(int(world[inside].sum()) == size for world in self.found.worlds):
            return True
        return self.reach.nearby(wishes, WALKS) or self.reach.whole(wishes) is Status.OPTIMAL

    def _columns(self, place: int) -> tuple[Integers, Integers]:
        """Those of a pair's cell, and of its group."""
        cell, group = (self.found.targets.sums.row(one) for one in self.found.targets.pairs[place])
        return cell, group

    def _lowest(
        self, columns: Integers, sign: int, knowing: tuple[Integers, int] | None = None
    ) -> Answer:
        cost = np.zeros(self.found.polytope.unknowns)
        cost[columns] = sign
        answer = self.solver.lowest(cost, self.seconds(), knowing)
        self.reach.take(answer)
        return answer
