"""The blind check: asking colleagues, answering for one, ending it. (ELIG-3, CONF-3)

What each colleague's session may find and what the asker may infer stands in
`casework/queries/conflicts_checks.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from confide.casework.models import (
    AnswerCard,
    AskedOf,
    ConflictAnswer,
    ConflictCheck,
    Question,
)
from confide.casework.queries import (
    NotVisible,
    OpenCase,
    colleagues,
    scheme_of,
    standing,
    stepped_aside,
)
from confide.casework.queries.conflicts_checks import (
    Waiting,
    asked_today,
    lapsed_checks,
    my_askings,
)
from confide.ledger.record import Refused, record
from confide.policy import conflicts
from confide.team.models import Officer
from confide.team.queries import Acting
from confide.vault import grants, shred
from confide.vault.models import Grant
from confide.vault.own import keep_own
from confide.vault.primitives import random_id


class AlreadyAsked(Exception):  # noqa: N818 (it reads as what happened)
    """This very form was sent before: the question was asked then, and is not asked twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Whom the question is about, as it is typed: the student in each spelling, and the others."""

    student: tuple[str, ...]
    others: tuple[str, ...] = ()
    college: str = ""
    course: str = ""


def ask_colleagues(
    acting: Acting,
    about: About,
    to: Sequence[Officer],
    *,
    case: OpenCase | None = None,
    form: str = "",
    at: datetime,
) -> str:
    """Ask the sessions of these colleagues. Answers the asking's id. (ELIG-3)

    What is asked about a case is destroyed with it, and no table tells which belongs to which.
    """
    on, asking = timezone.localtime(at).date(), form or random_id()
    scheme = scheme_of(case.file) if case else ""
    asked = [each for each in colleagues(acting, on=on, scheme=scheme) if each in to]
    today = asked_today(acting, on=on)
    decision = conflicts.may_ask(standing(acting), asked_today=today, colleagues=len(asked))
    by = acting.pseudonym
    if not decision:
        raise Refused("conflict.asked", by, by, decision, at)
    rows, granted = _sealed(acting, about, asked, case, asking, at)
    with record("conflict.asked", by=by, about=by, under=decision, at=at):
        # Whoever asks twice at once waits here for their first question to be counted.
        Officer.objects.select_for_update().get(id=acting.officer.id)
        today = asked_today(acting, on=on)
        again = conflicts.may_ask(standing(acting), asked_today=today, colleagues=len(asked))
        if not again:
            raise Refused("conflict.asked", by, by, again, at)
        if asking in {each.id for each in my_askings(acting, on=on)}:
            raise AlreadyAsked
        Grant.objects.bulk_create(granted)
        ConflictCheck.objects.bulk_create(rows)
    return asking


def answer_check(
    acting: Acting, waiting: Waiting, found: conflicts.Findings, *, at: datetime
) -> None:
    """Answer one question for this officer, once, and give up the key to it. (ELIG-3, CONF-3)

    One path, whatever was found: the same statements, the same entry, a row of the same size.
    """
    on = timezone.localtime(at).date()
    decision = conflicts.may_answer(standing(acting), ends_on=waiting.ends_on, on=on)
    said = AnswerCard(conflicts.answer(found))
    with record("conflict.answered", by=acting.pseudonym, about=waiting.id, under=decision, at=at):
        check = ConflictCheck.objects.select_for_update().filter(id=waiting.id).first()
        answered = ConflictAnswer.objects.filter(check_asked=check, officer=acting.officer)
        if check is None or answered.exists():
            raise NotVisible
        row = ConflictAnswer(check_asked=check, officer=acting.officer)
        row.put(waiting.keys, said)
        row.save(force_insert=True)
        Grant.objects.filter(case=waiting.id, holder=acting.unlocked.ring_id).delete()


def end_asking(acting: Acting, asking_id: str, *, at: datetime) -> None:
    """End one's own question, with what came back: its words are gone for good. (ELIG-3)"""
    on = timezone.localtime(at).date()
    decision = conflicts.may_take_back(standing(acting))
    asking = next((each for each in my_askings(acting, on=on) if each.id == asking_id), None)
    if asking is None:
        raise NotVisible
    by = acting.pseudonym
    with record("conflict.ended", by=by, about=by, under=decision, at=at):
        _end(asking.checks, at)


def end_lapsed_checks(*, at: datetime) -> int:
    """Delete the questions whose days are over, without a key. Answers how many. (ELIG-3)"""
    lapsed = lapsed_checks(on=_day(at))
    if not lapsed:
        return 0
    decision = conflicts.may_lapse(len(lapsed))
    with record("conflict.lapsed", by="service", about="service", under=decision, at=at):
        _end(lapsed, at)
    return len(lapsed)


def _sealed(
    acting: Acting,
    about: About,
    asked: Sequence[Officer],
    case: OpenCase | None,
    asking: str,
    at: datetime,
) -> tuple[list[ConflictCheck], list[Grant]]:
    """One row for each colleague, with keys that this colleague and the asker hold."""
    rows, granted, aside = [], [], stepped_aside(case) if case else frozenset()
    bound_to, ends_on = case.ref if case else "", _day(at) + conflicts.LASTS
    for each in asked:
        row = ConflictCheck(ends_on=ends_on)
        keys, given = grants.new_case(
            row.id, by=acting.unlocked, holders=[acting.officer.ring, each.ring],
            bound_to=bound_to, at=at,
        )  # fmt: skip
        kept = AskedOf(asking=asking, to=each.pseudonym, case=bound_to)
        question = Question(
            by=acting.pseudonym,
            asked_at=at,
            student=about.student,
            others=about.others,
            college=about.college,
            course=about.course,
            stepped_aside=each.pseudonym in aside,
            mine=keep_own(acting.unlocked, kept, place=row.id),
        )
        row.put(keys, question)
        rows.append(row)
        granted += given
    return rows, granted


def _end(checks: Sequence[str], at: datetime) -> None:
    # In the order in which an answer holds things: first the question, then what was granted.
    rows = ConflictCheck.objects.filter(id__in=checks)
    held = list(rows.select_for_update().order_by("id").values_list("id", flat=True))
    # The keys first: killed in between, the rows open for nobody, and the night deletes them.
    for each in held:
        shred.destroy(each, at=at)
        grants.forget(each)
    rows.delete()


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
