"""What a student sees of their case, and that no breach and no hold is in it. (CONF-1, BRCH-1)"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from confide.casework import actions as casework
from confide.casework import queries as cases
from confide.casework.models import Drawer, DrawerItem, Shown
from confide.casework.queries import OpenCase, case_for
from confide.disclosure import actions, queries
from confide.disclosure.actions import Added, Agreed, Sharing, ToTell
from confide.disclosure.queries import Ask
from confide.ledger.record import record
from confide.policy import requests
from confide.policy.breach import DANGER, LAW
from confide.retention import actions as retention
from confide.retention import queries as kept
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from tests import cast
from tests.cast import NOON
from tests.disclosure.breaching import a_sheet
from tests.disclosure.own import given_way_in, mine

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ON = NOON.date()
SUMMARY = "She needs a week more."
ASK = Ask(recipient="Dr Sen", role="her tutor", purpose="An essay", summary=SUMMARY)


def lived(alice: Acting, happened: Callable[[OpenCase], object]) -> tuple[OpenCase, str]:
    """A case with a life of its own, in the midst of which something happened."""
    case = cast.a_case(alice)
    secret = given_way_in(alice, case)
    agreed = Agreed(ask=ASK, spoken=True, given_at=NOON, words="Yes.", clarity="Read back.")
    actions.give_consent(alice, case, agreed, at=NOON)
    casework.write(mine(secret), "Is there any news?", at=NOON)
    happened(case)
    case = case_for(alice, case.ref)
    actions.tell(alice, case, ToTell(ask=ASK, how="paper"), at=NOON)
    retention.ask_for_access_as_student(mine(secret), at=NOON)
    actions.take_in_consents(alice, case, at=NOON)
    retention.take_in_wishes(alice, case_for(alice, case.ref), at=NOON)
    casework.resolve(alice, case_for(alice, case.ref), outcome="Settled.", at=NOON)
    return case_for(alice, case.ref), secret


def seen(secret: str) -> dict[str, Any]:
    """Everything that the words show of a case, but for what is drawn anew for each."""
    student = mine(secret)
    items = [entry.card.item for entry in cases.items_in(student.drawer)]
    return {
        "card": msgspec.structs.replace(student.card, ended_row="", ring=""),
        "kinds": sorted(type(item).__name__ for item in items),
        "shown": sorted((i.kind, i.at, i.by, *i.words) for i in items if isinstance(i, Shown)),
        "consents": [
            (replace_ids(each.card), each.live, each.may_withdraw)
            for each in queries.own_consents(student, on=ON)
        ],
        "told": [
            (each.told.recipient, each.told.summary, len(each.told.copies))
            for each in queries.own_tellings(student)
        ],
        "wishes": [(each.card, each.due_on) for each in kept.own_wishes(student)],
    }


def replace_ids(card: Any) -> tuple[str, ...]:
    return (card.recipient, card.role, *card.purposes, card.summary, card.way, card.words)


def sizes(case: OpenCase) -> tuple[list[int], list[int]]:
    """How long what is sealed in the drawer is, for a thief of the database."""
    drawer = Drawer.objects.get(case=case.ref)
    items = DrawerItem.objects.filter(drawer=drawer)
    return [len(drawer.sealed)], sorted(len(item.sealed) for item in items)


def broken(alice: Acting, ground: str) -> Callable[[OpenCase], None]:
    def happened(case: OpenCase) -> None:
        sheet = a_sheet(ground=ground, duty="The Act" if ground == LAW else "")
        ref = actions.break_confidence(alice, case, sheet, at=NOON)
        note = Added(words="More.", happened_at=NOON, form=random_id())
        actions.correct(alice, queries.one_breach(alice, case, ref), note, at=NOON)

    return happened


def held(alice: Acting) -> Callable[[OpenCase], None]:
    def happened(case: OpenCase) -> None:
        until = ON + timedelta(days=300)
        retention.hold(alice, case, "A court asked for it.", keep_until=until, at=NOON)

    return happened


WORLDS: list[Callable[[Acting], Callable[[OpenCase], object]]] = [
    lambda alice: broken(alice, DANGER),
    lambda alice: broken(alice, LAW),
    held,
]


@pytest.mark.clause("BRCH-1", "CONF-3")
@pytest.mark.parametrize("world", WORLDS, ids=["danger", "the law", "a hold"])
def test_a_drawer_is_the_same_with_and_without(
    alice: Acting, bob: Acting, world: Callable[[Acting], Callable[[OpenCase], object]]
) -> None:
    plain, plainly = lived(alice, lambda _: None)
    other, otherwise = lived(alice, world(alice))
    assert seen(plainly) == seen(otherwise)
    assert sizes(plain) == sizes(other)
    # And what is asked there is answered alike: nothing comes back, and nothing opens any more.
    for secret in (plainly, otherwise):
        assert retention.destroy_as_student(mine(secret), at=NOON) is None  # type: ignore[func-returns-value]
        assert cases.at_drawer(secret, at=NOON) is None


def test_a_fault_that_shows_a_breach_is_seen_by_this_test(alice: Acting, bob: Acting) -> None:
    def leaky(case: OpenCase) -> None:
        broken(alice, DANGER)(case)
        decision = requests.may_see_drawer()
        with record("student.read", by=alice.pseudonym, about=case.ref, under=decision, at=NOON):
            casework.show(case.ref, case.keys, Shown(kind="breach", at=NOON))

    plain, plainly = lived(alice, lambda _: None)
    other, otherwise = lived(alice, leaky)
    assert seen(plainly) != seen(otherwise) and sizes(plain) != sizes(other)


@pytest.mark.clause("CONF-4")
def test_each_telling_is_there_with_every_copy_and_its_mark(alice: Acting, case: OpenCase) -> None:
    secret = given_way_in(alice, case)
    agreed = Agreed(ask=ASK, spoken=True, given_at=NOON, words="Yes.", clarity="Read back.")
    actions.give_consent(alice, case, agreed, at=NOON)
    telling = actions.tell(alice, case, ToTell(ask=ASK, how="paper"), at=NOON)
    copy = actions.copy_again(alice, case, telling, "file", after=1, at=NOON)
    actions.note_handing(alice, case, telling, copy, ON, at=NOON)
    [own] = queries.own_tellings(mine(secret))
    told = own.told
    assert (told.recipient, told.role, told.summary, told.by) == (
        "Dr Sen",
        "her tutor",
        SUMMARY,
        alice.pseudonym,
    )
    marks = [c.mark for c in queries.one_telling(case, telling).card.copies]
    assert [(c.mark, c.how, c.handed_on) for c in told.copies] == [
        (marks[0], "paper", None),
        (marks[1], "file", ON),
    ]


def sights(secret: str, *, at: Any = NOON) -> list[tuple[str, bool, date | None]]:
    return [(s.name, s.lent, s.until_on) for s in mine(secret, at=at).card.sights]


@pytest.mark.clause("RECD-4")
def test_who_can_see_it_follows_sharing_taking_back_and_stepping_aside(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    secret = given_way_in(alice, case)
    assert sights(secret) == [("Alice", False, None)]
    until = ON + timedelta(days=3)
    said = Sharing(reason="benefit", why="He knows the law.", until_on=until)
    shared = actions.share(alice, case, bob.officer, said, at=NOON)
    assert sorted(sights(secret)) == [("Alice", False, None), ("Bob", True, until)]
    actions.take_back(alice, case_for(alice, case.ref), shared, at=NOON)
    assert sights(secret) == [("Alice", False, None)]
    again = case_for(alice, case.ref)
    casework.step_aside(alice, again, to=bob.officer, student_said="She asked for Bob.", at=NOON)
    assert sights(secret) == [("Bob", False, None)]


@pytest.mark.clause("RECD-4")
def test_a_share_whose_last_day_is_over_is_seen_by_nobody_once_it_is_closed(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    given_way_in(alice, case)
    said = Sharing(reason="benefit", why="He knows the law.", until_on=ON)
    actions.share(alice, case, bob.officer, said, at=NOON)
    later = NOON + timedelta(days=1)
    tomorrow = replace(alice, on=later.date())
    actions.close_what_ended(tomorrow, case_for(tomorrow, case.ref), at=later)
    drawer = cases.drawer_in(case.ref, case_for(tomorrow, case.ref).keys)
    assert drawer is not None and [s.name for s in drawer.card.sights] == ["Alice"]


@pytest.mark.clause("RECD-5")
def test_the_day_on_which_it_goes_is_there(alice: Acting, case: OpenCase) -> None:
    secret = given_way_in(alice, case)
    assert mine(secret).card.destroy_on is None
    casework.resolve(alice, case, outcome="Settled.", at=NOON)
    again = case_for(alice, case.ref)
    assert mine(secret).card.destroy_on == again.row.destroy_on
    casework.reopen(alice, again, why="More came.", at=NOON)
    assert mine(secret).card.destroy_on is None
