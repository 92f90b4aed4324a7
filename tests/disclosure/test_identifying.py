"""The check of a question against a case: what points at somebody is marked, and little else.

The figures of the second half are of the demonstration's stories: each identifier planted as it is,
with a typing error and in other writings, and every officer's ordinary words held against cases of
the others. They are a floor on both sides.
"""

import re
import tomllib
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from confide.disclosure.queries.identifying.checking import (
    check,
    pieces,
    with_replacements,
    without_marks,
)
from confide.disclosure.queries.identifying.known import Known, Source, known
from confide.disclosure.queries.identifying.names import forms_of, parts_of
from confide.disclosure.queries.identifying.text import keys_in

ON = date(2026, 11, 23)
COLLEGES = tuple(college.label for college in settings.POLICY.colleges)
CASE = Source(
    students=("Katharine Abernethy-Novák",),
    texts=(
        "Katie came about her supervisor, Dr Pemberton-Rao, who studies lichens in the fens.",
        "She is at Girton, reads Assyriology, and failed Paper 14 on 3 November. Born 12/03/2004.",
        "Ring 07700 900141 or write to ka519@student.example, never to quillfeather@mail.example.",
        "The landlord is Wojciech Dragomir, of 14 Thistledown Lane, CB4 1ZQ.",
    ),
    people=(("Ms Judith Crane", "departmental administrator"),),
    days=(date(2026, 10, 9),),
    colleges=COLLEGES,
    other_students=("Zbigniew Oyelaran",),
    spared=("Alice Example",),
)
KNOWN = known(CASE, on=ON)
IDENTIFIERS = (
    "Katharine", "Abernethy", "Novák", "Katharine Abernethy-Novák", "Kate", "Katie", "Kathryn",
    "K. Abernethy", "Pemberton", "Dr Pemberton-Rao", "Judith Crane", "Crane", "Wojciech",
    "Dragomir", "Girton", "girton college", "St Catharine’s", "Assyriology", "Paper 14",
    "3 November", "3rd Nov", "03/11/2026", "12 March 2004", "9 October", "07700 900141",
    "07700900141", "+44 7700 900 141", "(07700) 900-141", "ka519", "KA519", "quillfeather",
    "ka519@student.example", "somebody.else@example.org", "CB4 1ZQ", "cb41zq",
    "14 Thistledown Lane", "Thistledown", "lichens", "lichen", "Zbigniew", "zk204", "Prof Unheard",
)  # fmt: skip
SENTENCES = (
    "I would like to ask about {} and what comes next.",
    "{} was here again and is worried.",
    "What would you say, if it came down to {}?",
)


def _marked(text: str, start: int, end: int, against: Known = KNOWN) -> bool:
    return any(mark.start < end and start < mark.end for mark in check(text, against, on=ON))


def _planted(sentence: str, word: str) -> tuple[str, int, int]:
    start = sentence.index("{}")
    return sentence.format(word), start, start + len(word)


@pytest.mark.clause("CONF-2")
@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("word", IDENTIFIERS)
def test_whatever_identifies_is_marked(sentence: str, word: str) -> None:
    assert _marked(*_planted(sentence, word))


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Katie’s supervisor is away.", "The student’s supervisor is away."),
        ("I spoke to Dr Pemberton-Rao.", "I spoke to their supervisor."),
        ("She met Ms Crane on 3 November.", "She met their administrator this month."),
        ("It was on Friday 9 October, at Girton College.", "It was last month, at a college."),
        ("Mail ka519@student.example.", "Mail [e-mail address]."),
        ("Does the student of lichens know?", "Does the student of [left out] know?"),
        ("I spoke to Dr Helen Unheard.", "I spoke to somebody."),
        ("I spoke to Dr. H. Unheard.", "I spoke to somebody."),
        ("Prof Una von Unheard came.", "Somebody came."),
        ("Dr Helen Unheard I met.", "Somebody I met."),
        ("It was Dr Unheard. Now she waits.", "It was somebody. Now she waits."),
        ("Dr Alice Unheard came.", "Dr Alice somebody came."),
    ],
)
def test_what_stands_instead_reads_as_a_sentence(typed: str, sent: str) -> None:
    assert with_replacements(typed, check(typed, KNOWN, on=ON)) == sent


