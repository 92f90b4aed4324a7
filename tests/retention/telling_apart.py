"""What an onlooker can tell two cases apart by: rows, entries, sizes, files, words, statements.

`changes` is everything that a deed leaves in clear: each row that is new or another, with what is
random or sealed in it reduced to what a thief sees of it, its length. Two deeds are told apart by
whatever is in one list and not in the other.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, connections, models
from django.test.utils import CaptureQueriesContext

RANDOM = re.compile(r"[a-z2-7]{26}")
HASH = re.compile(r"[0-9a-f]{64}")
LITERAL = re.compile(r"'(?:[^']|'')*'|\bs\d+_x\d+\b|\b\d+\b")


def changes(deed: Callable[[], object], folder: Path) -> Counter[tuple[object, ...]]:
    """Do it, and say what it leaves in clear: in both databases, on the disk, and as statements."""
    before, files = dict(_rows()), _files(folder)
    with CaptureQueriesContext(connection) as asked:
        deed()
    left = Counter(
        (table, *shown) for (table, _), shown in _rows_since(before, dict(_rows())).items()
    )
    left.update(("file", size) for size in (_files(folder) - files).elements())
    left.update(("statement", LITERAL.sub("?", one["sql"])) for one in asked.captured_queries)
    return left


def apart(one: Counter[tuple[object, ...]], other: Counter[tuple[object, ...]]) -> list[str]:
    """What is in one and not in the other."""
    return sorted(str(each) for each in [*(one - other), *(other - one)])


def _rows_since(before: dict[Any, Any], after: dict[Any, Any]) -> dict[Any, Any]:
    gone = dict.fromkeys(before.keys() - after.keys(), ("gone",))
    return gone | {place: row for place, row in after.items() if before.get(place) != row}


def _rows() -> Iterator[tuple[tuple[str, Any], tuple[object, ...]]]:
    for table in apps.get_models():
        alias = "keys" if table._meta.label in {"vault.ShredKey", "vault.Tombstone"} else "default"
        assert alias in connections
        for row in table._base_manager.using(alias).all():
            fields = [field for field in table._meta.concrete_fields if not _counted(table, field)]
            shown = tuple(_shown(getattr(row, field.attname)) for field in fields)
            yield (table._meta.label, row.pk), shown


def _counted(table: type[models.Model], field: Any) -> bool:
    """The place of an entry in the ledger: the next deed has the next."""
    return table._meta.label == "ledger.Entry" and field.name == "position"


def _shown(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return f"{len(value)} bytes"
    if isinstance(value, str):
        # The hash first: one in two hundred has within it what would pass for a random name.
        return RANDOM.sub("random", HASH.sub("hash", value))
    if isinstance(value, date | bool | int) or value is None:
        return value
    return type(value).__name__


def _files(folder: Path) -> Counter[int]:
    return Counter(path.stat().st_size for path in folder.rglob("*") if path.is_file())
