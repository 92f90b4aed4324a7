"""Passphrases and words: made by us, or strong enough. (CONF-5)"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confide.vault import words
from confide.vault.primitives import DoesNotOpen


def test_the_list_has_7776_different_words() -> None:
    assert len(set(words.word_list())) == 7776


def test_no_word_that_could_hurt_is_drawn_and_each_of_the_list_is_read() -> None:
    unkind = words.known_words() - set(words.kind_words())
    assert {"deceased", "mutilated", "seduce", "violator", "unloved", "womb"} <= unkind
    made = {word for _ in range(300) for word in words.make_sheet().split()}
    assert not made & unkind
    nine = ["deceased", *words.kind_words()[:8]]
    assert words.read_sheet(" ".join([*nine, words.check_word(nine, "sheet")]))


def test_every_unkind_word_is_one_of_the_list() -> None:
    assert len(words.kind_words()) == 7776 - 694


def test_our_passphrases_are_six_words_and_strong_enough() -> None:
    made = words.make_passphrase()
    assert len(made.split()) == 6
    assert words.strong_enough(made)
    assert made != words.make_passphrase()


@pytest.mark.parametrize(
    "typed",
    ["Red lamp over the hill", " red  lamp-over the\thill ", "ｒｅｄ lamp–over THE hill"],
)
def test_how_it_is_typed_makes_no_difference(typed: str) -> None:
    assert words.normalise(typed) == b"red lamp over the hill"


@given(st.text(max_size=100))
def test_normalising_twice_changes_nothing(typed: str) -> None:
    once = words.normalise(typed)
    assert words.normalise(once.decode()) == once


def test_what_is_too_long_is_nobodys_passphrase() -> None:
    assert words.normalise("a" * 1025) == b""
    assert words.normalise("ﷺ" * 1000) == b""  # one sign that unfolds to eighteen


@pytest.mark.parametrize(
    "weak",
    [
        "", "short one", "aaaaaaaaaaaaaaaaaaaaaaaa", "abcabcabcabcabcabcabc",
        "abacus abdomen abide ability", "password password 12345", "Password12345Password",
        "mango mango mango mango mango mango", "x" * 2000,
    ],
)  # fmt: skip
def test_a_weak_passphrase_is_told_what_it_lacks(weak: str) -> None:
    assert not words.strong_enough(weak)
    assert all(str(lack).endswith(".") for lack in words.missing(weak))


@pytest.mark.parametrize(
    "strong", ["my uncle's bicycle has seven wheels", "abacus abdomen abide ability absurd accent"]
)
def test_a_strong_one_of_ones_own_is_welcome(strong: str) -> None:
    assert words.missing(strong) == []


def test_a_sheet_reads_back_however_it_is_typed() -> None:
    sheet = words.make_sheet()
    assert len(sheet.split()) == 10
    assert words.read_sheet(sheet.upper().replace(" ", "\n")) == words.read_sheet(sheet)


def test_words_with_a_hyphen_read_back() -> None:
    nine = ["t-shirt", "yo-yo", "felt-tip", "drop-down", *words.word_list()[:5]]
    sheet = " ".join([*nine, words.check_word(nine, "sheet")])
    assert words.read_sheet(sheet.replace("-", " ")) == " ".join(nine).encode()


@given(st.integers(0, 9), st.sampled_from(words.word_list()))
def test_a_wrong_word_is_noticed(position: int, word: str) -> None:
    sheet = words.make_sheet().split()
    if sheet[position] == word:
        return
    sheet[position] = word
    try:
        words.read_sheet(" ".join(sheet))
    except DoesNotOpen:
        return
    # One wrong word in 7,776 fits the check by chance.
    assert words.check_word(sheet[:-1], "sheet") == sheet[-1]
