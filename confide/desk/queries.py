"""What the desk and the case show, put together from what lies below. (RECD-1)"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext

from confide.casework import queries as casework
from confide.casework.models import Enclosed
from confide.casework.queries import Asking, Entry, OpenCase, TaskCard
from confide.disclosure import queries as disclosure
from confide.policy import access, retention
from confide.retention.queries import (
    Braked,
    Waiting,
    access_waiting,
    braked,
    end_waits,
    to_review,
    to_shred,
)
from confide.team.queries import Acting, names

PAGE: Final = 25
SOON: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """A next step that is due soon or late, with its case."""

    case: OpenCase
    step: Entry[TaskCard]
    late: bool


@dataclass(frozen=True, slots=True)
class RunningOut:
    """A resolved case whose records go soon: within how many days, and when."""

    case: OpenCase
    within: int


@dataclass(frozen=True, slots=True)
class Desk:
    """An officer's desk: what needs them today, then a page of their own cases."""

    due: list[Due]
    running_out: list[RunningOut]
    dormant: list[OpenCase]
    cases: list[OpenCase]
    total: int
    shut: int
    page: int
    pages: range
    lapsing: list[disclosure.Ending]
    waiting: disclosure.Waiting
    questions: list[disclosure.Question]
    misfits: list[OpenCase]
    askings: list[Asking]
    shares_ending: list[disclosure.SharesEnding]
    new: list[OpenCase]
    leaving: casework.Leaving | None
    access: list[Waiting]
    requests: list[casework.OpenRequest]
    wrote: list[OpenCase]
    others_requests: int
    messages_waiting: int
    holds: list[OpenCase]
    braked: list[Braked]
    papers: list[OpenCase]

    @property
    def unopened(self) -> set[str]:
        """The references of the cases that came and were not opened since."""
        return {case.ref for case in self.new}


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry of a case's timeline: its kind, which picks the template, and its words."""

    kind: str
    id: str
    at: datetime
    who: str
    card: Any


@dataclass(frozen=True, slots=True)
class Written:
    """A message of a case: whose it is, "" for the student. That they came is told to nobody."""

    by: str
    who: str
    at: datetime
    words: str
    files: tuple[Enclosed, ...] = ()


@dataclass(frozen=True, slots=True)
class WholeCase:
    """A case as its page shows it."""

    case: OpenCase
    sights: list[disclosure.Sight]
    timeline: list[Happened]
    steps: list[Entry[TaskCard]]
    consents: list[Any]
    within: int | None
    ending: frozenset[str]
    breaches: list[disclosure.OpenBreach]
    thread: list[Written]
    can_write: bool
    leaving: datetime | None
    waits: bool


