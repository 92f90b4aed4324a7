"""Adding what was said: by phone, in person, by letter or by e-mail. (RECD-1, RECD-7)"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import msgspec

from confide.casework.actions.documents import Brought, place_documents
from confide.casework.actions.locking import held_still
from confide.casework.models import CaseFile, Contact, ContactNote, Task, TaskCard
from confide.casework.models.folding import fold
from confide.casework.queries import OpenCase, standing
from confide.ledger.record import record
from confide.policy import records
from confide.team.queries import Acting


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
    next_step: str = ""
    due_on: date | None = None


def add_contact(acting: Acting, opened: OpenCase, said: Said, *, at: datetime) -> str:
    """Add a contact and its next step to the record. Answers the contact's id. (RECD-1)"""
    decision = records.may_enter(standing(acting, opened.ref), happened_at=said.happened_at, at=at)
    with record("contact.added", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        return _place(acting, opened, said, at=at)


def file_mail(
    acting: Acting, opened: OpenCase, said: Said, brought: Sequence[Brought], *, at: datetime
) -> str:
    """File a mail as a contact, with its original and what was attached, or nothing of it."""
    # A mail's own date is the sender's word; one from the future is filed as of now.
    decision = records.may_enter(standing(acting, opened.ref), happened_at=at, at=at)
    said = said if said.happened_at <= at else replace(said, happened_at=at)
    with record("mail.filed", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        contact = _place(acting, opened, said, at=at)
        place_documents(acting, opened, brought, contact=contact, at=at)
        return contact


def note_of(said: Said, *, by: str, at: datetime) -> ContactNote:
    """The contact as it is sealed."""
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
        folded=fold(said.subject, said.sender, said.said, said.options, said.chose),
    )


def _place(acting: Acting, opened: OpenCase, said: Said, *, at: datetime) -> str:
    case = held_still(opened)
    contact = Contact(case=case)
    contact.put(opened.keys, note_of(said, by=acting.pseudonym, at=at))
    contact.save(force_insert=True)
    if said.next_step:
        task = Task(case=case)
        step = TaskCard(
            step=said.next_step, by=acting.pseudonym, due_on=said.due_on, contact=contact.id
        )
        task.put(opened.keys, step)
        task.save(force_insert=True)
    file = case.take(opened.keys, CaseFile)
    if said.happened_at > file.last_at:
        case.put(opened.keys, msgspec.structs.replace(file, last_at=said.happened_at))
        case.save(update_fields=["sealed"])
    return contact.id
