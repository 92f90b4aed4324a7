"""Adding what was said: by phone, in person, by letter or by e-mail. (RECD-1, RECD-7)"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from confide.casework.actions._placing import (
    Brought,
    Said,
    filed_or_removed,
    held_still,
    place,
    place_documents,
)
from confide.casework.queries import OpenCase, standing
from confide.ledger.record import record
from confide.policy import records
from confide.team.queries import Acting


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
    with (
        filed_or_removed(brought),
        record("mail.filed", by=acting.pseudonym, about=opened.ref, under=decision, at=at),
    ):
        contact = place(held_still(opened), opened.keys, said, by=acting.pseudonym, at=at)
        place_documents(opened, brought, by=acting.pseudonym, contact=contact, at=at)
        return contact
