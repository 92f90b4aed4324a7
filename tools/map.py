"""Draw the map of the house for the README: every floor, with the first line it says of itself.

`map.py` prints it; `map.py --write` puts it between the README's markers.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START, END = "<!-- map -->", "<!-- /map -->"


def draw(root: Path = ROOT) -> str:
    """Return the map, from the top floor to the ground."""
    rooms = [name for floor in floors(root) for name in floor]
    width = max(map(len, rooms)) + 1
    lines = [
        f"{'└' if name == rooms[-1] else '├'}── {name + '/':<{width}} {first_line(root, name)}"
        for name in rooms
    ]
    return "\n".join(["```", "confide/", *lines, "```"])


def floors(root: Path) -> list[list[str]]:
    """Return the floors as the import contract lists them, from the top down."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one.get("containers") == ["confide"])
    return [layer.split(" | ") for layer in layers]


def first_line(root: Path, name: str) -> str:
    """Return the first line of a folder's own docstring."""
    text = (root / "confide" / name / "__init__.py").read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(text)) or "").split("\n")[0]


def redrawn(readme: str, drawn: str) -> str:
    """Return the README with this map between its markers."""
    before, start, rest = readme.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(f"README.md has no {START} … {END} to put the map between.")
    return f"{before}{start}\n{drawn}\n{end}{after}"


def main() -> None:
    """Print the map, or write it into the README."""
    readme = ROOT / "README.md"
    if "--write" not in sys.argv:
        print(draw())
    elif readme.exists():
        text = readme.read_text(encoding="utf-8")
        readme.write_text(redrawn(text, draw()), encoding="utf-8")


if __name__ == "__main__":
    main()
