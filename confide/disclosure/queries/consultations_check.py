"""What an officer's question is held against, gathered from what they may read anyway. (CONF-2)

Of a case: everything in it that is words. Of the officer's other cases: the names of their
students, and which words are at home there, so that what is left over is this case's own.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Final

from django.conf import settings
from django.utils import timezone

from confide.casework.models import Contact, ContactNote
from confide.casework.models.payloads import NO_NAME
from confide.casework.queries import (
    OpenCase,
    contacts_of,
    documents_of,
    my_cases,
    tasks_of,
)
from confide.disclosure.queries.consents import consents_of
from confide.disclosure.queries.consultations import KEPT
from confide.disclosure.queries.identifying.checking import check
from confide.disclosure.queries.identifying.known import Known, Source, known
from confide.disclosure.queries.identifying.marks import Mark
from confide.disclosure.queries.tellings import tellings_of
from confide.team.queries import Acting, everybody

# A word is counted once for each case, so an old case with a thousand notes weighs no more.
_ENOUGH: Final = 60


def marks_in(
    acting: Acting, opened: OpenCase | None, question: str, *, on: date
) -> tuple[Mark, ...]:
    """What in a question shows whom it is about; without a case, any of one's own students."""
    return check(question, known_to(acting, opened, on=on), on=on)


def known_to(acting: Acting, opened: OpenCase | None, *, on: date) -> Known:
    """Everything a question is held against."""
    cases = my_cases(acting)
    colleges = tuple(college.label for college in settings.POLICY.colleges)
    spared = (*(officer.name for officer in everybody()), settings.POLICY.union.name, NO_NAME)
    if opened is None:
        students = tuple(case.file.student for case in cases)
        return known(Source(students=students, colleges=colleges, spared=spared), on=on)
    others = [case for case in cases if case.ref != opened.ref]
    contacts = [entry.card for entry in contacts_of(opened)]
    source = Source(
        students=(opened.file.student,),
        texts=tuple(text for text in _texts(opened, contacts) if text),
        people=tuple(_people(opened, contacts)),
        days=tuple(_days(opened, contacts)),
        colleges=colleges,
        other_students=tuple(case.file.student for case in others),
        others=_words_at_home(others),
        how_many_others=len(others),
        spared=spared,
    )
    return known(source, on=on)


def _texts(opened: OpenCase, contacts: list[ContactNote]) -> Iterator[str]:
    file = opened.file
    yield from (file.student, file.about, file.safe.how, file.safe.when, file.outcome)
    for card in contacts:
        if card.kind == KEPT:  # a colleague's words, who knew of nobody
            continue
        yield from (card.subject, card.sender, card.said, card.options, card.chose)
    for document in documents_of(opened):
        # A file's ending is not of the case.
        yield document.card.name.removesuffix(document.card.ending)
        yield document.card.kept_where
    yield from (task.card.step for task in tasks_of(opened))
    for consent in consents_of(opened):
        agreed = consent.card
        yield from (*agreed.purposes, agreed.summary, agreed.words, agreed.clarity)
        yield from (agreed.heard_by, agreed.writing, agreed.withdrawn_words)
    for telling in tellings_of(opened):
        yield from (telling.card.purpose, telling.card.summary)


def _people(opened: OpenCase, contacts: list[ContactNote]) -> Iterator[tuple[str, str]]:
    for consent in consents_of(opened):
        yield from ((party.name, party.role) for party in consent.card.parties)
    for telling in tellings_of(opened):
        yield telling.card.recipient, telling.card.role
    for card in contacts:
        # "Dana Whitlock <dw300@example.org>"
        yield card.sender.partition("<")[0].partition("@")[0], ""


def _days(opened: OpenCase, contacts: list[ContactNote]) -> Iterator[date]:
    moments = [opened.file.opened_at, *(card.at for card in contacts)]
    yield from (timezone.localtime(moment).date() for moment in moments)


def _words_at_home(others: list[OpenCase]) -> Counter[str]:
    """In how many of these cases each word stands; a few dozen of their contacts speak for them."""
    by_ref = {case.ref: case for case in others}
    said: dict[str, list[str]] = {case.ref: [case.file.folded] for case in others}
    for row in Contact.objects.filter(case__in=by_ref).iterator():
        texts = said[row.case_id]
        if len(texts) < _ENOUGH:
            texts.append(row.take(by_ref[row.case_id].keys, ContactNote).folded)
    counted: Counter[str] = Counter()
    for texts in said.values():
        words = chain.from_iterable(text.split() for text in texts)
        counted.update({word.strip(_AROUND) for word in words})
    return counted


_AROUND: Final = ".,;:!?()[]{}\"'“”‘’…/–—-"
