"""A student's way in: ten words, and the keys that come of them.

Nine words drawn by us carry 115 bits, so nothing is stretched; the tenth catches slips. From the
nine are derived, each by a label of its own, the id that their drawer is looked up by and the seed
of a ring. Neither tells the other, and neither words nor seed are ever stored. What is asked here
is asked of what was typed alone: no answer depends on what lies in a table.
Specified in `docs/formats/drawer.md`. (RECD-6, CONF-3)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase

from confide.vault.models import KeyRing
from confide.vault.primitives import DoesNotOpen, as_id, derive
from confide.vault.rings import Unlocked, ring_from
from confide.vault.words import SHEET_WORDS, check_word, known_words, make_checked, words_in

WORDS = SHEET_WORDS + 1

_PURPOSE = "way"
_MOST_OFFERED = 3
_LONGEST = 14


@dataclass(frozen=True, slots=True)
class Way:
    """What words give: where their drawer lies, and the ring that opens it."""

    lookup: str
    ring: KeyRing
    unlocked: Unlocked = field(repr=False)


@dataclass(frozen=True, slots=True)
class Slip:
    """A word that is likely wrong: its place from 1, and what it may have been."""

    place: int
    typed: str
    likely: tuple[str, ...]


class Mistyped(DoesNotOpen):
    """These cannot be anybody's words. Says how many there are, and which are likely wrong."""

    def __init__(self, many: int, slips: Sequence[Slip] = ()) -> None:
        super().__init__()
        self.many = many
        self.slips = tuple(slips)


def make_words() -> str:
    """Ten words of a student's own, to be shown once."""
    return make_checked(_PURPOSE)


def way_in(typed: str) -> Way:
    """What words give, or `Mistyped`. Capitals, and what parts the words, make no difference."""
    words = words_in(typed)
    if len(words) != WORDS:
        raise Mistyped(len(words))
    if not _checks(words):
        raise Mistyped(WORDS, _slips(words))
    secret = " ".join(words[:-1]).encode()
    ring, unlocked = ring_from(derive(secret, label="way-ring"))
    return Way(as_id(derive(secret, label="way-lookup", length=16)), ring, unlocked)


def _checks(words: Sequence[str]) -> bool:
    return words[-1] == check_word(words[:-1], _PURPOSE)


def _slips(words: list[str]) -> list[Slip]:
    strange = [place for place, word in enumerate(words) if word not in known_words()]
    if len(strange) > 1:
        return [_offered(words, place) for place in strange]
    mended = [
        Slip(place + 1, words[place], (likely,))
        for place in strange or range(WORDS)
        for likely in sorted(_near(words[place]))
        if _checks([*words[:place], likely, *words[place + 1 :]])
    ]
    return mended or [_offered(words, place) for place in strange] or _swapped(words)


def _offered(words: list[str], place: int) -> Slip:
    return Slip(place + 1, words[place], tuple(sorted(_near(words[place]))[:_MOST_OFFERED]))


def _swapped(words: list[str]) -> list[Slip]:
    """Two neighbours that changed places, if that is all."""
    for place in range(WORDS - 1):
        one, other = words[place : place + 2]
        if _checks([*words[:place], other, one, *words[place + 2 :]]):
            return [Slip(place + 1, one, (other,)), Slip(place + 2, other, (one,))]
    return []


def _near(word: str) -> set[str]:
    """The words of the list within one letter: one too many, missing, wrong, or two swapped."""
    # Whatever is far longer than the longest word is near none, and not worth the looking.
    edits = _edits(word) if len(word) < _LONGEST else ()
    return {each for each in edits if each in known_words()} - {word}


def _edits(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in (*ascii_lowercase, "-"):
            yield before + letter + after[1:]
            yield before + letter + after
