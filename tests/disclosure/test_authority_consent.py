"""An authority to act, and somebody who may get in touch, over the life of a case. (CONF-4)"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from confide.casework import actions as casework
from confide.casework.queries import NotVisible, OpenCase, case_for
from confide.disclosure import actions, queries
from confide.disclosure.actions import Agreed, Less
from confide.disclosure.models import Party
from confide.disclosure.queries import Ask
from confide.ledger import history
from confide.ledger.record import Refused
from confide.policy.consent import ASK, AUTHORITY, CONFIRM, CONTACT
from confide.team.queries import Acting
from tests import cast
from tests.disclosure.conftest import Record
from tests.disclosure.own import given_way_in, mine

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ON = cast.NOON.date()
REGISTRY = Party("The registry", "whoever decides the appeal")


@pytest.fixture
def authorise(alice: Acting, case: OpenCase, ask: Ask) -> Callable[..., str]:
    """Have Dana sign an authority."""

    def authorise(*, at: Any = cast.NOON, **changed: Any) -> str:
        typed = {
            "ask": ask,
            "spoken": False,
            "given_at": at,
            "kind": AUTHORITY,
            "also_to": (REGISTRY,),
            "also_for": ("The appeal",),
            "may": ("ask", "receive", "give"),
            "until_on": at.date() + timedelta(days=60),
            "writing": "Cabinet, folder 4",
            **changed,
        }
        return actions.give_consent(alice, case, Agreed(**typed), at=at)

    return authorise


@pytest.mark.clause("CONF-1", "CONF-4")
def test_each_it_names_is_told_what_it_lists_for_what_it_is_for_and_nothing_else(
    authorise: Callable[..., str], tell: Callable[..., str], ask: Ask, record: Record
) -> None:
    authorise()
    registry = replace(ask, recipient=REGISTRY.name, role=REGISTRY.role, purpose="The appeal")
    tell()
    tell(ask=registry)
    for more in (
        replace(registry, items=(record.secret,)),
        replace(registry, summary="What was written after she signed."),
        replace(registry, role="anybody there"),
        replace(registry, recipient="The university"),
        replace(registry, purpose="A complaint"),
    ):
        with pytest.raises(Refused):
            tell(ask=more)


@pytest.mark.clause("CONF-4")
def test_spoken_unsigned_endless_and_too_long_are_refused(authorise: Callable[..., str]) -> None:
    year = ON.replace(year=ON.year + 1)
    for wrong in (
        {"spoken": True, "words": "Act for me.", "clarity": "I read it back."},
        {"writing": "", "words": "Act for me."},
        {"until_on": None},
        {"until_on": year + timedelta(days=1)},
    ):
        with pytest.raises(Refused):
            authorise(**wrong)
    authorise(until_on=year)


@pytest.mark.clause("CONF-4")
def test_it_ends_when_the_case_is_resolved_and_taking_the_case_up_again_does_not_revive_it(
    authorise: Callable[..., str],
    agree: Callable[..., str],
    alice: Acting,
    case: OpenCase,
    ask: Ask,
) -> None:
    authority, day = authorise(), timedelta(days=1)
    assert queries.gate(case, ask, on=ON).decision
    # Whoever opened the case before it was resolved is told no better.
    casework.resolve(alice, case_for(alice, case.ref), outcome="Settled.", at=cast.NOON + day)
    refused = queries.gate(case, ask, on=ON + day).decision
    assert refused.reason == "The authority ended when the case was resolved."
    with pytest.raises(Refused):
        authorise(at=cast.NOON + day)
    again = case_for(alice, case.ref)
    casework.reopen(alice, again, why="A new letter came.", at=cast.NOON + 2 * day)
    assert not queries.gate(case, ask, on=ON + 2 * day).decision
    assert queries.ended_with_case(case, queries.consents_of(case)) == {authority}
    # Signed anew, and given for this very telling, it is told again.
    authorise(at=cast.NOON + 3 * day)
    assert queries.gate(case, ask, on=ON + 3 * day).decision


@pytest.mark.clause("CONF-4")
def test_a_consent_to_tell_outlives_the_resolution(
    agree: Callable[..., str], alice: Acting, case: OpenCase, ask: Ask
) -> None:
    agree()
    casework.resolve(alice, case, outcome="Settled.", at=cast.NOON)
    assert queries.gate(case, ask, on=ON).decision


@pytest.mark.clause("CONF-4")
def test_its_end_is_on_the_desk_for_two_weeks_and_on_the_case_with_the_others(
    authorise: Callable[..., str], agree: Callable[..., str], case: OpenCase
) -> None:
    last = ON + timedelta(days=60)
    authority, other = authorise(), agree(until_on=last)
    agree()

    def on_desk(before: int) -> list[str]:
        on = last - timedelta(days=before)
        return [e.entry.id for e in queries.lapsing_consents({case.ref: case}, on=on)]

    assert [on_desk(before) for before in (15, 14, 0, -1)] == [[], [authority], [authority], []]
    soon = queries.ending_consents(case, on=last)
    assert {entry.id for entry in soon} == {authority, other}
    assert queries.ending_consents(case, on=last - timedelta(days=15)) == []


@pytest.mark.clause("CONF-4")
def test_a_consent_that_ends_is_on_the_desk_while_its_extract_is_not_handed_over(
    agree: Callable[..., str], tell: Callable[..., str], case: OpenCase
) -> None:
    last = ON + timedelta(days=14)
    consent = agree(until_on=last)
    assert queries.lapsing_consents({case.ref: case}, on=last) == []
    tell()
    (ending,) = queries.lapsing_consents({case.ref: case}, on=last)
    assert ending.entry.id == consent


@pytest.mark.clause("CONF-4")
def test_of_what_was_read_aloud_nothing_waits_to_be_handed_over(
    agree: Callable[..., str], tell: Callable[..., str], case: OpenCase
) -> None:
    last = ON + timedelta(days=14)
    agree(until_on=last)
    tell(how="read")
    assert queries.lapsing_consents({case.ref: case}, on=last) == []


@pytest.mark.clause("CONF-3")
@pytest.mark.promise("P8")
def test_that_she_comes_here_is_noted_before_it_is_said_and_only_to_whom_she_said(
    authorise: Callable[..., str], agree: Callable[..., str], alice: Acting, case: OpenCase
) -> None:
    mother = Ask(recipient="Ms Reyes", role="her mother", purpose="Worry")
    silent = agree(ask=mother, kind=CONTACT, may=())
    told = agree(ask=mother, kind=CONTACT, may=(CONFIRM,), begins_on=ON, until_on=ON)

    def note(consent: str, act: str, to: int = 0, days: int = 0) -> None:
        at = cast.NOON + timedelta(days=days)
        actions.note_use(alice, case, consent, act=act, to=to, at=at)

    note(told, CONFIRM)
    note(authorise(), ASK, to=1)
    entry = history.recorded("consent.used", about=case.ref, by=alice.pseudonym)
    assert entry is not None
    (use,) = queries.one_consent(case, told).card.uses
    assert (use.act, use.to.name, use.by) == (CONFIRM, "Ms Reyes", alice.pseudonym)
    for consent, act, days in (
        (silent, CONFIRM, 0),
        (told, ASK, 0),
        (told, CONFIRM, 1),
        (told, "shout", 0),
        (agree(), CONFIRM, 0),
    ):
        with pytest.raises(Refused):
            note(consent, act, days=days)
    with pytest.raises(NotVisible):
        note(told, CONFIRM, to=1)


@pytest.mark.clause("CONF-1")
def test_whoever_may_get_in_touch_is_told_nothing(
    agree: Callable[..., str], tell: Callable[..., str], ask: Ask
) -> None:
    agree(ask=replace(ask, items=(), summary=""), kind=CONTACT, may=(CONFIRM,))
    with pytest.raises(Refused) as refused:
        tell()
    assert refused.value.decision.reason == (
        "The student agreed to something with this person, but not that they are told."
    )


@pytest.mark.clause("CONF-1")
def test_the_gate_says_for_each_item_which_consent_covers_it_and_pieces_nothing_together(
    agree: Callable[..., str], tell: Callable[..., str], case: OpenCase, ask: Ask, record: Record
) -> None:
    words = agree(ask=replace(ask, items=()))
    letter = agree(ask=replace(ask, items=(record.letter,), summary=""))
    wanted = replace(ask, items=(record.letter, record.secret))
    shown = queries.weighing(case, wanted, on=ON)
    assert [each.consent and each.consent.id for each in shown.items] == [words, letter, None]
    assert [each.title for each in shown.items][:2] == [
        "Your summary",
        "Letter from the agency.pdf",
    ]
    assert {held.consent.id for held in shown.consents} == {words, letter}
    with pytest.raises(Refused) as refused:
        tell(ask=replace(ask, items=(record.letter,)))
    assert "one by one" in refused.value.decision.reason


@pytest.mark.clause("CONF-4")
def test_a_student_who_narrows_an_authority_that_has_ended_does_not_bring_it_back(
    authorise: Callable[..., str], alice: Acting, case: OpenCase, ask: Ask
) -> None:
    authority, day = authorise(), timedelta(days=1)
    given_way_in(alice, case)
    casework.resolve(alice, case_for(alice, case.ref), outcome="Settled.", at=cast.NOON + day)
    later, on = cast.NOON + 2 * day, ON + 2 * day
    casework.reopen(alice, case_for(alice, case.ref), why="A new letter came.", at=later)
    again = case_for(alice, case.ref)
    secret = given_way_in(alice, again, at=later)
    actions.take_in_consents(alice, again, at=later)
    [own] = queries.own_consents(mine(secret, at=later), on=on)
    assert not own.live and own.ended_with_case
    less = Less(kept=[part.key for part in own.parts if part.key != "to:1"])
    with pytest.raises(Refused):
        actions.narrow_as_student(mine(secret, at=later), authority, less, at=later)
    assert not queries.gate(again, ask, on=on).decision


@pytest.mark.clause("CONF-4")
def test_what_a_student_narrowed_while_it_held_ends_with_the_case_all_the_same(
    authorise: Callable[..., str], alice: Acting, case: OpenCase, ask: Ask
) -> None:
    authority, day = authorise(), timedelta(days=1)
    secret = given_way_in(alice, case)
    actions.take_in_consents(alice, case, at=cast.NOON)
    [own] = queries.own_consents(mine(secret), on=ON)
    less = Less(kept=[part.key for part in own.parts if part.key != "to:1"])
    new = actions.narrow_as_student(
        mine(secret), authority, less, at=cast.NOON + timedelta(minutes=1)
    )
    assert queries.gate(case, ask, on=ON).decision
    assert queries.one_consent(case, new).card.given_at == cast.NOON
    casework.resolve(alice, case_for(alice, case.ref), outcome="Settled.", at=cast.NOON + day)
    assert not queries.gate(case, ask, on=ON + day).decision
