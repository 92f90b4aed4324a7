"""Looking, on plain tables: once by reading everything, once by asking the database well."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, islice
from types import SimpleNamespace
from typing import Any

from django.db.models import Q

from bench.plain.models import Case, Contact, Document, Session, Task
from confide.casework.models.folding import fold
from confide.casework.queries.search import MOST, _around
from confide.desk.queries import PAGE, SOON, Due, Happened, RunningOut
from confide.disclosure.queries.shares import Sight
from confide.policy import retention
from confide.team.models import Officer
from confide.team.queries import has_signed, names, post_of, post_title, roles_of

_GRAIN = timedelta(seconds=30)
_LONGEST_WARNING = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Acting:
    """An officer at work, without any keys."""

    officer: Officer
    roles: frozenset[str]
    post: str
    undertaking_signed: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Where something was found."""

    case: Case
    entry: str
    before: str
    match: str
    after: str


def lookup(secret: str) -> str:
    """Under what a session is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def resume(secret: str, *, at: datetime, on: date) -> Acting | None:
    """Whoever is signed in with this cookie."""
    session = Session.objects.filter(id=lookup(secret)).first()
    if session is None:
        return None
    if at - session.seen_at > _GRAIN:
        Session.objects.filter(id=session.id).update(seen_at=at)
    people = Officer.objects.filter(id=session.officer_id)
    officer = people.prefetch_related("terms", "undertakings").get()
    return Acting(
        officer=officer,
        roles=roles_of(officer, on=on),
        post=post_of(officer, on=on),
        undertaking_signed=has_signed(officer),
    )


def desk_read_alike(acting: Acting, *, on: date, page: int) -> SimpleNamespace:
    """The desk, as the product puts it together: read all, then choose."""
    rows = Case.objects.filter(seats__officer=acting.officer, being_destroyed=False)
    mine = sorted(rows, key=lambda case: case.last_at, reverse=True)
    by_ref = {case.id: case for case in mine}
    steps = Task.objects.filter(case__seats__officer=acting.officer, case__being_destroyed=False)
    due = [
        Due(by_ref[step.case_id], step, step.due_on < on)  # type: ignore[arg-type]
        for step in steps.iterator()
        if step.done_on is None and step.due_on and step.due_on <= on + SOON
    ]
    quiet: list[Any] = [
        case
        for case in mine
        if case.destroy_on is None and case.last_at.date() + retention.DORMANT < on
    ]
    return SimpleNamespace(
        due=sorted(due, key=lambda each: each.step.card.due_on or on),
        running_out=sorted(_running_out(mine, on), key=_end_of),
        dormant=quiet,
        cases=mine[(page - 1) * PAGE : page * PAGE],
        total=len(mine),
        page=page,
        pages=range(1, max(1, -(-len(mine) // PAGE)) + 1),
    )


def desk_by_database(acting: Acting, *, on: date, page: int) -> SimpleNamespace:
    """The desk, where the database can read what it keeps: only what is shown is fetched."""
    mine = Case.objects.filter(seats__officer=acting.officer, being_destroyed=False)
    newest = mine.order_by("-last_at")
    near = mine.filter(destroy_on__lte=on + _LONGEST_WARNING).order_by("-last_at")
    # The product counts these days in UTC.
    before = datetime.combine(on - retention.DORMANT, time(), UTC)
    quiet: Any = newest.filter(destroy_on=None, last_at__lt=before)
    steps = Task.objects.filter(
        case__seats__officer=acting.officer,
        case__being_destroyed=False,
        done_on=None,
        due_on__lte=on + SOON,
    ).select_related("case")
    due = [Due(step.case, step, step.due_on < on) for step in steps]  # type: ignore[arg-type,operator]
    total = mine.count()
    return SimpleNamespace(
        due=sorted(due, key=lambda each: each.step.card.due_on or on),
        running_out=sorted(_running_out(near, on), key=_end_of),
        dormant=list(quiet),
        cases=list(newest[(page - 1) * PAGE : page * PAGE]),
        total=total,
        page=page,
        pages=range(1, max(1, -(-total // PAGE)) + 1),
    )


def case_for(acting: Acting, ref: str) -> Case:
    """One of the officer's own cases."""
    return Case.objects.get(id=ref, seats__officer=acting.officer, being_destroyed=False)


