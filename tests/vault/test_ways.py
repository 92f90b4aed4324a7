"""Ten words: what they give, how they may be typed, and which one is likely wrong. (RECD-6)"""

import pytest

from confide.vault import rings, ways
from confide.vault.models import KeyRing
from confide.vault.primitives import DoesNotOpen, derive
from confide.vault.ways import Mistyped
from confide.vault.words import kind_words, read_sheet, word_list

pytestmark = [pytest.mark.clause("RECD-6")]
# The first of tests/vectors/vault/way.toml: of words drawn anew, some are another's slip.
WORDS = "overlap rockiness laboring detest jubilant automatic enrich service politely spearhead"
# The first of tests/vectors/vault/sheet.toml.
SHEET = "simmering overdress creme pelican cubbyhole reset answering repent smokeless juiciness"


def typed(*changed: tuple[int, str]) -> str:
    words = WORDS.split()
    for place, word in changed:
        words[place - 1] = word
    return " ".join(words)


@pytest.mark.promise("P11")
def test_ten_words_carry_112_bits_or_more_and_are_never_the_same() -> None:
    assert len(kind_words()) ** 10 / len(word_list()) > 2**112
    assert len({ways.make_words() for _ in range(20)}) == 20


def test_the_same_words_give_the_same_look_up_and_ring_however_they_are_typed() -> None:
    mine = ways.way_in(WORDS)
    listed = "\n".join(f"{place}. {word}" for place, word in enumerate(WORDS.split(), start=1))
    parted = [f"  {WORDS.replace(' ', sign)} " for sign in ("  ", "-", ", ", ". ", ",", " \u2022 ")]
    for other in (
        WORDS.upper(),
        listed,
        listed.replace(". ", ")"),
        f"\u201c{WORDS}.\u201d",
        *parted,
    ):
        way = ways.way_in(other)
        assert (way.lookup, way.ring.id) == (mine.lookup, mine.ring.id)
    assert mine.unlocked.public().id == mine.ring.id == rings.fingerprint(mine.ring)


@pytest.mark.promise("P11")
def test_what_looks_them_up_and_what_opens_come_apart() -> None:
    secret = " ".join(WORDS.split()[:9]).encode()
    way = ways.way_in(WORDS)
    assert way.unlocked.pack() == derive(secret, label="way-ring")
    assert way.unlocked.pack() != derive(secret, label="way-lookup")
    assert way.lookup not in (way.ring.id, way.unlocked.ring_id)
    assert "seed" not in repr(way) and way.unlocked.pack().hex() not in repr(way)


def test_other_words_give_another_way() -> None:
    assert ways.way_in(ways.make_words()).lookup != ways.way_in(WORDS).lookup


def test_a_trustees_sheet_is_no_students_words_nor_the_other_way_round() -> None:
    with pytest.raises(DoesNotOpen):
        ways.way_in(SHEET)
    with pytest.raises(DoesNotOpen):
        read_sheet(WORDS)


@pytest.mark.parametrize("place", range(1, 11))
def test_one_letter_that_slipped_is_named_with_the_right_word(place: int) -> None:
    right = WORDS.split()[place - 1]
    wrong = right[:2] + "q" + right[3:] if right[2:3] != "q" else right[:2] + "x" + right[3:]
    with pytest.raises(Mistyped) as found:
        ways.way_in(typed((place, wrong)))
    assert [(slip.place, slip.typed) for slip in found.value.slips] == [(place, wrong)]
    assert found.value.slips[0].likely == (right,)


def test_a_word_of_the_list_in_place_of_its_neighbour_is_named_by_the_tenth() -> None:
    pairs = [
        (place, near) for place, word in enumerate(WORDS.split(), 1) for near in ways._near(word)
    ]
    for place, near in pairs:
        with pytest.raises(Mistyped) as found:
            ways.way_in(typed((place, near)))
        right = WORDS.split()[place - 1]
        assert (place, (right,)) in [(s.place, s.likely) for s in found.value.slips]


def test_two_neighbours_that_changed_places_are_named() -> None:
    one, other = WORDS.split()[3:5]
    with pytest.raises(Mistyped) as found:
        ways.way_in(typed((4, other), (5, one)))
    assert {(slip.place, slip.likely) for slip in found.value.slips} == {(4, (one,)), (5, (other,))}


def test_several_strange_words_are_each_named() -> None:
    with pytest.raises(Mistyped) as found:
        ways.way_in(typed((2, "zzzzzz"), (7, "qqqqqq")))
    assert [slip.place for slip in found.value.slips] == [2, 7]


@pytest.mark.parametrize("written", ["", "one two three", "word " * 11, "\x00" * 40, "a" * 5000])
def test_what_is_not_ten_words_says_how_many_there_are(written: str) -> None:
    with pytest.raises(Mistyped) as found:
        ways.way_in(written)
    assert found.value.many != 10 and found.value.slips == ()


def test_ten_words_of_no_language_cost_little_and_are_refused() -> None:
    with pytest.raises(Mistyped):
        ways.way_in(" ".join(["x" * 90] * 10))


@pytest.mark.django_db(databases=["default", "keys"])
def test_asking_what_words_give_looks_into_no_table(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        ways.way_in(WORDS)
        with pytest.raises(Mistyped):
            ways.way_in(typed((1, "zzzz")))
    assert not KeyRing.objects.exists()
