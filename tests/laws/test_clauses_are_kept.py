"""Law: every kept clause has a rule and a test, and nothing cites a clause that does not exist."""

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Protocol

import pytest

from tests.laws.marks import marked
from tests.laws.reading import ROOT, obeyed

CITED = re.compile(r"\b(?:CONF|BRCH|ELIG|RECD|STAT|HOUR)-\d+\b")
READ = {".py", ".html", ".toml", ".md", ".typ", ".txt", ".js"}
FOLDERS = ("confide", "tests", "docs", "tools", "README.md", "SECURITY.md", "CONTRIBUTING.md")


class Clause(Protocol):
    """What the law asks of a clause of the register."""

    rules: Sequence[str]
    kept: bool


def unkept(clauses: Mapping[str, Clause], tests: Mapping[str, Sequence[str]]) -> list[str]:
    """Every kept clause without a rule that exists, or without a test that runs."""
    found = []
    for name, clause in clauses.items():
        found += [f"{name} names {rule}, which is no function" for rule in _missing(clause.rules)]
        if clause.kept and not clause.rules:
            found.append(f"{name} is kept, but by no rule")
        if clause.kept and not tests.get(name):
            found.append(f"{name} is kept, but no test shows it")
    return found


def _missing(rules: Sequence[str]) -> Iterator[str]:
    for rule in rules:
        module, _, function = f"confide.policy.{rule.removeprefix('confide.policy.')}".rpartition(
            "."
        )
        if find_spec(module) is None or not callable(
            getattr(import_module(module), function, None)
        ):
            yield rule


def ghosts(clauses: Mapping[str, object], root: Path = ROOT) -> list[str]:
    """Every place that cites a clause which does not exist."""
    return [
        f"{path.relative_to(root)}:{number} cites {cited}"
        for path in _files(root)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for cited in CITED.findall(line)
        if cited not in clauses
    ]


def _files(root: Path) -> Iterator[Path]:
    for folder in map(root.joinpath, FOLDERS):
        found = sorted(folder.rglob("*")) if folder.is_dir() else [folder]
        yield from (path for path in found if path.suffix in READ and path.is_file())


def register() -> Mapping[str, Clause]:
    """The register of clauses, as soon as there is one."""
    if find_spec("confide.policy.clauses") is None:
        pytest.skip("confide.policy.clauses does not exist yet")
    clauses: Mapping[str, Clause] = import_module("confide.policy.clauses").CLAUSES
    return clauses


def test_every_kept_clause_has_a_rule_and_a_test() -> None:
    obeyed(unkept(register(), marked("clause")))


def test_no_ghost_is_cited() -> None:
    obeyed(ghosts(register()))


def test_every_mark_names_a_clause() -> None:
    obeyed(sorted(marked("clause").keys() - register()))


def test_a_clause_without_a_rule_or_test_is_found() -> None:
    bare = SimpleNamespace(kept=True, rules=())
    ghostly = SimpleNamespace(kept=False, rules=("access.may_fly", "nowhere.may_read"))
    good = SimpleNamespace(kept=True, rules=("confide.policy.access.may_read",))
    found = unkept({"A": bare, "B": ghostly, "C": good}, {"C": ["here"]})
    assert found == [
        "A is kept, but by no rule",
        "A is kept, but no test shows it",
        "B names access.may_fly, which is no function",
        "B names nowhere.may_read, which is no function",
    ]


def test_a_ghost_is_found(tmp_path: Path) -> None:
    (tmp_path / "confide").mkdir()
    (tmp_path / "confide" / "page.html").write_text("CONF-1\nCONF-" + "77\n", encoding="utf-8")
    assert ghosts({"CONF-1": None}, tmp_path) == ["confide/page.html:2 cites CONF-" + "77"]


def test_only_tests_that_run_count(tmp_path: Path) -> None:
    (tmp_path / "test_planted.py").write_text(
        "import pytest\n"
        "@pytest.mark.clause('A', 'B')\ndef test_one(): ...\n"
        "@pytest.mark.skip\n@pytest.mark.clause('C')\ndef test_two(): ...\n"
        "@pytest.mark.parametrize('x', [pytest.param(1, marks=pytest.mark.clause('D'))])\n"
        "def test_table(x): ...\n"
        "@pytest.mark.clause('E')\ndef no_test(): ...\n",
        encoding="utf-8",
    )
    assert sorted(marked("clause", tmp_path)) == ["A", "B", "D"]
