"""Who else an extract speaks of: what would show another person than the student is marked.

Nothing is left out by itself. Names are found by how they are written, by who wrote the case's
mails, and by what somebody is to the student; numbers and addresses by their patterns. The student,
the officer, the recipient and the union itself are nobody else. A person judges each mark. (CONF-1)
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.utils import getaddresses
from itertools import chain
from typing import Final

from django.conf import settings

from confide.casework.queries import OpenCase, contacts_of
from confide.disclosure.queries.extracts import Extract
from confide.disclosure.queries.identifiers import PHONE, Spot, identifiers_in
from confide.disclosure.queries.identifying.text import folded
from confide.disclosure.queries.identifying.words import (
    PARTICLES,
    ROLES,
    SUBJECTS,
    TITLES,
    is_common,
)
from confide.disclosure.queries.shapes import PERSON
from confide.policy.words import MONTHS
from confide.team.queries import Acting

_WORD: Final = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
_POSSESSIVE: Final = re.compile(r"['’]s$", re.I)
_GAP: Final = re.compile(r"\.?[ \t]|-|\.")
_OPENS: Final = re.compile(r"(?:^|[.!?:…\n>\-–•*“\"(][ \t\n]*)$")
_RELATIONS: Final = re.compile(
    r"\b(?:my|his|her|their|our|your)\s+(?:\w{2,12}\s+)?(?:mother|father|mum|dad|parents?|sisters?"
    r"|brothers?|partner|boyfriend|girlfriend|ex|husband|wife|son|daughter|child|children|uncle"
    r"|aunt|cousin|grandmother|grandfather|flatmates?|housemates?|roommate|neighbours?)\b",
    re.I,
)
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COMMON_NAMES: Final = frozenset((
    "i", "michaelmas", "lent", "easter", "tripos", "university", "college", "department",
    "faculty", "union", "office", "board", "english", "student", "students", "school", "exam",
    "exams", "support", "i'm", "head", "council", "committee", "court", "library", "hall",
    "british", "uk", "cambridge",
))  # fmt: skip
_NOBODY: Final = _COMMON_NAMES.union(
    (month.casefold() for month in MONTHS), _WEEKDAYS, ROLES, SUBJECTS, TITLES
)
_BETWEEN: Final = frozenset(PARTICLES) - {"of", "the", "and", "y", "e", "i", "o", "st", "saint"}
_MOST_BETWEEN: Final = 2
# Words that begin a sentence before a name. None of them is anybody's name.
_OPENERS: Final = frozenset((
    "a", "after", "again", "also", "although", "an", "and", "as", "at", "because", "before",
    "both", "but", "by", "dear", "even", "for", "from", "he", "hello", "her", "here", "hi", "his",
    "how", "however", "if", "in", "is", "it", "maybe", "my", "no", "not", "now", "of", "on",
    "only", "our", "perhaps", "please", "she", "since", "so", "thanks", "that", "the", "their",
    "then", "there", "these", "they", "this", "those", "though", "to", "today", "was", "we",
    "were", "what", "when", "where", "while", "who", "why", "with", "yes", "yesterday", "you",
    "your",
))  # fmt: skip
_ADDRESSED: Final = ("mr", "mrs", "ms", "miss", "mx")
_SHORT_CAPITALS: Final = 4


@dataclass(frozen=True, slots=True)
class Marked:
    """One phrase that may show somebody else: what kind of thing it is, and how often it stands."""

    phrase: str
    kind: str
    times: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, marked or not; all pieces together are the text."""

    words: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Known:
    """Whom an extract may name: folded parts of names, and signs of numbers and addresses."""

    names: frozenset[str]
    of_the_student: frozenset[str]
    signs: frozenset[str]
    senders: frozenset[str]


def known_to(acting: Acting, opened: OpenCase, recipient: str) -> Known:
    """Who is meant to be in it, and who else wrote to the case."""
    policy, student = settings.POLICY, opened.file.student
    titles = (post.title for post in policy.posts)
    colleges = (code.label for code in policy.colleges)
    ours = (policy.union.name, policy.union.service, *titles, *colleges)
    own = " ".join((opened.file.safe.how, opened.file.safe.when, recipient, *_contacts(policy)))
    names = _parts(student, recipient, acting.name, *ours)
    senders = getaddresses([each.card.sender for each in contacts_of(opened) if each.card.sender])
    return Known(
        names,
        _parts(student) - _parts(recipient),
        frozenset(_sign(spot, own) for spot in identifiers_in(own)),
        frozenset(part for part in _parts(*(name for name, _ in senders)) if len(part) > 2) - names,
    )


def others_in(extract: Extract, known: Known) -> list[Marked]:
    """Everything in an extract that may show somebody else, in the order in which it stands."""
    found: dict[tuple[str, str], list[str]] = {}
    for text in _texts(extract):
        for spot in spots_in(text, known):
            phrase = " ".join(spot.of(text).split())
            found.setdefault((phrase.casefold(), spot.kind), []).append(phrase)
    return [Marked(each[0], kind, len(each)) for (_, kind), each in found.items()]


