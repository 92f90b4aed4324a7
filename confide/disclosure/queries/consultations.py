"""Questions to colleagues, for those who asked them and those whom they ask. (CONF-2)

Nothing here goes from a question to its case but the asker's own note, which opens with the
asker's ring alone. To anybody else a question is as if not there.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext

from confide.casework.queries import (
    Entry,
    NotVisible,
    OpenCase,
    colleagues,
    scheme_of,
    standing,
    standing_of,
)
from confide.disclosure.models import (
    AskersNote,
    Consultation,
    ConsultationReply,
    QuestionCard,
    ReplyCard,
)
from confide.policy import access, consultation
from confide.policy.consultation import Part
from confide.team.models import Officer, Role
from confide.team.queries import Acting, has_signed, held_by, names, roles_of
from confide.vault import grants, own
from confide.vault.grants import CaseKeys
from confide.vault.models import Grant
from confide.vault.primitives import DoesNotOpen

# A colleague's advice among the contacts of a case. It stays among caseworkers: no extract has it.
KEPT: Final = "advice"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was opened, with its replies; `note` is the asker's own, and nobody's else's.

    `people` are the names behind the pseudonyms in it.
    """

    row: Consultation
    keys: CaseKeys = field(repr=False)
    card: QuestionCard = field(repr=False)
    replies: tuple[Entry[ReplyCard], ...] = field(repr=False)
    note: AskersNote | None = field(repr=False)
    me: str
    people: dict[str, str] = field(repr=False, default_factory=dict)

    @property
    def id(self) -> str:
        """The question's id, which means nothing."""
        return self.row.id

    @property
    def mine(self) -> bool:
        """Whether it was I who asked."""
        return self.card.asker == self.me

    @property
    def part(self) -> Part:
        """What I have to do with it, as the policy weighs it."""
        return Part(
            asked_it=self.mine, was_asked=self.me in self.card.asked, ends_on=self.row.ends_on
        )

    @property
    def asker(self) -> str:
        """The name of whoever asks."""
        return self.people.get(self.card.asker, "")

    @property
    def asked(self) -> list[str]:
        """The names of those whom it asks."""
        return [self.people.get(each, "") for each in self.card.asked]

    @property
    def said(self) -> list[tuple[Entry[ReplyCard], str]]:
        """The replies, each with the name of whoever gave it, the first one first."""
        return [(each, self.people.get(each.card.by, "")) for each in self.replies]

    @property
    def waits_for_me(self) -> bool:
        """Whether I was asked and have not replied."""
        replied = any(each.card.by == self.me for each in self.replies)
        return not self.mine and not replied

    @property
    def unread(self) -> int:
        """How many replies came that the asker has not noted."""
        return max(0, len(self.replies) - self.note.read) if self.note else 0


@dataclass(frozen=True, slots=True)
class Advice:
    """A colleague's reply to a question about a case, as it may be cited: what, who and when."""

    question: str
    asked: str
    reply: str
    said: str
    by: str
    name: str
    at: datetime


def my_questions(acting: Acting, *, on: date) -> list[Question]:
    """The questions that live: asked by this officer or of them, the newest first."""
    held = Grant.objects.filter(holder=acting.unlocked.ring_id).values("case")
    return _opened(acting, Consultation.objects.filter(id__in=held, ends_on__gte=on), on=on)


def one_question(acting: Acting, question_id: str, *, on: date) -> Question:
    """One question that this officer asked or is asked, or `NotVisible`."""
    rows = Consultation.objects.filter(id=question_id, ends_on__gte=on)
    found = _opened(acting, rows, on=on)
    if not found:
        raise NotVisible
    return found[0]


def question_typed_on(acting: Acting, form: str, *, on: date) -> Question | None:
    """What one's own sheet of this id became, if it was sent before and has not ended."""
    mine = my_questions(acting, on=on) if form else []
    return next((each for each in mine if each.note and each.note.form == form), None)


