"""Consent covers exactly what was agreed, and no reason repeats what is confidential."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confide.policy.consent import (
    AUTHORITY,
    PAPER,
    SPOKEN,
    ConsentFact,
    Recipient,
    covering,
    is_everybody,
    is_live,
    may_agree,
    may_tell,
    same,
)

SEN = Recipient("Dr Sen", "tutor")
WHY = "More time in exams"
GIVEN = date(2026, 11, 2)
AGREED = ConsentFact(
    recipient=SEN, purpose=WHY, items=frozenset({"a", "b"}), given_on=GIVEN, ref="one"
)
ITEMS = st.frozensets(st.sampled_from("abcd"), min_size=1)
DAYS = st.integers(-400, 400).map(lambda n: GIVEN + timedelta(days=n))


@pytest.mark.clause("CONF-4")
def test_a_written_consent_covers_before_a_spoken_one_and_a_newer_before_an_older() -> None:
    spoken = replace(AGREED, way=SPOKEN, given_on=date(2026, 11, 9), ref="spoken")
    newer = replace(AGREED, given_on=date(2026, 11, 5), ref="newer")
    on = date(2026, 11, 10)
    assert covering([spoken, AGREED, newer], SEN, WHY, ["a"], on) == newer
    assert covering([spoken], SEN, WHY, ["a"], on) == spoken
    assert covering([AGREED], SEN, WHY, [], on) is None


@pytest.mark.clause("CONF-1", "CONF-4")
@given(st.lists(ITEMS, max_size=4), ITEMS, DAYS)
def test_what_may_be_told_is_always_within_one_live_consent(
    agreed: list[frozenset[str]], wanted: frozenset[str], on: date
) -> None:
    consents = [replace(AGREED, items=items) for items in agreed]
    within = any(wanted <= items for items in agreed) and on >= GIVEN
    assert bool(may_tell(consents, SEN, WHY, wanted, on)) is within


@pytest.mark.clause("CONF-4")
@given(DAYS, DAYS, DAYS)
def test_a_withdrawn_consent_is_never_live_again(withdrawn: date, until: date, on: date) -> None:
    assert not is_live(replace(AGREED, until_on=until, withdrawn_on=withdrawn), on)


@pytest.mark.clause("CONF-4")
@given(DAYS, DAYS)
def test_a_consent_lives_from_its_first_day_through_its_last(until: date, on: date) -> None:
    assert is_live(replace(AGREED, until_on=until), on) is (GIVEN <= on <= until)


@pytest.mark.clause("CONF-3")
@given(ITEMS, DAYS, st.booleans(), st.sampled_from(["tutor", "examiner"]))
def test_no_answer_repeats_a_name_or_a_purpose(
    items: frozenset[str], on: date, withdrawn: bool, role: str
) -> None:
    consent = replace(AGREED, withdrawn_on=GIVEN if withdrawn else None)
    decision = may_tell([consent], Recipient("Dr Sen", role), WHY, items, on)
    said = decision.why() + decision.what_instead()
    assert "Sen" not in said and WHY not in said


@pytest.mark.clause("CONF-1")
def test_another_person_is_never_the_same_however_alike() -> None:
    assert same("René  Dupont", "rene\u0301 DUPONT ".replace("rene\u0301", "rené"))
    assert same("Ren\u00e9", "Rene\u0301")
    assert not same("Rene", "René")
    assert not same("Dr Sen", "Dr Senn")
    assert not SEN.is_same_as(Recipient("Dr Sen", "examiner"))


@pytest.mark.clause("CONF-4")
@pytest.mark.parametrize(
    ("name", "nobody"),
    [
        ("The university", True),
        ("“the  College”", True),
        ("Anybody at her college", True),
        ("whoever needs to know", True),
        ("all staff of the Department", True),
        ("Dr Sen", False),
        ("Ann", False),
        ("The student records office", False),
        ("St John’s College", False),
        ("The head porter on duty", False),
        ("", False),
    ],
)
def test_the_university_is_nobody_and_nobody_can_be_agreed_to(name: str, nobody: bool) -> None:
    assert is_everybody(name) is nobody
    fact = replace(AGREED, recipient=Recipient(name, "tutor"), words="Yes.")
    assert bool(may_agree(fact, on=GIVEN)) is (not nobody and name != "")
    several = replace(
        AGREED, kind=AUTHORITY, way=PAPER, writing="folder 4", until_on=GIVEN,
        also_to=(Recipient(name, "tutor"),),
    )  # fmt: skip
    assert bool(may_agree(several, on=GIVEN)) is (not nobody and name != "")
