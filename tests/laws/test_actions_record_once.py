"""Law: every public action records exactly once, and says under which decision.

What several actions share starts with an underscore, or lies in a file that does, and records
nothing: whoever calls it has done so.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.laws.reading import PACKAGE, Source, called, house, obeyed, sources

Function = ast.FunctionDef | ast.AsyncFunctionDef


def faults(package: Path = PACKAGE) -> list[str]:
    """Every action without exactly one record, and every helper with one."""
    return [
        fault
        for source in sources(package)
        if source.room == "actions"
        for function in source.tree.body
        if isinstance(function, Function)
        for fault in _faults(source, function)
    ]


def _faults(source: Source, function: Function) -> Iterator[str]:
    records = [node for node in ast.walk(function) if _is_record(node)]
    entered = [
        item.context_expr
        for node in ast.walk(function)
        if isinstance(node, ast.With)
        for item in node.items
        if _is_record(item.context_expr)
    ]
    wanted = 0 if source.private or function.name.startswith("_") else 1
    if len(records) != wanted:
        yield f"{source.at(function)} {function.name} records {len(records)} times, not {wanted}"
    for record in records:
        if record not in entered:
            yield f"{source.at(record)} {function.name} calls record outside a with"
        elif not {"by", "about", "under", "at"} <= {word.arg for word in record.keywords}:
            yield f"{source.at(record)} {function.name} leaves out by, about, under or at"


def _is_record(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and called(node) == "record"


def test_every_action_records_exactly_once() -> None:
    obeyed(faults())


RECORD = "with record('x', by=b, about=a, under=d, at=t):\n        pass\n"


@pytest.mark.parametrize(
    "action",
    [
        "def close(case):\n    pass\n",
        f"def close(case):\n    {RECORD}    {RECORD}",
        f"def _close(case):\n    {RECORD}",
        "def close(case):\n    record('x', by=b, about=a, under=d, at=t)\n",
        "def close(case):\n    with record('x', by=b, about=a, at=t):\n        pass\n",
    ],
)
def test_an_action_that_records_otherwise_is_found(tmp_path: Path, action: str) -> None:
    assert len(faults(house(tmp_path, casework__actions__closing=action))) == 1


def test_an_action_that_records_once_is_let_be(tmp_path: Path) -> None:
    action = f"def close(case):\n    {RECORD}\ndef _mark(case):\n    pass\n"
    shared = "def mark(case):\n    pass\n"
    rooms = {"casework__actions__closing": action, "casework__actions___marking": shared}
    assert faults(house(tmp_path, **rooms)) == []