LETTERS = "abcdefghijklmnoprstuvwyz"
NAMES = ("katharine", "abernethy", "novak", "pemberton", "wojciech", "dragomir", "girton")


@st.composite
def slips(draw: st.DrawFn) -> str:
    """A name with one slip of the finger, in any capitals, perhaps with an accent or a blank."""
    name = draw(st.sampled_from(NAMES))
    place = draw(st.integers(0, len(name) - 2))
    other = draw(st.sampled_from(LETTERS))
    slip = draw(
        st.sampled_from(
            [
                name,
                name[:place] + name[place + 1 :],
                name[:place] + other + name[place:],
                name[:place] + other + name[place + 1 :],
                name[:place] + name[place + 1] + name[place] + name[place + 2 :],
                name.replace("a", "á").replace("o", "ø"),
                f"{name}’s",
                f"{name[:3]} {name[3:]}",
                f"{name[:2]}\u200b{name[2:]}",
            ]
        )
    )
    return draw(st.sampled_from([slip, slip.upper(), slip.title()]))


@pytest.mark.clause("CONF-2")
@how(deadline=None, max_examples=300)
@given(st.sampled_from(SENTENCES), slips())
def test_a_name_with_a_slip_is_marked_in_any_writing(sentence: str, word: str) -> None:
    assert _marked(*_planted(sentence, word))


ORDINARY = """
    a the student asked for more time before exam and deposit rent tutor worried what would you do
    landlord letter room college money doctor please week they their somebody has been told by of
    an essay is late because they were ill in hospital . , ? !
"""
WORDS = st.sampled_from(ORDINARY.split())


