"""What a student and their caseworker write to each other, and what the student asks. (RECD-6)

Messages lie in the drawer and nowhere else. What a student asks for is signed by the keys that
come of their words, so that it takes effect with nobody at work; what they change about themselves
stands in the case from when their caseworker next opens it.
"""

from datetime import datetime

import msgspec

from confide.casework.actions._drawer import (
    change_item,
    held_open,
    let_it_ring,
    put_item,
)
from confide.casework.actions._placing import held_still
from confide.casework.models import (
    Asked,
    Case,
    CaseFile,
    Contact,
    ContactNote,
    Drawer,
    Message,
    SafeContact,
)
from confide.casework.models.folding import fold
from confide.casework.queries.asked import ASKED, LIES, place_of
from confide.casework.queries.cases import NotVisible, OpenCase, standing
from confide.casework.queries.drawers import (
    Mine,
    asked_in,
    drawer_in,
    messages_in,
    statement_of,
)
from confide.ledger.record import record
from confide.policy import access, requests
from confide.policy.decision import all_of
from confide.team.queries import Acting
from confide.vault.primitives import random_id

OWN_WORDS = "own-words"


def write(mine: Mine, words: str, *, at: datetime) -> str:
    """A student's message to whoever looks after them. Answers its id. (CONF-1)"""
    decision = requests.may_write(words)
    with record("message.written", by="student", about=mine.case, under=decision, at=at):
        drawer = held_open(mine)
        let_it_ring(drawer, at)
        return put_item(drawer, Message(words=words, at=at), item_id=mine.sheet)


def ask(
    mine: Mine,
    kind: str,
    *,
    words: str = "",
    about: str = "",
    safe: SafeContact | None = None,
    at: datetime,
) -> str:
    """Ask for something by one's own words, signed. Answers its id. (RECD-6, RECD-3, CONF-4)

    `kind` is one of `policy.requests.ASKS`; `about` is what it concerns, such as a consent.
    """
    item_id = mine.sheet or random_id()
    unsigned = Asked(kind=kind, at=at, signature=b"", words=words, about=about, safe=safe)
    statement = statement_of(mine.drawer.row.id, item_id, unsigned)
    asked = msgspec.structs.replace(unsigned, signature=mine.unlocked.sign(statement))
    decision = requests.may_ask(kind, genuine=mine.unlocked.ring_id == mine.drawer.row.ring_id)
    place = place_of(mine.drawer, item_id)
    with record(ASKED, by="student", about=mine.case, under=decision, at=at):
        vouch_for_place(place, at=at)
        drawer = held_open(mine)
        let_it_ring(drawer, at)
        if safe is not None:
            drawer.row.put(drawer.keys, msgspec.structs.replace(drawer.card, safe=safe))
            drawer.row.save(update_fields=["sealed"])
        return put_item(drawer, asked, item_id=item_id)


def vouch_for_place(place: str, *, at: datetime) -> None:
    """Inside an open record: have the ledger know where what was asked lies, as one tied id."""
    with record(LIES, by="student", about=place, under=requests.may_vouch(), at=at):
        pass


def reply(acting: Acting, opened: OpenCase, words: str, *, at: datetime) -> None:
    """An officer's message to the student, in the student's drawer. (RECD-1)"""
    decision = all_of(access.may_work(standing(acting, opened.ref)), requests.may_write(words))
    with record("message.sent", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        drawer = drawer_in(opened.ref, opened.keys)
        if drawer is None:
            raise NotVisible
        put_item(drawer, Message(words=words, at=at, by=acting.pseudonym))


def take_in(acting: Acting, opened: OpenCase, *, at: datetime) -> None:
    """Read what the student wrote; what they changed or added stands in the case from now on."""
    decision = requests.may_take_in(standing(acting, opened.ref))
    with record("student.read", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        case = held_still(opened)
        drawer = drawer_in(opened.ref, opened.keys)
        if drawer is None:
            return
        for item_id, message in messages_in(drawer):
            if not message.by and message.read_at is None:
                change_item(drawer, item_id, msgspec.structs.replace(message, read_at=at))
        for item_id, asked in asked_in(drawer, requests.SAFE_CONTACT, requests.OWN_WORDS):
            if asked.done_at is None:
                _stands_in_case(case, opened, asked, at)
                change_item(drawer, item_id, msgspec.structs.replace(asked, done_at=at))
        Drawer.objects.filter(id=drawer.row.id).update(rings_on=None)


def _stands_in_case(case: Case, opened: OpenCase, asked: Asked, at: datetime) -> None:
    if asked.kind == requests.SAFE_CONTACT and asked.safe is not None:
        file = case.take(opened.keys, CaseFile)
        file = msgspec.structs.replace(file, safe=asked.safe, changes=file.changes + 1)
        case.put(opened.keys, file)
        case.save(update_fields=["sealed"])
        return
    note = ContactNote(
        kind=OWN_WORDS,
        at=asked.at,
        said=asked.words,
        by="",
        recorded_at=at,
        folded=fold(asked.words),
    )
    contact = Contact(case=case)
    contact.put(opened.keys, note)
    contact.save(force_insert=True)
