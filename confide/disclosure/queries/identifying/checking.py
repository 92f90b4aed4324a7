"""The check: what in a question shows whom it is about, and what could stand there. (CONF-2)

It finds generously what is a name or a number and sparingly what is a mere word, since a text full
of marks is sent as it is. What it can't do is know what a reader knows: somebody with a story that
everybody has heard of is recognised without any name. So the officer decides, and it says why.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from confide.disclosure.queries.identifying.finding import found_in
from confide.disclosure.queries.identifying.known import (
    ACCOUNT,
    COLLEGE,
    COURSE,
    NAME,
    OTHER,
    PAPER,
    PERSON,
    STUDENT,
    Known,
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
)
from confide.disclosure.queries.identifying.text import words_in
from confide.disclosure.queries.identifying.words import ROLES, TITLES

_ORDER: Final = (
    EMAIL, BIRTH, ADDRESS, PHONE, NUMBER, STUDENT, PERSON, COLLEGE, PAPER, COURSE, ACCOUNT, NAME,
    OTHER, DATE, RARE,
)  # fmt: skip
_GLUE: Final = re.compile(r"[\s.\-‐‑]{0,3}")
_TURNS: Final = 5


def check(text: str, known: Known, *, on: date) -> tuple[Mark, ...]:
    """Everything in a question that shows whom it is about, in its order."""
    marks = _joined(text, _apart([*found_in(text, known, on=on)]), known)
    return tuple(_at_openings(text, marks))


def with_replacements(text: str, marks: Collection[Mark]) -> str:
    """The question with something neutral in the place of each of these marks."""
    for mark in sorted(marks, reverse=True):
        text = text[: mark.start] + mark.instead + text[mark.end :]
    return text


def pieces(text: str, marks: Sequence[Mark]) -> Iterator[tuple[str, Mark | None]]:
    """The question cut into what is marked and what is not, for a page to show."""
    done = 0
    for mark in marks:
        yield text[done : mark.start], None
        yield text[mark.start : mark.end], mark
        done = mark.end
    yield text[done:], None


def without_marks(text: str, known: Known, *, on: date) -> str:
    """The question with something neutral for everything that is marked."""
    for _ in range(_TURNS):
        # What stood apart may come together once something between is gone.
        marks = check(text, known, on=on)
        if not marks:
            break
        text = with_replacements(text, marks)
    return text


def _apart(found: list[Mark]) -> list[Mark]:
    """The marks that do not overlap: of two the longer, or of the plainer kind."""
    taken: list[Mark] = []
    for mark in sorted(found, key=lambda m: (m.start - m.end, _ORDER.index(m.kind), m.start)):
        if not any(mark.start < other.end and other.start < mark.end for other in taken):
            taken.append(mark)
    return sorted(taken)


def _joined(text: str, marks: list[Mark], known: Known) -> Iterator[Mark]:
    """Marks of one name beside each other as one, with the title and the initials around it."""
    waiting: Mark | None = None
    for mark in marks:
        if waiting and _belong(text, waiting, mark):
            instead = waiting.instead if len(waiting.instead) > len(mark.instead) else mark.instead
            waiting = replace(
                waiting, end=mark.end, words=text[waiting.start : mark.end], instead=instead
            )
            continue
        if waiting:
            yield _around(text, waiting, known)
        waiting = mark
    if waiting:
        yield _around(text, waiting, known)


def _belong(text: str, one: Mark, other: Mark) -> bool:
    names = (STUDENT, PERSON, COLLEGE, OTHER)
    together = one.kind == other.kind and one.kind in names
    return together and _GLUE.fullmatch(text[one.end : other.start]) is not None


def _around(text: str, mark: Mark, known: Known) -> Mark:
    start, end = mark.start, mark.end
    if mark.kind in (PERSON, NAME, STUDENT, OTHER):
        titles = "|".join(sorted(TITLES - set(ROLES), key=len, reverse=True))
        before = re.search(rf"(?<!\w)(?:{titles})\.?\s+$", text[:start], re.I)
        start = before.start() if before else start
    if mark.kind == STUDENT:
        letters = "".join(sorted({sign for each in known.initials for sign in each.upper()}))
        if letters.isalpha():
            before = re.search(rf"(?<!\w)[{letters}]\.\s?$", text[:start])
            after = re.match(rf"\s[{letters}](?:\.|(?!\w))", text[end:])
            start = before.start() if before else start
            end = end + after.end() if after else end
    if mark.kind == COLLEGE:
        after = re.match(r"(?:['’]s?)?\s+college\b", text[end:], re.I)
        end = end + after.end() if after else end
    return replace(mark, start=start, end=end, words=text[start:end])


def _at_openings(text: str, marks: Iterator[Mark]) -> Iterator[Mark]:
    opening = {word.start for word in words_in(text) if word.opens}
    for mark in marks:
        first = mark.instead[:1].upper() if mark.start in opening else mark.instead[:1]
        yield replace(mark, instead=first + mark.instead[1:])
