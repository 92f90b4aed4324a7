"""What holds of all consents together, whatever they are: found by Hypothesis or not at all."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confide.policy.consent import (
    ASK,
    AUTHORITY,
    CONFIRM,
    CONTACT,
    GIVE,
    TELL,
    ConsentFact,
    Recipient,
    covering,
    ends_soon,
    is_live,
    item_by_item,
    latest_end,
    may_act,
    may_narrow,
    may_put_in_writing,
    may_tell,
    weigh,
)

ON = date(2026, 11, 17)
DAYS = [ON + timedelta(days=n) for n in (-30, -1, 0, 1, 14, 15, 30)]
PARTIES = [Recipient(*each) for each in product(("Dr Sen", "Ms Reyes"), ("tutor", "examiner"))]
PURPOSES = ["More time", "A complaint"]
ITEMS = ["a", "b", "c"]
ASKS = [
    (party, why, frozenset(i for i, taken in zip(ITEMS, some, strict=True) if taken))
    for party in PARTIES
    for why in PURPOSES
    for some in product((True, False), repeat=3)
]


@st.composite
def consents(draw: st.DrawFn) -> ConsentFact:
    """Any consent that can be in a record, of any kind, in any state."""
    kind = draw(st.sampled_from([TELL, TELL, CONTACT, AUTHORITY]))
    several = kind == AUTHORITY
    parties = draw(st.lists(st.sampled_from(PARTIES), min_size=1, max_size=3 if several else 1))
    purposes = draw(st.lists(st.sampled_from(PURPOSES), min_size=1, max_size=2 if several else 1))
    may = draw(
        {
            TELL: st.just(frozenset({GIVE})),
            CONTACT: st.frozensets(st.just(CONFIRM)),
            AUTHORITY: st.frozensets(st.sampled_from([GIVE, ASK, "receive"]), min_size=1),
        }[kind]
    )
    items = draw(st.frozensets(st.sampled_from(ITEMS), min_size=1)) if GIVE in may else ()
    return ConsentFact(
        kind=kind,
        recipient=parties[0],
        also_to=tuple(parties[1:]),
        purpose=purposes[0],
        also_for=tuple(purposes[1:]),
        items=frozenset(items),
        may=may,
        given_on=draw(st.sampled_from(DAYS)),
        begins_on=draw(st.none() | st.sampled_from(DAYS)),
        until_on=draw(st.none() | st.sampled_from(DAYS)),
        withdrawn_on=draw(st.none() | st.sampled_from(DAYS)) if draw(st.booleans()) else None,
        replaced=draw(st.booleans()) and draw(st.booleans()),
        resolved=draw(st.booleans()) and draw(st.booleans()),
        way=draw(st.sampled_from(["spoken", "message", "paper"])),
        ref=draw(st.sampled_from("pqrst")),
    )


def everything(fact: ConsentFact) -> set[tuple[object, ...]]:
    """All that one consent allows, on any of these days."""
    told = {
        (on, party, why, items)
        for on, (party, why, items) in product(DAYS, ASKS)
        if may_tell([fact], party, why, items, on)
    }
    done = {
        (on, party, act)
        for on, party, act in product(DAYS, PARTIES, (CONFIRM, ASK))
        if may_act(fact, act, party, on=on)
    }
    return told | done


@pytest.mark.clause("CONF-1", "CONF-4")
@given(st.lists(consents(), max_size=5), st.sampled_from(ASKS), st.sampled_from(DAYS))
def test_nothing_is_covered_that_no_single_live_consent_covers_whole(
    held: list[ConsentFact], ask: tuple[Recipient, str, frozenset[str]], on: date
) -> None:
    party, why, items = ask
    alone = [
        c
        for c in held
        if items
        and items <= c.items
        and (party in (c.recipient, *c.also_to) and why in (c.purpose, *c.also_for))
        and not (c.withdrawn_on or c.replaced or (c.kind == AUTHORITY and c.resolved))
        and max(c.given_on, c.begins_on or c.given_on) <= on <= (c.until_on or date.max)
        and (c.kind != AUTHORITY or on <= latest_end(max(c.given_on, c.begins_on or c.given_on)))
    ]
    assert bool(may_tell(held, party, why, items, on)) is bool(alone)
    covered = covering(held, party, why, items, on)
    assert covered in alone if alone else covered is None


@pytest.mark.clause("CONF-1")
@given(st.lists(consents(), max_size=4), st.sampled_from(ASKS), st.sampled_from(DAYS))
def test_item_by_item_each_says_its_consent_and_never_more_than_the_gate(
    held: list[ConsentFact], ask: tuple[Recipient, str, frozenset[str]], on: date
) -> None:
    held = [replace(c, ref=str(n)) for n, c in enumerate(held)]
    party, why, items = ask
    answers = item_by_item(held, party, why, sorted(items), on)
    assert [each.item for each in answers] == sorted(items)
    for each in answers:
        assert bool(each.decision) is bool(each.ref)
        if each.ref:
            assert each.item in held[int(each.ref)].items and is_live(held[int(each.ref)], on)
    whole = bool(may_tell(held, party, why, items, on))
    assert not whole or all(each.decision for each in answers)
    assert whole is any(each.covers_all for each in weigh(held, party, why, items, on))


@pytest.mark.clause("CONF-4")
@given(st.data(), consents())
def test_making_it_less_never_allows_more(data: st.DataObject, old: ConsentFact) -> None:
    new = data.draw(consents() | less(old))
    if may_narrow(old, new, on=ON):
        assert everything(new) <= everything(old)


@pytest.mark.clause("CONF-4")
@given(st.data(), consents())
def test_what_is_less_can_always_be_asked_for_while_it_holds(
    data: st.DataObject, old: ConsentFact
) -> None:
    ends = old.until_on if old.until_on and old.until_on >= ON else None
    live = replace(old, given_on=ON, begins_on=None, until_on=ends)
    live = replace(live, withdrawn_on=None, replaced=False, resolved=False)
    new = data.draw(less(live))
    left = bool(new.items) or GIVE not in new.may
    if left and (new.may or new.kind == CONTACT) and everything(new) < everything(live):
        assert may_narrow(live, new, on=ON)


def less(old: ConsentFact) -> st.SearchStrategy[ConsentFact]:
    """A consent with some of it taken out."""
    recipients = st.lists(st.sampled_from(old.recipients), min_size=1, unique=True)
    purposes = st.lists(st.sampled_from(old.purposes), min_size=1, unique=True)
    return st.builds(
        lambda to, why, items, may, until: replace(
            old,
            recipient=to[0],
            also_to=tuple(to[1:]),
            purpose=why[0],
            also_for=tuple(why[1:]),
            items=items & old.items,
            may=may & old.may,
            until_on=until,
        ),
        recipients,
        purposes,
        st.frozensets(st.sampled_from(ITEMS)),
        st.frozensets(st.sampled_from([GIVE, ASK, "receive", CONFIRM])),
        st.sampled_from([day for day in DAYS if not old.until_on or day <= old.until_on])
        | st.just(old.until_on),
    )


@pytest.mark.clause("CONF-4")
@given(st.lists(consents(), max_size=3), consents(), st.sampled_from(DAYS))
def test_what_was_withdrawn_or_replaced_allows_nothing_alone_or_beside_others(
    others: list[ConsentFact], one: ConsentFact, withdrawn: date
) -> None:
    for gone in (replace(one, withdrawn_on=withdrawn), replace(one, replaced=True)):
        assert everything(gone) == set()
        for party, why, items in ASKS:
            without = may_tell(others, party, why, items, ON).allowed
            assert may_tell([*others, gone], party, why, items, ON).allowed is without


@pytest.mark.clause("CONF-4")
@given(consents())
def test_signing_what_was_said_changes_nothing_that_it_allows(one: ConsentFact) -> None:
    if may_put_in_writing(one, writing="Cabinet", on=ON):
        assert one.way == "spoken"
        assert everything(replace(one, way="paper", writing="Cabinet")) == everything(one)


@pytest.mark.clause("CONF-4")
@pytest.mark.parametrize("kind", [TELL, CONTACT, AUTHORITY])
def test_it_holds_from_its_first_day_through_its_last_and_not_a_day_longer(kind: str) -> None:
    first, last = ON, ON + timedelta(days=20)
    begins = ConsentFact(
        kind=kind,
        recipient=PARTIES[0],
        purpose="x",
        items=frozenset("a"),
        given_on=first - timedelta(days=9),
        begins_on=first,
        until_on=last,
    )
    day = timedelta(days=1)
    expected = {first - day: False, first: True, last: True, last + day: False}
    assert {on: is_live(begins, on) for on in expected} == expected
    given = replace(begins, given_on=first, begins_on=None)
    assert {on: is_live(given, on) for on in expected} == expected


@pytest.mark.clause("CONF-4")
@pytest.mark.parametrize(
    ("given_on", "last"),
    [(date(2026, 11, 17), date(2027, 11, 17)), (date(2028, 2, 29), date(2029, 2, 28))],
)
def test_an_authority_without_an_end_still_ends_within_a_year(given_on: date, last: date) -> None:
    authority = ConsentFact(
        kind=AUTHORITY,
        recipient=PARTIES[0],
        purpose="x",
        items=frozenset("a"),
        given_on=given_on,
    )
    assert is_live(authority, last) and not is_live(authority, last + timedelta(days=1))
    # However it came into the record, nothing a form forgot lets it live longer.
    assert not is_live(replace(authority, until_on=date.max), last + timedelta(days=1))


@pytest.mark.clause("CONF-4")
def test_two_weeks_before_its_end_it_is_said() -> None:
    last = ON + timedelta(days=40)
    one = ConsentFact(
        recipient=PARTIES[0], purpose="x", items=frozenset("a"), given_on=ON, until_on=last
    )
    soon = {n: ends_soon(one, on=last - timedelta(days=n)) for n in (15, 14, 0, -1)}
    assert soon == {15: False, 14: True, 0: True, -1: False}
    assert not ends_soon(replace(one, until_on=None), on=last)
    assert not ends_soon(replace(one, withdrawn_on=ON), on=last)
