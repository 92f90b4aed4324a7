"""Reading what lies in an open case. (RECD-1)

Every function takes an `OpenCase`, which only `case_for` and the action that reads a case give.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from confide.casework.models import (
    Contact,
    ContactNote,
    Document,
    DocumentCard,
    Task,
    TaskCard,
)
from confide.casework.queries.cases import NotVisible, OpenCase
from confide.team.queries import Acting
from confide.vault import files
from confide.vault.payloads import Payload

P = TypeVar("P", bound=Payload)


@dataclass(frozen=True, slots=True)
class Entry(Generic[P]):
    """One row of a case, opened: its id for the address, and its words."""

    id: str
    card: P


def contacts_of(opened: OpenCase) -> list[Entry[ContactNote]]:
    """The contacts, newest first."""
    rows = Contact.objects.filter(case=opened.row)
    entries = [Entry(row.id, row.take(opened.keys, ContactNote)) for row in rows]
    return sorted(entries, key=lambda entry: entry.card.at, reverse=True)


def documents_of(opened: OpenCase) -> list[Entry[DocumentCard]]:
    """The documents, newest first."""
    rows = Document.objects.filter(case=opened.row)
    entries = [Entry(row.id, row.take(opened.keys, DocumentCard)) for row in rows]
    return sorted(entries, key=lambda entry: entry.card.added_at, reverse=True)


def tasks_of(opened: OpenCase) -> list[Entry[TaskCard]]:
    """The next steps, what is due first on top and what is done at the end."""
    rows = Task.objects.filter(case=opened.row)
    entries = [Entry(row.id, row.take(opened.keys, TaskCard)) for row in rows]
    return sorted(entries, key=lambda entry: _urgency(entry.card))


def open_steps(
    acting: Acting, cases: Mapping[str, OpenCase]
) -> Iterator[tuple[str, Entry[TaskCard]]]:
    """The steps still to be taken in one's own cases, each with its case's reference."""
    mine = Task.objects.filter(case__seats__officer=acting.officer, case__being_destroyed=False)
    for row in mine.iterator():
        if row.case_id in cases:
            card = row.take(cases[row.case_id].keys, TaskCard)
            if card.done_on is None:
                yield row.case_id, Entry(row.id, card)


def one_contact(opened: OpenCase, contact_id: str) -> Entry[ContactNote]:
    """One contact of this case, or `NotVisible`."""
    row = Contact.objects.filter(case=opened.row, id=contact_id).first()
    if row is None:
        raise NotVisible
    return Entry(row.id, row.take(opened.keys, ContactNote))


def one_document(opened: OpenCase, document_id: str) -> Entry[DocumentCard]:
    """One document of this case, or `NotVisible`."""
    row = Document.objects.filter(case=opened.row, id=document_id).first()
    if row is None:
        raise NotVisible
    return Entry(row.id, row.take(opened.keys, DocumentCard))


def content_of(opened: OpenCase, card: DocumentCard) -> Iterator[bytes]:
    """The bytes of a filed document, chunk by chunk."""
    if not card.stored_as:  # a paper in a cabinet
        raise NotVisible
    sealed = files.SealedFile(card.stored_as, card.file_key, card.size)
    return files.read(sealed, case=opened.ref)


def _urgency(task: TaskCard) -> tuple[bool, bool, str]:
    return (task.done_on is not None, task.due_on is None, str(task.due_on or ""))
