"""Whether an officer may not be impartial, from what their own session may open. (ELIG-3, CONF-3)

What an officer declared opens for them alone, and their own cases open for them anyhow. So a
comparison shows nobody anything that they do not know; there is no list of people to compare with.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.conf import settings

from confide.casework.models import (
    Case,
    Contact,
    ContactNote,
    Document,
    DocumentCard,
    StandingCard,
    StandingConflict,
)
from confide.casework.models.folding import fold
from confide.casework.models.payloads import NO_NAME
from confide.casework.queries.cases import (
    OpenCase,
    case_for,
    my_cases,
    remit_in,
    remit_of,
    scheme_of,
    seated_at,
)
from confide.casework.queries.colleagues import colleagues, standing_of
from confide.casework.queries.conflicts_matching import Name, Texts, name_of, words_of
from confide.casework.queries.conflicts_people import people_named
from confide.casework.queries.file import Entry, contacts_of, documents_of
from confide.ledger import history
from confide.policy import conflicts, eligibility
from confide.team.models import Officer
from confide.team.queries import Acting, post_of
from confide.vault.own import take_own


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Whom something is about: the student, in each spelling, and folded texts about the others.

    `ref` is the case, or "" where there is none yet.
    """

    ref: str
    student: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Partial:
    """Why the officer may not be impartial: what they declared, and cases of theirs."""

    declared: list[Entry[StandingCard]]
    cases: list[OpenCase]

    def __bool__(self) -> bool:
        return bool(self.declared or self.cases)


class OwnCases:
    """The officer's own cases with everything that is written in them, opened once."""

    def __init__(self, acting: Acting) -> None:
        self._cases = {case.ref: case for case in my_cases(acting)}
        self._names = {
            ref: name_of(case.file.student)
            for ref, case in self._cases.items()
            if case.file.student != NO_NAME
        }
        self._students = Texts((ref, " ".join(name)) for ref, name in self._names.items())
        self._texts = Texts(self._written(acting))

    def in_conflict_with(self, matter: Matter) -> list[OpenCase]:
        """Cases that name this student as somebody else, or whose student is named in the matter.

        That the same student has two cases is no conflict.
        """
        told = Texts((True, text) for text in matter.texts)
        names = [name_of(each) for each in matter.student if each != NO_NAME]
        named = {ref for name in names for ref in self._texts.naming(name)}
        named |= {ref for ref, name in self._names.items() if any(told.naming(name))}
        named -= {matter.ref, *self._of_the_same(names)}
        return [case for ref, case in self._cases.items() if ref in named]

    def _of_the_same(self, names: list[Name]) -> Iterator[str]:
        """Cases of somebody who may well be one of these, either of the names perhaps shortened."""
        asked = Texts((True, " ".join(name)) for name in names)
        for name in names:
            yield from self._students.naming(name)
        yield from (ref for ref, name in self._names.items() if any(asked.naming(name)))

    def _written(self, acting: Acting) -> Iterator[tuple[str, str]]:
        yield from ((ref, case.file.folded) for ref, case in self._cases.items())
        mine = {"case__seats__officer": acting.officer, "case__being_destroyed": False}
        for contact in Contact.objects.filter(**mine).iterator():
            if contact.case_id in self._cases:
                keys = self._cases[contact.case_id].keys
                yield contact.case_id, contact.take(keys, ContactNote).folded
        for document in Document.objects.filter(**mine).iterator():
            if document.case_id in self._cases:
                keys = self._cases[document.case_id].keys
                yield document.case_id, document.take(keys, DocumentCard).folded


def my_conflicts(acting: Acting) -> list[Entry[StandingCard]]:
    """What the officer declared, the newest first. It opens for nobody else."""
    rows = StandingConflict.objects.filter(officer=acting.officer)
    entries = [
        Entry(row.id, take_own(acting.unlocked, bytes(row.sealed), StandingCard, place=row.id))
        for row in rows
    ]
    return sorted(entries, key=lambda entry: entry.card.since, reverse=True)


def declared_about(acting: Acting, matter: Matter) -> list[Entry[StandingCard]]:
    """Which of the officer's own entries this matter touches."""
    texts = Texts((True, text) for text in [*map(fold, matter.student), *matter.texts])
    return [
        entry
        for entry in my_conflicts(acting)
        if any(any(_said(texts, entry.card.kind, words)) for words in entry.card.words)
    ]


