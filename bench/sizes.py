"""How much there is of what, and how often it is timed."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Sizes:
    """A full run unless said otherwise."""

    cases: int = 1000
    contacts: int = 10_000
    in_one_case: int = 20
    entries: int = 100_000
    file_bytes: int = 1_000_000
    filed_every: int = 4
    filed_bytes: int = 3000
    twins: bool = True
    destroyed: int = 1000
    coded: int = 100_000
    runs: int = 40
    slow_runs: int = 9
    verify_runs: int = 3


# So many that what tells less than the bound is told from what does not.
PAIRS = 20_000
TINY_PAIRS = 20

FULL = Sizes()
# Enough that every page shows every kind of line, and every step is taken.
TINY = Sizes(
    cases=12,
    contacts=60,
    in_one_case=20,
    entries=300,
    file_bytes=10_000,
    runs=2,
    slow_runs=2,
    verify_runs=1,
    coded=2000,
)
# For backups: every case has an attachment, and no plain twin lies in the copies.
KEPT = Sizes(cases=10_000, contacts=20_000, filed_every=1, filed_bytes=50_000, twins=False)
TINY_KEPT = replace(KEPT, cases=12, contacts=60, destroyed=4)


def kept(cases: int) -> Sizes:
    """So many cases to be backed up, of which a tenth is destroyed."""
    return replace(KEPT, cases=cases, contacts=2 * cases, destroyed=cases // 10)
