"""What an audit answers with, and how each part of it can be checked without it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from confide.statistics.control.tables import Cell, Figure

if TYPE_CHECKING:
    from confide.statistics.control.polytope import Integers, Polytope

# Fewer people than this are not shown to exist; Ofqual and HESA hide fewer than five likewise.
LEAST = 5
# So many people of one cell may be known to somebody, because they sent them or know them.
KNOWN = 5


class Outcome(StrEnum):
    """Safe has its worlds, disclosed its proof; undecided counts as disclosed."""

    SAFE = "safe"
    DISCLOSED = "disclosed"
    UNDECIDED = "undecided"


class Rule(StrEnum):
    """What must not be certain of a cell."""

    EXISTENCE = "existence"  # R1: that there are some, and fewer than `LEAST`
    ATTRIBUTE = "attribute"  # R2: that everybody in a group that is not empty is in this cell
    KNOWING = "knowing"  # R3: R1, to somebody who knows up to `KNOWN` of the cell's people
    LAST = "last"  # R3: R2, of the last of a group, to somebody who knows all others of it


@dataclass(frozen=True, slots=True)
class Bound:
    """That a number of people is at least, or at most, `value`, as a sum of published figures.

    Each figure times its multiplier, taken at its lower or upper bound, adds up to `value` or
    beyond; `exact` is the sum before it was taken to a whole number.
    """

    value: int
    exact: Fraction
    multipliers: tuple[tuple[int, Fraction], ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a cell is disclosed: the number of people in `cell` lies between the two bounds.

    Under `Rule.ATTRIBUTE`, `least` speaks of `group`, and `most` of those in the group but not in
    the cell, who are none. Under `Rule.LAST`, `most` says how many are in `group`, and `least` is
    of the cell once that is known: where the bound is reached, the last one must be in the cell.
    """

    rule: Rule
    cell: Cell
    group: Cell | None
    least: Bound
    most: Bound

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The few published figures that together reveal it."""
        return tuple(dict.fromkeys((*self.least.figures, *self.most.figures)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be worked out about one cell.

    `witnesses` are places in `Verdicts.worlds` that together show the cell to be safe; `proof`
    stands where it is disclosed.
    """

    rule: Rule
    cell: Cell
    group: Cell | None
    outcome: Outcome
    witnesses: tuple[int, ...] = ()
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """An audit's answer: a verdict for each cell and rule that closed forms did not exclude.

    `worlds` are vectors of whole numbers over the unknowns of `polytope`. `stopped` says
    that somebody stopped it, or that its seconds were over.
    """

    verdicts: tuple[Verdict, ...]
    worlds: "tuple[Integers, ...]"
    polytope: "Polytope"
    seconds: float
    stopped: bool = False

    @property
    def safe(self) -> bool:
        """Whether nothing is disclosed and nothing undecided."""
        return not self.findings

    @property
    def findings(self) -> Sequence[Verdict]:
        """What is disclosed or undecided, in the order of the tables."""
        return [one for one in self.verdicts if one.outcome is not Outcome.SAFE]
