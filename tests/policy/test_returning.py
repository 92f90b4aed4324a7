"""What a student may ask about their record, and by when it is answered. (RECD-3, RECD-6)"""

from datetime import date, timedelta

import pytest

from confide.policy import retention
from confide.policy.retention import rights
from confide.policy.retention.rights import Access

pytestmark = [pytest.mark.clause("RECD-3"), pytest.mark.clause("RECD-6")]
ASKED = date(2026, 11, 23)
ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("asked", "due", "longer"),
    [
        (date(2026, 11, 23), date(2026, 12, 23), date(2027, 2, 23)),
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 4, 30)),
        (date(2028, 1, 31), date(2028, 2, 29), date(2028, 4, 30)),
        (date(2026, 12, 31), date(2027, 1, 31), date(2027, 3, 31)),
        (date(2026, 11, 30), date(2026, 12, 30), date(2027, 2, 28)),
        (date(2026, 8, 31), date(2026, 9, 30), date(2026, 11, 30)),
    ],
)
def test_it_is_answered_within_a_calendar_month_or_three(
    asked: date, due: date, longer: date
) -> None:
    assert Access(asked_on=asked).due_on == due
    assert Access(asked_on=asked, extended=True).due_on == longer


def test_more_time_is_taken_within_the_first_month() -> None:
    access = Access(asked_on=ASKED)
    assert rights.may_extend(access, why="It is 900 pages.", on=access.due_on)
    late = rights.may_extend(access, why="It is 900 pages.", on=access.due_on + ONE_DAY)
    assert not late
    assert late.instead


def test_more_time_is_taken_once_and_for_a_reason() -> None:
    assert not rights.may_extend(Access(asked_on=ASKED), why=" …", on=ASKED)
    assert not rights.may_extend(Access(asked_on=ASKED, extended=True), why="Large.", on=ASKED)


@pytest.mark.parametrize("closed", [{"answered": True}, {"refused": True}])
def test_what_was_answered_or_refused_is_closed(closed: dict[str, bool]) -> None:
    access = Access(asked_on=ASKED, **closed)
    assert not rights.is_open(access)
    assert not rights.may_extend(access, why="Large.", on=ASKED)
    assert not rights.may_refuse_access(access, why="Manifestly unfounded.")


def test_a_refusal_says_why() -> None:
    assert rights.may_refuse_access(Access(asked_on=ASKED), why="It is not they.")
    assert not rights.may_refuse_access(Access(asked_on=ASKED), why="  ")


def test_nobody_has_asked_tomorrow() -> None:
    assert rights.may_ask_for_access(how_asked="In the office.", asked_on=ASKED, on=ASKED)
    tomorrow = ASKED + ONE_DAY
    assert not rights.may_ask_for_access(how_asked="In person.", asked_on=tomorrow, on=ASKED)
    assert not rights.may_ask_for_access(how_asked="?", asked_on=ASKED, on=ASKED)


def test_a_restriction_is_made_and_ended_once_each_for_a_reason() -> None:
    assert rights.may_restrict(restricted=False, why="It is wrong.")
    assert not rights.may_restrict(restricted=False, why="")
    assert not rights.may_restrict(restricted=True, why="It is wrong.")
    assert rights.may_lift(restricted=True, why="It was put right.")
    assert not rights.may_lift(restricted=True, why=" ")
    assert not rights.may_lift(restricted=False, why="It was put right.")


def test_nothing_is_told_from_a_restricted_record() -> None:
    assert rights.may_tell_from(restricted=False)
    refusal = rights.may_tell_from(restricted=True)
    assert not refusal
    assert refusal.clause == "RECD-3"
    assert refusal.instead


@pytest.mark.clause("CONF-4", "RECD-6")
def test_nothing_is_told_from_what_is_to_go_or_where_something_asked_is_gone() -> None:
    leaving = rights.may_tell_from(restricted=False, leaving=True)
    assert not leaving and leaving.clause == "RECD-6" and leaving.instead
    missing = rights.may_tell_from(restricted=False, missing=True)
    assert not missing and missing.clause == "CONF-4" and missing.instead


def test_what_is_being_answered_is_not_asked_for_twice() -> None:
    asked = {"how_asked": "On their own side.", "asked_on": ASKED, "on": ASKED}
    assert rights.may_ask_for_access(**asked)  # type: ignore[arg-type]
    assert not rights.may_ask_for_access(**asked, waits_since=ASKED)  # type: ignore[arg-type]


def test_a_correction_and_an_objection_say_something() -> None:
    for may in (rights.may_correct, rights.may_object):
        assert may("It was in May.")
        assert not may(" — ")


def test_what_was_made_can_be_fetched_through_its_fourteenth_day() -> None:
    last = ASKED + retention.asking.RETURN_WAITS
    assert retention.may_fetch_return(made_on=ASKED, handed_over=False, on=last)
    assert not retention.may_fetch_return(made_on=ASKED, handed_over=False, on=last + ONE_DAY)
    assert not retention.may_fetch_return(made_on=ASKED, handed_over=True, on=ASKED)


def test_a_record_that_is_being_destroyed_is_not_given_back() -> None:
    assert retention.may_return(retention.Clock())
    # A hold keeps nothing from the student.
    assert retention.may_return(retention.Clock(keep_until=ASKED))
    assert not retention.may_return(retention.Clock(being_destroyed=True))
