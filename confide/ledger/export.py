"""The ledger as a folder of text files, for `tools/verify_ledger.py` and for whoever reads along.

Holds nothing that the database doesn't hold in clear: no person, no content. (CONF-3)
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from .entry import VERSION, Placed, Told
from .history import walk
from .models import Checkpoint

FIRST_LINE = "confide-ledger/v1\n"
_POSITION = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)
_FIELDS = ("position", "after", *Told._fields, "leaf")


def export(folder: Path) -> None:
    """Write the entries and every checkpoint into a folder that is there and empty."""
    with (folder / "entries.txt").open("w", encoding="ascii", newline="\n") as file:
        file.writelines(blocks(walk()))
    for checkpoint in Checkpoint.objects.order_by("size"):
        path = folder / f"checkpoint-{checkpoint.size}.txt"
        path.write_text(checkpoint.note, encoding="utf-8", newline="\n")


def blocks(entries: Iterable[Placed]) -> Iterator[str]:
    """Give the text of the entries: a first line, then a block for each, with its hash below."""
    yield FIRST_LINE
    for entry in entries:
        values = zip(_FIELDS, (entry.position, entry.after, *entry.told, entry.leaf), strict=True)
        # Escaped, since what was tampered with must come out too, and as one line.
        lines = (f"{name} {value}".encode("unicode_escape").decode() for name, value in values)
        yield "\n" + "".join(f"{line}\n" for line in (VERSION, *lines))


def read(text: str) -> Iterator[Placed]:
    """Read what `blocks` wrote. What is no entry comes back as one that no ledger ever wrote."""
    first, *rest = text.split("\n\n")
    if f"{first}\n" != FIRST_LINE and text != FIRST_LINE:
        raise ValueError("This is not an exported ledger.")
    for index, block in enumerate(rest):
        yield _entry(block) or Placed(index, "", Told("", "", "", "", "", ""), "")


def _entry(block: str) -> Placed | None:
    version, *lines = block.removesuffix("\n").split("\n")
    named = [line.partition(" ")[::2] for line in lines]
    if tuple(name for name, _ in named) != _FIELDS:
        return None
    position, after, *told, leaf = (text for _, text in named)
    if version != VERSION or not _POSITION.fullmatch(position):
        return None
    return Placed(int(position), after, Told(*told), leaf)