@pytest.mark.clause("CONF-2")
@how(deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_what_has_no_word_of_the_case_is_never_changed(text: str) -> None:
    assert check(text, KNOWN, on=ON) == ()
    assert without_marks(text, KNOWN, on=ON) == text


@pytest.mark.clause("CONF-2")
@how(deadline=None)
@given(st.lists(st.sampled_from(IDENTIFIERS) | slips() | WORDS, max_size=25).map(" ".join))
def test_what_was_replaced_is_marked_no_more(text: str) -> None:
    assert check(without_marks(text, KNOWN, on=ON), KNOWN, on=ON) == ()


@how(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_checked_and_comes_together_again(text: str) -> None:
    marks = check(text, KNOWN, on=ON)
    assert "".join(words for words, _ in pieces(text, marks)) == text
    assert all(one.end <= other.start for one, other in pairwise(marks))
    assert all(mark.words == text[mark.start : mark.end] and mark.why for mark in marks)


def test_a_name_that_is_also_a_word_counts_with_a_capital_only() -> None:
    will = known(Source(students=("Will May",)), on=ON)
    assert not check("They will see; it may be late.", will, on=ON)
    assert len(check("I met Will, and later May.", will, on=ON)) == 2


def test_who_gives_no_name_and_who_gives_a_letter() -> None:
    nobody = known(Source(students=("Rather not say",)), on=ON)
    assert not check("They say that they would rather not.", nobody, on=ON)
    letter = known(Source(students=("A.",)), on=ON)
    assert check("I spoke to A. about a letter.", letter, on=ON)
    assert not check("A student asked for a letter.", letter, on=ON)


def test_caseworkers_are_not_marked_in_what_is_written_to_them() -> None:
    texts = ("I told her that Alice would ring, and Example too.",)
    spared = known(Source(students=("Dana",), texts=texts, spared=("Alice Example",)), on=ON)
    assert not check("Dear Alice, what would you do?", spared, on=ON)


@pytest.mark.clause("CONF-2")
def test_a_word_at_home_in_other_cases_is_not_marked_and_one_of_this_case_is() -> None:
    texts = ("A dispute about the gamelan and the harpsichord.",)
    others = Counter({"harpsichord": 3})
    source = Source(students=("Dana",), texts=texts, others=others, how_many_others=10)
    marks = check("It began over a harpsichord and a gamelan.", known(source, on=ON), on=ON)
    assert [mark.words for mark in marks] == ["gamelan"]


def test_a_very_long_question_is_checked() -> None:
    text = "What would you advise somebody who has lost a deposit? " * 360 + "Katharine"
    assert [mark.words for mark in check(text, KNOWN, on=ON)] == ["Katharine"]


# --- the figures


def _texts(case: dict[str, Any]) -> list[str]:
    found = [case["about"], *case["safe"].values()]
    for contact in case.get("contacts", []):
        found += [contact.get(part, "") for part in ("said", "options", "chose", "subject")]
        found.append(contact.get("next", {}).get("step", ""))
    return [text for text in found if isinstance(text, str) and text]


def _source(case: dict[str, Any], stories: list[dict[str, Any]]) -> Source:
    others = [each for each in stories if each["post"] == case["post"] and each is not case]
    at_home: Counter[str] = Counter()
    for each in others:
        at_home.update({key for text in _texts(each) for key in keys_in(text)})
    consents = case.get("consents", [])
    return Source(
        students=(case["student"],),
        texts=tuple(_texts(case)),
        people=tuple((each["recipient"], each["role"]) for each in consents),
        colleges=COLLEGES,
        other_students=tuple(each["student"] for each in others),
        others=at_home,
        how_many_others=len(others),
    )


@pytest.fixture(scope="module")
def stories() -> list[tuple[dict[str, Any], Known]]:
    import confide.site.demonstration as demonstration

    place = Path(demonstration.__file__).parent / "stories.toml"
    cases = tomllib.loads(place.read_text(encoding="utf-8"))["cases"]
    return [(case, known(_source(case, cases), on=ON)) for case in cases]


def _slipped(word: str) -> list[str]:
    """The word with each of its inner letters left out, doubled, or changed with the next."""
    inner = range(1, len(word) - 1)
    return [
        *(word[:n] + word[n + 1 :] for n in inner if len(word) > 4),
        *(word[:n] + word[n] + word[n:] for n in inner),
        *(word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in inner),
    ]


def _written(case: dict[str, Any]) -> list[str]:
    """Everything that identifies the student of a story, in all its writings."""
    found: list[str] = []
    told = [each["recipient"] for each in case.get("consents", [])]
    # "The student records office" is an office: its name shows nobody.
    names = [case["student"], *(name for name in told if not name.startswith("The "))]
    for part in (part for name in names for part in parts_of(name) if len(part) > 3):
        found += [part.title(), part.upper(), f"{part.title()}’s"]
        found += [form.title() for form in forms_of(part)]
        found += [slip.title() for slip in _slipped(part)]
    for text in _texts(case):
        for phone in re.findall(r"\b0\d{4} \d{6}\b", text):
            bare = phone.replace(" ", "")
            found += [phone, bare, f"+44{bare[1:]}", f"+44 (0){bare[1:5]} {bare[5:]}", bare[1:]]
        found += re.findall(r"[\w.]+@[\w.]+\w", text)
    return found


@pytest.mark.clause("CONF-2")
def test_of_the_demonstrations_identifiers_hardly_one_is_missed(
    stories: list[tuple[dict[str, Any], Known]],
) -> None:
    tried, missed = 0, []
    for case, against in stories:
        if case["student"] == "Rather not say":
            continue
        for word in _written(case):
            tried += 1
            if not _marked(*_planted(SENTENCES[0], word), against):
                missed.append(word)
    assert tried > 900
    assert len(missed) <= tried * 0.005, missed


def test_of_ordinary_words_hardly_one_is_marked(
    stories: list[tuple[dict[str, Any], Known]],
) -> None:
    words, marks = 0, []
    for case, against in stories:
        for other, _ in stories:
            if other["post"] == case["post"]:
                continue
            for contact in other.get("contacts", [])[:2]:
                ordinary = contact.get("options", "")
                words += len(ordinary.split())
                marks += [mark.words for mark in check(ordinary, against, on=ON)]
    assert words > 30_000
    assert len(marks) <= words / 1000, Counter(marks).most_common(20)
