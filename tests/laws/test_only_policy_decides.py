"""Law: only `confide.policy` makes a Decision; everybody else asks for one."""

import ast
from pathlib import Path

import pytest

from tests.laws.reading import PACKAGE, called, house, imported, obeyed, sources

MAKERS = {"allow", "refuse", "Decision"}


def faults(package: Path = PACKAGE) -> list[str]:
    """Every place outside the policy that makes a decision, or takes the means to."""
    found = []
    for source in sources(package):
        if source.concept == "policy":
            continue
        for node, name in imported(source.tree):
            if name.startswith("confide.policy") and name.rsplit(".", 1)[1] in {"allow", "refuse"}:
                found.append(f"{source.at(node)} imports {name}")
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and called(node) in MAKERS:
                found.append(f"{source.at(node)} makes a decision: {ast.unparse(node.func)}")
    return found


def test_only_the_policy_decides() -> None:
    obeyed(faults())


@pytest.mark.parametrize(
    "line",
    [
        "from confide.policy.decision import allow",
        "from confide.policy.decision import refuse as no",
        "decision.allow('CONF-1', 'yes')",
        "refuse('CONF-1', 'no')",
        "Decision(True, 'CONF-1', 'yes')",
    ],
)
def test_a_decision_made_elsewhere_is_found(tmp_path: Path, line: str) -> None:
    assert len(faults(house(tmp_path, casework__views=f"{line}\n"))) == 1


def test_asking_for_a_decision_is_let_be(tmp_path: Path) -> None:
    words = "from confide.policy.decision import Decision\nmay: Decision = may_read(standing)\n"
    assert faults(house(tmp_path, casework__views=words)) == []
