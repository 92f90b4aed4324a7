"""The linear programs over a polytope, solved by HiGHS, whose word is never the last.

A vector that comes out of here is checked as a world in whole numbers before it counts, and
multipliers are checked in fractions before they prove anything. What is asked of every solve first
is its status: the numbers beside "time limit" or "unbounded" look like an answer and are none.
"""

from dataclasses import dataclass
from enum import Enum, auto

import highspy
import numpy as np
from numpy.typing import NDArray

from confide.statistics.control.polytope import UNBOUNDED, Integers, Polytope

# HiGHS keeps one pool of threads for the whole process and complains if two callers disagree.
THREADS = 1
SMALL = 600
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
        """Hand the rows over once; every question after it starts where the last one ended."""
        self.polytope = polytope
        self.highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in {"output_flag": False, "threads": THREADS, "random_seed": 0}.items():
            self.highs.setOptionValue(option, value)
        self.highs.passModel(_model(polytope))
        self._all = np.arange(polytope.unknowns, dtype=np.int32)

    def lowest(self, cost: Numbers, seconds: float) -> Answer:
        """The least value of a sum over all worlds, fractions of people allowed."""
        self.highs.changeColsCost(len(self._all), self._all, np.asarray(cost, np.float64))
        return self._run(seconds)

    def fix(self, columns: NDArray[np.integer], low: Numbers, high: Numbers) -> None:
        """Hold some columns between bounds, until `free`."""
        places = np.asarray(columns, np.int32)
        self.highs.changeColsBounds(len(places), places, low, high)

    def free(self) -> None:
        """Let every column be any number of people again."""
        size = len(self._all)
        self.fix(self._all, np.zeros(size), np.full(size, highspy.kHighsInf))

    def whole(self, columns: Integers, low: float, high: float, seconds: float) -> Answer:
        """Any world in whole numbers in which the sum of `columns` lies between two bounds."""
        size = len(self._all)
        self.lowest_cost_nothing()
        kinds = np.full(size, highspy.HighsVarType.kInteger)
        self.highs.changeColsIntegrality(size, self._all, kinds)
        self.highs.addRow(low, high, len(columns), columns.astype(np.int32), np.ones(len(columns)))
        try:
            return self._run(seconds)
        finally:
            self.highs.deleteRows(1, np.array([len(self.polytope.rows)], np.int32))
            kinds = np.full(size, highspy.HighsVarType.kContinuous)
            self.highs.changeColsIntegrality(size, self._all, kinds)

    def between(self, columns: Integers, low: float, high: float, seconds: float) -> Answer:
        """The least cost, as it is set, in which the sum of `columns` lies between two bounds."""
        self.highs.addRow(low, high, len(columns), columns.astype(np.int32), np.ones(len(columns)))
        try:
            return self._run(seconds)
        finally:
            self.highs.deleteRows(1, np.array([len(self.polytope.rows)], np.int32))

    def lowest_cost_nothing(self) -> None:
        """Ask for any point."""
        size = len(self._all)
        self.highs.changeColsCost(size, self._all, np.zeros(size))

    def _run(self, seconds: float) -> Answer:
        # HiGHS adds up the time of all its runs and holds the limit against the sum.
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + max(seconds, 0.01))
        self.highs.run()
        status = _STATUS.get(self.highs.getModelStatus(), Status.UNKNOWN)
        solution = self.highs.getSolution()
        return Answer(
            status,
            self.highs.getObjectiveValue(),
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
