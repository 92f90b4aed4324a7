"""What happened is said in words that stand in the program, never in what came from outside."""

import ast
from pathlib import Path

import pytest

from tests.ledger.history import ROOT


def faults(package: Path) -> list[str]:
    """Every `record` whose event is not written out, or is no event that an entry may hold."""
    found = []
    for path in sorted(package.rglob("*.py")):
        if package / "ledger" in path.parents:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) == "record":
                event = node.args[0] if node.args else None
                if not _written_out(event):
                    found.append(f"{path.relative_to(package)}:{node.lineno}")
    return found


def _written_out(event: ast.expr | None) -> bool:
    """Say whether this is an event's text, or the name of a constant."""
    if isinstance(event, ast.Constant):
        return "." in str(event.value)
    return isinstance(event, ast.Name) and event.id.isupper()


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@pytest.mark.clause("CONF-3")
def test_every_event_is_written_out() -> None:
    assert faults(ROOT / "confide") == []


@pytest.mark.parametrize(
    "planted", ["record(event, by=b)", "ledger.record(f'case.{x}')", "record('opened')", "record()"]
)
def test_an_event_that_is_not_is_found(tmp_path: Path, planted: str) -> None:
    (tmp_path / "actions.py").write_text(f"with {planted}:\n    pass\n")
    assert faults(tmp_path) == ["actions.py:1"]
