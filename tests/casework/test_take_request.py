"""A request is taken by one, and from then on opens to nobody else. (CONF-1, ELIG-3)"""

from typing import Any

import pytest

from confide.casework import actions, queries
from confide.casework.actions import requesting
from confide.casework.models import Case, Drawer, DrawerItem, Request, Seat
from confide.casework.queries import NotVisible
from confide.ledger.models import Entry
from confide.ledger.record import Refused
from confide.policy import access
from confide.team.queries import Acting
from confide.vault import grants, ways
from confide.vault.models import Grant
from confide.vault.primitives import DoesNotOpen
from tests import cast
from tests.casework.asking import ASKING, asks, at_drawer
from tests.cast import NOON
from tests.together import meeting_after, together

BOTH = ["default", "keys"]
YES = access.may_read(access.Standing(in_office=True, undertaking_signed=True, seated=True))


def take(acting: Acting) -> str:
    ref = Case.objects.get().id
    actions.take_request(acting, queries.request_for(acting, ref), at=NOON)
    return ref


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.clause("CONF-1")
def test_whoever_takes_it_sits_there_and_the_others_keys_open_nothing(
    alice: Acting, bob: Acting
) -> None:
    requested = asks(cast.a_pdf())
    kept = queries.request_for(bob, Case.objects.get().id).case.keys
    ref = take(alice)
    opened = queries.case_for(alice, ref)
    assert opened.file.about == ASKING.words and opened.row.destroy_on is None
    [asked] = queries.contacts_of(opened)
    assert asked.card.said == ASKING.words and asked.card.kind == "asked-for-support"
    holders = set(Grant.objects.filter(case=ref).values_list("holder", flat=True))
    assert holders == {alice.unlocked.ring_id, cast.founded_service().ring.id}
    with pytest.raises(DoesNotOpen):
        grants.open_case(bob.unlocked, ref, under=YES)
    with pytest.raises(DoesNotOpen):
        opened.row.take(kept, queries.CaseFile)
    assert queries.untaken() == 0 and not Request.objects.exists()
    assert queries.requests_for(bob) == []
    assert [s.name for s in at_drawer(requested).card.sights] == ["Alice"]
    assert at_drawer(requested).card.lapses_on is None


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.promise("P4")
def test_the_drawer_gets_a_new_key_with_the_case(alice: Acting, bob: Acting) -> None:
    requested = asks()
    his = queries.request_for(bob, Case.objects.get().id).case
    theirs = queries.drawer_in(his.ref, his.keys)
    assert theirs is not None
    take(alice)
    actions.write(at_drawer(requested), "A canary after the taking.", at=NOON)
    for row in (Drawer.objects.get(), *DrawerItem.objects.all()):
        with pytest.raises(DoesNotOpen):
            row.take(theirs.keys, type(theirs.card))


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.clause("CONF-1")
def test_a_second_one_is_told_that_it_is_taken(alice: Acting, bob: Acting) -> None:
    asks()
    his = queries.request_for(bob, Case.objects.get().id)
    ref = take(alice)
    with pytest.raises(Refused) as refused:
        actions.take_request(bob, his, at=NOON)
    assert refused.value.decision.clause == "CONF-1"
    assert list(Seat.objects.values_list("officer", flat=True)) == [alice.officer.id]
    with pytest.raises(NotVisible):
        queries.request_for(bob, ref)


@pytest.mark.django_db(databases=BOTH, transaction=True)
@pytest.mark.promise("P14")
def test_two_at_once_never_both(
    alice: Acting, bob: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks()
    ref = Case.objects.get().id
    hers, his = queries.request_for(alice, ref), queries.request_for(bob, ref)

    def taking(acting: Acting, opened: Any) -> Any:
        return lambda: actions.take_request(acting, opened, at=NOON)

    with meeting_after(monkeypatch, requesting, "is_untaken"):
        ended = together(taking(alice, hers), taking(bob, his))
    assert sorted(type(each).__name__ for each in ended) == ["NoneType", "Refused"]
    assert Entry.objects.filter(event="request.taken", verdict="allowed").count() == 1
    [seat] = Seat.objects.all()
    taker, other = (alice, bob) if seat.officer_id == alice.officer.id else (bob, alice)
    assert queries.case_for(taker, ref).file.student == "Dana Whitlock"
    with pytest.raises(DoesNotOpen):
        grants.open_case(other.unlocked, ref, under=YES)


@pytest.mark.django_db(databases=BOTH, transaction=True)
@pytest.mark.promise("P14")
def test_what_the_student_writes_while_it_is_taken_is_not_lost(
    alice: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    requested = asks()
    ref = Case.objects.get().id
    hers, mine = queries.request_for(alice, ref), at_drawer(requested)
    ended = together(
        lambda: actions.take_request(alice, hers, at=NOON),
        lambda: actions.write(mine, "At the very moment.", at=NOON),
    )
    assert not any(isinstance(each, Exception) for each in ended)
    opened = queries.case_for(alice, ref)
    drawer = queries.drawer_in(ref, opened.keys)
    assert drawer is not None
    assert [m.words for _, m in queries.messages_in(drawer)] == ["At the very moment."]
    assert [m.words for _, m in queries.messages_in(at_drawer(requested).drawer)] == [
        "At the very moment."
    ]


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.clause("BRCH-3", "CONF-1")
def test_in_danger_they_are_asked_only_where_there_is_nobody_else(
    alice: Acting, bob: Acting
) -> None:
    asks(avoids=frozenset({bob.pseudonym}))
    opened = queries.case_for(alice, take(alice))
    assert queries.whom_to_ask(alice, opened, on=alice.on) == [bob.officer]
    carol = cast.officer("carol")
    assert queries.whom_to_ask(alice, opened, on=alice.on) == [carol.officer]


@pytest.mark.django_db(databases=BOTH)
@pytest.mark.clause("CONF-1")
def test_it_is_not_handed_to_whom_the_student_would_rather_not_have_see_it(
    alice: Acting, bob: Acting
) -> None:
    requested = asks(avoids=frozenset({bob.pseudonym}))
    opened = queries.case_for(alice, take(alice))
    with pytest.raises(Refused) as refused:
        actions.hand_over(alice, opened, bob.officer, student_knows="She knows.", at=NOON)
    assert refused.value.decision.clause == "CONF-1"
    # The fault planted: he is seated and granted the keys all the same.
    Seat.objects.create(case=opened.row, officer=bob.officer)
    given = grants.give(opened.keys, bob.officer.ring, by=alice.unlocked, under=YES)
    Grant.objects.bulk_create(given)
    with pytest.raises(NotVisible):
        queries.case_for(bob, opened.ref)
    assert queries.my_cases(bob) == [] and requested
    assert ways.way_in(requested.words)
