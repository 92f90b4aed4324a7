"""Which destructions wait for a second caseworker, and whose. (RECD-5)

All of it is read from the ledger, so that the night, which has no keys, knows it too. What a
student asks with words that an officer handed over of late counts as that officer's.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from confide.casework.models import Case
from confide.casework.queries import WAY_GIVEN
from confide.ledger import history
from confide.ledger.entry import stamp
from confide.ledger.models import Entry
from confide.policy import retention
from confide.policy.decision import Decision
from confide.retention.queries.clocks import ASKED, CONFIRMED, clock_of, local_day
from confide.team.models import Officer
from confide.team.queries import Acting, rings_in_office

WAITS: Final = "destruction.waits"
SECONDED: Final = "destruction.seconded"
BY_STUDENT: Final = "student"
# As finely as the ledger tells time.
_A_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Braked:
    """An officer of whose requests some wait, and how many cases those are."""

    officer: Officer
    waiting: int


def may_destroy_more(by: str, *, at: datetime) -> Decision:
    """Whether this officer may have one more record destroyed before its day, now. (RECD-5)"""
    return retention.may_destroy_more(_within_week(by, at), seconded=_seconded(by, at))


def waits_for_second(asked: Entry, *, on: date) -> bool:
    """Whether what was asked for in this entry still waits for a second caseworker.

    It waits for a word about its officer, whether or not they are still in office.
    """
    by, at = _answering(asked), asked.at
    if by is None:
        return False
    before = _within_week(by, at, position=asked.position)
    if retention.may_destroy_more(before, seconded=_seconded(by, at)):
        return False
    alone = all(each.pseudonym == by for each in rings_in_office(on=on))
    return not retention.may_go_unseconded(local_day(at), on, alone=alone)


def gave_the_words(case: str, *, at: datetime) -> Officer | None:
    """Who printed the words that a student has for this case, if those are new at that moment."""
    since = at - retention.WORDS_ARE_NEW
    given = history.recorded(WAY_GIVEN, about=case, since=since, before=at + _A_SECOND)
    return Officer.objects.filter(pseudonym=given.by).first() if given else None


def end_waits(case: str, *, on: date) -> bool:
    """Whether the end that a student asked for waits for a second caseworker, however asked."""
    asked = Entry.objects.filter(event=ASKED, about=case, verdict="allowed")
    waits = [waits_for_second(each, on=on) for each in asked]
    return bool(waits) and all(waits)


def asked_for(on: date) -> list[str]:
    """The cases that a student asked to have destroyed, and that nothing keeps any longer.

    A hold ran when it was asked, or a second caseworker was to look first.
    """
    asked = Entry.objects.filter(event=ASKED, verdict="allowed").order_by("about", "position")
    living = Case.objects.filter(being_destroyed=False).in_bulk({entry.about for entry in asked})
    ready = (
        entry.about
        for entry in asked
        if entry.about in living
        and retention.may_order_destruction(retention.STUDENT, clock_of(living[entry.about]), on)
        and not waits_for_second(entry, on=on)
    )
    return list(dict.fromkeys(ready))


def waiting_of(by: str, *, on: date) -> list[str]:
    """The cases that wait for a second caseworker, on the word of this officer."""
    asked = Entry.objects.filter(event=ASKED, by__in=(by, BY_STUDENT), verdict="allowed")
    asked = asked.order_by("position")
    living = set(Case.objects.filter(being_destroyed=False).values_list("id", flat=True))
    theirs = (e for e in asked if e.about in living and _answering(e) == by)
    return list(dict.fromkeys(e.about for e in theirs if waits_for_second(e, on=on)))


def braked(acting: Acting, *, on: date) -> list[Braked]:
    """Whose requests wait for a second caseworker, for the desk: two looks for each who ever had.

    Somebody whose term has ended is among them: what they took is still to be looked at.
    """
    ever = Entry.objects.filter(event=WAITS, verdict="allowed").values("about")
    others = Officer.objects.filter(pseudonym__in=ever).exclude(id=acting.officer.id)
    return [
        Braked(each, len(waiting_of(each.pseudonym, on=on)))
        for each in others.order_by("name")
        if _waits(each, on)
    ]


def _waits(officer: Officer, on: date) -> bool:
    waits = history.recorded(WAITS, about=officer.pseudonym)
    # After that long nothing of it waits any more, whether or not anybody said yes.
    if waits is None or on >= local_day(waits.at) + retention.LONGEST_WAIT:
        return False
    seconded = history.recorded(SECONDED, about=officer.pseudonym)
    return seconded is None or seconded.position < waits.position


def _answering(asked: Entry) -> str | None:
    """On whose word this was asked: who took it, or who had just printed the student's words."""
    if asked.by == BY_STUDENT:
        gave = gave_the_words(asked.about, at=asked.at)
        return gave.pseudonym if gave else None
    return asked.by if Officer.objects.filter(pseudonym=asked.by).exists() else None


def _within_week(by: str, at: datetime, *, position: int | None = None) -> int:
    not_due = Entry.objects.filter(event__in=(ASKED, CONFIRMED), verdict="allowed")
    not_due = not_due.filter(stamp__gt=stamp(at - retention.WEEK))
    if position is not None:
        not_due = not_due.filter(position__lt=position)
    with_their_words = (_answering(entry) == by for entry in not_due.filter(by=BY_STUDENT))
    return not_due.filter(by=by).count() + sum(with_their_words)


def _seconded(by: str, at: datetime) -> bool:
    since = at - retention.SECOND_HOLDS
    return history.recorded(SECONDED, about=by, since=since) is not None
