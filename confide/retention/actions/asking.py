"""Destruction before its time: because the student asks, or by hand in two steps. (RECD-6, RECD-5)

What a student's request said, and how the officer knew them, is kept with the case and goes with
it. The ledger keeps that it was made, when, and who took it.
"""

from dataclasses import dataclass
from datetime import datetime

from confide.casework import actions as casework
from confide.casework.actions import Said
from confide.casework.queries import OpenCase, standing
from confide.ledger.record import record
from confide.policy import access, retention
from confide.policy.decision import all_of
from confide.retention.actions._braking import may_still
from confide.retention.actions.destroying import carry_out
from confide.retention.actions.ordering import order
from confide.retention.actions.seconding import wait_for_second
from confide.retention.queries import (
    ASKED,
    CONFIRMED,
    PROPOSED,
    clock_of,
    local_day,
    proposed_on,
)
from confide.team.queries import Acting

ASKED_KIND = "asked-to-destroy"


class _SecondFirst(Exception):  # noqa: N818 (it reads as what happened)
    """So many were asked for that a second caseworker looks first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A student's request as the officer took it."""

    how_asked: str
    how_identified: str


def request_by_student(
    acting: Acting, opened: OpenCase, asked: Asked, *, at: datetime
) -> str | None:
    """Destroy a case because its student asks. Answers the certificate's number. (RECD-6)

    None while the law obliges the service to keep the records: then the request stays with the
    case, and the night after the hold carries it out. None, too, where so many were asked for
    within a week that a second caseworker looks first.
    """
    decision = all_of(
        access.may_decide(standing(acting, opened.ref)),
        retention.may_take_request(how_asked=asked.how_asked, how_identified=asked.how_identified),
    )
    now = retention.may_order_destruction(retention.STUDENT, clock_of(opened.row), local_day(at))
    with record(ASKED, by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        more = may_still(acting.officer, at=at)
        casework.add_contact(acting, opened, _as_contact(asked, at), at=at)
        casework.forget_outcome(acting, opened, at=at)
        if not more:
            wait_for_second(acting.officer, by=acting.pseudonym, under=decision, at=at)
        elif now:
            order(opened.ref, cause=retention.STUDENT, by=acting.pseudonym, at=at)
    return carry_out(opened.ref, at=at) if now and more else None


def propose(acting: Acting, opened: OpenCase, *, at: datetime) -> None:
    """The first step of destroying a case by hand. (RECD-5)"""
    decision = access.may_decide(standing(acting, opened.ref))
    with record(PROPOSED, by=acting.pseudonym, about=opened.ref, under=decision, at=at):
        pass


def order_by_hand(acting: Acting, opened: OpenCase, *, at: datetime) -> str | None:
    """The second step, seven days later. Answers the certificate's number. (RECD-5)

    None where so many were asked for within a week that a second caseworker looks first; then it
    is taken again.
    """
    asked_on = proposed_on(opened.ref)
    decision = all_of(
        access.may_decide(standing(acting, opened.ref)),
        retention.may_order_destruction(
            retention.BY_HAND,
            clock_of(opened.row),
            local_day(at),
            asked_on=asked_on,
            confirmed=True,
        ),
    )
    try:
        with record(CONFIRMED, by=acting.pseudonym, about=opened.ref, under=decision, at=at):
            if not may_still(acting.officer, at=at):
                raise _SecondFirst
            order(
                opened.ref,
                cause=retention.BY_HAND,
                by=acting.pseudonym,
                at=at,
                asked_on=asked_on,
                confirmed=True,
            )
    except _SecondFirst:
        wait_for_second(acting.officer, by=acting.pseudonym, under=decision, at=at)
        return None
    return carry_out(opened.ref, at=at)


def _as_contact(asked: Asked, at: datetime) -> Said:
    words = f"{asked.how_asked}\n\n{asked.how_identified}"
    return Said(kind=ASKED_KIND, happened_at=at, said=words)
