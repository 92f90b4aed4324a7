"""Two schemes under one policy: nobody of one is ever given a key of the other's. (CONF-5, P4)"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from confide.casework import actions, queries
from confide.casework.actions import About
from confide.casework.models import Seat
from confide.casework.queries import NotVisible, OpenCase
from confide.disclosure.actions.consultations import ToAsk, ask_colleagues
from confide.disclosure.actions.shares import Sharing, share
from confide.disclosure.queries.breaches import whom_to_ask
from confide.ledger.record import Refused
from confide.policy import access
from confide.team.models import Term
from confide.team.queries import Acting
from confide.vault import grants
from confide.vault.models import Grant
from confide.vault.primitives import DoesNotOpen
from tests import cast, schemes
from tests.browsing import At, at, browser_of, typed_again
from tests.casework.test_change_file import CHANGED
from tests.cast import NOON
from tests.schemes import FIRST, SECOND
from tests.team import people

__all__ = ["at"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-5"),
    pytest.mark.promise("P4"),
]
TODAY = NOON.date()
YES = access.may_read(access.Standing(in_office=True, undertaking_signed=True, seated=True))


@pytest.fixture(autouse=True)
def two(settings: Any) -> None:
    """A union with a second scheme, Class Act."""
    schemes.two(settings)


@pytest.fixture
def nia(service: None) -> Acting:
    """The second scheme's caseworker."""
    return schemes.second("nia")


@pytest.fixture
def oz(service: None) -> Acting:
    """Another of the second scheme's."""
    return schemes.second("oz")


@pytest.fixture
def hers(nia: Acting) -> OpenCase:
    """A case of the second scheme."""
    return cast.a_case(nia, student="Emrys Vaughan", scheme=SECOND)


def held_by(acting: Acting) -> set[str]:
    """Whatever has keys that were granted to them."""
    return set(Grant.objects.filter(holder=acting.unlocked.ring_id).values_list("case", flat=True))


def names(found: list[Any]) -> list[str]:
    return [each.name for each in found]


def test_each_opens_cases_in_the_scheme_of_their_own_term(alice: Acting, nia: Acting) -> None:
    assert cast.a_case(nia, scheme=SECOND).file.scheme == SECOND
    assert cast.a_case(alice, scheme=FIRST).file.scheme == FIRST
    for acting, other in ((nia, FIRST), (alice, SECOND)):
        before = held_by(acting)
        with pytest.raises(Refused) as refused:
            cast.a_case(acting, scheme=other)
        assert refused.value.decision.clause == "CONF-5"
        assert held_by(acting) == before


def hand_over(by: Acting, case: OpenCase, to: Acting) -> None:
    actions.hand_over(by, case, to.officer, student_knows="She was asked.", at=NOON)


def lend(by: Acting, case: OpenCase, to: Acting) -> None:
    share(by, case, to.officer, Sharing(reason="advice", why="The rules of funds."), at=NOON)


def consult(by: Acting, case: OpenCase, to: Acting) -> None:
    question = ToAsk(
        question="How long does such a fund take?",
        colleagues=[to.officer],
        ends_on=TODAY + timedelta(days=7),
        reason="Nothing in it is theirs alone.",
    )
    ask_colleagues(by, case, question, at=NOON)


def check(by: Acting, case: OpenCase, to: Acting) -> None:
    actions.ask_colleagues(by, About(student=("Dana Whitlock",)), [to.officer], case=case, at=NOON)


WAYS: dict[str, Callable[[Acting, OpenCase, Acting], None]] = {
    "hand over": hand_over,
    "share": lend,
    "consult": consult,
    "check": check,
}


@pytest.mark.parametrize("way", WAYS)
def test_nobody_of_another_scheme_is_given_a_key_by_any_way(
    alice: Acting, bob: Acting, case: OpenCase, nia: Acting, way: str
) -> None:
    with pytest.raises(Refused) as refused:
        WAYS[way](alice, case, nia)
    assert refused.value.decision.clause in ("CONF-5", "ELIG-3")
    assert held_by(nia) == set()
    assert queries.case_for(alice, case.ref).file.student == "Dana Whitlock"
    WAYS[way](alice, case, bob)
    assert held_by(bob) != set(), "within the scheme the same way is open"


@pytest.mark.parametrize("way", ["hand over", "share", "consult"])
def test_the_refusal_says_what_can_be_done_instead(
    alice: Acting, case: OpenCase, nia: Acting, way: str
) -> None:
    with pytest.raises(Refused) as refused:
        WAYS[way](alice, case, nia)
    decision = refused.value.decision
    assert decision.clause == "CONF-5" and "another scheme" in decision.why()
    assert "caseworker of this scheme" in decision.what_instead()


def test_with_the_whole_database_their_keys_open_nothing_of_it(
    alice: Acting, case: OpenCase, nia: Acting
) -> None:
    Seat.objects.create(case=case.row, officer=nia.officer)
    with pytest.raises(DoesNotOpen):
        grants.open_case(nia.unlocked, case.ref, under=YES)
    with pytest.raises(NotVisible):
        queries.case_for(nia, case.ref)
    assert queries.my_cases(nia) == [] and queries.search(nia, "Dana") == []


def test_only_those_of_the_scheme_are_offered(
    alice: Acting, bob: Acting, case: OpenCase, nia: Acting, oz: Acting, hers: OpenCase
) -> None:
    assert names(queries.colleagues(alice, on=TODAY)) == ["Bob"]
    assert names(queries.colleagues(nia, on=TODAY)) == ["Oz"]
    assert queries.standing_of(oz.officer, hers, on=TODAY).serves
    assert not queries.standing_of(bob.officer, hers, on=TODAY).serves


