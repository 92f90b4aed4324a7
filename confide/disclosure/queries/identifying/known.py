"""What the record knows of a student, put so that a question can be held against it. (CONF-2)

Plain strings come in, and nothing is kept: it is put together anew for each check.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from confide.disclosure.queries.identifying.names import (
    forms_of,
    initials_of,
    parts_of,
    written_as_one,
)
from confide.disclosure.queries.identifying.text import Word, dates_in, keys_in, words_in
from confide.disclosure.queries.identifying.words import ROLES, SUBJECTS, TITLES, is_common

STUDENT: Final = "student"
OTHER: Final = "other"
PERSON: Final = "person"
NAME: Final = "name"
COLLEGE: Final = "college"
COURSE: Final = "course"
PAPER: Final = "paper"
ACCOUNT: Final = "account"

_EMAIL: Final = re.compile(r"([\w.+%'’-]{2,64})@[\w-]+(?:\.[\w-]+)+")
_MIXED: Final = re.compile(r"(?<![^\W_])(?:[^\W\d_]{2,8}\d|\d+[^\W\d_]{2})[^\W_]*")
_DIGITS: Final = re.compile(r"\d[\d\s()./-]{4,22}\d")
_PAPER: Final = re.compile(
    r"\b(?:part|paper|module|tripos|exam)\s+(?:[IVX]{1,4}[ABab]?|\d{1,3}[a-zA-Z]?|[A-Z]\d{0,3})\b",
    re.I,
)
_HOUSES: Final = frozenset({"college", "hall", "house"})
_BEFORE, _AFTER = 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Everything a question is held against, in plain strings and days.

    `others` says in how many of the officer's other cases a folded word stands; `spared` are names
    that give nobody away, such as the caseworkers' own.
    """

    students: tuple[str, ...]
    texts: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    days: tuple[date, ...] = ()
    colleges: tuple[str, ...] = ()
    other_students: tuple[str, ...] = ()
    others: Mapping[str, int] = field(default_factory=dict)
    how_many_others: int = 0
    spared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: what it is, how far a typed word may be off, and whose role it is.

    A name that is also a word of the language counts only where it is written with a capital.
    """

    kind: str
    near: int = 0
    capital: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """The terms by their folded key, with dates, numbers, initials, and words of the record."""

    terms: dict[str, Term]
    initials: frozenset[str]
    days: frozenset[tuple[int, int]]
    births: frozenset[tuple[int, int]]
    numbers: frozenset[str]
    vocabulary: frozenset[str]
    spared: frozenset[str]
    others: Mapping[str, int]
    seldom: int

    def is_familiar(self, key: str) -> bool:
        """Whether a word is anybody's: common, or at home in the officer's other cases."""
        return key in self.spared or self.others.get(key, 0) > self.seldom or is_common(key)


def known(source: Source, *, on: date) -> Known:
    """What is known of the student, from the whole record."""
    words = [words_in(text) for text in source.texts]
    spared = frozenset(part for name in source.spared for part in keys_in(name))
    seldom = source.how_many_others // 20
    terms: dict[str, Term] = {}
    for key, term in _all_terms(source, words):
        # Whoever is named first has the say: the student before all others.
        if term.kind not in (PERSON, NAME, OTHER) or key not in spared:
            terms.setdefault(key, term)
    dates = [(d.day, d.month, d.year) for text in source.texts for d in dates_in(text)]
    births = {(day, month) for day, month, year in dates if year and year < on.year - 12}
    days = {(day, month) for day, month, _ in dates} | {(d.day, d.month) for d in source.days}
    return Known(
        terms=terms,
        initials=frozenset(initials_of(name) for name in source.students),
        days=frozenset(days - births),
        births=frozenset(births),
        numbers=frozenset(_numbers(source.texts)),
        vocabulary=frozenset(word.key for each in words for word in each if len(word.key) > 3),
        spared=spared,
        others=source.others,
        seldom=seldom,
    )


def last_figures(digits: str) -> str:
    """The figures of a number that stay when +44 and 0 come and go."""
    return "".join(sign for sign in digits if sign.isdigit())[-9:]


def _all_terms(source: Source, words: list[list[Word]]) -> Iterator[tuple[str, Term]]:
    for name in source.students:
        yield from _student(name)
    for name, role in source.people:
        yield from _person(name, _plain(role))
    for label in source.colleges:
        yield from _college(label)
    yield from _accounts(source.texts)
    yield from _papers(source.texts)
    yield from _courses(words)
    yield from _names(words)
    for name in source.other_students:
        for part in parts_of(name):
            if len(part) > 2 and not is_common(part):
                yield part, Term(OTHER, capital=len(part) < 4)


def _student(name: str) -> Iterator[tuple[str, Term]]:
    parts = [part for part in parts_of(name) if len(part) > 1]
    if len(parts) > 1 and all(is_common(part) and not forms_of(part) for part in parts):
        # "Rather not say" is no name: each of its words is anybody's.
        yield "".join(parts), Term(STUDENT)
        return
    for part in parts:
        capital = is_common(part)
        yield part, Term(STUDENT, 0 if capital else _near(part, least=4), capital)
    for key in written_as_one(name):
        yield key, Term(STUDENT, _near(key, least=6))
    for part in parts:
        for form in forms_of(part):
            common = len(form) < 3 or is_common(form)
            yield form, Term(STUDENT, 0 if common else _near(form, least=5), common)


def _person(name: str, role: str) -> Iterator[tuple[str, Term]]:
    for part in parts_of(name):
        capital = is_common(part)
        if len(part) > 1:
            yield part, Term(PERSON, 0 if capital else _near(part, least=4), capital, role)
        yield from ((form, Term(PERSON, capital=True, role=role)) for form in forms_of(part))
    for key in written_as_one(name):
        yield key, Term(PERSON, _near(key, least=8), role=role)


def _college(label: str) -> Iterator[tuple[str, Term]]:
    keys = [word.whole for word in words_in(label)]
    whole = "".join(keys)
    yield whole, Term(COLLEGE, _near(whole, least=6))
    if keys[0] == "st":
        yield f"saint{whole[2:]}", Term(COLLEGE, _near(whole, least=6))
        return
    for key in keys:
        if len(key) > 3 and key not in _HOUSES:
            yield key, Term(COLLEGE, _near(key, least=6), capital=is_common(key))


def _accounts(texts: tuple[str, ...]) -> Iterator[tuple[str, Term]]:
    for text in texts:
        for email in _EMAIL.finditer(text):
            key = "".join(keys_in(email[1]))
            if len(key) > 3 and not is_common(key):
                yield key, Term(ACCOUNT)
        for mixed in _MIXED.finditer(text):
            key = "".join(keys_in(mixed[0]))
            if len(key) > 3 and not is_common(key):
                yield key, Term(ACCOUNT)


def _papers(texts: tuple[str, ...]) -> Iterator[tuple[str, Term]]:
    for text in texts:
        for paper in _PAPER.finditer(text):
            yield "".join(keys_in(paper[0])), Term(PAPER)


def _courses(words: list[list[Word]]) -> Iterator[tuple[str, Term]]:
    anywhere = f" {' '.join(word.key for each in words for word in each)} "
    capitals = {word.key for each in words for word in each if word.capital and not word.opens}
    for subject in SUBJECTS:
        keys = keys_in(subject)
        common = len(keys) == 1 and is_common(subject)
        if f" {' '.join(keys)} " in anywhere and (not common or keys[0] in capitals):
            joined = "".join(keys)
            yield joined, Term(COURSE, 0 if common else _near(joined, least=7), capital=common)


def _names(words: list[list[Word]]) -> Iterator[tuple[str, Term]]:
    """What is written as a name in the midst of sentences, and never as a word."""
    small = Counter(word.key for each in words for word in each if not word.capital)
    for each in words:
        for place, word in enumerate(each):
            titled = place > 0 and each[place - 1].key in TITLES and word.capital
            if titled:
                yield from _person(word.typed, _role_beside(each, place))
            elif word.capital and not word.opens and len(word.key) > 2 and not small[word.key]:
                yield from _name(each, place)


def _name(words: list[Word], place: int) -> Iterator[tuple[str, Term]]:
    key = words[place].key
    following = words[place + 1].key if place + 1 < len(words) else ""
    if following in _HOUSES and not is_common(key):
        yield key, Term(COLLEGE, _near(key, least=6))
    elif not is_common(key):
        role = _role_beside(words, place)
        yield key, Term(PERSON if role else NAME, _near(key, least=5), role=role)


def _role_beside(words: list[Word], place: int) -> str:
    around = words[max(0, place - _BEFORE) : place + _AFTER]
    return next((word.key for word in around if word.key in ROLES), "")


def _plain(role: str) -> str:
    return next((key for key in keys_in(role) if key in ROLES), "")


def _numbers(texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        for found in _DIGITS.finditer(text):
            figures = last_figures(found[0])
            if len(figures) > 5:
                yield figures


def _near(key: str, *, least: int) -> int:
    """How many slips of the finger still leave a word itself."""
    if len(key) < least:
        return 0
    return 1 if len(key) < 9 else 2
