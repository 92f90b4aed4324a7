"""A hold keeps a record past its day: with a reason, an owner and a day of review. (RECD-5)"""

from datetime import date, timedelta

import pytest

from confide.casework import actions as casework
from confide.casework.models import Case
from confide.casework.queries import NotVisible, OpenCase, case_for
from confide.disclosure import actions as disclosure
from confide.disclosure.actions import AlreadyRecorded
from confide.ledger.models import Entry
from confide.ledger.record import Refused
from confide.policy.breach import LAW
from confide.retention import actions, queries
from confide.team.queries import Acting
from confide.vault.primitives import random_id
from tests import cast
from tests.cast import NOON
from tests.disclosure.breaching import a_sheet
from tests.retention.nights import ending_on, night

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-5"),
    pytest.mark.promise("P7"),
]
TODAY = NOON.date()
UNTIL = TODAY + timedelta(days=100)
WHY = "The coroner has asked for it."


def again(acting: Acting, opened: OpenCase) -> OpenCase:
    return case_for(acting, opened.ref)


def held(acting: Acting, opened: OpenCase, until: date = UNTIL, **more: str) -> str:
    return actions.hold(acting, opened, WHY, keep_until=until, at=NOON, **more)


def test_it_keeps_the_reason_the_owner_and_the_day_and_says_so_to_whoever_sits_there(
    alice: Acting, case: OpenCase
) -> None:
    held(alice, case)
    (kept,) = queries.holds_of(again(alice, case), on=TODAY)
    assert (kept.card.why, kept.owner, kept.card.keep_until) == (WHY, "Alice", UNTIL)
    assert Case.objects.get().keep_until == UNTIL


def test_held_past_its_day_a_case_goes_in_the_night_after_the_hold(
    alice: Acting, case: OpenCase
) -> None:
    ending_on(case, TODAY + timedelta(days=8))
    hold_ends = TODAY + timedelta(days=10)
    held(alice, again(alice, case), hold_ends)
    assert again(alice, case).goes_on == hold_ends + timedelta(days=1)
    done = [actions.nightly(night(TODAY, day)).destroyed for day in range(1, 12)]
    assert done == [0] * 10 + [1]


@pytest.mark.parametrize(
    ("why", "until"),
    [(" ", UNTIL), (WHY, TODAY - timedelta(days=1)), (WHY, TODAY + timedelta(days=367))],
)
def test_without_a_reason_or_for_more_than_a_year_nothing_is_held(
    alice: Acting, case: OpenCase, why: str, until: date
) -> None:
    with pytest.raises(Refused):
        actions.hold(alice, case, why, keep_until=until, at=NOON)
    assert Case.objects.get().keep_until is None and again(alice, case).file.holds == ()


def test_nobody_holds_a_case_at_which_they_do_not_sit(bob: Acting, case: OpenCase) -> None:
    with pytest.raises((Refused, NotVisible)):
        held(bob, case)
    assert Case.objects.get().keep_until is None


def test_sent_twice_it_counts_once(alice: Acting, case: OpenCase) -> None:
    form = random_id()
    held(alice, case, form=form)
    for seen in (case, again(alice, case)):
        with pytest.raises(AlreadyRecorded):
            held(alice, seen, form=form)
    assert len(again(alice, case).file.holds) == 1


def test_of_two_holds_the_longer_counts_and_ending_it_leaves_the_other(
    alice: Acting, case: OpenCase
) -> None:
    short, long = TODAY + timedelta(days=30), TODAY + timedelta(days=300)
    held(alice, case, short)
    longer = held(alice, again(alice, case), long)
    assert Case.objects.get().keep_until == long
    actions.end_hold(alice, again(alice, case), longer, "It is settled.", at=NOON)
    assert Case.objects.get().keep_until == short
    with pytest.raises(Refused):
        actions.end_hold(alice, again(alice, case), longer, "Once more.", at=NOON)


def test_ended_it_keeps_nothing_and_says_by_whom_and_why(alice: Acting, case: OpenCase) -> None:
    ref = held(alice, case)
    with pytest.raises(Refused):
        actions.end_hold(alice, again(alice, case), ref, " ", at=NOON)
    actions.end_hold(alice, again(alice, case), ref, "The inquest is over.", at=NOON)
    (ended,) = queries.holds_of(again(alice, case), on=TODAY)
    assert (ended.ended_by, ended.card.ended_why) == ("Alice", "The inquest is over.")
    assert Case.objects.get().keep_until is None
    with pytest.raises(NotVisible):
        actions.end_hold(alice, again(alice, case), random_id(), "Why not.", at=NOON)


@pytest.mark.clause("RECD-6")
def test_ending_an_officers_hold_never_ends_the_laws(
    alice: Acting, bob: Acting, case: OpenCase
) -> None:
    disclosure.break_confidence(alice, case, a_sheet(ground=LAW, duty="The Act"), at=NOON)
    by_law = Case.objects.get().keep_until
    ref = held(alice, again(alice, case))
    assert Case.objects.get().keep_until == by_law, "the longer of the two"
    actions.end_hold(alice, again(alice, case), ref, "It is settled.", at=NOON)
    assert Case.objects.get().keep_until == by_law
    asked = actions.Asked(how_asked="She came.", how_identified="I know her.")
    assert actions.request_by_student(alice, again(alice, case), asked, at=NOON) is None


def test_a_hold_is_on_the_desk_thirty_days_before_its_day_and_not_sooner(
    alice: Acting, case: OpenCase
) -> None:
    held(alice, case)
    mine = [again(alice, case)]
    for days, near in ((31, False), (30, True), (0, True), (-1, False)):
        found = queries.to_review(mine, on=UNTIL - timedelta(days=days))
        assert [each.ref for each in found] == ([case.ref] if near else []), days


def test_no_entry_says_which_case_is_held(alice: Acting, case: OpenCase) -> None:
    ref = held(alice, case)
    actions.end_hold(alice, again(alice, case), ref, "It is settled.", at=NOON)
    entries = Entry.objects.filter(event__startswith="hold.").order_by("position")
    said = entries.values_list("event", "about", "by")
    assert list(said) == [("hold.set", ref, alice.pseudonym), ("hold.ended", ref, alice.pseudonym)]


def test_what_is_being_destroyed_is_not_held(alice: Acting, case: OpenCase) -> None:
    Case.objects.update(being_destroyed=True)
    with pytest.raises(NotVisible):
        held(alice, case)


def test_a_hold_stays_when_the_case_is_taken_up_again_and_resolved_anew(
    alice: Acting, case: OpenCase
) -> None:
    casework.resolve(alice, case, outcome="Settled.", at=NOON)
    held(alice, again(alice, case))
    casework.reopen(alice, again(alice, case), why="She came back.", at=NOON)
    casework.resolve(alice, again(alice, case), outcome="Settled.", at=NOON)
    assert Case.objects.get().keep_until == UNTIL
    assert len(again(alice, case).file.holds) == 1


def test_a_case_that_is_held_no_longer_than_its_clock_goes_on_its_day(
    alice: Acting, case: OpenCase
) -> None:
    casework.resolve(alice, case, outcome="Settled.", at=NOON)
    held(alice, again(alice, case))
    now = again(alice, case)
    assert now.goes_on == now.row.destroy_on
    assert cast.NOON.date() < UNTIL < (now.row.destroy_on or TODAY)
