"""Who else an extract speaks of is marked; what is blacked out is nowhere in it. (CONF-1)"""

import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from confide.casework.queries import OpenCase
from confide.disclosure.queries import (
    Extract,
    Passage,
    Section,
    blacked_out,
    identifiers,
    known_to,
    others_in,
    printed,
)
from confide.disclosure.queries.others import Known, pieces_of, spots_in
from confide.disclosure.queries.shapes import PERSON
from confide.team.queries import Acting
from tests.disclosure.reading import glued, words_of

KNOWN = Known(
    names=frozenset({"dana", "whitlock", "sen", "alice"}),
    of_the_student=frozenset({"dana", "whitlock"}),
    signs=frozenset({"danaexampleorg", "700900999"}),
    senders=frozenset({"okafor"}),
)


def found(text: str) -> list[str]:
    return [spot.of(text) for spot in spots_in(text, KNOWN)]


def an_extract(words: str) -> Extract:
    passage = Passage("a.said", "What was said", words)
    return Extract(
        facts=(("For", "Priya Nair, her tutor"), ("What for", words)),
        plea="Please.",
        summary=words,
        sections=(Section("Phone", (passage,)),),
        documents=(Passage("b", words),),
        mark="K2M4-7QXB",
    )


@pytest.mark.clause("CONF-1")
@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("She lives with Priya Nair.", ["Priya Nair"]),
        ("Priya's rent is late.", ["Priya"]),
        ("Priya rang.", ["Priya"]),
        ("I saw Dr Okoro-Bell, and J. van der Berg.", ["Dr Okoro-Bell", "J. van der Berg"]),
        ("Mrs Whitlock rang about Dana Whitlock.", ["Mrs Whitlock"]),
        ("He knows Émile, Łukasz and 王小明.", ["Émile", "Łukasz", "王小明"]),
        ("she wrote that okafor agreed", ["okafor"]),
        ("Her sister and my flatmate know.", ["Her sister", "my flatmate"]),
        ("Write to p.nair@example.org, 07700 900123.", ["p.nair@example.org", "07700 900123"]),
        ("pn301 lives at 12 Mill Road, CB1 2AB", ["pn301", "12 Mill Road", "CB1 2AB"]),
        ("@priya_n, https://example.org/priya", ["@priya_n", "https://example.org/priya"]),
        ("She was born on 3 May 2005.", ["born on 3 May 2005"]),
        ("PRIYA NAIR", ["PRIYA NAIR"]),
    ],
)
def test_what_may_show_somebody_else_is_marked(text: str, marks: list[str]) -> None:
    assert found(text) == marks


@pytest.mark.parametrize(
    "text",
    [
        "Dana came on Tuesday 3 November. She would like more time.",
        "Dr Sen and Alice know. The University of Cambridge asks for a letter.",
        "Write to dana@example.org or 07700 900999.",
        "Options: a letter; waiting. After that, the GP. However, it is late.",
        "We talked about Chemistry. It is in Michaelmas.",
        "",
    ],
)
def test_the_student_the_reader_and_everyday_words_are_not(text: str) -> None:
    assert found(text) == []


@pytest.mark.django_db(databases=["default", "keys"])
def test_who_wrote_to_the_case_and_how_the_student_is_reached_is_known(
    alice: Acting, case: OpenCase
) -> None:
    from confide.casework import actions as casework
    from tests import cast

    said = casework.Said(
        kind="email", happened_at=cast.NOON, said="hello", sender="Priya Nair <pn301@example.org>"
    )
    casework.add_contact(alice, case, said, at=cast.NOON)
    known = known_to(alice, case, "Dr Sen")
    assert {"priya", "nair"} <= known.senders
    assert {"dana", "whitlock", "sen", "alice", "downing"} <= known.names


@tried(st.text(max_size=300))
def test_the_pieces_of_a_text_are_the_text(text: str) -> None:
    assert "".join(piece.words for piece in pieces_of(text, KNOWN)) == text


@pytest.mark.clause("CONF-1")
def test_what_is_blacked_out_is_in_no_layer_of_the_paper() -> None:
    words = "Her flatmate Priya  Nair (PRIYA NAIR) rang from 07700 900123, and so did Nairobi."
    black = {"Priya Nair": PERSON, "07700 900123": identifiers.PHONE, "rang": ""}
    shown = blacked_out(an_extract(words), black)
    paper = words_of(printed(shown).content)
    # The first line says for whom the copy is.
    facts_first, rest = repr(shown.facts[0]), repr((shown.facts[1:], shown.summary, shown.sections))
    assert "Priya Nair" in facts_first and "Nair," not in rest and "900123" not in repr(shown)
    assert glued(paper).count("PriyaNair") == 1 and "900123" not in glued(paper)
    assert "Nairobi" in glued(paper)
    for instead in ("[anotherperson]", "[aphonenumber]", "[leftout]"):
        assert instead in glued(paper)


def test_without_anything_blacked_out_it_stays_word_for_word() -> None:
    whole = an_extract("Dana came.")
    assert blacked_out(whole, {}) is whole


@pytest.mark.parametrize("phrase", ["(", "a.*", "\\w+", "[", " ", "Priya |Dana", "x" * 300])
def test_a_phrase_is_no_pattern(phrase: str) -> None:
    shown = blacked_out(an_extract("Dana came."), {phrase: PERSON})
    assert shown.summary == "Dana came."


def test_every_phrase_is_offered_once_with_how_often_it_stands() -> None:
    marked = {each.phrase: each.times for each in others_in(an_extract("Priya. Not Priya"), KNOWN)}
    assert marked == {"Priya": 8}


@pytest.mark.parametrize("bad", ["a1 ", "Aa ", "@", "0 ", "Aa-", "her x", "a@", "1 Aa "])
def test_a_long_text_is_looked_through_at_one_go(bad: str) -> None:
    # No text may make the patterns try again and again: this would never end.
    assert isinstance(spots_in(bad * (60_000 // len(bad)), KNOWN), list)
