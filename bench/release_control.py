"""`python -m bench.release_control`: what an audit of releases costs; --write puts it into docs.

Each row is measured in a process of its own, so that its memory is its own. The people are made up
and seeded: colleges and categories of very different size, as in a real service.
"""

import argparse
import os
import platform
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, process_time, strftime

import numpy as np

from confide.statistics.control.audit import audit
from confide.statistics.control.repair import NothingSuffices, repair
from confide.statistics.control.tables import Group, Release, Table, rounded

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "release-control.md"
SIZES = {"college": 31, "category": 12, "quarter": 4, "level": 3}
ROUNDED = ("college", "category", "quarter", "level")
SECONDS = 900.0


@dataclass(frozen=True, slots=True)
class Size:
    """One table with all of its margins: how many dimensions, how many people, who knows whom."""

    dims: int
    people: int
    known: int


FULL = [Size(2, 600, 5)] + [
    Size(dims, people, known) for dims in (3, 4) for people in (600, 5_000) for known in (0, 5)
]
TINY = [Size(2, 600, 5)]


def main() -> int:
    """Measure every size, print the table and, with --write, keep it."""
    parser = argparse.ArgumentParser(prog="python -m bench.release_control", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/release-control.md anew")
    parser.add_argument("--tiny", action="store_true", help="one table, to see that it runs")
    parser.add_argument("--one", nargs=3, type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(measured(Size(*asked.one)))
        return 0
    before = os.getloadavg()[0]
    lines = [_apart(size) for size in (TINY if asked.tiny else FULL)]
    section = _section(lines, before)
    print(section)
    if asked.write:
        head = DOCUMENT.read_text(encoding="utf-8").split("## Measured", 1)[0]
        DOCUMENT.write_text(head + section, encoding="utf-8")
    return 0


def _apart(size: Size) -> str:
    words = [str(number) for number in (size.dims, size.people, size.known)]
    command = [sys.executable, "-m", "bench.release_control", "--one", *words]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    line = said.strip().splitlines()[-1]
    print(line, file=sys.stderr, flush=True)
    return line


def measured(size: Size) -> str:
    """One line of the table: an audit, then a repair, of one table of made-up people."""
    release = Release("1", (made_up(ROUNDED[: size.dims], size.people),))
    began, worked = monotonic(), process_time()
    verdicts = audit([release], seconds=SECONDS, known=size.known)
    took, cpu = monotonic() - began, process_time() - worked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    undecided = sum(one.proof is None for one in verdicts.findings)
    blank = "–"
    if size.dims < 4:
        began = monotonic()
        try:
            repaired, _ = repair([], release, seconds=SECONDS, known=size.known)
            empty = sum(entry is None for entry in repaired.tables[0].published)
            blank = f"{empty} in {monotonic() - began:.1f} s"
        except NothingSuffices:
            blank = "none suffice"
    shape = " × ".join(str(SIZES[dim]) for dim in ROUNDED[: size.dims])
    return (
        f"| {shape} | {size.people:,} | {size.known} | {len(verdicts.polytope.figures):,} | "
        f"{len(verdicts.verdicts):,} | {took:.1f} s ({cpu:.1f} s) | "
        f"{len(verdicts.findings) - undecided} / {undecided} | {blank} | {memory:.0f} MB |"
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


def _section(lines: Sequence[str], before: float) -> str:
    load = f"{before:.1f} and {os.getloadavg()[0]:.1f}, of {os.cpu_count()}"
    return "\n".join(
        [
            "## Measured",
            "",
            f"`python -m bench.release_control`, {strftime('%-d %B %Y')}. "
            f"Python {platform.python_version()}. Load before and after: {load}.",
            "",
            "| table, all margins | people | known | figures | questions | audit (processor) "
            "| disclosed / undecided | blanks that mend it | memory |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
            *lines,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
