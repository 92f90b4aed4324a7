"""On which line of a TOML file each of its keys stands, so that an error can say where."""

import tomllib
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]


def key_lines(text: str) -> dict[Path, int]:
    """The line of every table and key of a file that tomllib has read without complaint."""
    found: dict[Path, int] = {}
    table: Path = ()
    counts: dict[Path, int] = {}
    for line, statement, read in _statements(text.splitlines()):
        if not statement.lstrip().startswith("["):
            for path in _leaves(read):
                found[table + path] = line
            continue
        table = _table(read, counts)
        if statement.lstrip().startswith("[["):
            found.setdefault(table, line)
            counts[table] = counts.get(table, -1) + 1
            table = (*table, counts[table])
        found[table] = line
    return found


def nearest_line(lines: dict[Path, int], path: Path) -> int:
    """The line of a key or, where it has none, of the nearest table around it; 1 for the file."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


def _statements(lines: list[str]) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Each statement with its first line, even where its value runs over several."""
    start = 0
    while start < len(lines):
        for end in range(start + 1, len(lines) + 1):
            statement = "\n".join(lines[start:end])
            try:
                read = tomllib.loads(statement)
            except tomllib.TOMLDecodeError:
                continue  # the value goes on in the next line
            if read:
                yield start + 1, statement, read
            break
        start = end


def _leaves(read: dict[str, Any]) -> Iterator[Path]:
    for key, value in read.items():
        yield (key,)
        if isinstance(value, dict):
            for path in _leaves(value):
                yield (key, *path)


def _table(header: dict[str, Any], counts: dict[Path, int]) -> Path:
    """The path that a header names, through the latest member of each list of tables on it."""
    path: Path = ()
    inside: Any = header
    while inside:
        if path in counts:
            path = (*path, counts[path])
        key, inside = next(iter(inside.items()))
        inside = inside[0] if isinstance(inside, list) else inside
        path = (*path, key)
    return path
