"""What a student put into their drawer: how much, and its files, as they get them back. (RECD-6)

What is given back is their own, by their words: like any look at the drawer, it leaves no entry.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from confide.casework.models import Asked, Enclosed, Item, Message, Sent
from confide.casework.queries.cases import NotVisible
from confide.casework.queries.drawers import Mine, OpenDrawer, items_in
from confide.policy import requests
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


def held_of_own(drawer: OpenDrawer) -> tuple[int, int]:
    """How much the student put into their drawer: letters, each thing some at least, and bytes."""
    own = [
        item
        for entry in items_in(drawer)
        if isinstance(item := entry.card.item, Asked) or (isinstance(item, Message) and not item.by)
    ]
    file_bytes = sum(f.size for entry in items_in(drawer) for f in files_of_own(entry.card.item))
    return sum(letters_of(item) for item in own), file_bytes


def files_of_own(item: Item) -> tuple[Enclosed, ...]:
    """The files that the student sent with this."""
    if isinstance(item, Sent) or (isinstance(item, Message) and not item.by):
        return item.files
    return ()


def letters_of(item: Message | Asked) -> int:
    """How many letters something counts for that a student puts into their drawer."""
    enclosed = len(item.files) if isinstance(item, Message) else 0
    return max(len(item.words), requests.LEAST_LETTERS) + enclosed * requests.LEAST_LETTERS
