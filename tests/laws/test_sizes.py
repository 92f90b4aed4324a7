"""Law: files, functions and views stay short enough to be read at one go."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.laws.reading import PACKAGE, ROOT, Source, functions, house, obeyed, sources

FILE, FUNCTION, VIEW, MAKEFILE = 500, 40, 20, 60


def faults(folder: Path = PACKAGE) -> list[str]:
    """Every file, function and view that is too long."""
    return [fault for source in sources(folder) for fault in _faults(source)]


def _faults(source: Source) -> Iterator[str]:
    lines = source.text.count("\n")
    if lines > FILE:
        yield f"{source.place} has {lines} lines, more than {FILE}"
    for function in functions(source.tree):
        most = VIEW if source.room == "views" else FUNCTION
        lines = _length(function)
        if lines > most:
            yield f"{source.at(function)} {function.name} has {lines} lines, more than {most}"


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


@pytest.mark.parametrize("folder", ["confide", "tools", "bench"])
def test_nothing_is_too_long(folder: str) -> None:
    obeyed(faults(ROOT / folder))


def test_no_file_of_tests_is_too_long() -> None:
    # A journey may be one long function: it is a story.
    obeyed([fault for fault in faults(ROOT / "tests") if fault.split()[1] == "has"])


def test_the_makefile_stays_short() -> None:
    assert (ROOT / "Makefile").read_text(encoding="utf-8").count("\n") <= MAKEFILE


@pytest.mark.parametrize(
    ("room", "lines", "found"),
    [
        ("queries", FUNCTION, 0),
        ("queries", FUNCTION + 1, 1),
        ("views", VIEW, 0),
        ("views", VIEW + 1, 1),
        ("queries", FILE + 1, 2),
    ],
)
def test_what_is_too_long_is_found(tmp_path: Path, room: str, lines: int, found: int) -> None:
    text = "def show():\n" + "    pass\n" * (lines - 1)
    assert len(faults(house(tmp_path, **{f"casework__{room}": text}))) == found
