"""Breach records, for those to whom they were given and nobody else. (BRCH-3, BRCH-5)

Whether there is one, and what is in it, opens with a grant alone: to whoever holds none, a record
is as if not there. So it is to whoever has given the case away since they were last asked: they may
have stepped aside, which nobody without the case's keys can tell from a hand-over. (ELIG-3)
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confide.casework import queries as casework
from confide.casework.queries import Entry, NotVisible, OpenCase, seats_on, standing
from confide.disclosure.models import (
    ADVICE,
    TOLD,
    Breach,
    BreachCard,
    BreachNote,
    BreachNoteCard,
    CitedAdvice,
)
from confide.disclosure.queries.consultations import citable
from confide.ledger import history
from confide.policy import breach
from confide.policy.breach import BreachFact, RecordFact
from confide.team.models import Officer
from confide.team.queries import Acting
from confide.vault import grants
from confide.vault.grants import CaseKeys
from confide.vault.models import Grant
from confide.vault.primitives import DoesNotOpen

_GIVEN: Final = "case.handed-over"
BY_PHONE, IN_PERSON, EXTRACT = "phone", "in-person", "extract"
WAYS_OF_BREAKING: Final = MappingProxyType(
    {
        BY_PHONE: _("By phone"),
        IN_PERSON: _("In person"),
        EXTRACT: _("With an extract, ready as soon as this is recorded"),
    }
)


@dataclass(frozen=True, slots=True)
class OpenBreach:
    """A breach record that was opened: its row, its keys, its words, what was added since.

    `sits` is whether whoever opened it sits at the case.
    """

    row: Breach
    keys: CaseKeys = field(repr=False)
    card: BreachCard = field(repr=False)
    notes: tuple[Entry[BreachNoteCard], ...] = field(repr=False)
    sits: bool

    @property
    def id(self) -> str:
        """The record's id, which means nothing."""
        return self.row.id

    @property
    def case(self) -> str:
        """The case that it is about."""
        return self.row.about_id

    @property
    def happened_at(self) -> datetime:
        """When somebody was told, or when it began to be decided."""
        return self.card.told_at or self.card.begun_at

    @property
    def advice(self) -> list[Entry[BreachNoteCard]]:
        """What colleagues answered, the first one first."""
        return [note for note in self.notes if note.card.kind == ADVICE]

    @property
    def asked(self) -> list[str]:
        """To whose desks it went, by pseudonym."""
        afterwards = [officer for note in self.notes for officer in note.card.asked]
        return list(dict.fromkeys([*(each.officer for each in self.card.asked), *afterwards]))

    @property
    def is_begun(self) -> bool:
        """Whether it is still to be completed."""
        return self.card.state == breach.BEGUN

    @property
    def is_colleague_still_to_be_told(self) -> bool:
        """Whether *tell a colleague* is open, and so overdue."""
        told = any(note.card.kind == TOLD for note in self.notes)
        fact = breach_fact_of(self.card)
        return breach.is_colleague_still_to_be_told(fact, self.card.state, told_since=told)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What breach records want of an officer today: theirs to complete, theirs to answer."""

    to_complete: tuple[OpenBreach, ...]
    to_tell: tuple[OpenBreach, ...]
    to_answer: tuple[OpenBreach, ...]

    def __bool__(self) -> bool:
        return bool(self.to_complete or self.to_tell or self.to_answer)


def breaches_of(acting: Acting, opened: OpenCase) -> list[OpenBreach]:
    """The records about one case that were given to this officer, the newest first."""
    return _opened(acting, Breach.objects.filter(about=opened.row))


def one_breach(acting: Acting, opened: OpenCase, breach_id: str) -> OpenBreach:
    """One record about this case, or `NotVisible`."""
    return _one(_opened(acting, Breach.objects.filter(about=opened.row, id=breach_id)))


def breach_given(acting: Acting, breach_id: str) -> OpenBreach:
    """One record that was put to this officer, whosever case it is about, or `NotVisible`.

    Every caseworker in office holds a key to it, so that they can be told at any time; until then
    it is none of theirs, unless they sit at the case.
    """
    rows = Breach.objects.filter(id=breach_id, about__being_destroyed=False)
    found, me = _one(_opened(acting, rows)), acting.pseudonym
    if me != found.card.by and me not in found.asked and not standing(acting, found.case).seated:
        raise NotVisible
    return found


def breach_ids_of(case: str) -> list[str]:
    """The ids of every record about a case, for its destruction; nothing is opened."""
    return list(Breach.objects.filter(about=case).values_list("id", flat=True))


def breach_typed_on(acting: Acting, opened: OpenCase, form: str) -> OpenBreach | None:
    """The record that one's own sheet of this id became, if it was sent before."""
    mine = (each for each in breaches_of(acting, opened) if each.card.by == acting.pseudonym)
    return next((each for each in mine if form and each.card.form == form), None)


def breaches_waiting(acting: Acting) -> Waiting:
    """Everything about breaking confidence that needs this officer today."""
    held = Grant.objects.filter(holder=acting.unlocked.ring_id).values("case")
    rows = Breach.objects.filter(id__in=held, about__being_destroyed=False)
    given, me = _opened(acting, rows), acting.pseudonym
    mine = [each for each in given if each.card.by == me]
    return Waiting(
        to_complete=tuple(each for each in mine if each.is_begun),
        to_tell=tuple(each for each in mine if each.is_colleague_still_to_be_told),
        to_answer=tuple(
            each
            for each in given
            if me in each.asked and me not in {note.card.by for note in each.advice}
        ),
    )


