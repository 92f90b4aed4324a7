"""The night destroys what is due and was announced, says what comes next, and minds its clock."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from confide.casework import actions as casework
from confide.casework.queries import NotVisible, OpenCase, case_for
from confide.ledger import checkpoint, history
from confide.ledger.record import Refused, note_refusal
from confide.ledger.verify import verify
from confide.policy import access, retention
from confide.retention import actions, queries
from confide.retention.models import Certificate
from confide.team.queries import Acting
from confide.vault import epochs, sessions, shred
from confide.vault.models import Session
from tests import cast
from tests.cast import NOON
from tests.retention.nights import ending_on, night

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("RECD-5"),
    pytest.mark.promise("P7"),
]
TODAY = NOON.date()


def nights(first: date, last: date) -> list[int]:
    """Every night of a stretch; answers how many cases each destroyed."""
    days = (last - first).days + 1
    return [actions.nightly(night(first, day)).destroyed for day in range(days)]


@pytest.mark.parametrize(
    ("resolved_at", "ends"),
    [
        (datetime(2026, 11, 24, 10, tzinfo=UTC), date(2026, 12, 24)),
        (datetime(2026, 11, 30, 23, 30, tzinfo=UTC), date(2026, 12, 30)),
        (datetime(2027, 1, 31, 10, tzinfo=UTC), date(2027, 2, 28)),
        # In the small hours, before the night's run: one night sooner.
        (datetime(2027, 3, 1, 0, 30, tzinfo=UTC), date(2027, 3, 31)),
        (datetime(2028, 1, 31, 10, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2028, 2, 29, 10, tzinfo=UTC), date(2028, 3, 29)),
    ],
)
def test_a_resolved_case_goes_on_its_very_day_and_neither_sooner_nor_later(
    service: None, settings: Any, resolved_at: datetime, ends: date
) -> None:
    months(settings, 1)
    term = (date(2026, 7, 1), date(2028, 12, 31))
    alice = cast.officer("alice", term=term, at=resolved_at)
    case = cast.a_case(alice, at=resolved_at)
    casework.resolve(alice, case, outcome="Settled", at=resolved_at)
    day_after = (resolved_at + timedelta(days=1)).date()
    done = nights(day_after, ends)
    assert done == [0] * (len(done) - 1) + [1]
    assert Certificate.objects.get().destroyed_on == ends


def test_three_years_from_a_leap_day_end_on_the_28th(service: None, settings: Any) -> None:
    resolved_at = datetime(2028, 2, 29, 10, tzinfo=UTC)
    alice = cast.officer("alice", term=(date(2027, 7, 1), date(2031, 6, 30)), at=resolved_at)
    case = cast.a_case(alice, at=resolved_at)
    casework.resolve(alice, case, outcome="Settled", at=resolved_at)
    before = date(2031, 2, 1)
    actions.nightly(night(before), confirmed=True)
    assert nights(before + timedelta(days=1), date(2031, 2, 28)) == [0] * 26 + [1]


def test_an_open_case_is_never_destroyed(alice: Acting, case: OpenCase) -> None:
    actions.nightly(night(TODAY, 1))
    actions.nightly(night(TODAY, 4000), confirmed=True)
    assert history.recorded("destruction.announced", about=case.ref) is None
    assert queries.unfinished() == []
    assert Certificate.objects.count() == 0


def test_what_is_overdue_is_announced_first_and_goes_seven_days_later(case: OpenCase) -> None:
    ending_on(case, TODAY - timedelta(days=100))
    first = TODAY + timedelta(days=1)
    assert nights(first, first + timedelta(days=7)) == [0] * 7 + [1]


def test_what_is_held_stays_until_the_night_after(case: OpenCase) -> None:
    ending_on(case, TODAY, keep_until=TODAY + timedelta(days=10))
    first = TODAY + timedelta(days=1)
    assert nights(first, first + timedelta(days=10)) == [0] * 10 + [1]


def test_what_was_taken_up_again_stays(alice: Acting, case: OpenCase) -> None:
    ends = TODAY + timedelta(days=10)
    ending_on(case, ends)
    actions.nightly(night(TODAY, 1))
    casework.reopen(alice, case_for(alice, case.ref), why="She came back.", at=NOON)
    assert sum(nights(TODAY + timedelta(days=2), ends + timedelta(days=2))) == 0
    assert case_for(alice, case.ref)


def test_a_night_leaves_a_checkpoint_of_a_ledger_that_verifies(case: OpenCase) -> None:
    did = actions.nightly(night(TODAY, 1))
    newest = checkpoint.latest_checkpoint()
    assert newest is not None
    assert did.checkpoint_size == newest.size
    assert verify()


def test_a_night_turns_the_shred_epoch_and_deletes_what_is_past_the_horizon(
    case: OpenCase,
) -> None:
    for day in range(1, 10):
        actions.nightly(night(TODAY, day))
    kept = [date.fromisoformat(name) for name in epochs.all_of_them()]
    assert max(kept) == TODAY + timedelta(days=9)
    assert min(kept) == TODAY + timedelta(days=3)
    assert case.ref in shred.fetch([case.ref])


def test_a_night_turns_the_epoch_even_if_the_ledger_was_tampered_with(
    case: OpenCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differs(_at: datetime) -> None:
        raise checkpoint.HistoryDiffers(verify())

    monkeypatch.setattr(checkpoint, "make_checkpoint", differs)
    with pytest.raises(checkpoint.HistoryDiffers):
        actions.nightly(night(TODAY, 1))
    assert epochs.newest() == str(TODAY + timedelta(days=1))


def test_a_night_ends_the_sessions_of_whoever_left_office_and_no_others(service: None) -> None:
    left = cast.officer("alice", term=(date(2026, 7, 1), TODAY))
    stays = cast.officer("bob")
    for acting in (left, stays):
        sessions.begin(acting.unlocked, at=night(TODAY, 1) - timedelta(minutes=5))
    actions.nightly(night(TODAY, 1))
    assert [session.ring_id for session in Session.objects.all()] == [stays.officer.ring_id]


def test_a_night_sweeps_uploads_that_nobody_filed(service: None, data: Path) -> None:
    cast.a_pdf()
    actions.nightly(NOON.replace(year=2126), confirmed=True)
    assert list((data / "files" / "incoming").iterdir()) == []


def test_one_case_that_cannot_be_finished_keeps_no_other_waiting(
    alice: Acting, case: OpenCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    from confide.retention.actions import destroying

    other = cast.a_case(alice)
    for each in (case, other):
        actions.order(each.ref, cause=retention.STUDENT, by="service", at=NOON)
    remove = destroying.files.remove_case_folder

    def sometimes(ref: str) -> None:
        if ref == case.ref:
            raise PermissionError
        remove(ref)

    monkeypatch.setattr(destroying.files, "remove_case_folder", sometimes)
    did = actions.nightly(night(TODAY, 1))
    assert (did.finished, did.failed) == (1, 1)
    assert queries.unfinished() == [case.ref]
    monkeypatch.undo()
    assert actions.nightly(night(TODAY, 2)).finished == 1


@pytest.mark.parametrize(("days", "believed"), [(2, True), (3, False), (-1, False)])
def test_a_date_that_leaps_is_not_believed_until_a_caseworker_confirms_it(
    case: OpenCase, days: int, believed: bool
) -> None:
    if believed:
        actions.nightly(night(TODAY, days))
        return
    with pytest.raises(Refused):
        actions.nightly(night(TODAY, days))
    actions.nightly(night(TODAY, days), confirmed=True)


def due_soon(case: OpenCase) -> date:
    """A case that was announced today and goes in 20 days."""
    ends = TODAY + timedelta(days=20)
    ending_on(case, ends)
    actions.nightly(night(TODAY, 1))
    return ends


def test_a_clock_that_leapt_destroys_nothing_even_if_officers_work_under_it(
    alice: Acting, case: OpenCase
) -> None:
    ends = due_soon(case)
    wrong = night(ends, -1)
    yes = access.may_keep_desk(access.Standing(in_office=True, undertaking_signed=True))
    casework.add_task(alice, case, "Ring", due_on=None, at=wrong)
    assert yes
    with pytest.raises(Refused):
        actions.nightly(wrong + timedelta(days=1))
    assert case_for(alice, case.ref)


def test_a_refused_night_does_not_make_the_next_ones_date_believable(
    alice: Acting, case: OpenCase
) -> None:
    ends = due_soon(case)
    for day in (0, 1, 2):
        with pytest.raises(Refused) as refused:
            actions.nightly(night(ends, day))
        note_refusal(refused.value)
    assert case_for(alice, case.ref)


def test_nor_does_a_refused_night_before_the_first_night_of_all(case: OpenCase) -> None:
    for days in (30, 31, 32):
        with pytest.raises(Refused) as refused:
            actions.nightly(night(TODAY, days))
        note_refusal(refused.value)


def test_a_clock_that_leapt_and_was_set_right_is_believed_again(
    alice: Acting, case: OpenCase
) -> None:
    ends = due_soon(case)
    casework.add_task(alice, case, "Ring", due_on=None, at=night(ends))
    assert actions.nightly(night(TODAY, 2)).destroyed == 0
    assert nights(TODAY + timedelta(days=3), ends)[-1] == 1


def test_a_confirmed_date_shortens_no_announcement(case: OpenCase) -> None:
    ending_on(case, TODAY + timedelta(days=100))
    actions.nightly(night(TODAY, 1))
    assert actions.nightly(night(TODAY, 200), confirmed=True).destroyed == 0


def test_a_service_that_was_off_over_the_day_destroys_before_it_serves(
    alice: Acting, case: OpenCase
) -> None:
    ends = TODAY + timedelta(days=10)
    ending_on(case, ends)
    nights(TODAY + timedelta(days=1), ends - timedelta(days=1))
    caught = actions.resume(NOON + timedelta(days=11))
    assert (caught.destroyed, caught.refused) == (1, None)
    with pytest.raises(NotVisible):
        case_for(alice, case.ref)


def test_a_service_that_was_off_for_long_finishes_what_was_ordered_and_asks_for_the_rest(
    alice: Acting, case: OpenCase
) -> None:
    ends = TODAY + timedelta(days=10)
    ending_on(case, ends)
    nights(TODAY + timedelta(days=1), ends - timedelta(days=1))
    other = cast.a_case(alice)
    actions.order(other.ref, cause=retention.STUDENT, by="service", at=night(ends, -1))
    caught = actions.resume(night(ends, 30))
    assert (caught.finished, caught.destroyed) == (1, 0)
    assert caught.refused is not None
    assert actions.nightly(night(ends, 30), confirmed=True).destroyed == 1


def test_a_night_says_what_it_did_and_how_far_it_is(case: OpenCase) -> None:
    ending_on(case, TODAY + timedelta(days=8))
    actions.nightly(night(TODAY, 1))
    for day in range(2, 8):
        actions.nightly(night(TODAY, day))
    told: list[tuple[str, int, int]] = []
    did = actions.nightly(night(TODAY, 8), tell=lambda *words: told.append(words))
    assert told == [("destroying", 1, 1)]
    assert did.lines()[0] == "Destroyed 1 cases whose time was over."
    assert all(line.split()[1] != "0" for line in did.lines())


def months(settings: Any, number: int) -> None:
    from dataclasses import replace

    records = replace(settings.POLICY.records, keep_months=number)
    settings.POLICY = replace(settings.POLICY, records=records)
