"""Seats that came, and seats that have to go: new cases, whom to hand over to, leaving office.

Counted and shown from the officer's own cases only. (CONF-5, HOUR-3)
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from confide.casework.models import SeatCard, TaskCard
from confide.casework.queries.cases import OpenCase, is_lent, remit_of, scheme_of, seats_on
from confide.casework.queries.colleagues import colleagues, standing_of
from confide.casework.queries.file import open_steps
from confide.ledger.entry import stamp
from confide.ledger.models import Entry
from confide.policy import access, eligibility, sharing
from confide.policy.decision import Decision, all_of
from confide.team.models import Officer
from confide.team.queries import Acting, post_of, post_title, terms_of

_LATELY: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Taker:
    """A colleague, and whether the case may be handed over to them."""

    officer: Officer
    post: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class LeavingCase:
    """One open case of somebody who leaves: decided once the student has been asked to decide."""

    case: OpenCase
    asked: TaskCard | None
    lent: bool

    @property
    def decided(self) -> bool:
        """Whether something is under way: what was lent ends without anybody's doing."""
        return self.asked is not None or self.lent


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody's last day, their cases that are still open, and how many they handed over."""

    last_day: date | None
    cases: Sequence[LeavingCase]
    handed_over: int

    @property
    def undecided(self) -> int:
        """For how many cases nothing is under way."""
        return sum(not each.decided for each in self.cases)

    @property
    def own(self) -> int:
        """How many have to be decided, or have been: what was lent is not."""
        return self.handed_over + sum(not each.lent for each in self.cases)


def sat_down(opened: OpenCase, pseudonym: str) -> SeatCard | None:
    """How somebody came to their seat at this case, the last time they did."""
    cards = [card for card in opened.file.seats if card.officer == pseudonym]
    return cards[-1] if cards else None


def new_for(acting: Acting, cases: Collection[OpenCase]) -> list[OpenCase]:
    """The cases that came from a colleague and have not been opened since, the latest first."""
    came: dict[str, datetime] = {}
    for case in cases:
        card = sat_down(case, acting.pseudonym)
        if card and card.given_by:
            came[case.ref] = card.since
    read = Entry.objects.filter(event="case.read", verdict="allowed", by=acting.pseudonym)
    seen = read.filter(about__in=came).values_list("about", "stamp")
    opened = {about for about, read_at in seen if read_at >= stamp(came[about])}
    new = [case for case in cases if case.ref in came and case.ref not in opened]
    return sorted(new, key=lambda case: came[case.ref], reverse=True)


def takers(acting: Acting, opened: OpenCase, *, on: date) -> list[Taker]:
    """The colleagues of the case's scheme, each with whether it may be handed over to them."""
    scheme = scheme_of(opened.file)
    return [
        Taker(
            each,
            post_title(each, on=on),
            all_of(
                access.may_come_to(standing_of(each, opened, on=on)),
                eligibility.may_represent(
                    remit_of(post_of(each, on=on, scheme=scheme)), opened.file.said_woman or None
                ),
            ),
        )
        for each in colleagues(acting, on=on, scheme=scheme)
    ]


def leaving(acting: Acting, cases: Sequence[OpenCase]) -> Leaving:
    """What has to be decided before an officer leaves: each of their cases that is still open."""
    open_ones = {case.ref: case for case in cases if case.row.destroy_on is None}
    asked = {
        ref: step.card for ref, step in open_steps(acting, open_ones) if step.card.asks_who_next
    }
    seats = seats_on(acting.on, officer=acting.officer, case__in=open_ones)
    lent = {seat.case_id for seat in seats if is_lent(seat, on=acting.on)}
    return Leaving(
        sharing.leaves_on(terms_of(acting.officer), acting.on),
        [LeavingCase(case, asked.get(ref), ref in lent) for ref, case in open_ones.items()],
        _handed_over(acting),
    )


def leaving_soon(acting: Acting, cases: Sequence[OpenCase]) -> Leaving | None:
    """The same in the last thirty days of somebody's office, as long as a case is open."""
    last_day = sharing.leaves_on(terms_of(acting.officer), acting.on)
    if last_day is None or not sharing.leaves_soon(last_day, acting.on):
        return None
    found = leaving(acting, cases)
    return found if found.cases else None


def _handed_over(acting: Acting) -> int:
    since = acting.session_started_at - _LATELY
    mine = Entry.objects.filter(event="case.handed-over", verdict="allowed", by=acting.pseudonym)
    return mine.filter(stamp__gte=stamp(since)).values("about").distinct().count()
