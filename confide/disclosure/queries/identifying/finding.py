"""Finding in a question what is known of a student, or has the shape of an identifier. (CONF-2)"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from confide.disclosure.queries import identifiers
from confide.disclosure.queries.identifying.known import (
    ACCOUNT,
    PERSON,
    STUDENT,
    Known,
    Term,
    last_figures,
)
from confide.disclosure.queries.identifying.marks import (
    ADDRESS,
    BIRTH,
    DATE,
    EMAIL,
    NUMBER,
    PHONE,
    RARE,
    Mark,
    instead_of,
    when,
)
from confide.disclosure.queries.identifying.text import Word, dates_in, words_in
from confide.disclosure.queries.identifying.words import PARTICLES, ROLES, TITLES
from confide.policy.words import MONTHS

_SHAPES: Final = {
    identifiers.EMAIL: EMAIL,
    identifiers.LINK: ACCOUNT,
    identifiers.ACCOUNT: ACCOUNT,
    identifiers.CRSID: ACCOUNT,
    identifiers.POSTCODE: ADDRESS,
    identifiers.ADDRESS: ADDRESS,
    identifiers.BORN: BIRTH,
    identifiers.PHONE: PHONE,
    identifiers.NUMBER: NUMBER,
}
_DIGITS: Final = re.compile(r"\d[\d\s()./-]{4,22}\d")
_ON: Final = re.compile(r"\bon\s+(?:\w{3,6}day,?\s+)?(?:the\s+)?$", re.I)
_BETWEEN: Final = r"(?:\.\s?|\s)"
_LONGEST_RUN: Final = 4
_PARTICLES: Final = frozenset(PARTICLES[: PARTICLES.index("of")])
_SAINTS: Final = ("st", "saint")
# What is written with a capital after a name, and is none of it.
_NO_NAME: Final = frozenset(
    {"i", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
    | {month.casefold() for month in MONTHS}
)
# Written large they are anybody's, whoever's initials they may be.
_ABBREVIATIONS: Final = frozenset(
    {"gp", "uk", "eu", "us", "it", "id", "ok", "pc", "tv", "am", "pm", "or", "so", "no", "go"}
)


def found_in(text: str, known: Known, *, on: date) -> Iterator[Mark]:
    """Everything that is found, some of it twice."""
    words = words_in(text)
    yield from _shapes(text, known)
    yield from _numbers(text, known)
    yield from _dates(text, known, on)
    yield from _terms(words, known)
    yield from _initials(text, known)
    yield from _titled(words, known)
    yield from _rare(words, known)


def _shapes(text: str, known: Known) -> Iterator[Mark]:
    for spot in identifiers.identifiers_in(text):
        kind = _SHAPES.get(spot.kind, NUMBER)
        if spot.kind == identifiers.CRSID and _is_a_word(spot.of(text), known):
            continue
        yield Mark(spot.start, spot.end, kind, spot.of(text), instead_of(kind))


def _is_a_word(looks_like_an_id: str, known: Known) -> bool:
    """Whether what has an id's shape is "week5" or "covid19" or a paper's number."""
    key = looks_like_an_id.casefold()
    return key not in known.terms and known.is_familiar(key.rstrip("0123456789"))


def _numbers(text: str, known: Known) -> Iterator[Mark]:
    for found in _DIGITS.finditer(text):
        if known.numbers and last_figures(found[0]) in known.numbers:
            yield Mark(found.start(), found.end(), NUMBER, found[0], instead_of(NUMBER))


def _dates(text: str, known: Known, on: date) -> Iterator[Mark]:
    for dated in dates_in(text):
        day = (dated.day, dated.month)
        if day in known.births:
            yield Mark(
                dated.start, dated.end, BIRTH, text[dated.start : dated.end], instead_of(BIRTH)
            )
        elif day in known.days:
            before = _ON.search(text[: dated.start])
            start = before.start() if before else dated.start
            yield Mark(start, dated.end, DATE, text[start : dated.end], when(dated, on))


def _terms(words: list[Word], known: Known) -> Iterator[Mark]:
    near = [key for key, term in known.terms.items() if term.near]
    saints = [key for key in near if key.startswith(_SAINTS)]
    for place, word in enumerate(words):
        for run in range(1, _LONGEST_RUN + 1):
            yield from _run(words[place : place + run], run, known)
        if word.key in _SAINTS and place + 1 < len(words):
            yield from _slip(word, words[place + 1], saints, known)
        if word.key not in known.terms and len(word.key) > 3 and not known.is_familiar(word.key):
            yield from _slip(None, word, near, known)
            yield from _inside(word, known)


def _run(words: list[Word], run: int, known: Known) -> Iterator[Mark]:
    if len(words) < run:
        return
    beginning = "".join(word.key for word in words[:-1])
    for key, end in ((words[-1].key, words[-1].end), (words[-1].whole, words[-1].whole_end)):
        term = known.terms.get(beginning + key)
        # "be a" is not Bea: a very short name is not looked for across a blank.
        if term is None or (run > 1 and len(beginning + key) < 5) or not _counts(term, words):
            continue
        typed = " ".join(word.typed for word in words)
        yield Mark(words[0].start, end, term.kind, typed, instead_of(term.kind, term.role))
        return


def _counts(term: Term, words: list[Word]) -> bool:
    if not term.capital:
        return True
    return words[0].capital and (term.kind == STUDENT or not words[0].opens)


def _slip(first: Word | None, word: Word, near: list[str], known: Known) -> Iterator[Mark]:
    """A word that is nearly a term, with or without what it ends in; a saint's is two words."""
    beginning = first.key if first else ""
    for ending, end in ((word.key, word.end), (word.whole, word.whole_end)):
        close = process.extractOne(beginning + ending, near, scorer=OSA.distance, score_cutoff=2)
        if close is None or close[1] > known.terms[close[0]].near:
            continue
        term, start = known.terms[close[0]], (first or word).start
        yield Mark(start, end, term.kind, word.typed, instead_of(term.kind, term.role))
        return


