"""The student's drawer from both sides: messages, wishes, new words, a card. (RECD-6, CONF-3)"""

from datetime import timedelta

import msgspec
import pytest

from confide.casework import actions, queries
from confide.casework.models import Case, Drawer, DrawerItem, ItemCard, SafeContact
from confide.casework.queries import OpenCase
from confide.ledger.models import Entry
from confide.ledger.record import Refused, record
from confide.policy import requests
from confide.team.queries import Acting
from confide.vault import shred, ways
from confide.vault.models import Grant, KeyRing, Session
from confide.vault.primitives import DoesNotOpen
from tests import cast
from tests.browsing import At, browser_of
from tests.casework.asking import asks, at_drawer
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-6"),
]

ALLOWED = requests.may_have_new_words()


def taken(acting: Acting) -> OpenCase:
    opened = queries.request_for(acting, Case.objects.get().id)
    actions.take_request(acting, opened, at=NOON)
    return queries.case_for(acting, opened.ref)


def words_in(opened: OpenCase) -> list[str]:
    drawer = queries.drawer_in(opened.ref, opened.keys)
    assert drawer is not None
    return [message.words for _, message in queries.messages_in(drawer)]


def test_they_write_to_each_other_and_each_sees_what_was_read(alice: Acting) -> None:
    requested = asks()
    opened = taken(alice)
    actions.write(at_drawer(requested), "Is there any news?", at=NOON)
    assert queries.wrote([opened]) == [opened]
    actions.reply(alice, opened, "There is: come on Monday.", at=NOON + timedelta(minutes=1))
    actions.take_in(alice, opened, at=NOON + timedelta(minutes=2))
    assert queries.wrote([opened]) == []
    messages = [m for _, m in queries.messages_in(at_drawer(requested).drawer)]
    assert [(m.words, m.by, m.read_at is not None) for m in messages] == [
        ("Is there any news?", "", True),
        ("There is: come on Monday.", alice.pseudonym, False),
    ]


def test_what_waits_too_long_is_known_to_everybody_by_number(alice: Acting) -> None:
    requested = asks()
    taken(alice)
    actions.write(at_drawer(requested), "Is anybody there?", at=NOON)
    on = NOON.date()
    assert queries.messages_waiting(on=on + timedelta(days=1)) == 0
    assert queries.messages_waiting(on=on + timedelta(days=2)) == 1


def test_an_empty_message_is_none(alice: Acting) -> None:
    requested = asks()
    with pytest.raises(Refused):
        actions.write(at_drawer(requested), " \n", at=NOON)
    assert not DrawerItem.objects.exists()


def test_what_the_student_asks_is_signed_and_no_other_counts(alice: Acting) -> None:
    requested = asks()
    opened = taken(alice)
    actions.ask(at_drawer(requested), requests.DESTROY, at=NOON)
    drawer = queries.drawer_in(opened.ref, opened.keys)
    assert drawer is not None
    [(item_id, asked)] = queries.asked_in(drawer)
    assert asked.kind == requests.DESTROY
    # The fault planted: somebody at the case makes it ask for something else.
    row = DrawerItem.objects.get(id=item_id)
    row.put(drawer.keys, ItemCard(msgspec.structs.replace(asked, kind=requests.WITHDRAW)))
    DrawerItem.objects.filter(id=item_id).update(sealed=row.sealed)
    assert queries.asked_in(drawer) == []
    # Or moves what was signed to another place.
    row.put(drawer.keys, ItemCard(asked))
    DrawerItem.objects.filter(id=item_id).update(sealed=row.sealed)
    assert len(queries.asked_in(drawer)) == 1
    moved = DrawerItem(drawer=drawer.row)
    moved.put(drawer.keys, ItemCard(asked))
    DrawerItem.objects.bulk_create([moved])
    assert [found for found, _ in queries.asked_in(drawer)] == [item_id]


