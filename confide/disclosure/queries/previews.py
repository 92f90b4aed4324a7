"""An extract as its reader will see it, with what may show somebody else marked. (CONF-1)"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from confide.casework.queries import OpenCase, one_document
from confide.disclosure.models import ConsentCard
from confide.disclosure.queries.extracts import Extract, compose
from confide.disclosure.queries.gate import Ask
from confide.disclosure.queries.others import Known, Marked, Piece, known_to, others_in, pieces_of
from confide.disclosure.queries.paper import printed
from confide.disclosure.queries.shapes import BY_NAME, Shape, blacked_out
from confide.team.queries import Acting


@dataclass(frozen=True, slots=True)
class Preview:
    """What the page before a telling shows."""

    ask: Ask
    shape: Shape
    shown: Extract
    found: tuple[Marked, ...]
    known: Known
    said_in_words: tuple[str, ...]

    @property
    def summary(self) -> list[Piece]:
        """The summary in stretches."""
        return pieces_of(self.shown.summary, self.known)

    @property
    def facts(self) -> list[tuple[str, list[Piece]]]:
        """Who tells whom what for; only the purpose may show somebody else."""
        return [
            (name, pieces_of(words, self.known) if number == 1 else [Piece(words, False)])
            for number, (name, words) in enumerate(self.shown.facts)
        ]

    @property
    def sections(self) -> Iterator[tuple[str, list[tuple[str, list[Piece]]]]]:
        """The passages in stretches, under their headings."""
        for section in self.shown.sections:
            passages = [
                (each.label, pieces_of(each.words, self.known)) for each in section.passages
            ]
            yield section.heading, passages

    @property
    def documents(self) -> list[list[Piece]]:
        """The documents' labels in stretches."""
        return [pieces_of(each.label, self.known) for each in self.shown.documents]

    @property
    def seen(self) -> str:
        """In what shape it is shown, to be compared with the shape in which it is to be told."""
        shape = self.shape
        parts = (self.ask.items, sorted(shape.blacked), sorted(shape.labels.items()), shape.signed)
        return msgspec.json.encode(parts).decode()


def preview(
    acting: Acting,
    opened: OpenCase,
    ask: Ask,
    consent: ConsentCard,
    shape: Shape,
    phrases: Sequence[str] = (),
) -> Preview:
    """The extract with these phrases blacked out, whatever kind of thing each of them is."""
    by_name = shape.signed == BY_NAME
    whole = compose(acting, opened, ask, consent, labels=shape.labels, by_name=by_name)
    known = known_to(acting, opened, ask.recipient)
    found = others_in(whole, known)
    kinds = {each.phrase.casefold(): each.kind for each in found}
    blacked = {phrase: kinds.get(phrase.casefold(), "") for phrase in phrases}
    shape = Shape(blacked=blacked, labels=shape.labels, files=shape.files, signed=shape.signed)
    shown = blacked_out(whole, blacked)
    return Preview(ask, shape, shown, tuple(found), known, printed(shown).said_in_words)


def named_in(opened: OpenCase, ask: Ask) -> list[tuple[str, str]]:
    """Key and own name of each asked document, file or paper."""
    keys = (key for key in dict.fromkeys(ask.items) if "." not in key)
    return [(key, one_document(opened, key).card.name) for key in keys]
