"""The extract on paper: what people wrote is shown, and never carried out. (CONF-1, CONF-3)"""

import io

import pikepdf
import pytest

from confide.disclosure.queries import Extract, Passage, Section, printed
from confide.disclosure.queries.paper import _in_words
from tests.disclosure.reading import glued, words_of


def extract(words: str) -> Extract:
    return Extract(
        facts=(("For", words), ("What for", "A week more")),
        plea=words,
        summary=words,
        sections=(Section(words, (Passage("a.said", words, words),)),),
        documents=(Passage("b", words),),
        mark="K2M4-7QXB",
    )


@pytest.mark.parametrize(
    "words",
    [
        '#read("extract.typ")',
        "#(sys.inputs)",
        '#import "@preview/cetz:0.3.0"',
        '#image("/etc/passwd")',
        "*not bold* _not slanted_ $x^2$ `code` https://example.org",
        "= No heading\n\n- no list\n+ none\n/ none: either",
        "<label> @reference // no comment /* none */ \\u{41} ~ ---",
        ']] )) }} ${x} {{ x }} "} , \\',
    ],
)
def test_no_word_is_taken_for_the_typesetters_language(words: str) -> None:
    paper = glued(words_of(printed(extract(words)).content))
    assert paper.count(glued(words)) >= 6


@pytest.mark.parametrize(
    "words",
    ["Łódź, žluťoučký kůň, ħ, ſ", "“Yes” – she said … 100 €", "Ελληνικά и русский", "مرحبا"],
)
def test_letters_of_many_languages_are_printed_as_they_are(words: str) -> None:
    paper = printed(extract(words))
    assert paper.said_in_words == ()


def test_what_no_font_has_is_said_in_words_and_not_left_out() -> None:
    # A private sign, which no font of any machine has; what else is missing depends on the machine.
    paper = printed(extract("So glad \U0010fffd family"))
    assert paper.said_in_words == ("\U0010fffd",)
    assert "Soglad[U+10FFFD]family" in glued(words_of(paper.content))


def test_signs_are_said_by_their_names_where_they_have_one() -> None:
    assert [_in_words(sign) for sign in "😀漢"] == ["[grinning face]", "[U+6F22]"]


def test_lines_and_paragraphs_stay_as_they_were_typed() -> None:
    many = "\n\n".join("A paragraph.\nIts second line." for _ in range(60))
    paper = printed(extract(many))
    with pikepdf.open(io.BytesIO(paper.content)) as opened:
        assert len(opened.pages) > 3
    assert words_of(paper.content).count("K2M4-7QXB") > 3


@pytest.mark.clause("CONF-3")
def test_the_file_says_nothing_of_who_made_it_or_when() -> None:
    with pikepdf.open(io.BytesIO(printed(extract("Dana")).content)) as opened:
        info = {str(key): str(value) for key, value in opened.docinfo.items()}
        xmp = opened.Root.Metadata.read_bytes().decode()
    assert info.pop("/Creator").startswith("Typst")
    assert info == {"/Title": "Extract"}
    assert "Dana" not in xmp and "Date" not in xmp


def test_it_can_be_read_aloud_by_a_machine() -> None:
    with pikepdf.open(io.BytesIO(printed(extract("Dana")).content)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "en"
        assert "pdfuaid" in opened.Root.Metadata.read_bytes().decode()


def test_a_very_long_text_is_printed() -> None:
    assert printed(extract("long words " * 9000)).content.startswith(b"%PDF-")
