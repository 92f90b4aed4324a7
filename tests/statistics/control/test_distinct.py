"""What is published twice is looked at once, by its tightest bounds; proofs say whose. (STAT-2)"""

import pytest

from confide.statistics.control.audit import audit
from confide.statistics.control.distinct import distinct
from confide.statistics.control.polytope import worlds
from confide.statistics.control.tables import Group, Release, Span, Table
from confide.statistics.control.verdicts import Rule

pytestmark = pytest.mark.clause("STAT-2")

GROUPS = ((Group.of("Advice"), Group.of("Fees")),)


def one(name: str, *published: int | Span | None) -> Release:
    """A release of one table of two categories and their total."""
    return Release(name, (Table("cases", ("category",), GROUPS, published),))


def test_each_sum_stands_once_with_the_tightest_bounds_that_any_figure_gives_it() -> None:
    polytope = worlds([one("first", 5, 10, 15), one("second", Span(1, 4), None, Span(14, 20))])
    sums = distinct(polytope)
    found = {
        tuple(sums.rows.row(place).tolist()): (int(sums.low[place]), int(sums.high[place]))
        for place in range(len(sums))
    }
    assert found == {(0,): (3, 4), (1,): (8, 12), (0, 1): (14, 17)}


def test_a_figure_that_says_nothing_bounds_nothing() -> None:
    assert len(distinct(worlds([one("first", None, None, None)]))) == 0


def test_a_proof_names_the_figures_whose_bounds_it_takes() -> None:
    verdicts = audit([one("first", 5, 10, 15), one("second", Span(1, 4), None, None)])
    advice = next(finding for finding in verdicts.findings if finding.cell.label == "Advice")
    assert advice.proof is not None
    assert advice.rule is Rule.EXISTENCE
    assert [(figure.release, figure.low) for figure in advice.proof.least.figures] == [("first", 3)]
    assert [(figure.release, figure.high) for figure in advice.proof.most.figures] == [
        ("second", 4)
    ]