def questions_about(acting: Acting, opened: OpenCase, *, on: date) -> list[Question]:
    """The officer's own questions about a case; what others asked about it nobody can tell."""
    mine = my_questions(acting, on=on)
    return [each for each in mine if each.note and each.note.case == opened.ref]


def citable(acting: Acting, opened: OpenCase, *, on: date) -> list[Advice]:
    """What colleagues replied to the officer's questions about this case, the newest first."""
    given = [
        Advice(each.id, each.card.question, r.id, r.card.said, r.card.by, name, r.card.at)
        for each in questions_about(acting, opened, on=on)
        for r, name in each.said
    ]
    return sorted(given, key=lambda advice: advice.at, reverse=True)


def kept_as(question: Question, reply_id: str) -> str | None:
    """A reply with its question, as it is kept in the case; None if there is no such reply."""
    words = gettext("Asked without a name: {question}\n\n{name} advised: {said}")
    return next(
        (
            words.format(question=question.card.question, name=name, said=each.card.said)
            for each, name in question.said
            if each.id == reply_id
        ),
        None,
    )


def questions_waiting(acting: Acting, *, on: date) -> list[Question]:
    """What questions want of the officer today: to be answered, or to have their replies read."""
    return [each for each in my_questions(acting, on=on) if each.waits_for_me or each.unread]


def whom_to_consult(acting: Acting, opened: OpenCase | None, *, on: date) -> list[Officer]:
    """The colleagues who can be asked: none of those who stepped aside from this case. (ELIG-3)"""
    scheme = scheme_of(opened.file) if opened else ""
    return [
        each
        for each in colleagues(acting, on=on, scheme=scheme)
        if consultation.may_be_asked(standing_before(acting, each, opened, on=on))
    ]


def standing_before(
    acting: Acting, colleague: Officer, opened: OpenCase | None, *, on: date
) -> access.Standing:
    """A colleague's standing before the case that a question is about or, without one, at all."""
    if opened is not None:
        return standing_of(colleague, opened, on=on)
    serves = not acting.schemes.isdisjoint(held_by(colleague, on=on))
    return access.Standing(
        in_office=colleague.enrolled and serves,
        undertaking_signed=has_signed(colleague),
        serves=serves or Role.CASEWORKER not in roles_of(colleague, on=on),
    )


def _opened(acting: Acting, rows: Iterable[Consultation], *, on: date) -> list[Question]:
    by_id = {row.id: row for row in rows}
    decision = access.may_keep_desk(standing(acting))
    if not by_id or not decision:
        return []
    replies: dict[str, list[ConsultationReply]] = {}
    for reply in ConsultationReply.objects.filter(consultation__in=by_id):
        replies.setdefault(reply.consultation_id, []).append(reply)
    found = []
    for id_, keys in grants.open_cases(acting.unlocked, list(by_id), under=decision).items():
        # A damaged row must not take the desk with it.
        with suppress(DoesNotOpen):
            found.append(_question(acting, by_id[id_], keys, replies.get(id_, [])))
    seen = [each for each in found if consultation.may_see(standing(acting), each.part, on=on)]
    return sorted(seen, key=lambda each: each.card.asked_at, reverse=True)


def _question(
    acting: Acting, row: Consultation, keys: CaseKeys, replies: Iterable[ConsultationReply]
) -> Question:
    card = row.take(keys, QuestionCard)
    entries = [Entry(each.id, each.take(keys, ReplyCard)) for each in replies]
    given = tuple(sorted(entries, key=lambda entry: entry.card.at))
    note = None
    if card.asker == acting.pseudonym:
        note = own.take_own(acting.unlocked, bytes(row.for_asker), AskersNote, place=row.id)
    people = names([card.asker, *card.asked, *(each.card.by for each in given)])
    return Question(row, keys, card, given, note, acting.pseudonym, people)
