"""What a student asks about their record: to see it, to correct it, to leave it be. (RECD-3)

Nothing that was written is written over. A correction is an entry beside what it is about; a
restriction stands in the case's file, where everything that would tell from it looks.
"""

from datetime import date, datetime

import msgspec
from django.utils import timezone

from confide.casework import actions as casework
from confide.casework.actions import Said, held_still
from confide.casework.queries import (
    NotVisible,
    OpenCase,
    contacts_of,
    is_restricted,
    one_contact,
    one_document,
    standing,
)
from confide.disclosure.actions import AlreadyRecorded
from confide.ledger.record import Refused, record
from confide.policy import access
from confide.policy.decision import Decision, all_of
from confide.policy.retention import rights
from confide.retention.actions._wishes import keep_wish, set_restricted
from confide.retention.models import (
    ACCESS,
    CORRECTION_KIND,
    OBJECTION,
    RESTRICTION,
    WishCard,
)
from confide.retention.queries.returning import heading_of
from confide.retention.queries.rights import (
    access_of,
    one_wish,
    restriction_of,
    was_wished,
    wishes_of,
)
from confide.team.queries import Acting
from confide.vault.primitives import random_id


def ask_for_access(
    acting: Acting,
    opened: OpenCase,
    how_asked: str,
    *,
    asked_on: date,
    form: str = "",
    at: datetime,
) -> str:
    """Note that a student asks what is held about them, and from when on. (RECD-3)"""
    on = timezone.localtime(at).date()
    decision = all_of(
        access.may_work(standing(acting, opened.ref)),
        rights.may_ask_for_access(how_asked=how_asked, asked_on=asked_on, on=on),
    )
    with record("access.asked", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        return _note(acting, opened, ACCESS, how_asked, asked_on=asked_on, form=form, at=at)


def extend_access(
    acting: Acting, opened: OpenCase, wish_id: str, why: str, *, at: datetime
) -> None:
    """Take two more months for an answer, for a reason that the student is told. (RECD-3)"""
    on = timezone.localtime(at).date()

    def may(card: WishCard) -> Decision:
        return all_of(
            access.may_decide(standing(acting, opened.ref)),
            rights.may_extend(access_of(card), why=why, on=on),
        )

    decision = may(one_wish(opened, wish_id, ACCESS).card)
    with record("access.extended", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        card = one_wish(opened, wish_id, ACCESS).card
        _again(may(card), "access.extended", acting, opened, at)
        by = acting.pseudonym
        _change(opened, wish_id, card, extended_at=at, extended_why=why, extended_by=by)


def refuse_access(
    acting: Acting, opened: OpenCase, wish_id: str, why: str, *, at: datetime
) -> None:
    """Note that a request was refused, and why: the student is told the same. (RECD-3)"""

    def may(card: WishCard) -> Decision:
        return all_of(
            access.may_decide(standing(acting, opened.ref)),
            rights.may_refuse_access(access_of(card), why=why),
        )

    decision = may(one_wish(opened, wish_id, ACCESS).card)
    with record("access.refused", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        card = one_wish(opened, wish_id, ACCESS).card
        _again(may(card), "access.refused", acting, opened, at)
        _change(opened, wish_id, card, ended_at=at, ended_why=why, ended_by=acting.pseudonym)


def correct(acting: Acting, opened: OpenCase, about: str, words: str, *, at: datetime) -> str:
    """Add what a student says is right, beside what it is about. (RECD-3)

    `about` is the id of a contact or a document of this case, or the case's own for its file. The
    same words about the same thing count once.
    """
    decision = all_of(access.may_work(standing(acting, opened.ref)), rights.may_correct(words))
    said = Said(
        kind=CORRECTION_KIND,
        happened_at=at,
        said=words,
        subject=_named(opened, about),
        corrects=about,
    )
    with record("record.corrected", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        if any(e.card.corrects == about and e.card.said == words for e in contacts_of(opened)):
            raise AlreadyRecorded
        return casework.add_contact(acting, opened, said, at=at)


def restrict(acting: Acting, opened: OpenCase, why: str, *, form: str = "", at: datetime) -> str:
    """Have nothing told from a record for now, because its student asks. (RECD-3)"""

    def may() -> Decision:
        return all_of(
            access.may_work(standing(acting, opened.ref)),
            rights.may_restrict(restricted=is_restricted(opened), why=why),
        )

    decision = may()
    on = timezone.localtime(at).date()
    if was_wished(opened, form):
        raise AlreadyRecorded
    with record("record.restricted", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        _again(may(), "record.restricted", acting, opened, at)
        set_restricted(opened, restricted=True)
        return _note(acting, opened, RESTRICTION, why, asked_on=on, form=form, at=at)


def lift(acting: Acting, opened: OpenCase, why: str, *, at: datetime) -> None:
    """End a restriction, for a reason that is kept. (RECD-3)"""

    def may() -> Decision:
        return all_of(
            access.may_decide(standing(acting, opened.ref)),
            rights.may_lift(restricted=is_restricted(opened), why=why),
        )

    decision = may()
    with record("restriction.lifted", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        _again(may(), "restriction.lifted", acting, opened, at)
        set_restricted(opened, restricted=False)
        holding = restriction_of(wishes_of(opened))
        if holding is not None:
            by = acting.pseudonym
            _change(opened, holding.id, holding.card, ended_at=at, ended_why=why, ended_by=by)


def object_to(acting: Acting, opened: OpenCase, words: str, *, form: str = "", at: datetime) -> str:
    """Note that a student objects to something that is done with their record. (RECD-3)"""
    decision = all_of(access.may_work(standing(acting, opened.ref)), rights.may_object(words))
    on = timezone.localtime(at).date()
    with record("objection.noted", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        return _note(acting, opened, OBJECTION, words, asked_on=on, form=form, at=at)


def _note(
    acting: Acting,
    opened: OpenCase,
    kind: str,
    words: str,
    *,
    asked_on: date,
    form: str,
    at: datetime,
) -> str:
    held_still(opened)
    if was_wished(opened, form):
        raise AlreadyRecorded
    wish_id = form or random_id()
    card = WishCard(kind=kind, asked_on=asked_on, words=words, by=acting.pseudonym, noted_at=at)
    keep_wish(opened, wish_id, card)
    return wish_id


def _change(opened: OpenCase, wish_id: str, card: WishCard, **changed: object) -> None:
    keep_wish(opened, wish_id, msgspec.structs.replace(card, **changed))


def _again(again: Decision, event: str, acting: Acting, opened: OpenCase, at: datetime) -> None:
    """It may have been done by somebody else a moment ago."""
    if not again:
        raise Refused(event, acting.pseudonym, opened.ref, again, at)


def _named(opened: OpenCase, about: str) -> str:
    """What a correction is about, in words; `NotVisible` if it is nothing of this case."""
    if about == opened.ref:
        return ""
    try:
        return heading_of(one_contact(opened, about).card)
    except NotVisible:
        return one_document(opened, about).card.name
