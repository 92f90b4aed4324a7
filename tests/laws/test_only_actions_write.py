"""Law: only `actions` write; the vault and the ledger, which actions call, write for themselves."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.laws.reading import PACKAGE, Source, called, functions, house, obeyed, sources

WRITERS = {"vault", "ledger"}
ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "_raw_delete"}
CURSORS = {"cursor", "executescript", "executemany"}


def writes(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call that changes rows, told from a `dict.update` or a `picture.save` by its shape."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            # Django's asynchronous twins: asave, acreate, abulk_create…
            name = called(node)
            if any(_writes(twin, node) for twin in {name, name.removeprefix("a")}):
                yield node


def _writes(name: str, call: ast.Call) -> bool:
    named = bool(call.keywords) and not call.args
    match name:
        case "save":
            # A row saves itself; what is saved *to* somewhere is a picture or a document.
            return not call.args
        case "delete":
            return not call.args or "objects" in ast.unparse(call.func)
        case "create" | "update":
            return named or "objects" in ast.unparse(call.func)
    if ast.unparse(call.func).startswith("super()."):
        # A kind of connection or cursor passes on what is written by it: that is seen there.
        return name in ALWAYS
    return name in ALWAYS | CURSORS


def faults(package: Path = PACKAGE) -> list[str]:
    """Every write outside the rooms that may."""
    return [
        f"{source.at(call)} writes ({ast.unparse(call.func)}), which only actions may"
        for source in sources(package)
        if source.concept not in WRITERS and source.room != "actions"
        for call in writes(source.tree)
    ]


def writes_before_recording(source: Source) -> list[str]:
    """Every write of a public action that stands outside its `with record(…)`."""
    return [
        f"{source.at(call)} writes outside the record of {action.name}"
        for action in functions(source.tree)
        if source.room == "actions" and not source.private and not action.name.startswith("_")
        for call in set(writes(action)) - set(_recorded_writes(action))
    ]


def _recorded_writes(action: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(action):
        if isinstance(node, ast.With):
            items = [item.context_expr for item in node.items]
            if any(isinstance(item, ast.Call) and called(item) == "record" for item in items):
                yield from writes(node)


def test_only_actions_write() -> None:
    obeyed(faults())


def test_an_action_writes_only_inside_its_record() -> None:
    obeyed([fault for source in sources() for fault in writes_before_recording(source)])


@pytest.mark.parametrize(
    "line",
    [
        "case.save()",
        "case.save(update_fields=['outcome'])",
        "case.delete()",
        "await case.asave()",
        "Case.objects.create(id='x')",
        "Case.objects.filter(id='x').update(outcome='y')",
        "case.contacts.create(sealed=b'')",
        "rows.update(outcome='y')",
        "Case.objects.bulk_create(rows)",
        "Case.objects.get_or_create(id='x')",
        "Case.objects.all().delete()",
        "connection.cursor()",
    ],
)
def test_a_write_in_a_view_is_found(tmp_path: Path, line: str) -> None:
    view = f"async def show(request, case, rows, connection):\n    {line}\n"
    assert len(faults(house(tmp_path, casework__views=view))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "words.update(other)",
        "digest.update(b'x')",
        "picture.save(stream)",
        "seen.add(1)",
        "super().executemany(statement, rows)",
    ],
)
def test_what_changes_no_row_is_let_be(tmp_path: Path, line: str) -> None:
    assert faults(house(tmp_path, casework__views=f"{line}\n")) == []


def test_a_write_before_the_record_is_found(tmp_path: Path) -> None:
    action = (
        "def close(case, *, at):\n"
        "    case.save()\n"
        "    with record('case.closed', under=decision, at=at):\n"
        "        case.save()\n"
    )
    package = house(tmp_path, casework__actions=action)
    assert [writes_before_recording(source) for source in sources(package)] == [
        ["casework/actions.py:2 writes outside the record of close"]
    ]
