"""Asking colleagues without saying who it is about, and what comes of it. (CONF-2)

Each entry of the ledger is about the question's own id and never about the case: which case it is
about is nobody's but the asker's to know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.utils import timezone

from confide.casework.actions import held_still
from confide.casework.queries import NotVisible, OpenCase, standing
from confide.disclosure.actions.consents import AlreadyRecorded
from confide.disclosure.models import (
    AskersNote,
    Consultation,
    ConsultationReply,
    QuestionCard,
    ReplyCard,
)
from confide.disclosure.queries import (
    marks_in,
    one_question,
    question_typed_on,
    standing_before,
)
from confide.ledger.record import Refused, record
from confide.policy import consultation
from confide.policy.consultation import Asking
from confide.policy.decision import Decision
from confide.team.models import Officer
from confide.team.queries import Acting
from confide.vault import grants, own, shred
from confide.vault.models import Grant
from confide.vault.primitives import random_id


class NotAsChecked(Exception):  # noqa: N818 (it reads as what happened)
    """Something else is marked in the question now than when it was looked at: look again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAsk:
    """A question as it is typed. `seen` are the marks that its asker was shown, by their keys;
    `form` is the id that the sheet went out with.
    """

    question: str
    colleagues: Sequence[Officer]
    ends_on: date
    reason: str = ""
    seen: frozenset[str] | None = None
    form: str = ""


def ask_colleagues(acting: Acting, opened: OpenCase | None, typed: ToAsk, *, at: datetime) -> str:
    """Send a question to named colleagues, for a stated time. Answers its id. (CONF-2)

    It is checked again here: what is sent is what was checked. Its id is not the sheet's: keys that
    a fault left without a question must not keep the same sheet from being sent again.
    """
    on, id_ = timezone.localtime(at).date(), random_id()
    marks = marks_in(acting, opened, typed.question, on=on)
    decision = _may_ask(acting, opened, typed, marks=len(marks), on=on)
    if not decision:
        raise Refused("question.asked", acting.pseudonym, id_, decision, at)
    if typed.seen is not None and typed.seen != {mark.key for mark in marks}:
        raise NotAsChecked
    _not_yet(acting, typed.form, on)
    case = opened.ref if opened else ""
    keys, granted = grants.new_case(
        id_,
        by=acting.unlocked,
        holders=[acting.officer.ring, *(each.ring for each in typed.colleagues)],
        bound_to=case,
        at=at,
    )
    row = Consultation(id=id_, ends_on=typed.ends_on)
    note = AskersNote(case=case, reason=typed.reason if marks else "", form=typed.form)
    row.for_asker = own.keep_own(acting.unlocked, note, place=id_)
    with record("question.asked", by=acting.pseudonym, about=id_, under=decision, at=at):
        # Whoever sends a sheet twice at once waits here for the first to be there.
        Officer.objects.select_for_update().get(id=acting.officer.id)
        _not_yet(acting, typed.form, on)
        if opened:
            held_still(opened)
        row.put(keys, _card(acting, typed, at=at))
        row.save(force_insert=True)
        Grant.objects.bulk_create(granted)
    return id_


def reply(acting: Acting, question_id: str, said: str, *, form: str = "", at: datetime) -> None:
    """Advise a colleague who asked. All who see the question see it. (CONF-2)"""
    on, id_ = timezone.localtime(at).date(), form or random_id()
    question = one_question(acting, question_id, on=on)
    decision = consultation.may_reply(
        standing(acting), question.part, says_something=_says(said), on=on
    )
    with record("question.answered", by=acting.pseudonym, about=question.id, under=decision, at=at):
        _held_still(question.id)
        if ConsultationReply.objects.filter(id=id_).exists():
            raise AlreadyRecorded
        row = ConsultationReply(id=id_, consultation=question.row)
        row.put(question.keys, ReplyCard(said=said, by=acting.pseudonym, at=at))
        row.save(force_insert=True)


def note_replies(acting: Acting, question_id: str, *, at: datetime) -> None:
    """Take the replies that came off one's desk. Who else reads the question is not told."""
    on = timezone.localtime(at).date()
    question = one_question(acting, question_id, on=on)
    decision = consultation.may_follow(standing(acting), question.part, on=on)
    with record("question.followed", by=acting.pseudonym, about=question.id, under=decision, at=at):
        row = _held_still(question.id)
        note = own.take_own(acting.unlocked, bytes(row.for_asker), AskersNote, place=row.id)
        read = msgspec.structs.replace(note, read=len(question.replies))
        row.for_asker = own.keep_own(acting.unlocked, read, place=row.id)
        row.save(update_fields=["for_asker"])


def end_question(acting: Acting, question_id: str, *, at: datetime) -> None:
    """End one's question before its time: it is gone for everybody, with its replies. (CONF-2)"""
    on = timezone.localtime(at).date()
    question = one_question(acting, question_id, on=on)
    decision = consultation.may_follow(standing(acting), question.part, on=on)
    if decision:
        # Its keys first: a row without them is deleted by the night, keys without a row by nobody.
        shred.destroy(question.id, at=at)
    with record("question.ended", by=acting.pseudonym, about=question.id, under=decision, at=at):
        _delete(question.id)


def end_expired_questions(*, at: datetime) -> int:
    """Remove the questions whose time is over, and those whose case was destroyed. (CONF-2)

    The night calls it: it needs nobody's keys. Answers how many there were.
    """
    on, ended = timezone.localtime(at).date(), 0
    for question, ends_on in Consultation.objects.values_list("id", "ends_on"):
        decision = consultation.may_expire(ends_on, destroyed=shred.tombstoned(question), on=on)
        if not decision:
            continue
        shred.destroy(question, at=at)
        with record("question.ended", by="service", about=question, under=decision, at=at):
            _delete(question)
        ended += 1
    return ended


def _may_ask(
    acting: Acting, opened: OpenCase | None, typed: ToAsk, *, marks: int, on: date
) -> Decision:
    asking = Asking(
        about_case=opened is not None,
        says_something=_says(typed.question),
        marks=marks,
        reason_given=_says(typed.reason),
        ends_on=typed.ends_on,
        destroy_on=opened.row.destroy_on if opened else None,
    )
    others = [each for each in typed.colleagues if each.id != acting.officer.id]
    return consultation.may_ask(
        asking,
        asker=standing(acting, opened.ref if opened else None),
        colleagues=[standing_before(acting, each, opened, on=on) for each in others],
        on=on,
    )


def _not_yet(acting: Acting, form: str, on: date) -> None:
    if question_typed_on(acting, form, on=on):
        raise AlreadyRecorded


def _card(acting: Acting, typed: ToAsk, *, at: datetime) -> QuestionCard:
    asked = dict.fromkeys(each.pseudonym for each in typed.colleagues)
    return QuestionCard(
        question=typed.question, asker=acting.pseudonym, asked=tuple(asked), asked_at=at
    )


def _held_still(question_id: str) -> Consultation:
    """The question's row, locked until the record is made; `NotVisible` if it ended meanwhile."""
    row = Consultation.objects.select_for_update().filter(id=question_id).first()
    if row is None or shred.tombstoned(question_id):
        raise NotVisible
    return row


def _delete(question_id: str) -> None:
    Consultation.objects.filter(id=question_id).delete()
    grants.forget(question_id)


def _says(words: str) -> bool:
    return any(sign.isalnum() for sign in words)
