"""What of a record shows somebody else, and the record without it. (RECD-3)

The same finder marks it as in an extract, and a person judges each mark. Nothing is left out of
what a student gets without being counted. What a document shows cannot be seen from outside: the
officer opens it, and gives it or not.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from confide.casework.queries import OpenCase
from confide.disclosure.queries import consents_of, tellings_of
from confide.disclosure.queries.extracts import Extract, Passage, Section
from confide.disclosure.queries.others import Known, Marked, Piece, known_to, others_in, pieces_of
from confide.disclosure.queries.shapes import blacked_out
from confide.retention.queries.returning import Chapter, Whole
from confide.team.models import Officer
from confide.team.queries import Acting


@dataclass(frozen=True, slots=True)
class Judged:
    """A record as it is given, and in how many of its passages something was left out."""

    record: Whole
    passages: int
    left_out: int


def known_in(acting: Acting, opened: OpenCase) -> Known:
    """Who is nobody else to the student: they themselves, and whoever worked for them."""
    # A caseworker is named in the record because they did their work; that is not private. And who
    # was told is for the student to know: they named them, and the law lets them ask.
    staff = Officer.objects.values_list("name", flat=True)
    named = (each.name for entry in consents_of(opened) for each in entry.card.parties)
    told = (entry.card.recipient for entry in tellings_of(opened))
    return known_to(acting, opened, ", ".join((*staff, *named, *told)))


def others_in_record(whole: Whole, known: Known) -> list[Marked]:
    """Everything in a record that may show somebody else, in the order in which it stands."""
    return others_in(_as_extract(whole), known)


def without(whole: Whole, blacked: dict[str, str], left_out: Collection[str]) -> Judged:
    """The record without these phrases and documents."""
    shown = blacked_out(_as_extract(whole), blacked)
    sections = iter(shown.sections)
    chapters = tuple(
        Chapter(each.title, tuple(next(sections) for _ in each.sections)) for each in whole.chapters
    )
    labels = {each.key: each.label for each in shown.documents}
    documents = tuple(
        replace(each, label=labels[each.key])
        for each in whole.documents
        if each.key not in left_out
    )
    changed = sum(
        old.words != new.words
        for old, new in zip(_passages(whole.chapters), _passages(chapters), strict=True)
    )
    changed += sum(
        each.label != labels[each.key] for each in whole.documents if each.key not in left_out
    )
    record = Whole(chapters=chapters, documents=documents)
    return Judged(record, changed, len(whole.documents) - len(documents))


def shown_with_marks(
    whole: Whole, known: Known
) -> list[tuple[str, list[tuple[str, list[tuple[str, list[Piece]]]]]]]:
    """Chapters of sections of passages in stretches, for the page that shows what is marked."""
    return [
        (
            chapter.title,
            [
                (section.heading, [(p.label, pieces_of(p.words, known)) for p in section.passages])
                for section in chapter.sections
            ],
        )
        for chapter in whole.chapters
    ]


def _as_extract(whole: Whole) -> Extract:
    return Extract(
        facts=(),
        plea="",
        summary="",
        sections=tuple(_sections(whole.chapters)),
        documents=tuple(Passage(each.key, each.label) for each in whole.documents),
        mark="",
    )


def _sections(chapters: Iterable[Chapter]) -> Iterable[Section]:
    return (section for chapter in chapters for section in chapter.sections)


def _passages(chapters: Iterable[Chapter]) -> list[Passage]:
    return [passage for section in _sections(chapters) for passage in section.passages]