def test_a_changed_safe_contact_stands_in_the_case_once_it_is_opened(alice: Acting) -> None:
    requested = asks()
    opened = taken(alice)
    new = SafeContact(how="Ring my sister", may_say_who=True)
    actions.ask(at_drawer(requested), requests.SAFE_CONTACT, safe=new, at=NOON)
    assert at_drawer(requested).card.safe == new
    actions.resolve(alice, queries.case_for(alice, opened.ref), outcome="Settled.", at=NOON)
    assert at_drawer(requested).card.safe == new
    actions.take_in(alice, queries.case_for(alice, opened.ref), at=NOON)
    assert queries.case_for(alice, opened.ref).file.safe == new


@pytest.mark.clause("RECD-3")
def test_words_of_their_own_stand_in_the_record(alice: Acting) -> None:
    requested = asks()
    opened = taken(alice)
    actions.ask(at_drawer(requested), requests.OWN_WORDS, words="It was not like that.", at=NOON)
    actions.take_in(alice, opened, at=NOON)
    kinds = {c.card.kind: c.card.said for c in queries.contacts_of(opened)}
    assert kinds["own-words"] == "It was not like that."
    actions.take_in(alice, opened, at=NOON)
    assert len(queries.contacts_of(opened)) == 2


@pytest.mark.promise("P11")
def test_new_words_take_the_place_of_the_old_at_once(alice: Acting) -> None:
    requested = asks()
    opened = taken(alice)
    actions.ask(at_drawer(requested), requests.RECORD, at=NOON)
    old = ways.way_in(requested.words)
    words = ways.make_words()
    secret = actions.renew_words(at_drawer(requested), words, at=NOON)
    assert queries.enter(requested.words, at=NOON) is None
    assert queries.at_drawer(requested.secret, at=NOON) is None
    assert not KeyRing.objects.filter(id=old.ring.id).exists()
    assert queries.at_drawer(secret, at=NOON) is not None
    assert queries.enter(words, at=NOON) is not None
    drawer = queries.drawer_in(opened.ref, opened.keys)
    assert drawer is not None and len(queries.asked_in(drawer)) == 1
    # Handing it over afterwards gives the drawer new keys for the new ring.
    actions.reply(alice, opened, "Good.", at=NOON)
    assert len(words_in(opened)) == 1


def test_new_words_before_anybody_took_the_request(alice: Acting) -> None:
    requested = asks()
    words = ways.make_words()
    actions.renew_words(at_drawer(requested), words, at=NOON)
    assert taken(alice).file.student == "Dana Whitlock"
    again = queries.enter(words, at=NOON)
    assert again is not None and queries.at_drawer(again, at=NOON) is not None
    # The ring that had given the request's grants is gone with them.
    assert not KeyRing.objects.filter(id=ways.way_in(requested.words).ring.id).exists()


def test_an_officer_hands_over_a_card_then_another_and_takes_it_back(
    alice: Acting, case: OpenCase
) -> None:
    with pytest.raises(Refused):
        actions.give_way_in(alice, case, how_identified=" ", at=NOON)
    words = actions.give_way_in(alice, case, how_identified="She sat before me.", at=NOON)
    secret = queries.enter(words, at=NOON)
    assert secret is not None
    mine = queries.at_drawer(secret, at=NOON)
    assert mine is not None and [s.name for s in mine.card.sights] == ["Alice"]
    actions.write(mine, "I have it.", at=NOON)
    opened = queries.case_for(alice, case.ref)
    other = actions.give_way_in(alice, opened, how_identified="She lost it.", at=NOON)
    assert queries.enter(words, at=NOON) is None and queries.at_drawer(secret, at=NOON) is None
    second = queries.enter(other, at=NOON)
    assert second is not None and words_in(opened) == ["I have it."]
    actions.take_way_back(alice, opened, at=NOON)
    assert queries.enter(other, at=NOON) is None
    with pytest.raises(Refused):
        actions.take_way_back(alice, opened, at=NOON)
    third = actions.give_way_in(alice, opened, how_identified="She found it.", at=NOON)
    assert queries.enter(third, at=NOON) is not None and words_in(opened) == ["I have it."]
    assert KeyRing.objects.filter(held__case=Drawer.objects.get().id).count() == 1


