"""Giving a record back to its student. (RECD-6, RECD-3)

The procedure, numbered as in the code:

1. The policy is asked: it is the student's own caseworker, it was asked for, and it is they.
2. Inside the record, with the case held still, it is asked again; and what is given must be, to the
   last word, the record that was judged, since nobody has looked at anything else.
3. Nothing is made or kept but the judgement, the digest of the whole, and the passphrase, all
   sealed. A request for access that waited is answered by it.
4. Only after a durable entry does a byte leave, by `fetch_return`: the record is put together again
   and held against the digest, and the archive is made while it is sent. So no copy is left behind.
5. When it is handed over, its words are forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from confide.casework.actions import held_still
from confide.casework.queries import NotVisible, OpenCase, content_of, one_document, standing
from confide.disclosure.actions import AlreadyRecorded
from confide.ledger.record import Refused, record
from confide.policy import access, copies, retention
from confide.policy.decision import Decision, all_of
from confide.retention.actions._wishes import keep_wish
from confide.retention.models import GivenDocument, ReturnCard, Returned
from confide.retention.models.returning import ARCHIVE
from confide.retention.queries import clock_of
from confide.retention.queries.returning import Whole, one_return, was_returned, whole_record
from confide.retention.queries.returning_archive import locked
from confide.retention.queries.returning_fetch import may_fetch
from confide.retention.queries.returning_judged import (
    Judged,
    known_in,
    others_in_record,
    without,
)
from confide.retention.queries.returning_paper import (
    file_names,
    locked_record,
    printed_record,
)
from confide.retention.queries.rights import open_access, wishes_of
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from confide.vault.words import make_passphrase

_RECORD = "record"


class NotAsJudged(Exception):  # noqa: N818 (it reads as what happened)
    """The record is another than the one that was looked through: look again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Giving:
    """What an officer decided on looking through a record; `seen` is the digest of that record."""

    how_asked: str
    how_identified: str
    way: str
    seen: bytes
    phrases: tuple[str, ...] = ()
    left_out: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Given:
    """Bytes that may leave, under a name that says nothing."""

    name: str
    content: Iterator[bytes]


def return_record(
    acting: Acting, opened: OpenCase, giving: Giving, *, form: str = "", at: datetime
) -> str:
    """Give a student their record, or what of it is theirs. Answers the return's id. (RECD-6)

    `form` is the id that the form was sent out with: sent twice, it counts once.
    """

    def may() -> Decision:
        return all_of(
            access.may_decide(standing(acting, opened.ref)),
            retention.may_take_request(
                how_asked=giving.how_asked, how_identified=giving.how_identified
            ),
            retention.may_return(clock_of(opened.row)),
        )

    decision = may()  # (1)
    row = Returned(id=form or random_id(), case=opened.row)
    passphrase = make_passphrase()
    with record("record.returned", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        again = may()  # (2)
        if not again:
            raise Refused("record.returned", acting.pseudonym, opened.ref, again, at)
        if was_returned(opened, row.id):
            raise AlreadyRecorded
        whole = whole_record(opened)
        if whole.digest != giving.seen:
            raise NotAsJudged
        row.put(opened.keys, _card(acting, opened, whole, giving, passphrase, at=at))  # (3)
        row.save(force_insert=True)
        _answer_access(opened, row.id)
    return row.id


def fetch_return(
    acting: Acting, opened: OpenCase, return_id: str, part: str, *, at: datetime
) -> Given:
    """Fetch what is given: the archive, or the record alone. (RECD-6)"""
    on = timezone.localtime(at).date()
    card = one_return(opened, return_id).card
    decision = may_fetch(acting, opened, card, on=on)
    given = _given(acting, opened, card, part) if decision else None
    with record("return.fetched", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        again = may_fetch(acting, opened, one_return(opened, return_id).card, on=on)
        if not again or given is None:
            raise Refused("return.fetched", acting.pseudonym, opened.ref, again, at)
    return given  # (4)


def note_return(
    acting: Acting, opened: OpenCase, return_id: str, *, handed_on: date, wish: str, at: datetime
) -> None:
    """Note that the student has it, and what they wish now; its words are forgotten. (RECD-6)"""
    on = timezone.localtime(at).date()

    def may(card: ReturnCard) -> Decision:
        made_on, noted = timezone.localtime(card.made_at).date(), card.handed_on is not None
        note = copies.may_note_handing(made_on=made_on, handed_on=handed_on, noted=noted, on=on)
        return all_of(access.may_decide(standing(acting, opened.ref)), note)

    decision = may(one_return(opened, return_id).card)
    with record("return.handed-over", by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        held_still(opened)
        card = one_return(opened, return_id).card
        again = may(card)
        if not again:
            raise Refused("return.handed-over", acting.pseudonym, opened.ref, again, at)
        row = Returned.objects.get(id=return_id)
        handed = msgspec.structs.replace(
            card,
            passphrase="",  # (5)
            handed_on=handed_on,
            handed_noted_at=at,
            handed_noted_by=acting.pseudonym,
            wish=wish,
        )
        row.put(opened.keys, handed)
        row.save(update_fields=["sealed"])


def _card(
    acting: Acting,
    opened: OpenCase,
    whole: Whole,
    giving: Giving,
    passphrase: str,
    *,
    at: datetime,
) -> ReturnCard:
    found = others_in_record(whole, known_in(acting, opened)) if giving.phrases else []
    kinds = {each.phrase.casefold(): each.kind for each in found}
    blacked = {phrase: kinds.get(phrase.casefold(), "") for phrase in giving.phrases}
    judged = without(whole, blacked, giving.left_out)
    return ReturnCard(
        made_at=at,
        by=acting.pseudonym,
        how_asked=giving.how_asked,
        how_identified=giving.how_identified,
        way=giving.way,
        whole=whole.digest,
        passphrase=passphrase if giving.way == ARCHIVE else "",
        blacked=blacked,
        documents=tuple(
            GivenDocument(each.key, each.key not in giving.left_out) for each in whole.documents
        ),
        passages=judged.passages,
    )


def _answer_access(opened: OpenCase, return_id: str) -> None:
    for entry in open_access(wishes_of(opened)):
        keep_wish(opened, entry.id, msgspec.structs.replace(entry.card, returned=return_id))


def _given(acting: Acting, opened: OpenCase, card: ReturnCard, part: str) -> Given:
    """What would be handed out, or `NotVisible`; or `NotAsJudged` if the record has changed."""
    if part != _RECORD and (part != ARCHIVE or card.way != ARCHIVE):
        raise NotVisible
    whole = whole_record(opened)
    if whole.digest != card.whole:
        raise NotAsJudged
    left_out = frozenset(each.key for each in card.documents if not each.given)
    judged = without(whole, card.blacked, left_out)
    paper = printed_record(judged, card, student=opened.file.student, maker=_maker(acting))
    if part == ARCHIVE:
        members = _members(opened, judged, paper)
        return Given("archive.zip", locked(members, card.passphrase))
    if card.way == ARCHIVE:
        paper = locked_record(paper, card.passphrase)
    return Given("record.pdf", iter([paper]))


def _members(
    opened: OpenCase, judged: Judged, paper: bytes
) -> Iterator[tuple[str, Iterator[bytes]]]:
    yield "record.pdf", iter([paper])
    for key, name in file_names(judged.record).items():
        yield name, content_of(opened, one_document(opened, key).card)


def _maker(acting: Acting) -> str:
    post = settings.POLICY.post(acting.post)
    title = gettext(post.title) if post else ""
    return ", ".join(part for part in (acting.name, title, settings.POLICY.union.name) if part)
