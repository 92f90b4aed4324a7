"""Which tests are marked to show which clauses and promises."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.laws.reading import ROOT

# A test that does not run shows nothing.
IDLE = {"skip", "skipif", "xfail"}


def marked(name: str, tests: Path = ROOT / "tests") -> dict[str, list[str]]:
    """Every id that a test which runs is marked with by `@pytest.mark.<name>(…)`, and where."""
    found: dict[str, list[str]] = {}
    for path in sorted(tests.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for words, place in _marks(tree, name):
            found.setdefault(words, []).append(f"{path.name}::{place}")
    return found


def _marks(tree: ast.Module, name: str) -> Iterator[tuple[str, str]]:
    whole = [node for node in tree.body if isinstance(node, ast.Assign)]
    for node in whole:
        if any(isinstance(one, ast.Name) and one.id == "pytestmark" for one in node.targets):
            yield from ((words, "*") for words in _ids(node.value, name))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            decorators = ast.Tuple(node.decorator_list)
            if node.name.lower().startswith("test") and not any(_ids_of(decorators, IDLE)):
                yield from ((words, node.name) for words in _ids(decorators, name))


def _ids(node: ast.AST, name: str) -> Iterator[str]:
    for call in _ids_of(node, {name}):
        for word in call.args if isinstance(call, ast.Call) else []:
            if isinstance(word, ast.Constant):
                yield str(word.value)


def _ids_of(node: ast.AST, names: set[str]) -> Iterator[ast.AST]:
    for part in ast.walk(node):
        mark = part.func if isinstance(part, ast.Call) else part
        if isinstance(mark, ast.Attribute) and mark.attr in names:
            if isinstance(mark.value, ast.Attribute) and mark.value.attr == "mark":
                yield part
