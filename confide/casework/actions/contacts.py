"""Adding what was said: by phone, in person, by letter or by e-mail. (RECD-1, RECD-7)"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import msgspec

from confide.casework.actions.documents import Brought, place_documents
from confide.casework.actions.locking import held_still
from confide.casework.models import Case, CaseFile, Contact, ContactNote, Task, TaskCard
from confide.casework.models.folding import fold
from confide.casework.queries import OpenCase, standing
from confide.ledger.record import record
from confide.policy import records
from confide.team.queries import Acting
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
    next_step: str = ""
    due_on: date | None = None


def add_contact(acting: Acting, opened: OpenCase, said: Said, *, at: datetime) -> str:
    """Add a contact and its next step to the record. Answers the contact's id. (RECD-1)"""
    decision = records.may_enter(standing(acting, opened.ref), happened_at=said.happened_at, at=at)
    with record("contact.added", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        return place(held_still(opened), opened.keys, said, by=acting.pseudonym, at=at)


def file_mail(
    acting: Acting, opened: OpenCase, said: Said, brought: Sequence[Brought], *, at: datetime
) -> str:
    """File a mail as a contact, with its original and what was attached, or nothing of it."""
    # A mail's own date is the sender's word; one from the future is filed as of now.
    decision = records.may_enter(standing(acting, opened.ref), happened_at=at, at=at)
    said = said if said.happened_at <= at else replace(said, happened_at=at)
    with record("mail.filed", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        contact = place(held_still(opened), opened.keys, said, by=acting.pseudonym, at=at)
        place_documents(acting, opened, brought, contact=contact, at=at)
        return contact


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
        folded=fold(said.subject, said.sender, said.said, said.options, said.chose),
    )