def advice_to_cite(
    acting: Acting, opened: OpenCase, before: BreachCard | None, *, on: date
) -> list[CitedAdvice]:
    """What colleagues advised on one’s questions about this case, and what is cited already."""
    kept = before.cited if before else ()
    known = {each.reply for each in kept}
    new = (
        CitedAdvice(each.reply, each.asked, each.by, each.said, each.at)
        for each in citable(acting, opened, on=on)
        if each.reply not in known
    )
    return [*kept, *new]


def whom_to_ask(acting: Acting, opened: OpenCase, *, on: date) -> list[Officer]:
    """The other caseworkers in office who have not stepped aside in this case. (BRCH-3)

    Those of its scheme; if there is none, those of the first. (CONF-5)
    """
    return casework.whom_to_ask(acting, opened, on=on)


def breach_fact_of(card: BreachCard) -> BreachFact:
    """A record as the policy weighs it."""
    return BreachFact(
        ground=card.ground,
        student=card.student,
        outline=card.outline,
        believes=card.believes,
        why=card.why,
        duty=card.duty,
        others_asked=bool(card.asked),
        consulted=card.consulted,
        phoned=card.phoned,
        phoned_at=card.phoned_at,
        tried=card.tried,
        achieves=card.achieves,
        recipient=card.recipient,
        role=card.role,
        says_what=bool(card.items or card.summary.strip()),
        told_at=card.told_at,
        why_not=card.why_not,
    )


def record_fact_of(acting: Acting, card: BreachCard) -> RecordFact:
    """How a record stands before an officer."""
    decided = card.decided_at
    return RecordFact(
        state=card.state,
        mine=card.by == acting.pseudonym,
        as_extract=card.how == EXTRACT,
        decided_on=timezone.localtime(decided).date() if decided else None,
    )


def held_by_breaches(acting: Acting, opened: OpenCase, *, so_far: date | None) -> list[date | None]:
    """Until when the records about this case oblige the service to keep it. (RECD-5)

    Whoever completed theirs from outside could not write it into the case. A record that does not
    open for this officer may be one of those: then the case is held as long as it was `so_far`.
    That there is a record stands in clear, on whichever ground, so this tells none.
    """
    rows = list(Breach.objects.filter(about=opened.row))
    given = _opened(acting, rows)
    held = [
        breach.held_until(
            each.card.ground,
            each.card.state,
            told=each.card.told_at is not None,
            obliged=each.card.obliged,
            on=timezone.localtime(each.card.decided_at or each.card.begun_at).date(),
        )
        for each in given
    ]
    return held if len(given) == len(rows) else [*held, so_far]


def _one(found: list[OpenBreach]) -> OpenBreach:
    if not found:
        raise NotVisible
    return found[0]


def _opened(acting: Acting, rows: Iterable[Breach]) -> list[OpenBreach]:
    by_id = {row.id: row for row in rows}
    decision = breach.may_read_record(standing(acting))
    if not by_id or not decision:
        return []
    cases = {row.about_id for row in by_id.values()}
    left, seats = _left(acting, cases), seats_on(acting.on, officer=acting.officer, case__in=cases)
    sits = set(seats.values_list("case_id", flat=True))
    notes: dict[str, list[BreachNote]] = {}
    for note in BreachNote.objects.filter(breach__in=by_id):
        notes.setdefault(note.breach_id, []).append(note)
    found = []
    for id_, keys in grants.open_cases(acting.unlocked, list(by_id), under=decision).items():
        # A damaged row must not take the desk with it.
        with suppress(DoesNotOpen):
            row, added = by_id[id_], _added(keys, notes.get(id_, []))
            card = row.take(keys, BreachCard)
            found.append(OpenBreach(row, keys, card, added, row.about_id in sits))
    found = [each for each in found if not _is_closed_to(acting, each, left.get(each.case))]
    return sorted(found, key=lambda each: each.card.begun_at, reverse=True)


def _left(acting: Acting, cases: Iterable[str]) -> dict[str, datetime]:
    """When this officer gave each of these cases away at which they sit no longer."""
    gave = {case: history.recorded(_GIVEN, about=case, by=acting.pseudonym) for case in cases}
    return {
        case: entry.at
        for case, entry in gave.items()
        if entry and not standing(acting, case).seated
    }


def _is_closed_to(acting: Acting, found: OpenBreach, left: datetime | None) -> bool:
    card, me = found.card, acting.pseudonym
    if left is None or card.by == me:
        return False
    asked = [each.at for each in card.asked if each.officer == me]
    asked += [note.card.added_at for note in found.notes if me in note.card.asked]
    return not any(at >= left for at in asked)


def _added(keys: CaseKeys, rows: Iterable[BreachNote]) -> tuple[Entry[BreachNoteCard], ...]:
    entries = [Entry(row.id, row.take(keys, BreachNoteCard)) for row in rows]
    return tuple(sorted(entries, key=lambda entry: entry.card.added_at))
