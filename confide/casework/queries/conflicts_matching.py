"""Whether a text names somebody: names compared part by part, small slips of the pen allowed.

Works on folded words (`models/folding.py`) that were opened in the officer's own session, and keeps
nothing. All words of all texts are compared once, whichever text they stand in: so a thousand cases
cost little more than opening them. (ELIG-3)
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from confide.casework.models.folding import fold

K = TypeVar("K")
Name = tuple[str, ...]

_TITLES: Final = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir"})
_APOSTROPHES: Final = re.compile("['’‘`´]")
_APART: Final = re.compile(r"[\W_]+")
# One slip in five letters. Four letters and fewer are too alike among each other.
_ALIKE: Final = 0.79
_SLIPS_FROM: Final = 5
# A word that stands alone has no other to bear it out.
_ALONE_SLIPS_FROM: Final = 7
_NEAR: Final = 3
_SHORT: Final = 3


def words_of(text: str) -> Name:
    """The words of a text, folded, without their signs."""
    bare = _APOSTROPHES.sub("", fold(text))
    return tuple(word for word in _APART.split(bare) if word)


def name_of(text: str) -> Name:
    """A name's parts, without a title before them."""
    words = words_of(text)
    return tuple(word for word in words if word not in _TITLES) or words


class Texts(Generic[K]):
    """Folded texts, each with what it is from, that can be asked whom they name."""

    def __init__(self, texts: Iterable[tuple[K, str]]) -> None:
        self._texts = [(key, text.split()) for key, text in texts]
        written = set(chain.from_iterable(words for _, words in self._texts))
        # A word is cleaned once, however often it is written.
        self._clean = {word: words_of(word) for word in written}
        self._known = sorted(set(chain.from_iterable(self._clean.values())))

    def naming(self, name: Name) -> Iterator[K]:
        """What the texts are from that name this person.

        The last part must be there, and near it a first name, its beginning or initial, or a title.
        A single word names somebody only where it is all that there is.
        """
        if not name:
            return
        surname = self._alike(name[-1], slips_from=_SLIPS_FROM)
        if surname.isdisjoint(self._known):
            return
        beside = self._beside(name[:-1])
        for key, words in self._having(surname):
            if len(name) == 1:
                if len(words) == 1 and words[0] in surname:
                    yield key
            elif _stand_near(words, surname, beside):
                yield key

    def saying(self, phrase: Name) -> Iterator[K]:
        """What the texts are from in which these words stand in this order."""
        if not phrase:
            return
        slips_from = _SLIPS_FROM if len(phrase) > 1 else _ALONE_SLIPS_FROM
        parts = [self._alike(part, slips_from=slips_from) for part in phrase]
        for key, words in self._having(parts[0]):
            starts = range(len(words) - len(parts) + 1)
            if any(all(words[at + n] in part for n, part in enumerate(parts)) for at in starts):
                yield key

    def _having(self, wanted: frozenset[str]) -> Iterator[tuple[K, Sequence[str]]]:
        as_written = {word for word, parts in self._clean.items() if not wanted.isdisjoint(parts)}
        for key, words in self._texts:
            if not as_written.isdisjoint(words):
                yield key, list(chain.from_iterable(self._clean[word] for word in words))

    def _alike(self, word: str, *, slips_from: int) -> frozenset[str]:
        if len(word) < slips_from:
            return frozenset({word})
        found = process.extract(
            word,
            self._known,
            scorer=OSA.normalized_similarity,
            score_cutoff=_ALIKE,
            limit=None,
        )
        return frozenset({word, *(each for each, _, _ in found)})

    def _beside(self, names: Name) -> frozenset[str]:
        found = set(_TITLES)
        for name in names:
            found |= {name[0], *self._alike(name, slips_from=_SLIPS_FROM)}
            found |= {each for each in self._known if _is_short_for(each, name)}
        return frozenset(found)


def _is_short_for(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _SHORT and (one.startswith(other) or other.startswith(one))


def _stand_near(words: Sequence[str], surname: frozenset[str], beside: frozenset[str]) -> bool:
    for at, word in enumerate(words):
        if word in surname:
            near = [*words[max(0, at - _NEAR) : at], *words[at + 1 : at + _NEAR]]
            if not beside.isdisjoint(near):
                return True
    return False
