"""Schemes are kept apart, and a breach always finds somebody to ask. (CONF-5, BRCH-3)"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confide.policy import access, office, schemes
from confide.policy.access import Standing
from confide.policy.office import TermFact

pytestmark = pytest.mark.clause("CONF-5")
A, B = "student-support", "class-act"
READY = Standing(in_office=True, undertaking_signed=True)
SEATED = replace(READY, seated=True)
FIRST, LAST = date(2026, 7, 1), date(2027, 6, 30)
TODAY = date(2026, 11, 23)


def term(scheme: str, first: date = FIRST, last: date = LAST, role: str = "caseworker") -> TermFact:
    return TermFact(role=role, scheme=scheme, starts_on=first, ends_on=last)


def test_a_case_is_opened_in_a_scheme_that_one_serves() -> None:
    assert schemes.may_open_in({A}, A) and schemes.may_open_in({A, B}, B)
    refused = schemes.may_open_in({A}, B)
    assert not refused and refused.clause == "CONF-5" and refused.instead


@pytest.mark.parametrize("rule", [access.may_read, access.may_work])
def test_a_seat_in_a_scheme_that_one_no_longer_serves_shows_nothing(rule: object) -> None:
    assert callable(rule) and rule(SEATED)
    refused = rule(replace(SEATED, serves=False))
    assert not refused and refused.clause == "CONF-5"


def test_nobody_of_another_scheme_is_given_a_case_and_it_is_said_what_to_do() -> None:
    assert access.may_come_to(READY)
    # What the queries say of an officer of another scheme: no caseworker before this case.
    for taker in (replace(READY, serves=False), replace(READY, serves=False, in_office=False)):
        refused = access.may_come_to(taker)
        assert not refused and refused.clause == "CONF-5"
        assert "another scheme" in refused.reason and "this scheme" in refused.instead


def test_the_scheme_is_named_before_anything_else_but_a_conflict() -> None:
    taker = Standing(in_office=False, undertaking_signed=False, serves=False, conflicted=True)
    assert access.may_come_to(taker).clause == "ELIG-3"
    assert "scheme" in access.may_come_to(replace(taker, conflicted=False)).reason


@pytest.mark.clause("BRCH-3")
def test_the_others_of_the_scheme_are_asked() -> None:
    others = {"bob": {A}, "nia": {B}, "oz": {B}, "both": {A, B}}
    assert schemes.whom_to_ask(B, first=A, others=others) == {"nia", "oz", "both"}
    assert schemes.whom_to_ask(A, first=A, others=others) == {"bob", "both"}


@pytest.mark.clause("BRCH-3")
def test_where_there_is_no_other_those_of_the_first_are_asked() -> None:
    assert schemes.whom_to_ask(B, first=A, others={"bob": {A}, "zoe": set()}) == {"bob"}
    assert schemes.whom_to_ask(B, first=A, others={"cy": {"third"}}) == frozenset()
    assert schemes.whom_to_ask(A, first=A, others={"nia": {B}}) == frozenset()


@pytest.mark.clause("BRCH-3")
@given(
    st.dictionaries(st.text(max_size=3), st.frozensets(st.sampled_from([A, B, "c"]))),
    st.sampled_from([A, B, "c"]),
)
def test_nobody_is_asked_needlessly_and_the_first_scheme_answers_for_all(
    others: dict[str, frozenset[str]], scheme: str
) -> None:
    asked = schemes.whom_to_ask(scheme, first=A, others=others)
    own = {who for who, serves in others.items() if scheme in serves}
    assert asked == own if own else asked == {who for who, serves in others.items() if A in serves}


@pytest.mark.clause("BRCH-3")
@pytest.mark.parametrize(("serving", "enough"), [(0, False), (1, False), (2, True), (3, True)])
def test_a_scheme_wants_two_caseworkers(serving: int, enough: bool) -> None:
    said = schemes.has_colleagues(serving)
    assert bool(said) == enough and said.clause == "BRCH-3"


@pytest.mark.parametrize(
    ("on", "served"),
    [
        (date(2026, 6, 30), set()),
        (FIRST, {A}),
        (date(2026, 12, 31), {A}),
        (date(2027, 1, 1), {A, B}),
        (LAST, {A, B}),
        (date(2027, 7, 1), {B}),
        (date(2028, 1, 1), set()),
    ],
)
def test_each_term_is_for_its_own_scheme_and_its_own_days(on: date, served: set[str]) -> None:
    terms = [term(A), term(B, date(2027, 1, 1), date(2027, 12, 31)), term("c", role="steward")]
    assert office.serves(terms, on) == served


def test_somebody_may_serve_two_schemes_but_holds_no_office_twice() -> None:
    assert office.may_appoint(True, term(B), [term(A)], TODAY)
    again = office.may_appoint(True, term(B), [term(A), term(B)], TODAY)
    assert not again and again.clause == "HOUR-3"


def test_a_steward_is_no_caseworker_of_any_scheme() -> None:
    for scheme in (A, B):
        refused = office.may_appoint(True, term(scheme), [term("", role="steward")], TODAY)
        assert not refused and refused.clause == "CONF-1"


def test_a_sign_in_name_is_one_persons() -> None:
    assert office.may_name(False)
    assert not office.may_name(True) and office.may_name(True).instead