def _inside(word: Word, known: Known) -> Iterator[Mark]:
    """A word that has a part of the student's name inside, as user names do."""
    for key, term in known.terms.items():
        if term.kind == STUDENT and term.near and len(key) > 4 and key in word.key:
            yield Mark(word.start, word.end, STUDENT, word.typed, instead_of(STUDENT))
            return


def _initials(text: str, known: Known) -> Iterator[Mark]:
    for initials in known.initials:
        letters = initials.upper()
        if len(letters) == 1:
            pattern = rf"(?<!\w){letters}\.(?!\w)"
        elif len(letters) > 1:
            pattern = rf"(?<!\w){_BETWEEN.join(letters)}(?:\.|(?!\w))"
            if initials not in _ABBREVIATIONS:
                pattern += rf"|(?<!\w){letters}(?!\w)"
        else:
            continue
        for found in re.finditer(pattern, text):
            yield Mark(found.start(), found.end(), STUDENT, found[0], instead_of(STUDENT))


def _titled(words: list[Word], known: Known) -> Iterator[Mark]:
    for place, title in enumerate(words):
        if title.key not in TITLES or title.key in ROLES:
            continue
        first: Word | None = title
        last: Word | None = None
        for word in _named(words[place:]):
            # A name that is known has its own mark, which the title is added to.
            if word.key in known.spared or word.key in known.terms:
                if first and last:
                    yield _somebody(words, first, last)
                first = last = None
            else:
                first, last = first or word, word
        if first and last:
            yield _somebody(words, first, last)


def _named(titled: list[Word]) -> Iterator[Word]:
    """What is written as one name after a title: "Dr Helen Marsh", "Dr H. Marsh", "Mr van Dijk"."""
    before, waiting = titled[0], list[Word]()
    for word in titled[1 : _LONGEST_RUN + 2]:
        shortened = before is titled[0] or len(before.key) == 1
        gap = word.start - before.end
        if gap > 2 or (not shortened and (gap > 1 or word.opens)):
            return
        if not word.capital and word.key in _PARTICLES:
            waiting.append(word)
        elif not word.capital or (before is not titled[0] and word.key in _NO_NAME):
            return
        else:
            yield from [*waiting, word]
            waiting = []
        before = word


def _somebody(words: list[Word], first: Word, last: Word) -> Mark:
    typed = " ".join(word.typed for word in words if first.start <= word.start <= last.start)
    return Mark(first.start, last.end, PERSON, typed, instead_of(PERSON))


def _rare(words: list[Word], known: Known) -> Iterator[Mark]:
    longer = [key for key in known.vocabulary if len(key) > 6]
    seen: dict[str, bool] = {}
    for word in words:
        if len(word.key) < 4:
            continue
        if word.key not in seen:
            seen[word.key] = _is_rare(word.key, longer, known)
        if seen[word.key]:
            yield Mark(word.start, word.end, RARE, word.typed, instead_of(RARE))


def _is_rare(key: str, longer: list[str], known: Known) -> bool:
    if known.is_familiar(key):
        return False
    if not known.vocabulary.isdisjoint({key, f"{key}s", key.removesuffix("s")}):
        return True
    if len(key) < 7:
        return False
    close = process.extractOne(key, longer, scorer=OSA.distance, score_cutoff=1)
    return close is not None and not known.is_familiar(close[0])
