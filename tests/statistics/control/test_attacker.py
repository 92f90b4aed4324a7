"""Whoever tries every world never pins down what the audit passed, and does what it refused."""

import pytest

from confide.statistics.control import proofs
from confide.statistics.control.audit import audit
from confide.statistics.control.tables import Release
from confide.statistics.control.verdicts import Outcome, Rule, Verdict, Verdicts
from tests.statistics.control.attacker import Attacker
from tests.statistics.control.making import Codebook, complete_releases, releases

pytestmark = pytest.mark.clause("STAT-2")

FEW, MANY = range(40), range(40, 3_000)


def check(seed: int, made: tuple[list[Release], Codebook] | None = None) -> int:
    """Hold an audit of these, or of random releases, against the attacker; say how many worlds."""
    released, codebook = made or releases(seed)
    if not released:
        return 0
    least, known = (2, 3, 5)[seed % 3], (0, 1, 5)[seed // 3 % 3]
    try:
        attacker = Attacker(released, codebook)
    except OverflowError:
        return 0
    verdicts = audit(released, least, known=known, codebook=codebook)
    for verdict in verdicts.verdicts:
        pinned = pins(attacker, verdict, least, known)
        assert pinned is (verdict.outcome is not Outcome.SAFE), (seed, verdict)
    recheck(verdicts, least, known)
    return len(attacker.worlds)


def pins(attacker: Attacker, verdict: Verdict, least: int, known: int) -> bool:
    """Whether the attacker, knowing any number up to `known`, is sure of what nobody may be."""
    counts = attacker.counts(dict(verdict.cell.codes))
    if verdict.group is not None:
        cell, within = dict(verdict.cell.codes), dict(verdict.group.codes)
        group = attacker.counts(within)
        outsider = bool(((group == counts) & (group >= 1)).all())
        insider = known > 0 and attacker.is_shown(within)
        insider = insider and attacker.knows_the_last(cell, within, known)
        return outsider or insider
    return any(
        ((counts - theirs >= 1) & (counts - theirs < least)).all() for theirs in range(known + 1)
    )


def recheck(verdicts: Verdicts, least: int, known: int) -> None:
    """Witnesses in whole numbers and proofs in fractions, by what the audit left behind."""
    polytope = verdicts.polytope
    assert all(polytope.holds(world) for world in verdicts.worlds)
    for verdict in verdicts.verdicts:
        columns = polytope.cells(dict(verdict.cell.codes))
        if verdict.outcome is Outcome.SAFE and verdict.rule is Rule.KNOWING:
            seen = [int(verdicts.worlds[one][columns].sum()) for one in verdict.witnesses]
            assert min(seen) == 0 or max(seen) >= min(known + 1, min(seen)) + least - 1
        if verdict.proof:
            told, about, others = polytope, columns, columns
            if verdict.group:
                group = polytope.cells(dict(verdict.group.codes))
                about = group
                others = polytope.cells(polytope.without(verdict.group, verdict.cell))
                if verdict.rule is Rule.LAST:
                    told, about = polytope.knowing(group, verdict.proof.most.value), columns
                    others = group
            assert proofs.holds(told, about, verdict.proof.least, least=True)
            assert proofs.holds(told, others, verdict.proof.most, least=False)
            assert verdict.rule is not Rule.LAST or verdict.proof.least.value >= 1


@pytest.mark.parametrize("seed", FEW)
def test_the_attacker_pins_down_what_is_refused_and_nothing_else(seed: int) -> None:
    check(seed)


@pytest.mark.slow
def test_the_attacker_pins_down_what_is_refused_in_thousands_of_releases() -> None:
    worlds = [check(seed) for seed in MANY]
    assert sum(some > 0 for some in worlds) > len(MANY) // 2


@pytest.mark.parametrize("seed", range(3_000, 3_020))
def test_what_is_disclosed_stays_disclosed_when_more_is_published(seed: int) -> None:
    released, codebook = releases(seed)
    before: set[tuple[object, ...]] = set()
    for upto in range(1, len(released) + 1):
        after = _findings(released[:upto], codebook)
        assert before <= after | _unasked(before, released[:upto], codebook)
        before = after


@pytest.mark.parametrize("seed", range(25))
def test_codes_that_a_complete_table_leaves_out_are_nobodys_to_the_attacker_too(seed: int) -> None:
    check(seed, complete_releases(seed))


@pytest.mark.parametrize("seed", range(40))
def test_what_is_disclosed_stays_disclosed_when_another_table_names_further_codes(
    seed: int,
) -> None:
    released, codebook = complete_releases(seed)
    when = {"when": codebook["when"]}
    for upto in range(1, len(released)):
        later = audit(released[: upto + 1], codebook=when)
        try:
            attacker = Attacker(released[: upto + 1], codebook)
        except OverflowError:
            continue
        told = {_counts(attacker, one) for one in later.findings}
        asked = {_counts(attacker, one) for one in later.verdicts}
        before = {_counts(attacker, one) for one in audit(released[:upto], codebook=when).findings}
        assert before & asked <= told
        assert before <= asked


def _counts(attacker: Attacker, verdict: Verdict) -> tuple[bool, bytes, bytes]:
    """A question by whom it is about, in every world: the same people may have two names."""
    group = attacker.counts(dict(verdict.group.codes)).tobytes() if verdict.group else b""
    cell = attacker.counts(dict(verdict.cell.codes)).tobytes()
    return (verdict.group is not None, cell, group)


def _findings(released: list[Release], codebook: Codebook) -> set[tuple[object, ...]]:
    verdicts = audit(released, codebook=codebook)
    return {_key(one) for one in verdicts.findings}


def _unasked(
    before: set[tuple[object, ...]], released: list[Release], codebook: Codebook
) -> set[tuple[object, ...]]:
    """Nothing that was asked about is ever asked about no more, save rests of a finer grain."""
    asked = {_key(one) for one in audit(released, codebook=codebook).verdicts}
    return {one for one in before if one not in asked}


def _key(verdict: Verdict) -> tuple[object, ...]:
    group = verdict.group.codes if verdict.group else None
    return (group is not None, verdict.cell.codes, group)
