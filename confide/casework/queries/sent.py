"""The files that a student sent, as their own side lists them and gives them back. (RECD-6)

What is given back is their own, by their words: like any look at the drawer, it leaves no entry.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from confide.casework.models import Enclosed
from confide.casework.queries.cases import NotVisible
from confide.casework.queries.drawers import Mine, OpenDrawer, files_of_own, items_in
from confide.vault import files


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file that the student sent, and when."""

    file: Enclosed = field(repr=False)
    at: datetime


def own_files(drawer: OpenDrawer) -> list[OwnFile]:
    """All files that the student sent, the oldest first."""
    items = [entry.card.item for entry in items_in(drawer)]
    return [OwnFile(file, item.at) for item in items for file in files_of_own(item)]


def own_file(mine: Mine, stored_as: str) -> tuple[Enclosed, Iterator[bytes]]:
    """One of them with its bytes, chunk by chunk, or `NotVisible`."""
    for each in own_files(mine.drawer):
        if each.file.stored_as == stored_as:
            sealed = files.SealedFile(stored_as, each.file.file_key, each.file.size)
            return each.file, files.read(sealed, case=mine.case)
    raise NotVisible
