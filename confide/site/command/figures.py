"""`confide figures audit`: what tables that were made elsewhere give away together. (STAT-2)"""

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from confide.site.command.figures_reading import Described, described
from confide.site.command.trouble import Trouble
from confide.statistics.control.explain import explain
from confide.statistics.control.tables import misfits

if TYPE_CHECKING:
    from confide.statistics.control.verdicts import Verdict, Verdicts

REFUSED = 3
SHOWN = 20
FEWEST = 2


def run(arguments: Namespace) -> int:
    """Audit all of the files together. Answers 0 if nothing is given away, 3 if something is."""
    if arguments.fewest < FEWEST or arguments.known < 0:
        raise Trouble(f"--fewest is {FEWEST} or more, and --known is 0 or more.")
    files = [described(path) for path in arguments.files]
    _add_up(files)
    verdicts = _audited(files, arguments)
    for finding in verdicts.findings[:SHOWN]:
        _tell(finding)
    if len(verdicts.findings) > SHOWN:
        print(f"… and {len(verdicts.findings) - SHOWN:,} more.")
    return _conclude(files, verdicts)


def _add_up(files: list[Described]) -> None:
    wrong = [
        f"{one.release.name}, {table.name}: {line}"
        for one in files
        for table in one.release.tables
        for line in misfits(table)
    ]
    if wrong:
        raise Trouble("The tables do not add up.\n  " + "\n  ".join(wrong[:SHOWN]))


def _audited(files: list[Described], arguments: Namespace) -> "Verdicts":
    from confide.statistics.control.audit import audit
    from confide.statistics.control.polytope import Contradiction

    codebook: dict[str, frozenset[str]] = {}
    for one in files:
        for dim, codes in one.codebook.items():
            codebook[dim] = codebook.get(dim, frozenset()) | codes
    try:
        return audit(
            [one.release for one in files],
            arguments.fewest,
            arguments.seconds,
            known=arguments.known,
            codebook=codebook,
            progress=_progress if sys.stderr.isatty() else None,
        )
    except Contradiction as contradiction:
        raise Trouble(
            f"Taken together, {contradiction}. Look for a period that was counted anew, a table "
            "of other people, or rounding that is not what rounded_to says."
        ) from None


def _progress(done: int, of: int) -> bool:
    print(f"\r{done:,} of {of:,} questions settled", end="", file=sys.stderr)
    return True


def _tell(finding: "Verdict") -> None:
    if finding.proof is None:
        print(f"UNDECIDED  “{finding.cell.label}” could not be shown to be safe in the time.")
        return
    first, *others = explain(finding.proof)
    print(f"DISCLOSED  {first.say()}")
    for line in others:
        print(f"           {line.say()}")


def _conclude(files: list[Described], verdicts: "Verdicts") -> int:
    tables = sum(len(one.release.tables) for one in files)
    asked = f"Tables: {tables:,}, figures: {len(verdicts.polytope.figures):,}, "
    print(f"{asked}questions: {len(verdicts.verdicts):,}, seconds: {verdicts.seconds:.1f}.")
    if verdicts.safe:
        print("SAFE: nothing about 1 to 4 people is certain. What is likely is another question.")
        return 0
    disclosed = sum(one.proof is not None for one in verdicts.findings)
    undecided = len(verdicts.findings) - disclosed
    print(f"REFUSED: {disclosed:,} disclosed, {undecided:,} undecided, which counts as disclosed.")
    return REFUSED