def whole_case(case: Case, *, on: date) -> SimpleNamespace:
    """Everything in a case, newest first."""
    kinds = (
        ("", case.contacts.all(), "at"),
        ("document", case.documents.all(), "added_at"),
        ("consent", case.consents.all(), "given_at"),
        ("telling", case.tellings.all(), "told_at"),
    )
    entries: list[tuple[str, Any, str]] = [
        (kind, row, moment) for kind, rows, moment in kinds for row in rows
    ]
    who = names(row.by for _, row, _ in entries)
    timeline = [
        Happened(kind or row.kind, row.id, getattr(row, moment), who.get(row.by, ""), row)
        for kind, row, moment in entries
    ]
    seated = Officer.objects.filter(id__in=case.seats.values("officer")).order_by("name")
    return SimpleNamespace(
        case=case,
        sights=[
            Sight(name=officer.name, post=post_title(officer, on=on), opens=True)
            for officer in seated.prefetch_related("terms")
        ],
        timeline=sorted(timeline, key=lambda each: each.at, reverse=True),
        steps=sorted(case.tasks.all(), key=_urgency),
        consents=[],
        within=retention.warning(case.destroy_on, on) if case.destroy_on else None,
        ending=frozenset(),
        breaches=[],
    )


def search_read_alike(acting: Acting, words: str) -> list[Found]:
    """All of the officer's rows, looked through here."""
    wanted = fold(words).split()
    rows = Case.objects.filter(seats__officer=acting.officer, being_destroyed=False)
    cases = {case.id: case for case in rows}
    mine = {"case__seats__officer": acting.officer, "case__being_destroyed": False}
    contacts = Contact.objects.filter(**mine).iterator()
    documents = Document.objects.filter(**mine).iterator()
    found = chain(
        _files((c for c in cases.values() if _has(c, wanted)), wanted),
        (_contact(cases[c.case_id], c, wanted) for c in contacts if _has(c, wanted)),
        (_document(cases[d.case_id], d, wanted) for d in documents if _has(d, wanted)),
    )
    return list(islice(found, MOST))


def search_by_database(acting: Acting, words: str) -> list[Found]:
    """What the database finds in its own columns."""
    wanted = fold(words).split()
    has = Q()
    for word in wanted:
        has &= Q(folded__contains=word)
    mine = Q(case__seats__officer=acting.officer, case__being_destroyed=False)
    cases = Case.objects.filter(has, seats__officer=acting.officer, being_destroyed=False)
    contacts = Contact.objects.filter(mine, has).select_related("case")[:MOST]
    documents = Document.objects.filter(mine, has).select_related("case")[:MOST]
    found = chain(
        _files(cases[:MOST], wanted),
        (_contact(each.case, each, wanted) for each in contacts),
        (_document(each.case, each, wanted) for each in documents),
    )
    return list(islice(found, MOST))


def _has(row: Any, wanted: list[str]) -> bool:
    return all(word in row.folded for word in wanted)


def _files(cases: Iterable[Case], wanted: list[str]) -> Iterator[Found]:
    for case in cases:
        yield Found(case, "", *_around(f"{case.student}. {case.about}", wanted[0]))


def _contact(case: Case, note: Contact, wanted: list[str]) -> Found:
    text = " ".join((note.subject, note.said, note.options, note.chose))
    return Found(case, note.id, *_around(text, wanted[0]))


def _document(case: Case, card: Document, wanted: list[str]) -> Found:
    return Found(case, card.id, *_around(card.name, wanted[0]))


def _running_out(cases: Iterable[Case], on: date) -> list[RunningOut]:
    return [
        RunningOut(case, within)  # type: ignore[arg-type]
        for case in cases
        if case.destroy_on and (within := retention.warning(case.destroy_on, on))
    ]


def _end_of(each: RunningOut) -> date:
    return each.case.row.destroy_on or date.max


def _urgency(task: Task) -> tuple[bool, bool, str]:
    return (task.done_on is not None, task.due_on is None, str(task.due_on or ""))
