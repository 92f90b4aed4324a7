"""Handing a case over: the giver's own keys open nothing of it afterwards. (CONF-5, ELIG-2)"""

from datetime import date, timedelta

import pytest

from confide.casework import actions, queries
from confide.casework.actions import Said
from confide.casework.models import Contact, Seat
from confide.casework.queries import NotVisible, OpenCase
from confide.ledger import history
from confide.ledger.record import Refused
from confide.policy import access
from confide.team import actions as team
from confide.team.models import Officer, Term
from confide.team.queries import Acting
from confide.vault import grants, rings
from confide.vault.models import Grant, KeyRing
from confide.vault.primitives import DoesNotOpen
from tests import cast
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("CONF-5"),
]
YES = access.may_read(access.Standing(in_office=True, undertaking_signed=True, seated=True))
LATER = Said(kind="phone", happened_at=NOON, said="The canary after the hand-over.")


def holders(case: OpenCase) -> set[str]:
    return set(Grant.objects.filter(case=case.ref).values_list("holder", flat=True))


def test_the_taker_has_everything_and_the_giver_nothing(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    filed = actions.add_document(alice, case, cast.a_pdf(), at=NOON)
    actions.hand_over(alice, case, bob.officer, student_knows="She knows.", at=NOON)
    his = queries.case_for(bob, case.ref)
    assert his.file.student == "Dana Whitlock"
    cards = [each.card for each in queries.contacts_of(his)]
    assert {card.chose for card in cards} == {"To think about it.", ""}
    assert [(card.kind, card.subject, card.said) for card in cards if not card.chose] == [
        ("handed-over", "Bob", "She knows.")
    ]
    card = queries.one_document(his, filed).card
    assert b"".join(queries.content_of(his, card)) == cast.PDF
    with pytest.raises(NotVisible):
        queries.case_for(alice, case.ref)
    assert queries.my_cases(alice) == [] and queries.search(alice, "Dana") == []
    assert holders(case) == {bob.unlocked.ring_id, cast.founded_service().ring.id}
    entry = history.recorded("case.handed-over", about=case.ref, by=alice.pseudonym)
    assert entry is not None and entry.clause


@pytest.mark.promise("P4")
def test_the_givers_keys_and_the_whole_database_open_nothing_that_comes_after(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    kept = case.keys  # she kept a copy of every key that she ever had
    actions.hand_over(alice, case, bob.officer, student_knows="She knows.", at=NOON)
    his = queries.case_for(bob, case.ref)
    actions.add_contact(bob, his, LATER, at=NOON)
    Seat.objects.create(case=case.row, officer=alice.officer)
    with pytest.raises(DoesNotOpen):
        grants.open_case(alice.unlocked, case.ref, under=YES)
    with pytest.raises(NotVisible):
        queries.case_for(alice, case.ref)
    rows = list(Contact.objects.filter(case=case.row))
    assert len(rows) == 3
    for row in rows:
        with pytest.raises(DoesNotOpen):
            row.take(kept, type(queries.contacts_of(his)[0].card))


@pytest.mark.promise("P14")
def test_what_she_was_still_writing_is_not_added(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    actions.hand_over(alice, case, bob.officer, student_knows="She knows.", at=NOON)
    # A copy of her seat is left, so that only her keys can tell.
    Seat.objects.create(case=case.row, officer=alice.officer)
    for add in (
        lambda: actions.add_contact(alice, case, LATER, at=NOON),
        lambda: actions.add_task(alice, case, "x", due_on=None, at=NOON),
        lambda: actions.add_document(alice, case, cast.a_pdf(), at=NOON),
        lambda: actions.resolve(alice, case, outcome="x", at=NOON),
        lambda: actions.hand_over(alice, case, bob.officer, student_knows="She knows.", at=NOON),
    ):
        with pytest.raises(NotVisible):
            add()
    his = queries.case_for(bob, case.ref)
    assert LATER.said not in [each.card.said for each in queries.contacts_of(his)]


def test_somebody_not_in_office_or_not_bound_takes_no_case(alice: Acting, case: OpenCase) -> None:
    ended = cast.officer("ended", term=(date(2024, 7, 1), date(2025, 6, 30)))
    unsigned = cast.officer("nora", signed=False)
    for them in (ended, unsigned):
        with pytest.raises(Refused) as refused:
            actions.hand_over(alice, case, them.officer, student_knows="She knows.", at=NOON)
        assert refused.value.decision.clause == "CONF-5"
    assert queries.case_for(alice, case.ref)


@pytest.mark.promise("P4")
def test_no_case_is_sealed_to_an_invitation(alice: Acting, bob: Acting, case: OpenCase) -> None:
    """Whoever passed it on knows its words; nothing else about Bob would tell."""
    Officer.objects.filter(id=bob.officer.id).update(enrolled=False)
    with pytest.raises(Refused):
        actions.hand_over(
            alice, case, Officer.objects.get(id=bob.officer.id), student_knows="She knows.", at=NOON
        )
    assert bob.unlocked.ring_id not in holders(case)


@pytest.mark.promise("P4")
def test_no_case_is_sealed_to_a_key_that_was_exchanged(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    mallory, _ = rings.new_ring()
    KeyRing.objects.filter(id=bob.unlocked.ring_id).update(kem_public=mallory.kem_public)
    with pytest.raises(DoesNotOpen):
        actions.hand_over(
            alice, case, Officer.objects.get(id=bob.officer.id), student_knows="She knows.", at=NOON
        )
    assert queries.case_for(alice, case.ref).keys.generation == 1


@pytest.mark.promise("P4")
def test_a_seat_of_somebody_who_left_gets_no_new_keys(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    zoe = cast.officer("zoe")
    Seat.objects.create(case=case.row, officer=zoe.officer)
    Term.objects.filter(officer=zoe.officer).update(ends_on=NOON.date() - timedelta(days=1))
    actions.hand_over(alice, case, bob.officer, student_knows="She knows.", at=NOON)
    assert zoe.unlocked.ring_id not in holders(case)


@pytest.mark.clause("ELIG-2")
def test_the_womens_officer_takes_it_only_on_the_students_word(
    alice: Acting, case: OpenCase
) -> None:
    wendy = cast.officer("wendy", post="womens")
    unsaid = cast.a_case(alice, student="Emrys Vaughan", said_woman=None)
    with pytest.raises(Refused) as refused:
        actions.hand_over(alice, unsaid, wendy.officer, student_knows="She knows.", at=NOON)
    assert refused.value.decision.clause == "ELIG-2"
    actions.hand_over(alice, case, wendy.officer, student_knows="She knows.", at=NOON)
    assert queries.case_for(wendy, case.ref).file.student == "Dana Whitlock"


@pytest.mark.clause("CONF-1")
def test_only_whoever_sits_there_gives_it_away(alice: Acting, bob: Acting, case: OpenCase) -> None:
    with pytest.raises(Refused):
        actions.hand_over(bob, case, bob.officer, student_knows="She knows.", at=NOON)
    assert queries.case_for(alice, case.ref)


def test_to_and_fro_nothing_is_lost(alice: Acting, bob: Acting, case: OpenCase) -> None:
    for _ in range(3):
        actions.hand_over(
            alice,
            queries.case_for(alice, case.ref),
            bob.officer,
            student_knows="She knows.",
            at=NOON,
        )
        actions.hand_over(
            bob, queries.case_for(bob, case.ref), alice.officer, student_knows="She knows.", at=NOON
        )
    hers = queries.case_for(alice, case.ref)
    assert hers.keys.generation == 7 and len(queries.tasks_of(hers)) == 1
    assert Seat.objects.filter(case=case.row).count() == 1


def test_after_her_term_the_colleague_goes_on(alice: Acting, bob: Acting, case: OpenCase) -> None:
    actions.hand_over(alice, case, bob.officer, student_knows="She knows.", at=NOON)
    Term.objects.filter(officer=alice.officer).update(ends_on=NOON.date() - timedelta(days=60))
    team.end_what_lapsed(at=NOON)
    assert queries.case_for(bob, case.ref).file.student == "Dana Whitlock"
