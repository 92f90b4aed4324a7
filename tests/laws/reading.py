"""How the laws read the house: its sources, its floors, and a small house to plant a fault in."""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools import map

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "confide"


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file of the house."""

    path: Path
    place: str
    text: str
    tree: ast.Module

    @property
    def concept(self) -> str:
        """The folder of the house that it lies in."""
        return self.place.split("/")[0].removesuffix(".py")

    @property
    def room(self) -> str:
        """The room inside that folder, whether a file or a folder of files."""
        parts = self.place.split("/")
        return parts[1].removesuffix(".py") if len(parts) > 1 else ""

    @property
    def private(self) -> bool:
        """Whether the file is for its neighbours only: `actions/_placing.py`."""
        return self.path.name.startswith("_") and self.path.name != "__init__.py"

    def at(self, node: ast.AST) -> str:
        """Where a node stands, for a message."""
        return f"{self.place}:{getattr(node, 'lineno', 0)}"


def sources(package: Path = PACKAGE) -> Iterator[Source]:
    """Every Python file of the house but its migrations, which Django writes."""
    for path in sorted(package.rglob("*.py")):
        place = path.relative_to(package).as_posix()
        if "/migrations/" not in place:
            text = path.read_text(encoding="utf-8")
            yield Source(path, place, text, ast.parse(text, filename=place))


def templates(package: Path = PACKAGE) -> Iterator[tuple[str, str]]:
    """Every template of the house, by its place."""
    for path in sorted(package.rglob("*.html")):
        yield path.relative_to(package).as_posix(), path.read_text(encoding="utf-8")


def floors() -> list[list[str]]:
    """The floors of the house from the top down, as the import contract lists them."""
    return map.floors(ROOT)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function, however deep."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def called(call: ast.Call) -> str:
    """The last name of what is called: `save` for `case.save()`."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def imported(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Every absolute dotted name that is imported, with what is taken from it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def obeyed(faults: Collection[str]) -> None:
    """Fail with every fault there is, not only the first that fits on a line."""
    assert not faults, "\n" + "\n".join(faults)


def house(folder: Path, **files: str) -> Path:
    """Make a small house: `casework__views="…"` becomes casework/views.py. Return its package."""
    package = folder / "confide"
    for name, text in files.items():
        path = package / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return package


def template(folder: Path, text: str) -> Path:
    """Make a small house of one template. Return its package."""
    path = folder / "confide" / "casework" / "pages" / "case.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder / "confide"