@pytest.mark.clause("BRCH-3")
def test_before_a_breach_those_of_the_scheme_are_asked_and_no_others(
    alice: Acting, bob: Acting, case: OpenCase, nia: Acting, oz: Acting, hers: OpenCase
) -> None:
    assert names(whom_to_ask(nia, hers, on=TODAY)) == ["Oz"]
    assert names(whom_to_ask(alice, case, on=TODAY)) == ["Bob"]


@pytest.mark.clause("BRCH-3")
def test_where_a_scheme_has_no_other_those_of_the_first_are_asked(
    alice: Acting, bob: Acting, case: OpenCase, nia: Acting, hers: OpenCase
) -> None:
    assert names(whom_to_ask(nia, hers, on=TODAY)) == ["Alice", "Bob"]
    assert names(whom_to_ask(alice, case, on=TODAY)) == ["Bob"]


@pytest.mark.clause("BRCH-3")
def test_who_stepped_aside_is_no_other(
    alice: Acting, nia: Acting, oz: Acting, hers: OpenCase
) -> None:
    lend(nia, hers, oz)
    his = queries.case_for(oz, hers.ref)
    actions.step_aside(oz, his, None, student_said="We told her.", at=NOON)
    again = queries.case_for(nia, hers.ref)
    assert names(whom_to_ask(nia, again, on=TODAY)) == ["Alice"]


def test_somebody_may_serve_both_and_keeps_their_cases_apart(
    alice: Acting, bob: Acting, nia: Acting, oz: Acting
) -> None:
    both = schemes.also_second(bob)
    assert both.schemes == {FIRST, SECOND}
    mine, other = cast.a_case(both, scheme=FIRST), cast.a_case(both, scheme=SECOND)
    assert len(queries.my_cases(both)) == 2
    for case, colleague, stranger in ((mine, alice, nia), (other, nia, alice)):
        with pytest.raises(Refused):
            lend(both, case, stranger)
        lend(both, case, colleague)
    assert names(queries.colleagues(both, on=TODAY, scheme=SECOND)) == ["Nia", "Oz"]
    assert names(queries.colleagues(both, on=TODAY, scheme=FIRST)) == ["Alice"]
    assert queries.colleagues(alice, on=TODAY, scheme=SECOND) == []


def test_a_term_that_ended_takes_the_cases_of_its_scheme_along(bob: Acting) -> None:
    both = schemes.also_second(bob)
    first, other = cast.a_case(both, scheme=FIRST), cast.a_case(both, scheme=SECOND)
    Term.objects.filter(officer=bob.officer, scheme=SECOND).update(
        ends_on=TODAY - timedelta(days=1)
    )
    after = people.as_of(both, TODAY)
    assert [each.ref for each in queries.my_cases(after)] == [first.ref]
    assert queries.my_caseload(after).shut == 0, "it is not damaged"
    with pytest.raises(NotVisible):
        queries.case_for(after, other.ref)
    assert {found.case.ref for found in queries.search(after, "Dana")} == {first.ref}


def test_a_case_stays_with_its_scheme(nia: Acting, hers: OpenCase) -> None:
    assert CHANGED.scheme == FIRST
    actions.change_file(nia, hers, CHANGED, at=NOON)
    assert queries.case_for(nia, hers.ref).file.scheme == SECOND


@pytest.mark.clause("ELIG-2")
def test_whom_an_officer_represents_depends_on_the_scheme(service: None) -> None:
    wendy = schemes.also_second(cast.officer("wendy", post="womens"))
    assert cast.a_case(wendy, scheme=SECOND, said_woman=None).file.scheme == SECOND
    with pytest.raises(Refused) as refused:
        cast.a_case(wendy, scheme=FIRST, said_woman=None)
    assert refused.value.decision.clause == "ELIG-2"


TYPED = {
    "student": "Emrys", "eligibility": "registered", "category": "money", "about": "The loan.",
    "kind": "phone", "day": "23/11/2026", "time": "11:30", "said": "",
}  # fmt: skip


def test_the_form_offers_ones_own_schemes_alone(at: At, nia: Acting, bob: Acting) -> None:
    page = browser_of(nia).get("/cases/new/")
    assert typed_again(page)["scheme"] == SECOND
    assert "For which scheme is it?" not in page.content.decode()
    both = browser_of(schemes.also_second(bob)).get("/cases/new/").content.decode()
    assert "For which scheme is it?" in both and "Class Act" in both
    wrong = browser_of(nia).post("/cases/new/", {**TYPED, "scheme": FIRST})
    assert wrong.status_code == 200 and typed_again(wrong)["about"] == "The loan."
    assert queries.my_cases(nia) == []
    assert browser_of(nia).post("/cases/new/", {**TYPED, "scheme": SECOND}).status_code == 302
    assert [case.file.scheme for case in queries.my_cases(nia)] == [SECOND]


@pytest.mark.clause("ELIG-2")
def test_only_where_she_represents_women_is_it_asked(at: At, service: None) -> None:
    wendy = schemes.also_second(cast.officer("wendy", post="womens"))
    browser = browser_of(wendy)
    missing = browser.post("/cases/new/", {**TYPED, "scheme": FIRST})
    assert missing.status_code == 200 and "has not said so" in missing.content.decode()
    assert browser.post("/cases/new/", {**TYPED, "scheme": SECOND}).status_code == 302


def test_the_case_says_which_scheme_it_belongs_to(at: At, nia: Acting, hers: OpenCase) -> None:
    assert b"Class Act" in browser_of(nia).get(f"/cases/{hers.ref}/").content


@pytest.mark.parametrize("on", [date(2026, 6, 30), date(2027, 7, 1)])
def test_out_of_office_one_serves_nothing(nia: Acting, on: date) -> None:
    assert people.as_of(nia, on).schemes == frozenset()