def my_desk(acting: Acting, *, on: date, page: int) -> Desk:
    """The desk of one officer: it costs what their own caseload costs, never what all cases do."""
    caseload = casework.my_caseload(acting)
    mine = caseload.cases
    pages = range(1, max(1, -(-len(mine) // PAGE)) + 1)
    page = min(max(page, 1), len(pages))
    asking = casework.requests_for(acting)
    wrote = casework.wrote(mine)
    running_out = [
        RunningOut(case, within)
        for case in mine
        if case.goes_on and (within := retention.warning(case.goes_on, on))
    ]
    return Desk(
        due=_due(acting, mine, on),
        running_out=sorted(running_out, key=lambda each: each.case.goes_on or on),
        dormant=[case for case in mine if _is_dormant(case, on)],
        cases=mine[(page - 1) * PAGE : page * PAGE],
        total=len(mine),
        shut=caseload.shut,
        page=page,
        pages=pages,
        lapsing=disclosure.lapsing_consents({case.ref: case for case in mine}, on=on),
        waiting=disclosure.breaches_waiting(acting),
        questions=disclosure.questions_waiting(acting, on=on),
        misfits=[case for case in mine if casework.needs_another(acting, case)],
        shares_ending=disclosure.shares_ending(acting, mine, on=on),
        new=casework.new_for(acting, mine),
        leaving=casework.leaving_soon(acting, mine),
        access=access_waiting(mine, on=on),
        requests=asking,
        wrote=wrote,
        others_requests=casework.untaken() - len(asking),
        messages_waiting=casework.messages_waiting(on=on, but=mine),
        holds=to_review(mine, on=on),
        braked=braked(acting, on=on),
        papers=to_shred(mine, on=on),
        askings=[each for each in casework.my_askings(acting, on=on) if each.answered],
    )


def whole_case(opened: OpenCase, *, on: date, breaches: list[disclosure.OpenBreach]) -> WholeCase:
    """Everything in a case that was opened, newest first, and the breach records given to one."""
    contacts = casework.contacts_of(opened)
    documents = casework.documents_of(opened)
    consents = disclosure.consents_of(opened)
    tellings = disclosure.tellings_of(opened)
    everything: list[Entry[Any]] = [*contacts, *documents, *consents, *tellings]
    who = names([*(e.card.by for e in everything), *(b.card.by for b in breaches)])
    who[""] = gettext("The student")
    timeline = [
        *(Happened(e.card.kind, e.id, e.card.at, who.get(e.card.by, ""), e.card) for e in contacts),
        *_timed("document", documents, who, "added_at"),
        *_timed("consent", consents, who, "happened_at"),
        *_timed("telling", tellings, who, "told_at"),
        *(
            Happened("share", s.id, s.card.shared_at, s.by, s)
            for s in disclosure.shares_shown(opened)
        ),
        *(Happened("breach", b.id, b.happened_at, who.get(b.card.by, ""), b) for b in breaches),
    ]
    ends_on, leaving = opened.goes_on, casework.to_go_since(opened)
    return WholeCase(
        case=opened,
        sights=disclosure.who_can_see(opened, on=on),
        timeline=_in_order(timeline),
        steps=casework.tasks_of(opened),
        consents=consents,
        within=retention.warning(ends_on, on) if ends_on else None,
        ending=frozenset(each.id for each in disclosure.ending_consents(opened, on=on)),
        breaches=breaches,
        thread=_thread(opened),
        can_write=casework.can_write_to(opened, on=on),
        leaving=leaving,
        waits=leaving is not None and end_waits(opened.ref, on=on),
    )


def _thread(opened: OpenCase) -> list[Written]:
    thread = casework.thread_of(opened)
    who = names(message.by for message in thread)
    return [
        Written(each.by, who.get(each.by, ""), each.at, each.words, each.files) for each in thread
    ]


def _in_order(timeline: list[Happened]) -> list[Happened]:
    """The newest first; but a student's correction right above what it is about. (RECD-3)"""
    when = {each.id: each.at for each in timeline}

    def place(each: Happened) -> tuple[datetime, bool, datetime]:
        about = getattr(each.card, "corrects", "")
        return (when.get(about, each.at), about in when, each.at)

    return sorted(timeline, key=place, reverse=True)


def doubts(acting: Acting, opened: OpenCase) -> dict[str, Any]:
    """Why this officer may not be the right person for the case, as their own records tell."""
    return {
        "partial": casework.partial_at_first(acting, opened),
        "misfit": casework.needs_another(acting, opened),
        "may_decide": access.may_decide(casework.standing(acting, opened.ref)),
    }


def _timed(
    kind: str, entries: Iterable[Entry[Any]], who: dict[str, str], moment: str
) -> Iterable[Happened]:
    for entry in entries:
        by = who.get(entry.card.by, "")
        yield Happened(kind, entry.id, getattr(entry.card, moment), by, entry.card)


def _due(acting: Acting, mine: list[OpenCase], on: date) -> list[Due]:
    cases = {case.ref: case for case in mine}
    steps = casework.open_steps(acting, cases)
    due = [
        Due(cases[ref], step, step.card.due_on < on)
        for ref, step in steps
        if step.card.due_on and step.card.due_on <= on + SOON
    ]
    return sorted(due, key=lambda each: each.step.card.due_on or on)


def _is_dormant(case: OpenCase, on: date) -> bool:
    last_on = timezone.localtime(case.file.last_at).date()
    return case.row.destroy_on is None and retention.is_dormant(last_on, on)
