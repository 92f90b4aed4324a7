"""What an audit of releases is measured by: tables of made-up people, and whole years of them."""

from collections.abc import Callable, Sequence
from resource import RUSAGE_SELF, getrusage
from statistics import median, quantiles
from time import monotonic, process_time

import numpy as np

from bench.timing import in_words
from confide.statistics.control.audit import audit
from confide.statistics.control.polytope import Integers, worlds
from confide.statistics.control.repair import NothingSuffices, repair
from confide.statistics.control.solver import Solver
from confide.statistics.control.tables import Group, Release, Table, rounded
from confide.statistics.control.targets import targets
from confide.statistics.control.verdicts import Verdicts
from tests.statistics.control.test_attacker import check
from tests.statistics.control.years import cases, large_releases, small_releases

SIZES = {"college": 31, "category": 12, "quarter": 4, "level": 3}
SECONDS = 900.0
MOST_DIMENSIONS_MENDED = 3


def table(dims: int, people: int, known: int) -> str:
    """An audit, then a repair, of one table of made-up people with all of its totals."""
    release = Release("1", (made_up([*SIZES][:dims], people),))
    verdicts, took = _timed(lambda: audit([release], seconds=SECONDS, known=known))
    memory = _memory()
    blank = _mended(release, known) if dims <= MOST_DIMENSIONS_MENDED else "–"
    return _line(
        _shape(dims), people, known, *_figures(verdicts), took, *_found(verdicts), blank, memory
    )


def year(seed: int, known: int) -> str:
    """All tables of a year of 600 people at once, before anything was blanked."""
    people = cases(2026, seed)
    releases = [*small_releases(2026, people), *large_releases(2026, people)]
    tables = sum(len(release.tables) for release in releases)
    verdicts, took = _timed(lambda: audit(releases, seconds=SECONDS, known=known))
    return _line(f"{tables} tables", known, *_figures(verdicts), took, *_found(verdicts), _memory())


def two_programs(dims: int, people: int, sample: int) -> str:
    """The same table asked cell by cell: its least and its greatest count, each its own program."""
    release = Release("1", (made_up([*SIZES][:dims], people),))
    polytope = worlds([release])
    asked = targets(polytope, [release])
    began = process_time()
    _, took = _timed(lambda: audit([release], seconds=SECONDS))
    audited = process_time() - began
    chosen = np.random.default_rng(0).choice(len(asked.cells), sample, replace=False).tolist()
    rows = [asked.sums.row(place) for place in chosen]
    solver = Solver(polytope)
    _ends(solver, rows[:1])
    warm = _ends(solver, rows) / sample
    cold = sum(_ends(Solver(polytope), [row]) for row in rows) / sample
    cells = len(asked.cells)
    return _line(
        _shape(dims),
        people,
        cells,
        took,
        f"{cold * cells:.0f} s",
        f"{warm * cells:.0f} s",
        f"{cold * cells / audited:.0f} / {warm * cells / audited:.0f}",
    )


def years(number: int, seconds: int, *, large: bool) -> str:
    """Years of releases repaired one after the other, as many as the processor's time allows."""
    until, gates, hidden = process_time() + seconds, list[float](), list[float]()
    for seed in range(1, number + 1):
        if process_time() > until:
            break
        out: list[Release] = []
        people = cases(2026, seed)
        for new in [
            *small_releases(2026, people),
            *(large_releases(2026, people) if large else ()),
        ]:
            began = process_time()
            repaired, verdicts = repair(out, new, seconds=SECONDS)
            gates.append(process_time() - began)
            assert verdicts.safe
            assert all(verdicts.polytope.holds(world) for world in verdicts.worlds)
            out.append(repaired)
        hidden.append(_hidden(out))
    tenths = quantiles(gates, n=10)
    what = "quarters, halves and the year" if large else "quarters and halves"
    blank = f"{median(hidden):.1%} ({min(hidden):.1%} to {max(hidden):.1%})"
    times = (in_words(one) for one in (median(gates), tenths[-1], max(gates)))
    return _line(what, len(hidden), len(gates), *times, blank, _memory())


def enumerations(first: int, number: int, seconds: int) -> str:
    """Random releases held against the attacker who tries every world, as many as there is time."""
    until, tried = process_time() + seconds, list[int]()
    for seed in range(first, first + number):
        if process_time() > until:
            break
        tried.append(check(seed))
    enumerated = sum(some > 0 for some in tried)
    return _line(
        f"{len(tried):,}", f"{enumerated:,}", f"{sum(tried):,}", "0", in_words(process_time())
    )


def made_up(dims: Sequence[str], people: int) -> Table:
    """A rounded table of seeded people, with all of its totals."""
    random = np.random.default_rng(1)
    shape = [SIZES[dim] for dim in dims]
    chosen = [
        random.choice(size, size=people, p=random.dirichlet(np.full(size, 1.5))) for size in shape
    ]
    counts = np.zeros(shape, np.int64)
    np.add.at(counts, tuple(chosen), 1)
    for axis in range(len(dims)):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    groups = [[Group.of(f"{dim} {place}") for place in range(SIZES[dim])] for dim in dims]
    return rounded("made up", dims, groups, counts.ravel().tolist())


def _ends(solver: Solver, rows: Sequence[Integers]) -> float:
    """What it takes the processor to find the least and the greatest count of some cells."""
    began = process_time()
    for columns in rows:
        for sign in (1, -1):
            cost = np.zeros(solver.polytope.unknowns)
            cost[columns] = sign
            solver.lowest(cost, SECONDS)
    return process_time() - began


def _mended(release: Release, known: int) -> str:
    began = process_time()
    try:
        repaired, _ = repair([], release, seconds=SECONDS, known=known)
    except NothingSuffices:
        return "none suffice"
    blanks = sum(entry is None for one in repaired.tables for entry in one.published)
    return f"{blanks} in {in_words(process_time() - began)}"


def _timed(do: Callable[[], Verdicts]) -> tuple[Verdicts, str]:
    """What was found, and how long it took: by the clock, and in brackets by the processor."""
    began, worked = monotonic(), process_time()
    verdicts = do()
    took, worked = monotonic() - began, process_time() - worked
    return verdicts, f"{in_words(took)} ({in_words(worked)})"


def _figures(verdicts: Verdicts) -> tuple[int, int, int]:
    polytope = verdicts.polytope
    return polytope.unknowns, len(polytope.figures), len(verdicts.verdicts)


def _found(verdicts: Verdicts) -> tuple[str]:
    undecided = sum(one.proof is None for one in verdicts.findings)
    return (f"{len(verdicts.findings) - undecided} / {undecided}",)


def _hidden(releases: Sequence[Release]) -> float:
    entries = [entry for one in releases for table in one.tables for entry in table.published]
    return sum(entry is None for entry in entries) / len(entries)


def _shape(dims: int) -> str:
    return " × ".join(str(size) for size in [*SIZES.values()][:dims])


def _memory() -> str:
    return f"{getrusage(RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def _line(*values: object) -> str:
    said = (f"{value:,}" if isinstance(value, int) else str(value) for value in values)
    return f"| {' | '.join(said)} |"