def matter_of(opened: OpenCase) -> Matter:
    """Whom a case is about, from everything that is written in it."""
    notes = [entry.card.folded for entry in contacts_of(opened)]
    files = [entry.card.folded for entry in documents_of(opened)]
    about = fold(opened.file.about, opened.file.safe.how)
    return Matter(ref=opened.ref, student=(opened.file.student,), texts=(about, *notes, *files))


def partial(acting: Acting, opened: OpenCase) -> Partial:
    """Compare a case with all that the officer declared, and with all of their other cases."""
    matter = matter_of(opened)
    return Partial(declared_about(acting, matter), OwnCases(acting).in_conflict_with(matter))


def partial_at_first(acting: Acting, opened: OpenCase) -> Partial:
    """The same, while the case is new to the officer; later only what they declared.

    What is new is a case that they had not read before this session. Comparing with all of one's
    own cases costs as much as a search, and is not for each look at a case.
    """
    if _new_to(acting, opened.ref):
        return partial(acting, opened)
    if not StandingConflict.objects.filter(officer=acting.officer).exists():
        return Partial([], [])
    return Partial(declared_about(acting, matter_of(opened)), [])


def raises_doubts(acting: Acting, *, before: OpenCase) -> bool:
    """Whether a change of the file makes it somebody else's to take, or may do so."""
    changed = case_for(acting, before.ref)
    another = changed.file.folded != before.file.folded
    return needs_another(acting, changed) or (another and bool(partial(acting, changed)))


def named_in(opened: OpenCase) -> list[str]:
    """Who else seems to be named in a case, for the officer to prune."""
    notes = [entry.card for entry in contacts_of(opened)]
    texts = chain([opened.file.about], *((n.subject, n.said, n.options, n.chose) for n in notes))
    return people_named(texts, but=[opened.file.student])


def college_in(opened: OpenCase) -> str:
    """The first of the union's colleges that a case names, or ""."""
    texts = Texts((True, text) for text in matter_of(opened).texts)
    named = (c.label for c in settings.POLICY.colleges if any(texts.saying(words_of(c.label))))
    return next(named, "")


def needs_another(acting: Acting, opened: OpenCase) -> bool:
    """Whether the student has not said what this officer's remit asks, or has unsaid it. (ELIG-2)

    The record is kept true, and stays open to the officer until it is handed over; only the page
    and the desk are loud about it.
    """
    remit = remit_in(acting, scheme_of(opened.file))
    return not eligibility.may_represent(remit, opened.file.said_woman or None)


def who_could_take(acting: Acting, opened: OpenCase, *, on: date) -> list[Officer]:
    """The colleagues to offer the student: in office, bound, without a conflict, remit fitting."""
    scheme = scheme_of(opened.file)
    return [
        each
        for each in colleagues(acting, on=on, scheme=scheme)
        if conflicts.may_take(
            standing_of(each, opened, on=on),
            remit=remit_of(post_of(each, on=on, scheme=scheme)),
            said_woman=opened.file.said_woman,
        )
    ]


def who_stays(acting: Acting, opened: OpenCase, *, on: date) -> list[Officer]:
    """Who of them sits at the case already, and for good: a seat that was lent ends."""
    seated = {seat.officer_id for seat in seated_at(opened.ref, on=on) if seat.until_on is None}
    return [each for each in who_could_take(acting, opened, on=on) if each.id in seated]


def without_caseworker() -> int:
    """How many cases nobody sits at: their records wait for their last day."""
    return Case.objects.filter(seats=None, being_destroyed=False).count()


def _said(texts: Texts[bool], kind: str, words: str) -> Iterator[bool]:
    name = name_of(words)
    # Somebody who is declared by one name is that word, wherever it stands.
    if kind == "person" and len(name) > 1:
        return texts.naming(name)
    return texts.saying(name if kind == "person" else words_of(words))


def _new_to(acting: Acting, ref: str) -> bool:
    by, before = acting.pseudonym, acting.session_started_at
    return history.recorded("case.read", about=ref, by=by, before=before) is None
