"""What may be typed as a passphrase, and what is said of one that is too weak. (RECD-2)"""

import pytest

from confide.team.forms import NewPassphrase

MADE = "crafty stark coach active python attic"
STRONG = "seven quiet herons counted the reeds"


def form(**typed: str) -> NewPassphrase:
    filled = NewPassphrase({"which": "own", "made": MADE, "again": typed.get("own", ""), **typed})
    filled.is_valid()
    return filled


@pytest.mark.parametrize(
    ("weak", "missing"),
    [
        ("", "at least 16 characters"),
        ("tr0ub4dor&3", "at least 16 characters"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "Repeat less"),
        ("heron heron heron heron heron", "Repeat less"),
        ("crafty stark coach active", "at least five words"),
        ("password passphrase letmein 1", "well-known"),
        ("x" * 2000, "too long"),
    ],
)
def test_a_weak_one_is_refused_and_what_it_lacks_is_said(weak: str, missing: str) -> None:
    filled = form(own=weak)
    assert missing in " ".join(filled.errors["own"])


@pytest.mark.parametrize("weak", ["maya", "aaaaaaaaaaaaaaaaaaaaaaaa", "x" * 2000])
def test_one_that_we_did_not_make_is_held_to_the_same(weak: str) -> None:
    filled = form(which="made", made=weak, again=weak)
    assert not filled.is_valid() and filled.non_field_errors()


@pytest.mark.parametrize("typed", [STRONG, f"  {STRONG.upper()} ", "Σωκράτης & 17 goats"])
def test_a_strong_one_is_taken(typed: str) -> None:
    filled = form(own=typed)
    assert filled.is_valid(), filled.errors
    assert filled.cleaned_data["passphrase"] == typed


def test_ours_is_taken_however_its_words_are_parted() -> None:
    filled = form(which="made", again=MADE.replace(" ", "-").upper())
    assert filled.is_valid() and filled.cleaned_data["passphrase"] == MADE


@pytest.mark.parametrize("again", ["", "seven quiet herons counted the reed", MADE])
def test_it_is_typed_a_second_time_to_know_that_one_has_it(again: str) -> None:
    assert "again" in form(own=STRONG, again=again).errors


@pytest.mark.parametrize("which", ["", "neither"])
def test_one_of_the_two_is_chosen(which: str) -> None:
    assert "which" in form(which=which, own=STRONG).errors


def test_nothing_that_was_typed_as_a_passphrase_goes_back_to_the_page() -> None:
    page = str(form(own="tr0ub4dor&3", again="tr0ub4dor&4"))
    assert "tr0ub4dor" not in page
