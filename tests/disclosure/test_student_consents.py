"""A student gives, narrows and takes back consent by their own words, by themselves. (CONF-4)"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from confide.casework import actions as casework
from confide.casework import queries as cases
from confide.casework.models import Asked, Drawer, DrawerItem, DrawerKey, ItemCard
from confide.casework.queries import Mine, NotVisible, OpenCase
from confide.casework.queries.drawers import statement_of
from confide.disclosure import actions, queries
from confide.disclosure.actions import Agreed, Less, MayBeTold, ToTell
from confide.disclosure.models import Consent, ConsentCard
from confide.disclosure.queries import Ask
from confide.ledger import history
from confide.ledger.record import Refused
from confide.policy import requests
from confide.policy.consent import CONTACT
from confide.team.queries import Acting
from confide.vault import ways
from confide.vault.primitives import random_id
from tests.cast import NOON
from tests.disclosure.own import given_way_in, mine

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-4"),
    pytest.mark.clause("CONF-1"),
]
ON = NOON.date()
LATER = NOON + timedelta(hours=1)
TUTOR = MayBeTold(
    recipient="Dr Sen", role="her tutor", purpose="More time", words="I need a week more."
)


@pytest.fixture
def secret(alice: Acting, case: OpenCase) -> str:
    return given_way_in(alice, case)


def allowed(case: OpenCase, ask: Ask) -> bool:
    return bool(queries.gate(case, ask, on=ON).decision)


def test_what_an_officer_recorded_is_on_the_students_side(
    secret: str, agree: Callable[..., str], ask: Ask
) -> None:
    agree()
    [own] = queries.own_consents(mine(secret), on=ON)
    assert own.live and own.card.recipient == "Dr Sen" and own.card.words == "Yes, tell him that."
    assert {part.key for part in own.parts} == {"summary", *(f"item:{k}" for k in ask.items)}


def test_what_was_recorded_before_the_card_is_there_once_the_case_was_opened(
    alice: Acting, case: OpenCase, agree: Callable[..., str], tell: Callable[..., str]
) -> None:
    agree()
    tell()
    secret = given_way_in(alice, case)
    assert queries.lags_behind(case)
    actions.take_in_consents(alice, case, at=LATER)
    assert not queries.lags_behind(case)
    assert len(queries.own_consents(mine(secret), on=ON)) == 1
    assert len(queries.own_tellings(mine(secret))) == 1


@pytest.mark.promise("P8")
def test_a_withdrawal_shuts_the_gate_at_once_and_the_record_takes_it_in_later(
    alice: Acting,
    case: OpenCase,
    secret: str,
    agree: Callable[..., str],
    tell: Callable[..., str],
    ask: Ask,
) -> None:
    agreed = agree()
    telling = tell()
    assert allowed(case, ask)
    actions.withdraw_as_student(mine(secret), agreed, words="No more.", at=LATER)
    assert not Consent.objects.get(id=agreed).take(case.keys, ConsentCard).withdrawn_at
    assert not allowed(case, ask)
    with pytest.raises(Refused) as refused:
        tell(at=LATER)
    assert refused.value.decision.clause == "CONF-4"
    with pytest.raises(Refused):
        actions.fetch(alice, case, telling, "extract", at=LATER)
    actions.take_in_consents(alice, case, at=LATER)
    kept = Consent.objects.get(id=agreed).take(case.keys, ConsentCard)
    assert (kept.withdrawn_at, kept.withdrawn_by, kept.withdrawn_words) == (LATER, "", "No more.")
    assert not queries.lags_behind(case) and not allowed(case, ask)
    [own] = queries.own_consents(mine(secret), on=ON)
    assert not own.live and not own.may_withdraw


def test_the_ledger_says_that_it_was_done_and_by_a_student(
    case: OpenCase, secret: str, agree: Callable[..., str]
) -> None:
    actions.withdraw_as_student(mine(secret), agree(), words="A canary.", at=LATER)
    last = history.entries_about(case.ref)[-2:]
    assert [(e.event, e.by) for e in last] == [
        ("consent.withdrawn", "student"),
        ("student.asked", "student"),
    ]


def test_less_is_less_at_once(
    case: OpenCase, secret: str, agree: Callable[..., str], ask: Ask
) -> None:
    agreed = agree()
    less = Less(kept=["summary"], until_on=ON + timedelta(days=3), words="Not the letter.")
    new = actions.narrow_as_student(mine(secret), agreed, less, at=LATER)
    assert not allowed(case, ask)
    summary = replace(ask, items=())
    assert allowed(case, summary)
    assert not queries.gate(case, summary, on=ON + timedelta(days=4)).decision
    assert queries.one_consent(case, new).card.narrowed_words == "Not the letter."
    assert queries.one_consent(case, agreed).card.replaced_by == new


@pytest.mark.parametrize(
    "kept, until_on", [(["summary", "item:x"], None), ([], None), (["summary"], NOON.date())]
)
def test_less_is_not_more_and_not_nothing(
    secret: str, agree: Callable[..., str], kept: list[str], until_on: Any
) -> None:
    agreed = agree(until_on=ON - timedelta(days=0))
    if kept == ["summary", "item:x"]:
        # The fault planted: all parts again, until later than agreed.
        own = queries.own_consents(mine(secret), on=ON)[0]
        kept, until_on = [part.key for part in own.parts], ON + timedelta(days=9)
    elif until_on:
        until_on = ON + timedelta(days=1)
    with pytest.raises(Refused):
        less = Less(kept=kept, until_on=until_on)
        actions.narrow_as_student(mine(secret), agreed, less, at=LATER)


def test_what_they_agree_to_of_their_own_accord_may_be_told_word_for_word(
    alice: Acting, case: OpenCase, secret: str
) -> None:
    given = actions.agree_as_student(mine(secret), TUTOR, at=LATER)
    asked = Ask(recipient="Dr Sen", role="her tutor", purpose="More time", summary=TUTOR.words)
    assert allowed(case, asked) and queries.one_consent(case, given).card.way == "online"
    assert not allowed(case, replace(asked, summary="I need a year more."))
    assert not allowed(case, replace(asked, role="her supervisor"))
    telling = actions.tell(alice, case, ToTell(ask=asked, how="paper"), at=LATER)
    assert [each.id for each in queries.own_tellings(mine(secret))] == [telling]
    assert queries.own_tellings(mine(secret))[0].told.consent == given


@pytest.mark.parametrize(
    "changed", [{"recipient": " "}, {"role": ""}, {"purpose": ""}, {"words": " \n"}]
)
def test_nobody_agrees_to_something_incomplete(secret: str, changed: dict[str, str]) -> None:
    with pytest.raises(Refused):
        actions.agree_as_student(mine(secret), replace(TUTOR, **changed), at=LATER)


def test_somebody_may_get_in_touch(case: OpenCase, secret: str, alice: Acting) -> None:
    mother = MayBeTold(
        recipient="Ada", role="her mother", purpose="Rent", kind=CONTACT, confirm=True
    )
    given = actions.agree_as_student(mine(secret), mother, at=LATER)
    # That somebody is told that the student comes here is noted on it, taken in or not.
    actions.note_use(alice, case, given, act="confirm", to=0, at=LATER)
    [own] = queries.own_consents(mine(secret), on=ON)
    assert [use.to.name for use in own.card.uses] == ["Ada"]
    actions.withdraw_as_student(mine(secret), given, at=LATER)
    with pytest.raises(Refused):
        actions.note_use(alice, case, given, act="confirm", to=0, at=LATER)


@pytest.fixture
def put(alice: Acting, case: OpenCase, ask: Ask) -> str:
    agreed = Agreed(ask=ask, spoken=False, given_at=NOON)
    return actions.propose_consent(alice, case, agreed, at=NOON)


def test_what_was_put_to_them_holds_once_they_agree(
    case: OpenCase, secret: str, put: str, ask: Ask
) -> None:
    [own] = queries.own_consents(mine(secret), on=ON)
    assert own.waits and not own.live and not allowed(case, ask)
    # They have before them what they permit, and not only how it is called.
    assert "Dana came to the office about the deposit." in dict(own.read).values()
    actions.sign_as_student(mine(secret), put, at=LATER)
    assert allowed(case, ask)
    with pytest.raises(Refused):
        actions.sign_as_student(mine(secret), put, at=LATER)


def test_what_they_decline_is_put_to_them_no_more(
    case: OpenCase, secret: str, put: str, ask: Ask
) -> None:
    actions.withdraw_as_student(mine(secret), put, at=LATER)
    [own] = queries.own_consents(mine(secret), on=ON)
    assert not own.waits and not allowed(case, ask)


def test_what_they_said_is_in_writing_once_they_sign_it(
    case: OpenCase, secret: str, agree: Callable[..., str]
) -> None:
    signed = actions.sign_as_student(mine(secret), agree(), at=LATER)
    assert not queries.one_consent(case, signed).card.spoken


def test_what_is_not_theirs_is_not_there(secret: str) -> None:
    with pytest.raises(NotVisible):
        actions.withdraw_as_student(mine(secret), random_id(), at=LATER)


def test_what_was_taken_in_holds_under_another_card(
    alice: Acting, case: OpenCase, secret: str, agree: Callable[..., str], ask: Ask
) -> None:
    agreed = agree()
    actions.withdraw_as_student(mine(secret), agreed, at=LATER)
    with pytest.raises(Refused):
        # Else the new card's keys would not vouch for what the old card's had signed.
        casework.give_way_in(alice, case, how_identified="She lost it.", at=LATER)
    actions.take_in_consents(alice, case, at=LATER)
    casework.give_way_in(alice, case, how_identified="She lost it.", at=LATER)
    assert not allowed(case, ask)


def test_it_holds_under_new_words(
    case: OpenCase, secret: str, agree: Callable[..., str], ask: Ask
) -> None:
    actions.withdraw_as_student(mine(secret), agree(), at=LATER)
    casework.renew_words(mine(secret), ways.make_words(), at=LATER)
    assert not allowed(case, ask)


def forged(case: OpenCase, student: Mine, *, signature: bytes, **said: Any) -> None:
    """Somebody who has the drawer's key, and not the student's, puts an ask into it."""
    row = DrawerItem(drawer=student.drawer.row)
    row.put(student.drawer.keys, ItemCard(Asked(at=LATER, signature=signature, **said)))
    DrawerItem.objects.bulk_create([row])


@pytest.mark.promise("P4")
def test_an_ask_that_the_student_did_not_sign_changes_nothing(
    alice: Acting, case: OpenCase, secret: str, agree: Callable[..., str], ask: Ask
) -> None:
    agreed = agree()
    student = mine(secret)
    other = Ask(recipient="The dean", role="the dean", purpose="More time", summary="All of it.")
    card = queries.consent_in(student.drawer, agreed)
    card = msgspec.structs.replace(card, recipient="The dean", role="the dean", items=())
    card = msgspec.structs.replace(card, purpose="More time", summary="All of it.")
    words = msgspec.json.encode(card).decode()
    signatures = [b"", bytes(64), alice.unlocked.sign(b"the officer's own")]
    for signature in signatures:
        forged(case, student, signature=signature, kind=requests.WITHDRAW, about=agreed)
        forged(case, student, signature=signature, kind=requests.AGREE, words=words)
    assert not allowed(case, ask) and not allowed(case, other)
    assert len(queries.own_consents(student, on=ON)) == 1
    actions.take_in_consents(alice, case, at=LATER)
    assert not allowed(case, other) and Consent.objects.count() == 1
    assert not Consent.objects.get().take(case.keys, ConsentCard).withdrawn_at


@pytest.mark.promise("P4")
def test_a_signed_ask_is_good_for_its_own_place_alone(
    alice: Acting, case: OpenCase, secret: str, agree: Callable[..., str], ask: Ask
) -> None:
    first = agree()
    second = agree(ask=replace(ask, recipient="Dr Roe", role="her supervisor"))
    actions.withdraw_as_student(mine(secret), second, at=LATER)
    student = mine(secret)
    [(_, asked)] = cases.asked_in(student.drawer, requests.WITHDRAW)
    forged(case, student, signature=asked.signature, kind=requests.WITHDRAW, about=first)
    assert not queries.one_consent(case, first).card.withdrawn_at


def test_the_planted_fault_is_seen_where_no_signature_is_asked_for(
    case: OpenCase,
    secret: str,
    agree: Callable[..., str],
    ask: Ask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agreed = agree()
    forged(case, mine(secret), signature=b"", kind=requests.WITHDRAW, about=agreed)
    assert not queries.one_consent(case, agreed).card.withdrawn_at
    from confide.casework.queries import drawers

    monkeypatch.setattr(drawers, "genuine_ask", lambda *_: True)
    assert queries.one_consent(case, agreed).card.withdrawn_at


@pytest.mark.promise("P4")
def test_what_was_asked_and_was_taken_out_of_the_database_lets_nothing_be_told(
    case: OpenCase, secret: str, agree: Callable[..., str], ask: Ask
) -> None:
    agreed = agree()
    assert allowed(case, ask)
    actions.withdraw_as_student(mine(secret), agreed, at=LATER)
    [(item_id, _)] = cases.asked_in(mine(secret).drawer, requests.WITHDRAW)
    DrawerItem.objects.filter(id=item_id).delete()
    refused = queries.gate(case, ask, on=ON).decision
    assert not refused and refused.clause == "CONF-4"
    Drawer.objects.all().delete()
    DrawerKey.objects.all().delete()
    assert not allowed(case, ask)


@pytest.fixture
def withdrawn(case: OpenCase, secret: str, agree: Callable[..., str], ask: Ask) -> str:
    """The withdrawal's id, of which the record knows nothing yet."""
    agreed = agree()
    assert allowed(case, ask)
    actions.withdraw_as_student(mine(secret), agreed, at=LATER)
    [(item_id, _)] = cases.asked_in(mine(secret).drawer, requests.WITHDRAW)
    assert not allowed(case, ask)
    return item_id


