"""The register of clauses is whole, and says what is kept in words of its own."""

import re
from pathlib import Path
from pkgutil import resolve_name

import pytest

from confide.policy.clauses import CLAUSES, GROUPS, Clause

KEPT = {
    "CONF-1", "CONF-2", "CONF-3", "CONF-4", "CONF-5",
    "BRCH-1", "BRCH-2", "BRCH-3", "BRCH-4", "BRCH-5",
    "ELIG-1", "ELIG-2", "ELIG-3",
    "RECD-1", "RECD-2", "RECD-3", "RECD-4", "RECD-5", "RECD-6", "RECD-7",
    "STAT-1", "STAT-2",
    "HOUR-1", "HOUR-2", "HOUR-3",
}  # fmt: skip
COUNTS = {"CONF": 5, "BRCH": 5, "ELIG": 3, "RECD": 7, "STAT": 2, "HOUR": 3}
SOURCES = Path(__file__).parents[2] / "confide" / "policy"


def test_every_clause_is_there_in_order() -> None:
    expected = [f"{group}-{n}" for group in COUNTS for n in range(1, COUNTS[group] + 1)]
    assert list(CLAUSES) == expected
    assert set(GROUPS) == set(COUNTS)


def test_what_is_kept_and_what_is_coming() -> None:
    assert {clause.id for clause in CLAUSES.values() if clause.kept} == KEPT


@pytest.mark.parametrize("clause", CLAUSES.values(), ids=CLAUSES)
def test_a_clause_has_all_its_words_and_existing_rules(clause: Clause) -> None:
    assert clause.heading and clause.obliges.endswith(".") and clause.kept_by.endswith(".")
    assert clause.group in GROUPS.values()
    assert all(callable(resolve_name(rule)) for rule in clause.rules)
    assert clause.rules or not clause.kept


def test_every_clause_that_a_rule_cites_exists() -> None:
    cited = {
        clause
        for path in SOURCES.glob("*.py")
        for clause in re.findall(r'"([A-Z]{4}-\d+)"', path.read_text("utf-8"))
    }
    assert cited <= set(CLAUSES)
