"""Whose copy is this? The mark at a copy's foot, looked for in one's own cases. (CONF-1)

There is no list of marks: each of the officer's own cases is opened and looked through. A mark of
somebody else's case, of a destroyed one and of none at all are answered alike.
"""

from dataclasses import dataclass
from typing import Final

from confide.casework.queries import Entry, OpenCase, my_cases
from confide.disclosure.models import BreachCard, CopyMade, TellingCard
from confide.disclosure.queries.breaches import OpenBreach, breaches_of
from confide.disclosure.queries.tellings import tellings_of
from confide.team.queries import Acting

# As a person may read what stands on paper.
_ALIKE: Final = str.maketrans({"0": "O", "1": "I", "L": "I", "8": "B"})


@dataclass(frozen=True, slots=True)
class MarkedCopy:
    """A copy with that mark: of which telling, in which case."""

    case: OpenCase
    telling: Entry[TellingCard]
    copy: CopyMade


@dataclass(frozen=True, slots=True)
class Marks:
    """Every copy with that mark among one's own cases; a mark is drawn from a million millions."""

    copies: tuple[MarkedCopy, ...]
    breaches: tuple[tuple[OpenCase, OpenBreach], ...]

    def __bool__(self) -> bool:
        return bool(self.copies or self.breaches)


def marked_so(acting: Acting, mark: str) -> Marks:
    """The copies with that mark, however it was copied down."""
    wanted = _plain(mark)
    if not wanted:
        return Marks((), ())
    cases = my_cases(acting)
    return Marks(
        tuple(
            MarkedCopy(case, entry, copy)
            for case in cases
            for entry in tellings_of(case)
            for copy in entry.card.copies
            if _plain(copy.mark) == wanted
        ),
        tuple(
            (case, found)
            for case in cases
            for found in breaches_of(acting, case)
            if _bears(found.card, wanted)
        ),
    )


def _bears(card: BreachCard, wanted: str) -> bool:
    return bool(card.mark) and _plain(card.mark) == wanted


def _plain(mark: str) -> str:
    signs = "".join(sign for sign in mark.upper() if sign.isascii() and sign.isalnum())
    return signs.translate(_ALIKE)