@pytest.mark.promise("P4")
def test_other_keys_in_the_students_place_silence_nothing(
    alice: Acting, case: OpenCase, withdrawn: str, ask: Ask
) -> None:
    assert cases.strange_ways() == []
    Drawer.objects.update(ring=alice.officer.ring_id)
    assert not allowed(case, ask)
    assert cases.strange_ways() == [Drawer.objects.get().id]


@pytest.mark.promise("P4")
def test_what_was_signed_by_the_words_before_silences_nothing(
    case: OpenCase, secret: str, withdrawn: str, ask: Ask
) -> None:
    before = DrawerItem.objects.get(id=withdrawn).sealed
    casework.renew_words(mine(secret), ways.make_words(), at=LATER)
    DrawerItem.objects.filter(id=withdrawn).update(sealed=before)
    assert not allowed(case, ask)


@pytest.mark.promise("P4")
@pytest.mark.parametrize("done_at", [None, LATER])
def test_something_else_in_the_place_of_what_was_taken_out_silences_nothing(
    case: OpenCase, secret: str, withdrawn: str, ask: Ask, done_at: Any
) -> None:
    DrawerItem.objects.filter(id=withdrawn).delete()
    forged(case, mine(secret), signature=b"", kind=requests.OBJECT, words="No.", done_at=done_at)
    assert not allowed(case, ask)