def pieces_of(text: str, known: Known) -> list[Piece]:
    """The text in stretches, for a page that shows what is marked."""
    pieces, at = [], 0
    for spot in spots_in(text, known):
        pieces += [Piece(text[at : spot.start], False), Piece(spot.of(text), True)]
        at = spot.end
    return [each for each in (*pieces, Piece(text[at:], False)) if each.words]


def spots_in(text: str, known: Known) -> list[Spot]:
    """Where a text may show somebody else, in its order, and no place twice."""
    taken = bytearray(len(text))
    spots = []
    signs = (each for each in identifiers_in(text) if _sign(each, text) not in known.signs)
    relations = (Spot(m.start(), m.end(), PERSON) for m in _RELATIONS.finditer(text))
    for spot in chain(signs, _names_in(text, known), relations):
        if not any(taken[spot.start : spot.end]):
            taken[spot.start : spot.end] = b"\x01" * (spot.end - spot.start)
            spots.append(spot)
    return sorted(spots)


def _texts(extract: Extract) -> Iterator[str]:
    yield from (words for _, words in extract.facts[1:2])
    yield extract.summary
    for section in extract.sections:
        yield from (passage.words for passage in section.passages)
    yield from (each.label for each in extract.documents)


def _names_in(text: str, known: Known) -> Iterator[Spot]:
    small = frozenset(word[0] for word in _WORD.finditer(text) if word[0].islower())
    for run in _runs(text, known):
        named = [word for word in run if not _is_nobody(word[0], known, run)]
        while named and named[-1][0] in _BETWEEN:
            named.pop()
        while named and (named[0][0] in _BETWEEN or folded(named[0][0]) in _OPENERS):
            named.pop(0)
        if named and not all(_is_common_here(word, text, small) for word in named):
            titled = [word for word in run if word.end() < named[0].start()][-1:]
            first = titled[0] if titled and folded(titled[0][0]) in TITLES else named[0]
            possessive = _POSSESSIVE.search(named[-1][0])
            end = named[-1].start() + (possessive.start() if possessive else len(named[-1][0]))
            yield Spot(first.start(), end, PERSON)


def _runs(text: str, known: Known) -> Iterator[list[re.Match[str]]]:
    """Words written as names are, next to each other, with a "van der" or "bin" between them."""
    run: list[re.Match[str]] = []
    between: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        last = (between or run)[-1:]
        joined = bool(last) and _is_next(last[0], word, text)
        if _is_written_as_a_name(word[0], known):
            if run and not joined:
                yield run
            run = [*run, *between, word] if joined else [word]
            between = []
        elif joined and word[0] in _BETWEEN and len(between) < _MOST_BETWEEN:
            between.append(word)
        else:
            yield from [run] if run else []
            run, between = [], []
    yield from [run] if run else []


def _is_next(one: re.Match[str], other: re.Match[str], text: str) -> bool:
    """Whether two words may be of one name: a full stop ends it, save after an initial or "Dr"."""
    gap = text[one.end() : other.start()]
    shortened = len(one[0]) == 1 or folded(one[0]) in TITLES
    return bool(_GAP.fullmatch(gap)) and ("." not in gap or shortened)


def _is_written_as_a_name(word: str, known: Known) -> bool:
    # A script without capitals has no other way to write a name among English words.
    return word[0].isupper() or word.lower() == word.upper() or folded(word) in known.senders


def _is_nobody(word: str, known: Known, run: list[re.Match[str]]) -> bool:
    key = folded(word)
    if key in known.senders:
        return False
    if key in known.of_the_student and folded(run[0][0]) in _ADDRESSED:
        return False  # "Mrs Whitlock" is not the student
    capitals = word.isupper() and len(word) <= _SHORT_CAPITALS and len(run) == 1
    return key in known.names or key in _NOBODY or capitals


def _is_common_here(word: re.Match[str], text: str, small: frozenset[str]) -> bool:
    """A word of everybody's that begins a sentence here, or that is written small elsewhere."""
    if not is_common(folded(word[0])):
        return False
    before = text[max(0, word.start() - 4) : word.start()]
    return word[0].lower() in small or bool(_OPENS.search(before))


def _parts(*names: str) -> frozenset[str]:
    return frozenset(folded(word[0]) for name in names for word in _WORD.finditer(name))


def _sign(spot: Spot, text: str) -> str:
    signs = "".join(sign for sign in spot.of(text).casefold() if sign.isalnum())
    # The same number with its country and without.
    return signs[-9:] if spot.kind == PHONE else signs


def _contacts(policy: object) -> Iterable[str]:
    contacts = policy.contacts  # type: ignore[attr-defined]
    yield from (contacts.address, contacts.office_phone, contacts.support_phone, contacts.email)
