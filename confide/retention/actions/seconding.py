"""A second caseworker's word for what a colleague asked to have destroyed. (RECD-5, RECD-6)"""

from datetime import datetime

from confide.casework.queries import standing
from confide.ledger.record import record
from confide.policy import access, retention
from confide.policy.decision import Decision, all_of
from confide.retention.actions._resuming import destroy_asked
from confide.retention.queries import SECONDED, WAITS, braked, local_day, waiting_of
from confide.team.models import Officer
from confide.team.queries import Acting


def second(acting: Acting, officer: Officer, *, at: datetime) -> int:
    """Say that a colleague's requests are right, and have them carried out. Answers how many went.

    The word is for everything that waits, and for what they ask for until tomorrow.
    """
    on = local_day(at)
    waiting = waiting_of(officer.pseudonym, on=on)
    there_are = officer.id in {each.officer.id for each in braked(acting, on=on)}
    decision = all_of(
        access.may_keep_desk(standing(acting)),
        retention.may_second(own=officer.id == acting.officer.id, waiting=there_are),
    )
    about = officer.pseudonym
    with record(SECONDED, by=acting.pseudonym, about=about, under=decision, at=at):
        pass
    return destroy_asked(waiting, at)[0]


def wait_for_second(officer: Officer, *, by: str, under: Decision, at: datetime) -> None:
    """Put what was asked for to the desk of every colleague. (RECD-5)

    The entry is about the officer, so that a desk finds it; which case waits, is the one before.
    """
    with record(WAITS, by=by, about=officer.pseudonym, under=under, at=at):
        pass
