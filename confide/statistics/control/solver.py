"""The linear programs over a polytope, solved by HiGHS, whose word is never the last.

A vector that comes out of here is checked as a world in whole numbers before it counts, and
multipliers are checked in fractions before they prove anything. What is asked of every solve first
is its status: the numbers beside "time limit" or "unbounded" look like an answer and are none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

import highspy
import numpy as np
from numpy.typing import NDArray

from confide.statistics.control.distinct import distinct
from confide.statistics.control.polytope import UNBOUNDED, Integers, Polytope, Rows, Wish

# HiGHS keeps one pool of threads for the whole process and complains if two callers disagree.
THREADS = 1
PRIMAL = 4
LEAST_SECONDS = 0.01
NOISE = 1e-6
Numbers = NDArray[np.float64]
Bounds = tuple[Integers, Integers]
Known = tuple[Integers, int]


class Status(Enum):
    """What a solve came to."""

    OPTIMAL = auto()
    INFEASIBLE = auto()
    UNBOUNDED = auto()
    UNKNOWN = auto()


_STATUS = {
    highspy.HighsModelStatus.kOptimal: Status.OPTIMAL,
    highspy.HighsModelStatus.kInfeasible: Status.INFEASIBLE,
    highspy.HighsModelStatus.kUnbounded: Status.UNBOUNDED,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The best value, where it is taken, and the multipliers of rows and cells that show it."""

    status: Status
    value: float
    point: Numbers
    multipliers: Numbers
    of_cells: Numbers


class Solver:
    """One polytope in HiGHS, asked again and again with other objectives."""

    def __init__(self, polytope: Polytope) -> None:
        """Hand the rows over once; every question after the first starts where the last ended."""
        self.polytope = polytope
        self.said = distinct(polytope)
        self.places = self.said.places()
        self.cells, self.sums = self.said.apart()
        self.highs = self._model()
        self._all = np.arange(polytope.unknowns, dtype=np.int32)

    def lowest(self, cost: Numbers, seconds: float, knowing: Known | None = None) -> Answer:
        """The least value of a sum over all worlds, fractions of people allowed.

        `knowing` has columns and how many people are known to be in them: `Polytope.knowing`.
        """
        self.highs.changeColsCost(len(self._all), self._all, cost)
        if knowing:
            columns, people = knowing
            _wish(self.highs, [(columns, people, people)])
        answer = _run(self.highs, seconds)
        if knowing:
            self.highs.deleteRows(1, np.array([len(self.sums)], np.int32))
        # Where the last question ended is a world still, so the primal method goes on from there;
        # what HiGHS would choose begins anew and took forty times as long.
        self.highs.setOptionValue("simplex_strategy", PRIMAL)
        return replace(answer, multipliers=self._multipliers(answer))

    def reached(self, columns: Integers, sign: int, world: Integers) -> Answer | None:
        """The least (or, with -1, the greatest) sum of columns, if a world has what a figure says.

        That figure alone is the proof.
        """
        said, place = self.said, self.places.get(columns.tobytes())
        if place is None:
            return None
        bounds, rows = (said.low, said.low_from) if sign > 0 else (said.high, said.high_from)
        if world[columns].sum() != bounds[place]:
            return None
        told = np.zeros(len(self.polytope.rows))
        told[rows[place]] = sign
        value = float(sign * bounds[place])
        return Answer(Status.OPTIMAL, value, world.astype(np.float64), told, np.empty(0))

    def whole(self, wishes: Iterable[Wish], seconds: float) -> Answer:
        """Any world in whole numbers as it is wished."""
        highs = self._model()
        kinds = np.full(len(self._all), highspy.HighsVarType.kInteger)
        highs.changeColsIntegrality(len(self._all), self._all, kinds)
        _wish(highs, wishes)
        return _run(highs, seconds)

    def _model(self) -> highspy.Highs:
        size = self.polytope.unknowns
        low, high = np.zeros(size, np.int64), np.full(size, UNBOUNDED)
        alone = self.cells.rows.columns
        low[alone], high[alone] = self.cells.low, self.cells.high
        return _highs(self.sums.rows, (self.sums.low, self.sums.high), (low, high))

    def _multipliers(self, answer: Answer) -> Numbers:
        """The multipliers of all rows of the polytope, single cells and what was known included."""
        size = len(self.sums)
        told = np.append(np.zeros(len(self.polytope.rows)), answer.multipliers[size:])
        self.sums.spread(answer.multipliers[:size], told)
        # That no cell has fewer than nobody is nothing that was published.
        of_cells = answer.of_cells[self.cells.rows.columns]
        self.cells.spread(np.where((of_cells > 0) & (self.cells.low == 0), 0, of_cells), told)
        return told


