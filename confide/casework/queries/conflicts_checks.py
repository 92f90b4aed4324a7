"""The blind check: may a colleague take this matter, asked and answered without showing it.

A question travels as one sealed row for each colleague, with keys of its own that the asker and
this colleague hold. The colleague's own unlocked session answers it at their next look at the desk,
from their own cases and what they declared; nothing of the question is shown to them, and their key
to it goes with the answer. What comes back is one of two answers in a row of one size, so that a
case of theirs, an acquaintance and a step aside long ago look alike. No other colleague holds the
keys of that row. (ELIG-3, CONF-3)

What remains, and cannot be had otherwise: *somebody else should take this* says that there is some
cause. An officer who names one person after another could read presence out of it, with the odds
that a declared acquaintance leaves. So a day has few questions, each is an entry in the ledger, and
every colleague sees how many there were. And the words do pass through the colleague's session on
the server: a colleague who took over the program could see whom they are asked about.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from confide.casework.models import (
    AnswerCard,
    AskedOf,
    ConflictAnswer,
    ConflictCheck,
    Question,
)
from confide.casework.models.folding import fold
from confide.casework.queries.cases import standing
from confide.casework.queries.colleagues import colleagues
from confide.casework.queries.conflicts import Matter, OwnCases, declared_about
from confide.ledger import history
from confide.policy import access, conflicts
from confide.team.queries import Acting, names
from confide.vault import grants
from confide.vault.grants import CaseKeys
from confide.vault.models import Grant
from confide.vault.own import take_own
from confide.vault.primitives import DoesNotOpen

ASKED: Final = "conflict.asked"
COUNTED: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question to this officer's session, opened; no page shows it."""

    id: str
    ends_on: date
    keys: CaseKeys = field(repr=False)
    question: Question = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What one colleague's session answered; empty until it has."""

    to: str
    name: str
    answer: str


@dataclass(frozen=True, slots=True)
class Asking:
    """One question as its asker sees it, with what came back from each colleague."""

    id: str
    question: Question
    case: str
    ends_on: date
    replies: list[Reply]
    checks: tuple[str, ...]

    @property
    def answered(self) -> int:
        """How many have answered."""
        return sum(bool(reply.answer) for reply in self.replies)


@dataclass(frozen=True, slots=True)
class Asked:
    """How many questions a colleague asked lately."""

    name: str
    times: int


def waiting_for(acting: Acting, *, on: date) -> list[Waiting]:
    """The questions that this officer's session has not answered yet."""
    theirs = Grant.objects.filter(case=OuterRef("id"), holder=acting.unlocked.ring_id)
    unanswered = ConflictCheck.objects.filter(
        Exists(theirs.exclude(giver=acting.unlocked.ring_id)),
        ~Exists(ConflictAnswer.objects.filter(check_asked=OuterRef("id"), officer=acting.officer)),
        ends_on__gte=on,
    )
    return [Waiting(row.id, row.ends_on, keys, q) for row, keys, q in _opened(acting, unanswered)]


def found_before(acting: Acting, waiting: Waiting, own: OwnCases) -> conflicts.Findings:
    """What the officer's own session finds. Each is looked for, whatever was found before."""
    question = waiting.question
    texts = (*question.others, question.college, question.course)
    matter = Matter(ref="", student=question.student, texts=tuple(map(fold, filter(None, texts))))
    return conflicts.Findings(
        stepped_aside=question.stepped_aside,
        declared=bool(declared_about(acting, matter)),
        in_own_cases=bool(own.in_conflict_with(matter)),
    )


def my_askings(acting: Acting, *, on: date) -> list[Asking]:
    """What the officer asked and has not ended, the newest first."""
    mine = Grant.objects.filter(
        case=OuterRef("id"), holder=acting.unlocked.ring_id, giver=acting.unlocked.ring_id
    )
    asked: dict[str, list[tuple[ConflictCheck, CaseKeys, Question, AskedOf]]] = {}
    for row, keys, question in _opened(
        acting, ConflictCheck.objects.filter(Exists(mine), ends_on__gte=on)
    ):
        kept = take_own(acting.unlocked, question.mine, AskedOf, place=row.id)
        asked.setdefault(kept.asking, []).append((row, keys, question, kept))
    who = names(kept.to for checks in asked.values() for _, _, _, kept in checks)
    askings = [
        Asking(
            asking,
            checks[0][2],
            checks[0][3].case,
            checks[0][0].ends_on,
            sorted((_reply(row, keys, kept, who) for row, keys, _, kept in checks), key=_by_name),
            tuple(row.id for row, _, _, _ in checks),
        )
        for asking, checks in asked.items()
    ]
    return sorted(askings, key=lambda each: each.question.asked_at, reverse=True)


def answers_about(acting: Acting, ref: str, *, on: date) -> dict[str, str]:
    """What colleagues, by pseudonym, last answered about a case that this officer asked about."""
    about = [asking for asking in reversed(my_askings(acting, on=on)) if asking.case == ref]
    return {r.to: r.answer for asking in about for r in asking.replies if r.answer}


def asked_today(acting: Acting, *, on: date) -> int:
    """How many questions this officer asked on that day, whatever became of them."""
    morning = timezone.make_aware(datetime.combine(on, time()))
    return history.times_recorded(ASKED, about=acting.pseudonym, since=morning)


def asked_lately(acting: Acting, *, at: datetime) -> list[Asked]:
    """How many questions each officer asked in the last thirty days: everybody sees it."""
    on = timezone.localtime(at).date()
    everybody = [acting.officer, *colleagues(acting, on=on)]
    asked = [
        Asked(each.name, history.times_recorded(ASKED, about=each.pseudonym, since=at - COUNTED))
        for each in everybody
    ]
    return [each for each in asked if each.times]


def lapsed_checks(*, on: date) -> list[str]:
    """Questions whose days are over."""
    return list(ConflictCheck.objects.filter(ends_on__lt=on).values_list("id", flat=True))


def _opened(
    acting: Acting, rows: QuerySet[ConflictCheck]
) -> Iterable[tuple[ConflictCheck, CaseKeys, Question]]:
    found = {row.id: row for row in rows}
    decision = access.may_keep_desk(standing(acting))
    if not found or not decision:
        return
    for check, keys in grants.open_cases(acting.unlocked, list(found), under=decision).items():
        try:
            yield found[check], keys, found[check].take(keys, Question)
        except DoesNotOpen:
            # A damaged question keeps no desk from opening; it lapses unanswered.
            continue


def _reply(row: ConflictCheck, keys: CaseKeys, kept: AskedOf, who: dict[str, str]) -> Reply:
    answer = ConflictAnswer.objects.filter(check_asked=row, officer__pseudonym=kept.to).first()
    said = answer.take(keys, AnswerCard).answer if answer else ""
    return Reply(kept.to, who.get(kept.to, ""), said)


def _by_name(reply: Reply) -> str:
    return reply.name
