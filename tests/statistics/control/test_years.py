"""Years of releases pass one after the other, and useful tables are left. (STAT-2)"""

from collections.abc import Iterable
from pathlib import Path

import pytest

from confide.statistics.control.audit import audit
from confide.statistics.control.repair import repair
from confide.statistics.control.tables import Release, concerning
from tests.statistics.control.lasts import lasts
from tests.statistics.control.years import cases, large_releases, small_releases

pytestmark = pytest.mark.clause("STAT-2")

ROOT = Path(__file__).resolve().parents[3]
SAYING_SO = (
    "docs/release-control.md",
    "docs/decisions/0020-the-last-of-a-few.md",
)


def published(planned: Iterable[Release]) -> list[Release]:
    """Each planned release as it may leave after all before it."""
    out: list[Release] = []
    for new in planned:
        repaired, verdicts = repair(out, new, seconds=1_800)
        assert verdicts.safe
        out.append(repaired)
    return out


def hidden(releases: Iterable[Release]) -> float:
    """The share of entries that are blank."""
    entries = [entry for one in releases for table in one.tables for entry in table.published]
    return sum(entry is None for entry in entries) / len(entries)


def test_a_year_of_quarters_and_halves_passes_with_most_of_it_told() -> None:
    people = cases(2026, seed=1)
    planned = list(small_releases(2026, people))
    assert not all(audit(planned[: upto + 1]).safe for upto in range(len(planned)))
    out = published(planned)
    assert hidden(out) < 0.08
    assert audit(out).safe


def test_where_quarters_tell_too_much_of_a_few_the_half_leaves_without_their_number() -> None:
    out = published(small_releases(2026, cases(2026, seed=2)))
    [half] = next(one for one in out if one.name == "2026 H1").tables
    *_, few, _ = half.published[half.shape[-1] - 1 :: half.shape[-1]]
    assert few is None


def test_another_years_people_are_other_people() -> None:
    first = list(small_releases(2026, cases(2026, seed=1)))
    second = list(small_releases(2027, cases(2027, seed=1)))
    assert concerning(first, second[0]) == []
    assert concerning(first[:2], first[2]) == first[:2]
    # Of other quarters, but a half has people in common with both.
    assert concerning(first[:1], first[1]) == []


def test_as_many_are_the_last_of_a_large_group_as_is_said() -> None:
    certain, everybody = lasts((2026, 2027, 2028), seed=1)
    assert (certain, everybody) == (10_374, 46_754)
    for name in SAYING_SO:
        said = " ".join((ROOT / name).read_text(encoding="utf-8").split())
        assert f"{100 * certain / everybody:.0f} in 100 " in said, name


@pytest.mark.slow
def test_three_years_of_releases_pass_with_most_of_it_told() -> None:
    planned: list[Release] = []
    for year in (2026, 2027, 2028):
        people = cases(year, seed=1)
        planned += [*small_releases(year, people), *large_releases(year, people)]
    # Of which 0.055 are parts of groups of few, as every table of ours leaves them.
    assert hidden(published(planned)) < 0.09
