"""Law: no name that says nothing: nothing is called utils, helpers, services or managers."""

import ast
import re
from pathlib import Path

import pytest

from tests.laws.reading import PACKAGE, house, obeyed, sources

EMPTY = re.compile(r"^(utils?|helpers?|services?|managers?|misc|common|stuff|tools|lib)$")
EMPTY_CLASS = re.compile(r"(Manager|Service|Helper|Util|Utils|Base)$")


def faults(package: Path = PACKAGE) -> list[str]:
    """Every folder, file and class with a name that says nothing."""
    found = []
    for source in sources(package):
        parts = source.place.removesuffix(".py").split("/")
        found += [f"{source.place} is called {part}" for part in parts if EMPTY.match(part)]
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef) and EMPTY_CLASS.search(node.name):
                found.append(f"{source.at(node)} is called {node.name}")
    return found


def test_every_name_says_something() -> None:
    obeyed(faults())


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("casework__utils", ""),
        ("casework__helpers__dates", ""),
        ("services__mail", ""),
        ("casework__cases", "class CaseManager: ..."),
        ("casework__cases", "class CaseService: ..."),
    ],
)
def test_an_empty_name_is_found(tmp_path: Path, place: str, text: str) -> None:
    assert len(faults(house(tmp_path, **{place: text}))) == 1