def test_where_no_words_open_it_any_more_nobody_writes_there_and_a_new_card_lets_them(
    at: At, alice: Acting
) -> None:
    requested = asks()
    opened = taken(alice)
    actions.reply(alice, opened, "Come on Monday.", at=NOON)
    actions.close_way(at_drawer(requested), at=NOON)
    opened = queries.case_for(alice, opened.ref)
    with pytest.raises(Refused) as refused:
        actions.reply(alice, opened, "Are you there?", at=NOON)
    assert refused.value.decision.clause == "RECD-6" and refused.value.decision.instead
    assert words_in(opened) == ["Come on Monday."]
    page = browser_of(alice).get(f"/cases/{opened.ref}/").content.decode()
    assert "Come on Monday." in page and "nobody would read what you write there" in page
    assert f'action="/cases/{opened.ref}/messages/"' not in page
    typed = {"words": "A long letter."}
    page = browser_of(alice).post(f"/cases/{opened.ref}/messages/", typed).content.decode()
    assert "A long letter." in page and "hand them a card" in page
    actions.give_way_in(alice, opened, how_identified="She sat before me.", at=NOON)
    actions.reply(
        alice, queries.case_for(alice, opened.ref), "Here you are.", at=NOON + timedelta(1)
    )
    assert words_in(queries.case_for(alice, opened.ref)) == ["Come on Monday.", "Here you are."]


@pytest.mark.parametrize(("days", "reads"), [(-1, True), (0, False)])
def test_from_the_day_on_which_it_goes_a_student_finds_nothing_and_nobody_writes(
    alice: Acting, days: int, reads: bool
) -> None:
    asks()
    opened = taken(alice)
    actions.resolve(alice, opened, outcome="Settled.", at=NOON)
    case = Case.objects.get()
    assert case.destroy_on is not None
    on = case.destroy_on + timedelta(days=days)
    assert queries.can_write_to(queries.case_for(alice, opened.ref), on=on) is reads


def test_once_the_student_asked_for_its_end_nobody_writes_there(alice: Acting) -> None:
    requested = asks()
    opened = taken(alice)
    assert queries.can_write_to(opened, on=NOON.date())
    actions.ask(at_drawer(requested), requests.DESTROY, at=NOON)
    assert queries.can_write_to(opened, on=NOON.date())
    with record(queries.ASKED_TO_GO, by=alice.pseudonym, about=opened.ref, under=ALLOWED, at=NOON):
        pass
    assert not queries.can_write_to(opened, on=NOON.date())


def test_who_can_see_it_and_since_when_follows_every_hand_over(alice: Acting, bob: Acting) -> None:
    requested = asks()
    opened = taken(alice)
    later = NOON + timedelta(days=1)
    actions.hand_over(alice, opened, bob.officer, student_knows="She knows.", at=later)
    sights = at_drawer(requested).card.sights
    assert [(sight.name, sight.since) for sight in sights] == [("Bob", later)]
    actions.write(at_drawer(requested), "Hello, Bob.", at=later)
    assert words_in(queries.case_for(bob, opened.ref)) == ["Hello, Bob."]


@pytest.mark.promise("P6")
def test_without_the_cases_shred_key_the_words_open_nothing(alice: Acting) -> None:
    requested = asks()
    mine = at_drawer(requested)
    shred.destroy(mine.case, at=NOON)
    assert queries.enter(requested.words, at=NOON) is None
    assert queries.at_drawer(requested.secret, at=NOON) is None
    # The fault planted: whoever kept the drawer's key, and guesses at the other half.
    kept = mine.drawer.keys
    guessed = type(kept)(kept.case, kept.generation, kept.case_keys, bytes(32))
    with pytest.raises(DoesNotOpen):
        Drawer.objects.get().take(guessed, type(mine.card))


@pytest.mark.clause("CONF-3")
def test_a_visit_leaves_no_trace(alice: Acting) -> None:
    requested = asks()
    queries.leave(requested.secret)
    before = (Entry.objects.count(), list(Grant.objects.values()), list(Drawer.objects.values()))
    secret = queries.enter(requested.words, at=NOON)
    assert secret is not None and queries.at_drawer(secret, at=NOON) is not None
    queries.leave(secret)
    after = (Entry.objects.count(), list(Grant.objects.values()), list(Drawer.objects.values()))
    assert before == after and not Session.objects.exists()
    assert cast.NOON == NOON
