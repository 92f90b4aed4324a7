"""Searching one's own cases, and nobody else's. (CONF-1, CONF-3)"""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from confide.casework import actions, queries
from confide.casework.actions import Said
from confide.casework.models.folding import fold
from confide.casework.queries import OpenCase, search
from confide.casework.queries.search import MOST, _around
from confide.ledger.models import Entry
from confide.team.queries import Acting
from confide.vault import grants
from tests import cast
from tests.browsing import At, browser_of
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-3"),
]
SAID = Said(
    kind="phone", happened_at=NOON, said="Zoë Łukaszewicz’s Straße, Übung; ﬁne. 東京 🦉 naïve"
)


@pytest.fixture
def said(alice: Acting, case: OpenCase) -> None:
    actions.add_contact(alice, case, SAID, at=NOON)


@pytest.mark.parametrize(
    "words",
    [
        "zoe", "ZOË", "Zoe\u0308", "strasse", "STRASSE", "straße", "ubung", "fine", "東京", "🦉",
        "NAIVE", "  übung   zoë ", "ukaszewicz",
    ],
)  # fmt: skip
def test_accents_capitals_and_order_make_no_difference(
    alice: Acting, said: None, words: str
) -> None:
    assert [found.kind for found in search(alice, words)] == ["phone"]


@pytest.mark.parametrize("words", ["zoe unicorn", "straw", "%", "_", "'; DROP TABLE", "\x00", "."])
def test_all_of_the_words_are_wanted_and_each_is_only_itself(
    alice: Acting, said: None, words: str
) -> None:
    found = search(alice, words)
    assert (found == []) is (words != ".")


@pytest.mark.parametrize("words", ["", "   ", "\u0301", "\n"])
def test_nothing_finds_nothing(alice: Acting, said: None, words: str) -> None:
    assert search(alice, words) == []


def test_every_kind_of_entry_is_found_in_its_place(alice: Acting, case: OpenCase) -> None:
    actions.add_document(alice, case, cast.a_pdf("Quittung Frühling.pdf"), at=NOON)
    actions.register_paper(alice, case, name="Lease", kept_where="Cabinet Seven", at=NOON)
    mail = replace(SAID, kind="email", subject="Réné’s question", sender="Réné <r@x.example>")
    actions.file_mail(alice, case, mail, [cast.a_pdf("raw.eml")], at=NOON)
    kinds = {
        "whitlock": {"case"},
        "e-mail only": {"case"},
        "arbitration": {"in-person"},
        "think about": {"in-person"},
        "fruhling": {"document"},
        "seven": {"document"},
        "rene": {"email"},
        "question": {"email"},
    }
    assert {words: {each.kind for each in search(alice, words)} for words in kinds} == kinds
    place = search(alice, "whitlock")[0]
    assert (place.case.ref, place.entry) == (case.ref, "")


@pytest.mark.clause("CONF-1")
@pytest.mark.promise("P5")
def test_a_colleague_and_the_steward_find_nothing_of_hers(
    alice: Acting, bob: Acting, sara: Acting, said: None
) -> None:
    his = cast.a_case(bob, student="Zoë Bobson")
    assert search(sara, "zoe") == []
    assert [found.case.ref for found in search(bob, "zoe")] == [his.ref]
    assert [found.kind for found in search(alice, "zoe")] == ["phone"]


def test_a_hundred_places_are_shown_at_most(alice: Acting, case: OpenCase) -> None:
    for number in range(MOST + 3):
        actions.add_document(alice, case, cast.a_pdf(f"heron {number}.pdf"), at=NOON)
    assert len(search(alice, "heron")) == MOST


def test_a_case_that_comes_or_goes_meanwhile_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, alice: Acting, case: OpenCase, said: None
) -> None:
    other = cast.a_case(alice, student="Zoë Other")
    real = grants.open_cases
    without = lambda *a, **k: {ref: v for ref, v in real(*a, **k).items() if ref != case.ref}  # noqa: E731
    monkeypatch.setattr(queries.cases.grants, "open_cases", without)
    assert {found.case.ref for found in search(alice, "zoe")} == {other.ref}
    assert {found.case.ref for found in search(alice, "deposit")} == {other.ref}


@pytest.mark.django_db(databases=[])
@given(text=st.text(max_size=300), word=st.text(min_size=1, max_size=5))
def test_the_words_around_a_place_are_words_of_the_text(text: str, word: str) -> None:
    folded = fold(word)
    before, match, after = _around(text, folded) if folded else ("", "", "")
    for part in (before.removeprefix("…"), match, after.removesuffix("…")):
        assert part in text


@pytest.mark.django_db(databases=[])
@settings(max_examples=500)
@given(st.text(max_size=50))
@example("𝕬ﬃ ſ\u0345 İ ẞ Ǆ")
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_the_page_finds_by_post_and_keeps_the_words_out_of_the_address(
    at: At, alice: Acting, said: None
) -> None:
    browser = browser_of(alice)
    page = browser.post("/search/", {"words": "zoe"})
    text = page.content.decode()
    assert page.status_code == 200 and "Dana Whitlock" in text and "Łukaszewicz" in text
    assert "Fill this in" in browser.post("/search/", {"words": ""}).content.decode()
    assert "hidden character" in browser.post("/search/", {"words": "a\u202eb"}).content.decode()
    assert "200 fit" in browser.post("/search/", {"words": "x" * 1_000_000}).content.decode()
    assert "Łukaszewicz" not in browser.get("/search/", {"words": "zoe"}).content.decode()
    assert "Dana Whitlock" in browser.post("/search/", {"words": "ukaszewicz"}).content.decode()
    held = " ".join(str(row) for row in Entry.objects.values())
    # Long enough to stand in no reference by chance, as "zoe" does in every hundredth.
    assert "case.opened" in held and "ukaszewicz" not in held.casefold()
