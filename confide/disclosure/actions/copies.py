"""Copies of what was told: another one, one to print, that one arrived, and whose one is. (P8)

Fetched or printed twice, a copy is the same copy with the same mark. Another one is made of the
same words for the same recipient, and has a mark of its own.
"""

from datetime import date, datetime

import msgspec
from django.utils import timezone

from confide.casework.actions import held_still, keep_shown
from confide.casework.queries import Entry, NotVisible, OpenCase, standing
from confide.disclosure.actions._copies import (
    Made,
    adopted,
    asked_today,
    copy_made,
    discarded,
    seal,
)
from confide.disclosure.actions.consents import AlreadyRecorded
from confide.disclosure.models import CopyMade, Kept, Telling, TellingCard
from confide.disclosure.queries import (
    Extract,
    Marks,
    asked_in,
    marked_so,
    new_mark,
    one_telling,
    printed,
    shown_telling,
    told_words,
)
from confide.ledger import history
from confide.ledger.record import Refused, record
from confide.policy import access, copies
from confide.policy.decision import Decision, all_of
from confide.team.queries import Acting


def copy_again(
    acting: Acting, opened: OpenCase, telling_id: str, how: str, *, after: int, at: datetime
) -> str:
    """Make another copy of what was told, with its own mark. Answers the copy's id. (CONF-1)

    `after` is how many copies there were when it was asked for: asked twice, it is made once.
    """
    on, card = timezone.localtime(at).date(), one_telling(opened, telling_id).card
    asked = asked_today(acting, opened, asked_in(card), on=on)
    made = _another(opened, card) if asked.decision else None
    with (
        discarded(made),
        record(
            "extract.copied", by=acting.pseudonym, about=opened.ref, under=asked.decision, at=at
        ),
    ):
        held_still(opened)
        again, card = _still(acting, opened, telling_id, at=at)
        if not again or made is None:
            raise Refused("extract.copied", acting.pseudonym, opened.ref, again, at)
        if len(card.copies) != after:
            raise AlreadyRecorded
        copy = copy_made(acting, made.extract.mark, how, made.paper, at=at)
        adopted(opened, made)
        _changed(opened, telling_id, msgspec.structs.replace(card, copies=(*card.copies, copy)))
    return copy.id


def show_to_print(
    acting: Acting, opened: OpenCase, telling_id: str, copy_id: str, *, at: datetime
) -> Extract:
    """A copy as a page to print, while it may be told: it leaves as a file does. (CONF-1)"""
    decision, card = _still(acting, opened, telling_id, at=at)
    mark = _copy(card, copy_id).mark
    with record("extract.fetched", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        again, card = _still(acting, opened, telling_id, at=at)
        if not again:
            raise Refused("extract.fetched", acting.pseudonym, opened.ref, again, at)
    return told_words(opened, card, mark=mark)


def note_handing(
    acting: Acting, opened: OpenCase, telling_id: str, copy_id: str, on: date, *, at: datetime
) -> None:
    """Note on which day a copy was handed over, once that is known. (RECD-1)"""
    today = timezone.localtime(at).date()

    def may() -> tuple[Decision, TellingCard]:
        card = one_telling(opened, telling_id).card
        copy = _copy(card, copy_id)
        made_on, noted = timezone.localtime(copy.made_at).date(), copy.handed_on is not None
        note = copies.may_note_handing(made_on=made_on, handed_on=on, noted=noted, on=today)
        return all_of(access.may_work(standing(acting, opened.ref)), note), card

    decision, _card = may()
    with record("copy.handed-over", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        again, card = may()
        if not again:
            raise Refused("copy.handed-over", acting.pseudonym, opened.ref, again, at)
        _changed(opened, telling_id, _handed(card, copy_id, on, acting, at=at))


def whose_copy(acting: Acting, mark: str, *, at: datetime) -> Marks:
    """Look for a mark in one's own cases, which is reading them. (CONF-1)"""
    by, since = acting.pseudonym, acting.session_started_at
    if not history.recorded("copies.searched", about=by, by=by, since=since):
        decision = access.may_keep_desk(standing(acting))
        with record("copies.searched", by=by, about=by, under=decision, at=at):
            pass
    return marked_so(acting, mark)


def _still(
    acting: Acting, opened: OpenCase, telling_id: str, *, at: datetime
) -> tuple[Decision, TellingCard]:
    card = one_telling(opened, telling_id).card
    on = timezone.localtime(at).date()
    return asked_today(acting, opened, asked_in(card), on=on).decision, card


def _another(opened: OpenCase, card: TellingCard) -> Made:
    extract = told_words(opened, card, mark=new_mark())
    # The words that were told are kept already, and so are the documents.
    return Made(extract, Kept("", b"", 0), seal(printed(extract).content), ())


def _changed(opened: OpenCase, telling_id: str, card: TellingCard) -> None:
    row = Telling.objects.get(id=telling_id)
    row.put(opened.keys, card)
    row.save(update_fields=["sealed"])
    keep_shown(opened, [shown_telling(opened, Entry(telling_id, card))])


def _copy(card: TellingCard, copy_id: str) -> CopyMade:
    found = next((each for each in card.copies if each.id == copy_id), None)
    if found is None:
        raise NotVisible
    return found


def _handed(
    card: TellingCard, copy_id: str, on: date, acting: Acting, *, at: datetime
) -> TellingCard:
    noted = {"handed_on": on, "handed_noted_at": at, "handed_noted_by": acting.pseudonym}
    return msgspec.structs.replace(
        card,
        copies=tuple(
            msgspec.structs.replace(each, **noted) if each.id == copy_id else each
            for each in card.copies
        ),
    )
