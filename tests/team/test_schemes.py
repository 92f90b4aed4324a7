"""A steward appoints to the posts of a scheme, and sees which one lacks a colleague. (CONF-5)"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from confide.ledger.record import Refused
from confide.team import actions
from confide.team.models import Role, Term
from confide.team.queries import Acting, places, roster, schemes_served
from tests import cast, schemes
from tests.browsing import At, browser_of
from tests.cast import NOON
from tests.schemes import FIRST, SECOND
from tests.team import people
from tests.team.people import MAYA

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-5"),
]
TODAY = NOON.date()
CLASS_ACT = replace(MAYA, post="class-act")


@pytest.fixture(autouse=True)
def two(settings: Any) -> None:
    """A union with a second scheme, Class Act."""
    schemes.two(settings)


def test_the_post_says_for_which_scheme_a_term_is(sara: Acting) -> None:
    actions.appoint(sara, CLASS_ACT, at=NOON)
    actions.appoint(sara, replace(MAYA, name="Ned", sign_in_name="ned"), at=NOON)
    assert Term.objects.get(officer__sign_in_name="maya").scheme == SECOND
    assert Term.objects.get(officer__sign_in_name="ned").scheme == FIRST


def test_a_stewards_term_is_for_no_scheme(sara: Acting) -> None:
    actions.appoint(sara, people.STEWARD, at=NOON)
    assert Term.objects.get(officer__sign_in_name="tom").scheme == ""


def test_an_executive_member_signs_the_same_undertaking_and_serves_one_scheme(
    sara: Acting,
) -> None:
    invited = people.invited(sara, CLASS_ACT)
    assert invited.schemes == frozenset(), "an invitation serves nothing"
    actions.enrol(invited, people.OWN, at=NOON)
    maya = people.unlocked("maya", people.OWN)
    assert maya.schemes == {SECOND}
    with pytest.raises(Refused) as refused:
        cast.a_case(maya, scheme=SECOND)
    assert refused.value.decision.clause == "CONF-5" and "undertaking" in str(
        refused.value.decision.why()
    )
    actions.sign_undertaking(maya, at=NOON)
    maya = people.unlocked("maya", people.OWN)
    assert cast.a_case(maya, scheme=SECOND).file.scheme == SECOND


def test_somebody_may_be_appointed_to_both_and_to_neither_twice(
    sara: Acting, alice: Acting
) -> None:
    also = replace(CLASS_ACT, name="Alice", sign_in_name="alice")
    actions.appoint(sara, also, at=NOON)
    both = people.as_of(alice, TODAY)
    assert both.schemes == {FIRST, SECOND}
    assert both.held == {FIRST: "education", SECOND: "class-act"} and both.post == "education"
    for again in (also, replace(also, post="womens")):
        with pytest.raises(Refused) as refused:
            actions.appoint(sara, again, at=NOON)
        assert refused.value.decision.clause == "HOUR-3"


def test_a_steward_is_appointed_to_no_scheme_besides(sara: Acting) -> None:
    with pytest.raises(Refused) as refused:
        actions.appoint(sara, replace(CLASS_ACT, name="Sara", sign_in_name="sara"), at=NOON)
    assert refused.value.decision.clause == "CONF-1"


@pytest.mark.clause("BRCH-3")
def test_a_scheme_with_fewer_than_two_is_pointed_out(
    at: At, sara: Acting, alice: Acting, bob: Acting
) -> None:
    nia = schemes.second("nia")
    first, second = schemes_served(on=TODAY)
    assert first.people == ("Alice", "Bob") and first.enough
    assert second.people == ("Nia",) and not second.enough
    page = browser_of(sara).get("/officers/").content.decode()
    assert "Who serves which scheme" in page and "Class Act" in page
    assert page.count("Fewer than two caseworkers") == 1 and "BRCH-3" in page
    schemes.second("oz")
    assert all(each.enough for each in schemes_served(on=TODAY))
    assert "Fewer than two" not in browser_of(sara).get("/officers/").content.decode()
    Term.objects.filter(officer=nia.officer).update(ends_on=date(2026, 11, 22))
    assert not schemes_served(on=TODAY)[1].enough


@pytest.mark.clause("BRCH-3")
def test_whoever_was_invited_and_never_came_does_not_count(sara: Acting, alice: Acting) -> None:
    actions.appoint(sara, MAYA, at=NOON)
    assert schemes_served(on=TODAY)[0].people == ("Alice",)


def test_the_page_names_the_scheme_of_each_term(at: At, sara: Acting) -> None:
    schemes.second("nia")
    assert [each.post for each in roster(on=TODAY) if each.officer.name == "Nia"] == [
        "Class Act Officer"
    ]
    form = browser_of(sara).get("/officers/new/").content.decode()
    assert '<optgroup label="Class Act">' in form and '<optgroup label="Student Support">' in form


def test_with_one_scheme_nothing_is_said_of_schemes_where_posts_are_chosen(
    at: At, sara: Acting, settings: Any
) -> None:
    first = settings.POLICY
    settings.POLICY = replace(
        first, schemes=first.schemes[:1], posts=tuple(p for p in first.posts if p.scheme == FIRST)
    )
    assert "<optgroup" not in browser_of(sara).get("/officers/new/").content.decode()


def test_the_places_are_those_of_every_scheme(alice: Acting) -> None:
    schemes.second("nia")
    held = {place.post.key: (place.scheme.key, place.people) for place in places(on=TODAY)}
    assert held["education"] == (FIRST, ("Alice",)) and held["class-act"] == (SECOND, ("Nia",))
    assert held["womens"] == (FIRST, ())


def test_a_term_that_names_no_scheme_is_for_the_first(alice: Acting) -> None:
    assert Term.objects.get(officer=alice.officer, role=Role.CASEWORKER).scheme == ""
    assert alice.schemes == {FIRST}
