"""`python -m bench.release_control`: what an audit of releases costs; --write puts it into docs.

Each row is measured in a process of its own, so that its memory is its own. The people are made up
and seeded: colleges and categories of very different size, as in a real service.
"""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import strftime

from bench import auditing

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "release-control.md"
MANY_YEARS, WHOLE_YEARS, RELEASES = 100, 10, 10_000
# The slow test tries those before.
FIRST_SEED = 3_000


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the document: its name, its columns, and what measures each line."""

    name: str
    heads: Sequence[str]
    lines: Sequence[Callable[[], str]]


AUDITED = ("unknowns", "figures", "questions", "audit (processor)", "disclosed / undecided")
TABLES = ("table, all margins", "people", "known", *AUDITED, "blanks that mend it", "memory")
YEAR = ("tables", "known", *AUDITED, "memory")
BASELINE = ("table", "people", "cells", "audit (processor)", "each anew", "going on", "times")
YEARS = ("of", "years", "gates", "median", "nine in ten within", "worst", "blank", "memory")
ENUMERATIONS = ("releases", "enumerated", "worlds", "differences", "processor")


def parts(seconds: int) -> dict[str, Part]:
    """Everything that is measured; what goes on for as long as it is let takes so many seconds."""
    sizes = [(dims, people) for dims in (2, 3) for people in (600, 5_000)]
    tables = [partial(auditing.table, *size, known) for size in sizes for known in (0, 5)]
    four = [partial(auditing.table, 4, people, 5) for people in (600, 5_000)]
    year = [partial(auditing.year, 1, known) for known in (0, 5)]
    baseline = [partial(auditing.two_programs, 3, people, 25) for people in (600, 5_000)]
    years = [
        partial(auditing.years, MANY_YEARS, seconds, large=False),
        partial(auditing.years, WHOLE_YEARS, seconds, large=True),
    ]
    enumerations = [partial(auditing.enumerations, FIRST_SEED, RELEASES, seconds)]
    return {
        "tables": Part("one table", TABLES, tables),
        "four": Part("four dimensions", TABLES, four),
        "year": Part("a year's tables at once", YEAR, year),
        "baseline": Part("beside two programs a cell", BASELINE, baseline),
        "years": Part("years of releases", YEARS, years),
        "enumerations": Part("beside whoever tries every world", ENUMERATIONS, enumerations),
    }


def main() -> int:
    """Measure what was asked for, print the tables and, with --write, keep them."""
    parser = argparse.ArgumentParser(prog="python -m bench.release_control", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=parts(0), help="some of the tables")
    parser.add_argument("--write", action="store_true", help="write docs/release-control.md anew")
    parser.add_argument("--seconds", type=int, default=600, help="for what has no end of its own")
    parser.add_argument("--line", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    every = parts(asked.seconds)
    names = asked.only or [*every]
    if asked.line is not None:
        print(every[names[0]].lines[asked.line]())
        return 0
    for name in names:
        before = os.getloadavg()[0]
        lines = [_apart(name, place, asked.seconds) for place in range(len(every[name].lines))]
        section = _section(name, every[name], lines, before)
        print(section)
        if asked.write:
            write(f"Measured: {every[name].name}", section)
    return 0


def write(heading: str, section: str, document: Path = DOCUMENT) -> None:
    """Put a section in its place, or at the end, and leave the others as they are."""
    head, *old = document.read_text(encoding="utf-8").split("\n## ")
    sections = {one.partition("\n")[0]: one.strip() for one in old}
    sections[heading] = f"{heading}\n\n{section.strip()}"
    ordered = [f"## {one}" for one in sections.values()]
    document.write_text("\n\n".join([head.strip(), *ordered]) + "\n", encoding="utf-8")


def _apart(name: str, place: int, seconds: int) -> str:
    words = ["--only", name, "--line", str(place), "--seconds", str(seconds)]
    command = [sys.executable, "-m", "bench.release_control", *words]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    line = said.strip().splitlines()[-1]
    print(line, file=sys.stderr, flush=True)
    return line


def _section(name: str, part: Part, lines: Sequence[str], before: float) -> str:
    load = f"{before:.1f} and {os.getloadavg()[0]:.1f}, of {os.cpu_count()}"
    return "\n".join(
        [
            f"`python -m bench.release_control --only {name}`, {strftime('%-d %B %Y')}. "
            f"Python {platform.python_version()}. Load before and after: {load}.",
            "",
            f"| {' | '.join(part.heads)} |",
            f"| {' | '.join('---' for _ in part.heads)} |",
            *lines,
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
