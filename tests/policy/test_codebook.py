"""The codebook and the tables of a union's file. (STAT-1, STAT-2)"""

from pathlib import Path

import pytest

import confide
from confide.policy import terms
from confide.policy.codebook import DIMENSIONS

SHIPPED = (Path(confide.__file__).parent / "site" / "policy.toml").read_text(encoding="utf-8")
TABLE = """
[[tables]]
key = "another"
title = "Another"
counts = "{counts}"
every = "year"
by = {by}
"""


def faults(counts: str, by: str) -> str:
    try:
        terms.parse(SHIPPED + TABLE.format(counts=counts, by=by))
    except terms.TermsError as error:
        return error.message
    return ""


@pytest.mark.clause("STAT-1")
def test_nothing_about_gender_is_in_the_codebook() -> None:
    assert not [name for name in DIMENSIONS if "gender" in name or "woman" in name]
    assert "gender" in faults("opened", '["gender"]')


@pytest.mark.clause("STAT-2")
@pytest.mark.parametrize(
    ("counts", "by", "wrong"),
    [
        ("opened", '["level"]', ""),
        ("resolved", '["outcome", "level", "heard"]', ""),
        ("opened", '["outcome"]', "asks how new cases ended"),
        ("opened", "[]", "has 0 dimensions"),
        ("opened", '["level", "level"]', "names a dimension twice"),
        ("opened", '["level", "heard", "college", "category"]', "has 4 dimensions"),
        ("seen", '["level"]', 'is "seen"'),
    ],
)
def test_a_table_has_one_to_three_dimensions_that_are_counted(
    counts: str, by: str, wrong: str
) -> None:
    assert wrong in faults(counts, by) and bool(wrong) == bool(faults(counts, by))


@pytest.mark.clause("STAT-1")
@pytest.mark.parametrize("taken", ["not-said", "not-known"])
def test_what_no_answer_is_called_is_not_the_unions_to_use(taken: str) -> None:
    changed = SHIPPED.replace('home = "Home"', f'{taken} = "Home"')
    with pytest.raises(terms.TermsError, match="that one means no answer"):
        terms.parse(changed)


def test_a_union_without_tables_releases_nothing() -> None:
    assert terms.parse(SHIPPED.partition("[figures]")[0]).figures.shapes == ()
