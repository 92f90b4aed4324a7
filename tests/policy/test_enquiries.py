"""Somebody asks: the same words for everybody, and a number without a name. (CONF-3)"""

import re

import pytest

from confide.policy.enquiries import (
    ASKERS,
    NEVER,
    may_count,
    may_count_again,
    may_see_tally,
)

pytestmark = pytest.mark.clause("CONF-3")
# What would say that there is somebody, or that there is nobody.
CONFIRMING = re.compile(
    r"\b(not one of ours|no such|don’t know (her|him|them)|we have not seen|on our (books|list)|"
    r"pass (it|that|this) on|let (her|him|them) know|(her|his) case|our client|look(ed)? it up)\b",
    re.IGNORECASE,
)


def said_to(key: str) -> tuple[str, ...]:
    asker = ASKERS[key]
    return (*asker.words, asker.if_they_press)


@pytest.mark.parametrize("key", ASKERS)
def test_whoever_asks_hears_first_that_we_never_say(key: str) -> None:
    assert ASKERS[key].words[0] == NEVER
    assert "whether or not they do" in NEVER and "yes or a no" in NEVER


@pytest.mark.parametrize("key", ASKERS)
def test_nothing_that_is_said_confirms_or_denies(key: str) -> None:
    for words in said_to(key):
        assert not CONFIRMING.search(words), words


def test_a_confirming_word_would_be_found() -> None:
    for words in ("I’ll let her know you rang.", "She is not one of ours.", "His case is closed."):
        assert CONFIRMING.search(words)


def test_everybody_who_commonly_asks_has_words_of_their_own() -> None:
    assert {"family", "college", "authority", "press", "student", "doctor"} < set(ASKERS)
    assert all(asker.heading and asker.if_they_press for asker in ASKERS.values())


@pytest.mark.parametrize("key", ASKERS)
def test_each_kind_is_counted_by_whoever_is_in_office(key: str) -> None:
    assert may_count(True, key)
    refused = may_count(False, key)
    assert not refused and refused.clause == "CONF-3"


@pytest.mark.parametrize("typed", ["", "Mrs Whitlock", "FAMILY", "family "])
def test_a_name_is_never_a_kind(typed: str) -> None:
    assert not may_count(True, typed)


def test_one_press_counts_once() -> None:
    assert may_count_again(False)
    assert not may_count_again(True)


def test_the_small_numbers_are_for_caseworkers() -> None:
    assert may_see_tally(True)
    assert not may_see_tally(False)
