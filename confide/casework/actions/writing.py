"""What a student and their caseworker write to each other, and what the student asks. (RECD-6)

Messages lie in the drawer and nowhere else. What a student asks for is signed by the keys that
come of their words, so that it takes effect with nobody at work; what they change about themselves
stands in the case from when their caseworker next opens it.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.utils import timezone

from confide.casework.actions._drawer import (
    change_item,
    held_open,
    let_it_ring,
    put_item,
)
from confide.casework.actions._placing import (
    Brought,
    enclosed,
    filed_or_removed,
    held_still,
    place_document,
)
from confide.casework.models import (
    Asked,
    Case,
    CaseFile,
    Contact,
    ContactNote,
    Drawer,
    Enclosed,
    Message,
    SafeContact,
)
from confide.casework.models.folding import fold
from confide.casework.queries.asked import ASKED, LIES, place_of
from confide.casework.queries.cases import OpenCase, standing
from confide.casework.queries.drawers import (
    Mine,
    OpenDrawer,
    asked_in,
    can_write_to,
    drawer_in,
    messages_in,
    statement_of,
)
from confide.casework.queries.sent import held_of_own, letters_of
from confide.ledger.record import Refused, record
from confide.policy import access, requests
from confide.policy.decision import Decision, all_of
from confide.team.queries import Acting
from confide.vault import files
from confide.vault.files import SealedFile
from confide.vault.primitives import random_id

OWN_WORDS = "own-words"


def write(mine: Mine, words: str, brought: Sequence[Brought] = (), *, at: datetime) -> str:
    """A student's message, with files, to whoever looks after them. Answers its id. (CONF-1)"""
    message = Message(words=words, at=at, files=tuple(enclosed(each) for each in brought))
    decision = all_of(requests.may_write(words), _may_put_in(mine.drawer, message))
    with (
        filed_or_removed(brought),
        record("message.written", by="student", about=mine.case, under=decision, at=at),
    ):
        drawer = _with_room(mine, message, "message.written")
        let_it_ring(drawer, at)
        item_id = put_item(drawer, message, item_id=mine.sheet)
        # In its place before what holds its key can be committed, as in `place_documents`.
        for each in brought:
            files.adopt(each.sealed, case=mine.case)
        return item_id


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
    genuine = mine.unlocked.ring_id == mine.drawer.row.ring_id
    decision = all_of(_may_put_in(mine.drawer, asked), requests.may_ask(kind, genuine=genuine))
    place = place_of(mine.drawer, item_id)
    with record(ASKED, by="student", about=mine.case, under=decision, at=at):
        vouch_for_place(place, at=at)
        drawer = _with_room(mine, asked, ASKED)
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
    on = timezone.localtime(at).date()

    def may() -> Decision:
        opens = can_write_to(opened, on=on)
        work = access.may_work(standing(acting, opened.ref))
        return all_of(work, requests.may_reply(words, opens=opens))

    decision = may()
    with record("message.sent", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        again, drawer = may(), drawer_in(opened.ref, opened.keys)
        if not again or drawer is None:
            raise Refused("message.sent", acting.pseudonym, opened.ref, again, at)
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
                change_item(drawer, item_id, _read(opened, message, at))
        for item_id, asked in asked_in(drawer, requests.SAFE_CONTACT, requests.OWN_WORDS):
            if asked.done_at is None:
                _stands_in_case(case, opened, asked, at)
                change_item(drawer, item_id, msgspec.structs.replace(asked, done_at=at))
        Drawer.objects.filter(id=drawer.row.id).update(rings_on=None)


def _may_put_in(drawer: OpenDrawer, item: Message | Asked) -> Decision:
    letters, file_bytes = held_of_own(drawer)
    more = sum(each.size for each in item.files) if isinstance(item, Message) else 0
    return requests.may_put_in(
        item.kind if isinstance(item, Asked) else "",
        letters=letters + letters_of(item),
        file_bytes=file_bytes + more,
        again=isinstance(item, Asked) and bool(item.about),
    )


def _with_room(mine: Mine, item: Message | Asked, event: str) -> OpenDrawer:
    """Inside an open record: the drawer as it is now, if it still takes this."""
    drawer = held_open(mine)
    again = _may_put_in(drawer, item)
    if not again:
        raise Refused(event, "student", mine.case, again, item.at)
    return drawer


def _read(opened: OpenCase, message: Message, at: datetime) -> Message:
    """A message that was read: from now on its files are documents of the case, by the student."""
    filed = [
        msgspec.structs.replace(each, document=_filed(opened, each, message.at))
        for each in message.files
    ]
    return msgspec.structs.replace(message, read_at=at, files=tuple(filed))


def _filed(opened: OpenCase, each: Enclosed, at: datetime) -> str:
    sealed = SealedFile(each.stored_as, each.file_key, each.size)
    brought = Brought(name=each.name, media_type=each.media_type, sealed=sealed)
    return place_document(opened, brought, by="", contact="", at=at)


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
