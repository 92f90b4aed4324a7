"""Sharing a case: one more colleague opens it, by a key of their own, for as long as was said."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from confide.casework import actions as casework
from confide.casework.actions import Said
from confide.casework.models import Case, Contact, ContactNote, Seat
from confide.casework.queries import NotVisible, OpenCase, case_for, my_cases
from confide.disclosure import actions, queries
from confide.disclosure.actions import AlreadyRecorded, Sharing
from confide.disclosure.models import Share
from confide.ledger import history
from confide.ledger.record import Refused
from confide.policy import access
from confide.retention import actions as keeping
from confide.team import actions as team
from confide.team.models import Officer, Term
from confide.team.queries import Acting
from confide.vault import grants
from confide.vault.models import Grant
from confide.vault.primitives import DoesNotOpen, random_id
from tests import cast
from tests.cast import NOON

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-4"),
]
YES = access.may_read(access.Standing(in_office=True, undertaking_signed=True, seated=True))
WHY = Sharing(reason="benefit", why="I am away next week.")
UNTIL = NOON.date() + timedelta(days=7)
FOR_A_WEEK = Sharing(reason="benefit", why="I am away next week.", until_on=UNTIL)
LATER = Said(kind="phone", happened_at=NOON, said="The canary after the end.")


def on(acting: Acting, at: datetime) -> Acting:
    """The same person at another moment."""
    return cast._acting(acting.unlocked, at)


def opens(acting: Acting, case: OpenCase) -> bool:
    """Whether their ring alone opens the newest generation: no query and no seat is asked."""
    try:
        keys = grants.open_case(acting.unlocked, case.ref, under=YES)
        case.row.refresh_from_db()
        case.row.take(keys, type(case.file))
    except DoesNotOpen:
        return False
    return True


def test_the_colleague_sees_it_too_and_it_stays_hers(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    actions.share(alice, case, bob.officer, WHY, at=NOON)
    his = case_for(bob, case.ref)
    assert his.file.student == "Dana Whitlock" and my_cases(bob)
    assert opens(alice, case) and opens(bob, case)
    [share] = queries.shares_of(his)
    assert (share.card.reason, share.card.why) == ("benefit", "I am away next week.")
    assert (share.card.officer, share.card.by) == (bob.pseudonym, alice.pseudonym)
    entry = history.recorded("case.shared", about=case.ref, by=alice.pseudonym)
    assert entry is not None and entry.clause == "RECD-4"


def test_who_can_see_it_is_said_with_why_and_until_when(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    actions.share(alice, case, bob.officer, FOR_A_WEEK, at=NOON)
    hers, his = queries.who_can_see(case_for(alice, case.ref), on=NOON.date())
    assert (hers.name, hers.lent, hers.since) == ("Alice", False, NOON)
    assert (his.name, his.lent, his.reason, his.until_on) == ("Bob", True, "benefit", UNTIL)
    assert his.post and his.opens and his.since == NOON


def test_who_left_office_and_sits_there_still_is_said_to_open_nothing(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    actions.share(alice, case, bob.officer, WHY, at=NOON)
    Term.objects.filter(officer=bob.officer).update(ends_on=NOON.date() - timedelta(days=1))
    hers, his = queries.who_can_see(case_for(alice, case.ref), on=NOON.date())
    assert hers.opens and not his.opens


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Sharing(reason="curiosity", why="I wonder."), "no third reason"),
        (Sharing(reason="", why="I wonder."), "no third reason"),
        (Sharing(reason="advice", why="\u200b "), "says why"),
        (Sharing(reason="advice", why="x", until_on=NOON.date() - timedelta(days=1)), "before"),
        (Sharing(reason="advice", why="x", until_on=NOON.date() + timedelta(days=91)), "90 days"),
    ],
)
def test_what_is_no_sharing_gives_nobody_a_seat(
    alice: Acting, bob: Acting, case: OpenCase, said: Sharing, words: str
) -> None:
    with pytest.raises(Refused) as refused:
        actions.share(alice, case, bob.officer, said, at=NOON)
    assert refused.value.decision.clause == "RECD-4" and words in refused.value.decision.why()
    assert not opens(bob, case) and not Share.objects.exists()


@pytest.mark.parametrize("days", [0, 90])
def test_today_and_ninety_days_from_now_may_be_the_last(
    alice: Acting, bob: Acting, case: OpenCase, days: int
) -> None:
    until_on = NOON.date() + timedelta(days=days)
    said = Sharing(reason="advice", why="x", until_on=until_on)
    actions.share(alice, case, bob.officer, said, at=NOON)
    assert opens(bob, case)


def test_whoever_sits_there_or_may_not_be_given_a_case_is_refused(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    actions.share(alice, case, bob.officer, WHY, at=NOON)
    unsigned = cast.officer("nora", signed=False)
    left = cast.officer("ended", term=(date(2024, 7, 1), date(2025, 6, 30)))
    for them, clause in (
        (bob, "RECD-4"),
        (alice, "RECD-4"),
        (unsigned, "CONF-5"),
        (left, "CONF-5"),
    ):
        with pytest.raises(Refused) as refused:
            actions.share(alice, case, them.officer, WHY, at=NOON)
        assert refused.value.decision.clause == clause
    Officer.objects.filter(id=cast.officer("zoe").officer.id).update(enrolled=False)
    with pytest.raises(Refused):
        actions.share(alice, case, Officer.objects.get(name="Zoe"), WHY, at=NOON)
    assert Share.objects.count() == 1


def test_sent_twice_it_counts_once(alice: Acting, bob: Acting, case: OpenCase) -> None:
    form = random_id()
    actions.share(alice, case, bob.officer, WHY, form=form, at=NOON)
    with pytest.raises(AlreadyRecorded):
        actions.share(alice, case, bob.officer, WHY, form=form, at=NOON)
    assert Share.objects.count() == 1 and Seat.objects.filter(case=case.row).count() == 2


@pytest.mark.clause("ELIG-2")
def test_the_womens_officer_helps_on_the_students_word_and_advises_a_colleague_without(
    alice: Acting,
) -> None:
    wendy = cast.officer("wendy", post="womens")
    unsaid = cast.a_case(alice, student="Emrys Vaughan", said_woman=None)
    with pytest.raises(Refused) as refused:
        actions.share(alice, unsaid, wendy.officer, WHY, at=NOON)
    assert refused.value.decision.clause == "ELIG-2"
    actions.share(alice, unsaid, wendy.officer, Sharing(reason="advice", why="x"), at=NOON)
    said = cast.a_case(alice, said_woman=True)
    actions.share(alice, said, wendy.officer, WHY, at=NOON)
    assert opens(wendy, unsaid) and opens(wendy, said)


def test_the_colleague_reads_and_writes_and_decides_nothing(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    actions.share(alice, case, bob.officer, WHY, at=NOON)
    zoe, his = cast.officer("zoe"), case_for(bob, case.ref)
    casework.add_contact(bob, his, LATER, at=NOON)
    casework.add_task(bob, his, "Ring", due_on=None, at=NOON)
    casework.add_document(bob, his, cast.a_pdf(), at=NOON)
    [share] = queries.shares_of(his)
    asked = keeping.Asked(how_asked="She came.", how_identified="I know her.")
    decides: list[Callable[[], object]] = [
        lambda: actions.share(bob, his, zoe.officer, WHY, at=NOON),
        lambda: actions.take_back(bob, his, share.id, at=NOON),
        lambda: casework.hand_over(bob, his, zoe.officer, student_knows="She knows.", at=NOON),
        lambda: casework.resolve(bob, his, outcome="x", at=NOON),
        lambda: keeping.request_by_student(bob, his, asked, at=NOON),
        lambda: keeping.propose(bob, his, at=NOON),
    ]
    for decide in decides:
        with pytest.raises(Refused) as refused:
            decide()
        assert refused.value.decision.clause == "RECD-4"
    casework.resolve(alice, case_for(alice, case.ref), outcome="Well.", at=NOON)
    with pytest.raises(Refused) as refused:
        casework.reopen(bob, case_for(bob, case.ref), why="x", at=NOON)
    assert refused.value.decision.clause == "RECD-4"
    assert not opens(zoe, case)


def test_where_her_own_caseworker_has_left_office_the_colleague_stands_in(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    actions.share(alice, case, bob.officer, WHY, at=NOON)
    Term.objects.filter(officer=alice.officer).update(ends_on=NOON.date() - timedelta(days=1))
    zoe, his = cast.officer("zoe"), case_for(bob, case.ref)
    [share] = queries.shares_of(his)
    with pytest.raises(Refused) as refused:
        actions.give_up(bob, his, share.id, at=NOON)
    assert "nobody else could open" in refused.value.decision.why()
    casework.hand_over(bob, his, zoe.officer, student_knows="She knows.", at=NOON)
    assert opens(zoe, case) and not opens(bob, case)


@pytest.mark.promise("P4")
def test_taken_back_it_opens_no_longer_by_any_key_they_ever_had(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    share = actions.share(alice, case, bob.officer, WHY, at=NOON)
    kept = case_for(bob, case.ref).keys
    actions.take_back(alice, case_for(alice, case.ref), share, at=NOON)
    assert opens(alice, case) and not opens(bob, case)
    with pytest.raises(NotVisible):
        case_for(bob, case.ref)
    casework.add_contact(alice, case_for(alice, case.ref), LATER, at=NOON)
    # A seat put back by hand, and every key that he ever had.
    Seat.objects.create(case=case.row, officer=bob.officer)
    with pytest.raises(NotVisible):
        case_for(bob, case.ref)
    case.row.refresh_from_db()
    with pytest.raises(DoesNotOpen):
        case.row.take(kept, type(case.file))
    card = queries.one_share(case_for(alice, case.ref), share).card
    assert (card.ended_how, card.ended_by, card.ended_at) == ("taken-back", alice.pseudonym, NOON)


def test_given_up_it_is_over_and_nobody_gives_up_for_another(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    zoe = cast.officer("zoe")
    to_zoe = actions.share(alice, case, zoe.officer, WHY, at=NOON)
    to_bob = actions.share(alice, case, bob.officer, WHY, at=NOON)
    with pytest.raises(Refused):
        actions.give_up(bob, case_for(bob, case.ref), to_zoe, at=NOON)
    actions.give_up(bob, case_for(bob, case.ref), to_bob, at=NOON)
    assert opens(alice, case) and opens(zoe, case) and not opens(bob, case)
    assert queries.one_share(case_for(alice, case.ref), to_bob).card.ended_how == "given-up"
    for end in (actions.take_back, actions.give_up):
        with pytest.raises(Refused) as refused:
            end(alice, case_for(alice, case.ref), to_bob, at=NOON)
        assert "ended already" in refused.value.decision.why()


def test_shared_again_after_it_ended_it_opens_again(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    first = actions.share(alice, case, bob.officer, WHY, at=NOON)
    actions.take_back(alice, case, first, at=NOON)
    actions.share(alice, case_for(alice, case.ref), bob.officer, WHY, at=NOON)
    assert opens(bob, case)
    assert [each.goes_on for each in queries.shares_shown(case_for(bob, case.ref))] == [
        True,
        False,
    ]


def test_a_case_handed_to_the_colleague_is_their_own(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    actions.share(alice, case, bob.officer, FOR_A_WEEK, at=NOON)
    hers = case_for(alice, case.ref)
    casework.hand_over(alice, hers, bob.officer, student_knows="She knows.", at=NOON)
    seat = Seat.objects.get(case=case.row)
    assert (seat.officer_id, seat.until_on) == (bob.officer.id, None)
    later = on(bob, NOON + timedelta(days=30))
    his = case_for(later, case.ref)
    assert [e.id for e in queries.shares_that_ended(his, on=later.on)]
    actions.close_what_ended(later, his, at=NOON + timedelta(days=30))
    [share] = queries.shares_of(case_for(later, case.ref))
    assert share.card.ended_how == "otherwise" and opens(bob, case)


@pytest.mark.promise("P4")
def test_after_its_last_day_it_opens_nothing_whatever_the_night_has_done(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    actions.share(alice, case, bob.officer, FOR_A_WEEK, at=NOON)
    last = on(bob, datetime.combine(UNTIL, NOON.timetz()))
    assert case_for(last, case.ref) and my_cases(last)
    day_after = on(bob, datetime.combine(UNTIL, NOON.timetz()) + timedelta(days=1))
    with pytest.raises(NotVisible):
        case_for(day_after, case.ref)
    assert my_cases(day_after) == []
    with pytest.raises(Refused):
        casework.add_contact(day_after, case, LATER, at=NOON + timedelta(days=8))


def test_it_ends_at_midnight_of_the_clocks_on_the_wall(alice: Acting, bob: Acting) -> None:
    """In summer time the local day ends an hour before the day in Greenwich."""
    noon = datetime(2027, 6, 1, 12, tzinfo=UTC)
    hers = cast.a_case(on(alice, noon), at=noon)
    said = Sharing(reason="advice", why="x", until_on=date(2027, 6, 10))
    actions.share(on(alice, noon), hers, bob.officer, said, at=noon)
    before = datetime(2027, 6, 10, 22, 59, 59, tzinfo=UTC)
    after = datetime(2027, 6, 10, 23, 0, 0, tzinfo=UTC)
    for moment, ended in ((before, 0), (after, 1)):
        assert casework.end_seats_that_are_over(at=moment) == ended
        assert opens(bob, hers) is not bool(ended)


@pytest.mark.promise("P4")
def test_the_night_takes_seat_and_keys_and_nobody_elses(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    zoe = cast.officer("zoe")
    actions.share(alice, case, bob.officer, FOR_A_WEEK, at=NOON)
    actions.share(alice, case, zoe.officer, WHY, at=NOON)
    other = cast.a_case(bob)
    night = datetime.combine(UNTIL, NOON.timetz()) + timedelta(days=1)
    assert casework.end_seats_that_are_over(at=night - timedelta(days=1)) == 0
    assert casework.end_seats_that_are_over(at=night) == 1
    assert casework.end_seats_that_are_over(at=night) == 0
    assert not opens(bob, case) and opens(alice, case) and opens(zoe, case) and opens(bob, other)
    assert history.recorded("seats.ended", about="service")


def test_whoever_opens_it_next_gives_it_new_keys_and_closes_the_card(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    share = actions.share(alice, case, bob.officer, FOR_A_WEEK, at=NOON)
    night = datetime.combine(UNTIL, NOON.timetz()) + timedelta(days=1)
    casework.end_seats_that_are_over(at=night)
    hers = case_for(on(alice, night), case.ref)
    assert hers.keys.generation == 1
    actions.close_what_ended(on(alice, night), hers, at=night)
    hers = case_for(on(alice, night), case.ref)
    card = queries.one_share(hers, share).card
    assert hers.keys.generation == 2 and card.ended_how == "lapsed" and card.ended_at == night
    assert queries.shares_that_ended(hers, on=night.date()) == []


def test_the_whole_night_ends_what_was_lent(alice: Acting, bob: Acting, case: OpenCase) -> None:
    said = Sharing(reason="advice", why="x", until_on=NOON.date())
    actions.share(alice, case, bob.officer, said, at=NOON)
    night = NOON + timedelta(days=1)
    done = keeping.nightly(night)
    assert done.seats == 1 and any("shared" in line for line in done.lines())
    assert not Grant.objects.filter(case=case.ref, holder=bob.unlocked.ring_id).exists()


def test_the_grants_of_somebody_out_of_office_go_and_the_case_stays(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    actions.share(alice, case, bob.officer, WHY, at=NOON)
    Term.objects.filter(officer=bob.officer).update(ends_on=NOON.date() - timedelta(days=40))
    team.end_what_lapsed(at=NOON)
    assert not opens(bob, case) and opens(alice, case)


def test_shares_that_end_within_the_week_are_on_both_desks(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    day = UNTIL - timedelta(days=7)
    actions.share(alice, case, bob.officer, FOR_A_WEEK, at=NOON)
    [hers] = queries.shares_ending(alice, my_cases(alice), on=day)
    [his] = queries.shares_ending(bob, my_cases(bob), on=day)
    assert (hers.officer, hers.until_on, hers.mine) == ("Bob", UNTIL, False)
    assert his.mine
    assert queries.shares_ending(alice, my_cases(alice), on=day - timedelta(days=1)) == []


def test_what_was_destroyed_is_gone_for_the_colleague_too(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    actions.share(alice, case, bob.officer, WHY, at=NOON)
    asked = keeping.Asked(how_asked="She came.", how_identified="I know her.")
    assert keeping.request_by_student(alice, case_for(alice, case.ref), asked, at=NOON)
    assert not opens_at_all(bob, case) and not Share.objects.exists()


def opens_at_all(acting: Acting, case: OpenCase) -> bool:
    return case.ref in grants.open_cases(acting.unlocked, [case.ref], under=YES)


@pytest.mark.promise("P4")
def test_a_copy_of_the_database_opens_what_they_could_open_then_and_nothing_since(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    """What was read can't be unread; what came after is not in any copy they can open."""
    share = actions.share(alice, case, bob.officer, WHY, at=NOON)
    before = list(Grant.objects.filter(case=case.ref))
    old_row = Case.objects.get(id=case.ref)
    actions.take_back(alice, case_for(alice, case.ref), share, at=NOON)
    hers = case_for(alice, case.ref)
    casework.add_contact(alice, hers, LATER, at=NOON)
    # The grants of the copy from before, put beside today's rows.
    Grant.objects.filter(case=case.ref).delete()
    Grant.objects.bulk_create(before)
    keys = grants.open_case(bob.unlocked, case.ref, under=YES)
    assert old_row.take(keys, type(case.file)).student == "Dana Whitlock"
    for row in (Case.objects.get(id=case.ref), *Contact.objects.filter(case=hers.row)):
        with pytest.raises(DoesNotOpen):
            row.take(keys, type(case.file) if isinstance(row, Case) else ContactNote)