class Elastic:
    """The worlds of all releases, in which the figures of the newest may give, at a price."""

    def __init__(self, polytope: Polytope, first: int, prices: Numbers) -> None:
        """Let the rows from `first` on give at these prices for each person."""
        self.polytope, self.size = polytope, len(prices)
        anybody = np.zeros(polytope.unknowns, np.int64), np.full(polytope.unknowns, UNBOUNDED)
        self.highs = _highs(polytope.rows, (polytope.low, polytope.high), anybody)
        places = np.arange(self.size, dtype=np.int32)
        none, any_number = np.zeros(self.size), np.full(self.size, highspy.kHighsInf)
        for sign in (1.0, -1.0):
            signs = np.full(self.size, sign)
            self.highs.addCols(
                self.size, prices, none, any_number, self.size, places, places + first, signs
            )

    def give(self, wished: Sequence[Wish], seconds: float) -> tuple[float, list[int]] | None:
        """What must give, and at what price, for a world as it is wished."""
        _wish(self.highs, wished)
        answer = _run(self.highs, seconds)
        rows = len(self.polytope.rows) + np.arange(len(wished), dtype=np.int32)
        self.highs.deleteRows(len(rows), rows)
        if answer.status is not Status.OPTIMAL:
            return None
        gives = answer.point[self.polytope.unknowns :].reshape(2, self.size).sum(axis=0)
        return answer.value, np.flatnonzero(gives > NOISE).tolist()

    def blank(self, places: Sequence[int]) -> None:
        """From now on these give for nothing."""
        both = [place + half for place in places for half in (0, self.size)]
        columns = np.array(both, np.int32) + self.polytope.unknowns
        self.highs.changeColsCost(len(both), columns, np.zeros(len(both)))


class _Silent(highspy.Highs):
    """HiGHS without its greeting on standard output, and without the callbacks that bring it."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)


def _highs(rows: Rows, sums: Bounds, cells: Bounds) -> highspy.Highs:
    """HiGHS with bounds on sums of cells, and on each cell."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cells[0]), len(rows)
    model.col_cost_ = np.zeros(model.num_col_)
    model.col_lower_, model.col_upper_ = (_numbers(bound) for bound in cells)
    model.row_lower_, model.row_upper_ = (_numbers(bound) for bound in sums)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = rows.starts.astype(np.int32)
    model.a_matrix_.index_ = rows.columns.astype(np.int32)
    model.a_matrix_.value_ = rows.values.astype(np.float64)
    highs = _Silent()
    highs.setOptionValue("threads", THREADS)
    highs.setOptionValue("random_seed", 0)
    highs.passModel(model)
    return highs


def _wish(highs: highspy.Highs, wishes: Iterable[Wish]) -> None:
    for columns, low, high in wishes:
        highs.addRow(low, high, len(columns), columns.astype(np.int32), np.ones(len(columns)))


def _numbers(bound: Integers) -> Numbers:
    return np.where(bound == UNBOUNDED, highspy.kHighsInf, bound.astype(np.float64))


def _run(highs: highspy.Highs, seconds: float) -> Answer:
    # HiGHS adds up the time of all its runs and holds the limit against the sum.
    highs.setOptionValue("time_limit", highs.getRunTime() + max(seconds, LEAST_SECONDS))
    highs.run()
    solution = highs.getSolution()
    return Answer(
        _STATUS.get(highs.getModelStatus(), Status.UNKNOWN),
        highs.getObjectiveValue(),
        np.array(solution.col_value, np.float64),
        np.array(solution.row_dual, np.float64),
        np.array(solution.col_dual, np.float64),
    )
