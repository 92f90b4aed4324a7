"""Searching one's own cases, by opening them: no index of people exists anywhere. (CONF-3)"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from confide.casework.models import Contact, ContactNote, Document, DocumentCard
from confide.casework.models.folding import fold
from confide.casework.queries.cases import OpenCase, my_cases
from confide.team.queries import Acting

MOST: Final = 100
_AROUND: Final = 70


@dataclass(frozen=True, slots=True)
class Found:
    """Where something was found: the case, the kind of entry, and the words around the place."""

    case: OpenCase
    kind: str
    entry: str
    before: str
    match: str
    after: str


def search(acting: Acting, words: str) -> list[Found]:
    """Every place where all of the words stand together, a hundred at most.

    All rows of the officer's own cases are opened and looked through; nothing is kept.
    """
    wanted = fold(words).split()
    if not wanted:
        return []
    cases = {case.ref: case for case in my_cases(acting)}
    found = chain(_in_files(cases.values(), wanted), _in_entries(acting, cases, wanted))
    return list(islice(found, MOST))


def _in_files(cases: Iterable[OpenCase], wanted: list[str]) -> Iterator[Found]:
    for case in cases:
        if all(word in case.file.folded for word in wanted):
            text = f"{case.file.student}. {case.file.about}"
            yield Found(case, "case", "", *_around(text, wanted[0]))


def _in_entries(acting: Acting, cases: dict[str, OpenCase], wanted: list[str]) -> Iterator[Found]:
    mine = {"case__seats__officer": acting.officer, "case__being_destroyed": False}
    # A case may have come to somebody since their cases were opened, hence each `in cases`.
    contacts = (c for c in Contact.objects.filter(**mine).iterator() if c.case_id in cases)
    documents = (d for d in Document.objects.filter(**mine).iterator() if d.case_id in cases)
    for contact in contacts:
        case = cases[contact.case_id]
        note = contact.take(case.keys, ContactNote)
        if all(word in note.folded for word in wanted):
            text = " ".join((note.subject, note.said, note.options, note.chose))
            yield Found(case, note.kind, contact.id, *_around(text, wanted[0]))
    for document in documents:
        case = cases[document.case_id]
        card = document.take(case.keys, DocumentCard)
        if all(word in card.folded for word in wanted):
            yield Found(case, "document", document.id, *_around(card.name, wanted[0]))


def _around(text: str, word: str) -> tuple[str, str, str]:
    # Folding can change a text's length, so the place is looked for in the text as it was typed,
    # and only its beginning is shown where accents hide it.
    at = text.casefold().find(word)
    if at < 0:
        return text[: 2 * _AROUND], "", ""
    end = at + len(word)
    before, after = text[max(0, at - _AROUND) : at], text[end : end + _AROUND]
    if at > _AROUND:
        before = "…" + before[before.find(" ") + 1 :]
    if end + _AROUND < len(text):
        after = after.rpartition(" ")[0].rstrip(".,:;") + "…"
    return before, text[at:end], after
