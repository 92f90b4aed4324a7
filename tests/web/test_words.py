"""Words are kept as typed, or refused with a clear word about what is in the way."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from confide.web.forms import LONGEST, LongWords, Words, clean_words

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
CONTROL = "\x00\x01\x08\x0b\x0c\x0e\x1b\x1f\x7f\x80\x85\x9f\u2028\u2029"


@pytest.mark.clause("RECD-1")
@pytest.mark.parametrize(
    "text",
    [
        "  two spaces before, three after   ",
        "tab\there\n\n\nand lines",
        "Zoë Łukasiewicz, 李小龍, شيرين, שָׁלוֹם, ‘quotes’ — dashes",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿 👩‍👩‍👧 می‌خواهم",
        "e\u0301 is not folded into é",
        "<script>alert(1)</script>",
    ],
)
def test_every_character_is_kept_as_typed(text: str) -> None:
    assert LongWords().clean(text) == text


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_any_text_of_visible_characters_is_kept(text: str) -> None:
    assert clean_words(text) == text


def test_the_browsers_line_ends_become_plain_ones() -> None:
    assert LongWords().clean("one\r\ntwo") == "one\ntwo"


@pytest.mark.parametrize("hidden", BIDI + CONTROL + "\r", ids=lambda c: f"U+{ord(c):04X}")
@pytest.mark.parametrize("field", [Words(), LongWords()], ids=["one line", "many lines"])
def test_a_hidden_character_is_refused_and_named(field: Words, hidden: str) -> None:
    with pytest.raises(ValidationError) as refused:
        field.clean(f"Rent is due{hidden}yadseuT no")
    [message] = refused.value.messages
    assert "After “Rent is due” there is a hidden character" in message
    assert f"U+{ord(hidden):04X}" in message


def test_a_hidden_character_at_the_start_is_refused_too() -> None:
    with pytest.raises(ValidationError, match=r"starts with a hidden character \(U\+202E\)"):
        Words().clean("\u202etext")


def test_one_line_is_one_line() -> None:
    with pytest.raises(ValidationError, match="Keep this to one line"):
        Words().clean("one\ntwo")


def test_fifty_thousand_characters_fit_and_one_more_does_not() -> None:
    assert len(LongWords().clean("x" * LONGEST)) == 50_000
    with pytest.raises(ValidationError, match="This is 50,001 characters long, and 50,000 fit"):
        LongWords().clean("x" * (LONGEST + 1))


def test_a_million_characters_are_refused_rather_than_cut() -> None:
    with pytest.raises(ValidationError, match="1,000,000 characters long"):
        LongWords().clean("x" * 1_000_000)


@pytest.mark.parametrize("field", [Words(), LongWords()])
@pytest.mark.parametrize("sign", ["a", "中", "\U0001f600", "\n"])
def test_what_a_browser_had_to_cut_off_is_never_taken_for_the_whole(
    field: Words, sign: str
) -> None:
    # Browsers count in units of UTF-16, of which some characters need two.
    units = len(sign.encode("utf-16-le")) // 2
    cut = "b" + sign * (int(field.widget.attrs["maxlength"]) // units - 1)
    with pytest.raises(ValidationError):
        field.clean(cut)


@pytest.mark.parametrize("nothing", ["", "   ", "\n\n", None])
def test_blanks_alone_are_nothing(nothing: str | None) -> None:
    assert LongWords(required=False).clean(nothing) == ""
    with pytest.raises(ValidationError, match="Fill this in"):
        LongWords().clean(nothing)
