"""What a student asks about their record by themselves, with no officer at work. (RECD-3, RECD-6)

    ask_for_access_as_student(mine, at=now)             within a month; on their caseworker's desk
    restrict_as_student(mine, words, at=now)            nothing is told from it, from this moment on
    object_as_student(mine, words, at=now)
    casework.actions.ask(mine, OWN_WORDS, words=…)      words of their own, beside what it says
    destroy_as_student(mine, at=now)                    and, once the answer is sent, finish(now)

Each raises `Refused` with the policy's no, but for destruction, which has one answer for everybody.
"""

from collections.abc import Callable
from datetime import date, datetime

from django.utils.translation import gettext

from confide.casework import actions as casework
from confide.casework.models import Case
from confide.casework.queries import Mine, OpenDrawer
from confide.ledger.record import Refused, record
from confide.policy import requests, retention
from confide.policy.decision import Decision
from confide.policy.retention import rights
from confide.retention.actions._braking import may_still
from confide.retention.actions.ordering import order
from confide.retention.actions.seconding import wait_for_second
from confide.retention.queries import (
    ASKED,
    access_asked_on,
    clock_of,
    gave_the_words,
    local_day,
    restricted_by,
)

_STUDENT = "student"
May = Callable[[OpenDrawer], Decision]


def ask_for_access_as_student(mine: Mine, words: str = "", *, at: datetime) -> str:
    """Ask what is held about one, to be answered within a month. Answers the ask's id. (RECD-3)"""
    said, on = words or gettext("By their own way in."), local_day(at)

    def may(drawer: OpenDrawer) -> Decision:
        asked_on: date | None = access_asked_on(drawer)
        return rights.may_ask_for_access(how_asked=said, asked_on=on, on=on, waits_since=asked_on)

    with record("access.asked", by=_STUDENT, about=mine.case, under=may(mine.drawer), at=at):
        _still(mine, may, "access.asked", at)
        return casework.ask(mine, requests.RECORD, words=said, at=at)


def restrict_as_student(mine: Mine, words: str, *, at: datetime) -> str:
    """Have nothing told from one's record for now. Answers the ask's id. (RECD-3)"""

    def may(drawer: OpenDrawer) -> Decision:
        return rights.may_restrict(restricted=restricted_by(drawer), why=words)

    with record("record.restricted", by=_STUDENT, about=mine.case, under=may(mine.drawer), at=at):
        _still(mine, may, "record.restricted", at)
        return casework.ask(mine, requests.RESTRICT, words=words, at=at)


def object_as_student(mine: Mine, words: str, *, at: datetime) -> str:
    """Object to something that is done with one's record. Answers the ask's id. (RECD-3)"""
    decision = rights.may_object(words)
    with record("objection.noted", by=_STUDENT, about=mine.case, under=decision, at=at):
        return casework.ask(mine, requests.OBJECT, words=words, at=at)


def destroy_as_student(mine: Mine, *, at: datetime) -> None:
    """Have one's records destroyed: nobody confirms it, and no words open anything any more.

    Answers nothing, whether or not a hold obliges the service to keep them: then the night after
    the hold orders what is ordered here otherwise. Ordered is not yet carried out: `finish` is for
    when the answer has been sent, so that the time it takes tells no more than its words. (RECD-6)

    Where the officer who printed these words did so for many who ask now, a second caseworker looks
    first, as at what officers take themselves. (RECD-5)
    """
    decision = requests.may_ask(requests.DESTROY, genuine=True)
    gave = gave_the_words(mine.case, at=at)
    with record(ASKED, by=_STUDENT, about=mine.case, under=decision, at=at):
        more = gave is None or may_still(gave, at=at)
        casework.ask(mine, requests.DESTROY, at=at)
        casework.forget_outcome_as_student(mine, at=at)
        casework.close_way(mine, at=at)
        # The case is held still since it was asked, so that this answer is the one `order` gets.
        clock = clock_of(Case.objects.get(id=mine.case))
        if gave and not more:
            wait_for_second(gave, by=_STUDENT, under=decision, at=at)
        elif retention.may_order_destruction(retention.STUDENT, clock, local_day(at)):
            order(mine.case, cause=retention.STUDENT, by=_STUDENT, at=at)


def _still(mine: Mine, may: May, event: str, at: datetime) -> None:
    """Ask once more with the case held still: it may have been asked a moment ago."""
    again = may(casework.held_open(mine))
    if not again:
        raise Refused(event, _STUDENT, mine.case, again, at)
