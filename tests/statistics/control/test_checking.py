"""Neither the solver nor a walk is believed: worlds are checked whole, proofs in fractions."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from confide.statistics.control import proofs
from confide.statistics.control.audit import audit
from confide.statistics.control.polytope import worlds
from confide.statistics.control.search import Found
from confide.statistics.control.tables import Group, Release, Table
from confide.statistics.control.targets import targets
from confide.statistics.control.walk import Walker
from tests.statistics.control.making import releases

pytestmark = pytest.mark.clause("STAT-2")

TABLE = Table("T", ("kind",), ((Group.of("a"), Group.of("b")),), (15, 25, 40))
TOLD = [Release("1", (TABLE,))]


@pytest.mark.parametrize("point", [[0, 0], [15, 29], [12.4, 25.0], [-1, 41], [18, 25]])
def test_what_is_no_world_does_not_count_as_one(point: list[float]) -> None:
    polytope = worlds(TOLD)
    found = Found(polytope, targets(polytope, TOLD), 5, 5)
    assert not found.add(np.array(point))
    assert found.worlds == []
    assert found.add(np.array([15, 25]))


def test_a_walk_arrives_at_a_world_or_nowhere() -> None:
    polytope = worlds(TOLD)
    arrived = Walker(polytope).walk(np.array([15, 25]), [(np.array([0]), 17, 17)])
    assert arrived is not None
    assert polytope.holds(arrived)
    assert Walker(polytope).walk(np.array([15, 25]), [(np.array([0]), 18, 99)]) is None


@pytest.mark.parametrize("seed", range(10))
def test_no_multipliers_whatever_prove_what_is_not_so(seed: int) -> None:
    released, codebook = releases(seed)
    verdicts, random = audit(released, codebook=codebook), np.random.default_rng(seed)
    for verdict in verdicts.verdicts[:10]:
        columns = verdicts.polytope.cells(dict(verdict.cell.codes))
        counts = [int(world[columns].sum()) for world in verdicts.worlds]
        multipliers = random.choice([-1, 0, 0, 0.5, 1], len(verdicts.polytope.rows))
        assert proofs.at_least(verdicts.polytope, columns, multipliers).value <= min(counts)
        assert proofs.at_most(verdicts.polytope, columns, multipliers).value >= max(counts)


def test_a_proof_that_says_more_than_its_figures_is_found_out() -> None:
    exact = replace(TABLE, published=(3, 37, 40), base=1)
    proof = next(one.proof for one in audit([Release("1", (exact,))]).findings if one.proof)
    polytope = worlds([Release("1", (exact,))])
    columns = polytope.cells(dict(proof.cell.codes))
    assert proofs.holds(polytope, columns, proof.least, least=True)
    too_much = replace(proof.least, value=proof.least.value + 1)
    assert not proofs.holds(polytope, columns, too_much, least=True)
    nothing = replace(proof.least, multipliers=((0, Fraction(0)),))
    assert not proofs.holds(polytope, columns, nothing, least=True)