@pytest.mark.promise("P4")
@pytest.mark.parametrize("sealed_too", [False, True])
def test_whoever_sits_at_the_case_cannot_sign_in_the_students_place(
    alice: Acting,
    case: OpenCase,
    secret: str,
    agree: Callable[..., str],
    ask: Ask,
    sealed_too: bool,
) -> None:
    student, other = mine(secret), replace(ask, recipient="The dean", role="the dean")
    card = queries.consent_in(student.drawer, agree())
    card = msgspec.structs.replace(card, recipient="The dean", role="the dean")
    row = Drawer.objects.get()
    row.ring_id = alice.officer.ring_id
    if sealed_too:
        keys = student.drawer.keys
        row.put(keys, msgspec.structs.replace(student.card, ring=row.ring_id))
    Drawer.objects.update(ring=row.ring_id, sealed=row.sealed)
    item = DrawerItem(drawer=row)
    words = msgspec.json.encode(card).decode()
    asked = Asked(kind=requests.AGREE, at=LATER, signature=b"", words=words)
    signature = alice.unlocked.sign(statement_of(row.id, item.id, asked))
    signed = msgspec.structs.replace(asked, signature=signature)
    item.put(student.drawer.keys, ItemCard(signed))
    DrawerItem.objects.bulk_create([item])
    drawer = cases.drawer_in(case.ref, case.keys)
    assert drawer is not None and cases.genuine_ask(drawer, item.id, signed)
    assert not allowed(case, other) and len(queries.consents_of(case)) == 1
    assert cases.strange_ways() == [row.id]
