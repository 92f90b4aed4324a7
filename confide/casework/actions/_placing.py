"""Placing rows in a case that is held still: what the actions of this folder share.

Nothing here asks or records; every function is called inside an action's open record, but for
`bring`, which seals a file before one begins.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from confide.casework.models import (
    Case,
    CaseFile,
    Contact,
    ContactNote,
    Document,
    DocumentCard,
    Enclosed,
    Task,
    TaskCard,
)
from confide.casework.models.folding import fold
from confide.casework.queries import GivenNewKeys, NotVisible, OpenCase
from confide.policy import retention
from confide.vault import files
from confide.vault.files import SealedFile
from confide.vault.grants import CaseKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One contact as it is typed or read from a mail."""

    kind: str
    happened_at: datetime
    said: str
    options: str = ""
    chose: str = ""
    subject: str = ""
    sender: str = ""
    corrects: str = ""
    next_step: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A file that was brought in: its name as people know it, and where its sealed bytes wait."""

    name: str
    media_type: str
    sealed: SealedFile


def bring(name: str, media_type: str, content: bytes) -> Brought:
    """Seal bytes at hand, such as a letter's attachment, before any record begins."""
    return Brought(name=name, media_type=media_type, sealed=files.seal(content))


def enclosed(each: Brought, *, document: str = "") -> Enclosed:
    """A file as the drawer of whoever sent it keeps it, with its entry in the case if any."""
    return Enclosed(
        name=each.name,
        media_type=each.media_type,
        size=each.sealed.size,
        stored_as=each.sealed.stored_as,
        file_key=each.sealed.file_key,
        document=document,
    )


def held_still(opened: OpenCase) -> Case:
    """The case's row, locked until the record is made; `NotVisible` if it went meanwhile.

    Call it inside `record`: whoever is destroying the case or handing it over has locked the same
    row, so nothing is added to a case after its destruction was ordered, nor by somebody who has
    just given it away, whose keys are no longer the case's.
    """
    case = Case.objects.select_for_update().filter(id=opened.ref, being_destroyed=False).first()
    if case is None:
        raise NotVisible
    if case.sealed_under != opened.keys.generation:
        raise GivenNewKeys
    return case


def keep_at_least_until(case: Case, keys: CaseKeys, until: date | None) -> None:
    """Inside an open record: hold the case until that day at least. No hold is shortened by it."""
    file = case.take(keys, CaseFile)
    kept_for = retention.held_through((file.kept_for, until))
    case.put(keys, msgspec.structs.replace(file, kept_for=kept_for))
    case.keep_until = retention.held_through((case.keep_until, until))
    case.save(update_fields=["sealed", "keep_until"])


def keep_from_outside(ref: str, until: date | None) -> None:
    """Inside an open record: hold a case whose keys one gave away, until that day at least.

    `NotVisible` if it went meanwhile. No hold is shortened by it.
    """
    case = Case.objects.select_for_update().filter(id=ref, being_destroyed=False).first()
    if case is None:
        raise NotVisible
    case.keep_until = retention.held_through((case.keep_until, until))
    case.save(update_fields=["keep_until"])


@contextmanager
def filed_or_removed(brought: Sequence[Brought]) -> Iterator[None]:
    """Leave no file waiting whose entry was not made: nobody would have a key to it."""
    try:
        yield
    except BaseException:
        for each in brought:
            files.discard(each.sealed)
        raise


def place(case: Case, keys: CaseKeys, said: Said, *, by: str, at: datetime) -> str:
    """Add a contact's rows to a case, inside an open record. Answers the contact's id."""
    contact = Contact(case=case)
    contact.put(keys, _note_of(said, by=by, at=at))
    contact.save(force_insert=True)
    if said.next_step:
        task = Task(case=case)
        step = TaskCard(step=said.next_step, by=by, due_on=said.due_on, contact=contact.id)
        task.put(keys, step)
        task.save(force_insert=True)
    file = case.take(keys, CaseFile)
    if said.happened_at > file.last_at:
        case.put(keys, msgspec.structs.replace(file, last_at=said.happened_at))
        case.save(update_fields=["sealed"])
    return contact.id


def _note_of(said: Said, *, by: str, at: datetime) -> ContactNote:
    return ContactNote(
        kind=said.kind,
        at=said.happened_at,
        said=said.said,
        by=by,
        recorded_at=at,
        options=said.options,
        chose=said.chose,
        subject=said.subject,
        sender=said.sender,
        corrects=said.corrects,
        folded=fold(said.subject, said.sender, said.said, said.options, said.chose),
    )


def place_documents(
    opened: OpenCase, brought: Sequence[Brought], *, by: str, contact: str, at: datetime
) -> list[str]:
    """Move sealed files into the case's folder and add their rows, inside an open record."""
    placed = []
    for each in brought:
        # The file is in its place before the row that holds its key can be committed: a kill in
        # between leaves sealed bytes that nobody has a key to, and they go with the case's folder.
        files.adopt(each.sealed, case=opened.ref)
        placed.append(place_document(opened, each, by=by, contact=contact, at=at))
    return placed


def place_document(opened: OpenCase, each: Brought, *, by: str, contact: str, at: datetime) -> str:
    """Inside an open record: the row of a file that lies in the case's folder. Answers its id."""
    document = Document(case=opened.row)
    card = DocumentCard(
        name=each.name,
        media_type=each.media_type,
        size=each.sealed.size,
        by=by,
        added_at=at,
        stored_as=each.sealed.stored_as,
        file_key=each.sealed.file_key,
        contact=contact,
        folded=fold(each.name),
    )
    document.put(opened.keys, card)
    document.save(force_insert=True)
    return document.id
