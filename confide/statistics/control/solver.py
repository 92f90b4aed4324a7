"""The linear programs over a polytope, solved by HiGHS, whose word is never the last.

A vector that comes out of here is checked as a world in whole numbers before it counts, and
multipliers are checked in fractions before they prove anything. What is asked of every solve first
is its status: the numbers beside "time limit" or "unbounded" look like an answer and are none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

import highspy
import numpy as np
from numpy.typing import NDArray

from confide.statistics.control.polytope import UNBOUNDED, Integers, Polytope

# HiGHS keeps one pool of threads for the whole process and complains if two callers disagree.
THREADS = 1
PRIMAL = 4
LEAST_SECONDS = 0.01
NOISE = 1e-6
Numbers = NDArray[np.float64]


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
    """The best value, where it is taken, and the multipliers of the rows that show it."""

    status: Status
    value: float
    point: Numbers
    multipliers: Numbers


class Solver:
    """One polytope in HiGHS, asked again and again with other objectives."""

    def __init__(self, polytope: Polytope) -> None:
        """Hand the rows over once; every question after the first starts where the last ended."""
        self.polytope = polytope
        self.highs = _highs(polytope)
        self._all = np.arange(polytope.unknowns, dtype=np.int32)

    def lowest(self, cost: Numbers, seconds: float) -> Answer:
        """The least value of a sum over all worlds, fractions of people allowed."""
        self.highs.changeColsCost(len(self._all), self._all, cost)
        answer = _run(self.highs, seconds)
        # Where the last question ended is a world still, so the primal method goes on from there;
        # what HiGHS would choose begins anew and took forty times as long.
        self.highs.setOptionValue("simplex_strategy", PRIMAL)
        return answer

    def whole(self, columns: Integers, low: float, high: float, seconds: float) -> Answer:
        """Any world in whole numbers in which the sum of `columns` lies between two bounds."""
        highs = _highs(self.polytope)
        kinds = np.full(len(self._all), highspy.HighsVarType.kInteger)
        highs.changeColsIntegrality(len(self._all), self._all, kinds)
        highs.addRow(low, high, len(columns), columns.astype(np.int32), np.ones(len(columns)))
        return _run(highs, seconds)


class Elastic:
    """The worlds of all releases, in which the figures of the newest may give, at a price."""

    def __init__(self, polytope: Polytope, first: int, prices: Numbers) -> None:
        """Let the rows from `first` on give at these prices for each person."""
        self.polytope, self.size = polytope, len(prices)
        self.highs = _highs(polytope)
        places = np.arange(self.size, dtype=np.int32)
        none, any_number = np.zeros(self.size), np.full(self.size, highspy.kHighsInf)
        for sign in (1.0, -1.0):
            signs = np.full(self.size, sign)
            self.highs.addCols(
                self.size, prices, none, any_number, self.size, places, places + first, signs
            )

    def give(
        self, columns: Integers, low: float, high: float, seconds: float
    ) -> tuple[float, list[int]] | None:
        """What must give, and at what price, for `columns` to hold between two bounds of people."""
        ones, row = np.ones(len(columns)), len(self.polytope.rows)
        self.highs.addRow(low, high, len(columns), columns.astype(np.int32), ones)
        answer = _run(self.highs, seconds)
        self.highs.deleteRows(1, np.array([row], np.int32))
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


def _highs(polytope: Polytope) -> highspy.Highs:
    highs = _Silent()
    highs.setOptionValue("threads", THREADS)
    highs.setOptionValue("random_seed", 0)
    highs.passModel(_model(polytope))
    return highs


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
    )


def _model(polytope: Polytope) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = polytope.unknowns, len(polytope.rows)
    model.col_cost_ = np.zeros(polytope.unknowns)
    model.col_lower_ = np.zeros(polytope.unknowns)
    model.col_upper_ = np.full(polytope.unknowns, highspy.kHighsInf)
    model.row_lower_ = polytope.low.astype(np.float64)
    high = polytope.high.astype(np.float64)
    model.row_upper_ = np.where(polytope.high == UNBOUNDED, highspy.kHighsInf, high)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = polytope.rows.starts.astype(np.int32)
    model.a_matrix_.index_ = polytope.rows.columns.astype(np.int32)
    model.a_matrix_.value_ = polytope.rows.values.astype(np.float64)
    return model
