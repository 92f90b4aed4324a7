"""A text as the check reads it: its words with their places, folded, and its dates. (CONF-2)

Folding takes away what does not change who is meant: capitals, accents, signs that nobody sees,
apostrophes, the "'s" of a possessive. Places are kept, so that what is marked is what was typed.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from confide.policy.words import MONTHS

_UNSEEN: Final = "\u00ad\u034f\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff"
_INSIDE: Final = rf"[^\W_]+|[\u0300-\u036f{_UNSEEN}]+"
_WORD: Final = re.compile(rf"[^\W_](?:{_INSIDE}|['’ʼ`](?=[^\W_]))*")
_POSSESSIVE: Final = re.compile(r"['’ʼ`]s$", re.I)
_OPENING: Final = re.compile(r"[.!?:\n“\"]")
# Letters that Unicode does not take apart, as they are written where a keyboard has none.
_LETTERS: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_NUMERIC: Final = re.compile(
    r"(?<![\d./-])(\d{1,4})\s?[./-]\s?(\d{1,2})(?:\s?[./-]\s?(\d{2,4}))?(?!\d)"
)
_MONTH: Final = "|".join(rf"{month[:3]}(?:{month[3:]})?" for month in MONTHS) + "|sept"
_DAY_FIRST: Final = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+({_MONTH})\b(?:\.?,?[\s-]+(\d{{4}})\b)?", re.I
)
_MONTH_FIRST: Final = re.compile(
    rf"\b({_MONTH})\b\.?\s+(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(\d{{4}})\b)?", re.I
)


class Word(NamedTuple):
    """One word of a text: where it stands without its possessive, as typed, and folded.

    `whole` and `whole_end` are the same with the possessive, which some names end in.
    """

    start: int
    end: int
    typed: str
    key: str
    whole: str
    whole_end: int
    opens: bool = False

    @property
    def capital(self) -> bool:
        """Whether it is written as a name is."""
        return self.typed[:1].isupper()


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text: where it stands, its day and month, and its year if it says one."""

    start: int
    end: int
    day: int
    month: int
    year: int | None


def folded(word: str) -> str:
    """One word without capitals, accents, unseen signs and apostrophes."""
    if word.isascii() and word.isalnum():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold()).casefold().translate(_LETTERS)
    return "".join(sign for sign in apart if sign.isalnum())


def words_in(text: str) -> list[Word]:
    """The words of a text, in their order."""
    found: list[Word] = []
    before = 0
    for match in _WORD.finditer(text):
        typed = match[0]
        possessive = None if typed.isalnum() else _POSSESSIVE.search(typed)
        bare = typed[: possessive.start()] if possessive else typed
        gap = text[before : match.start()]
        opens = not found or (gap != " " and _OPENING.search(gap) is not None)
        end = match.start() + len(bare)
        whole = folded(typed)
        key = folded(bare) if possessive else whole
        found.append(Word(match.start(), end, bare, key, whole, match.end(), opens))
        before = match.end()
    return [word for word in found if word.key]


def keys_in(text: str) -> list[str]:
    """The folded words of a text."""
    return [word.key for word in words_in(text)]


def dates_in(text: str) -> Iterator[Dated]:
    """Every date that a text says, however it is written; a bare day of a month is none."""
    for match in _NUMERIC.finditer(text):
        first, second, third = int(match[1]), int(match[2]), match[3]
        if len(match[1]) == 4 and third:
            yield from _dated(match, int(third), second, first)
        elif len(match[1]) < 3:
            yield from _dated(match, first, second, _year(third))
    for match in _DAY_FIRST.finditer(text):
        yield from _dated(match, int(match[1]), _month(match[2]), _year(match[3]))
    for match in _MONTH_FIRST.finditer(text):
        yield from _dated(match, int(match[2]), _month(match[1]), _year(match[3]))


def _dated(match: re.Match[str], day: int, month: int, year: int | None) -> Iterator[Dated]:
    try:
        date(year if year and year > 0 else 2000, month, day)
    except ValueError:
        return
    yield Dated(match.start(), match.end(), day, month, year)


def _month(word: str) -> int:
    return next(
        n for n, month in enumerate(MONTHS, 1) if month[:3].casefold() == word[:3].casefold()
    )


def _year(written: str | None) -> int | None:
    if written is None:
        return None
    year = int(written)
    return year if year > 99 else 2000 + year
