"""The coded row of a case: sealed under the team's key, set right with it, and outliving it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from confide.casework import actions, queries
from confide.casework.actions import ChangedMeanwhile, Opening
from confide.casework.models import Case, Coded, CodedFact, CodedRow, SafeContact
from confide.casework.queries import OpenCase, case_for
from confide.policy.codebook import NOT_KNOWN, NOT_SAID, OPENED, RESOLVED
from confide.retention import actions as retention
from confide.retention.actions import Asked
from confide.team.actions.team_keys import settle_team_key
from confide.team.queries import Acting
from tests.browsing import At, browser_of
from tests.casework.asking import asks
from tests.cast import NOON, a_case
from tests.disclosure.own import given_way_in, mine

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("STAT-1"),
]
SAID = Coded(level="taught", college="girton", fee_status="home", heard="friend")
ASKED = Asked(how_asked="She asked me.", how_identified="I know her.")


@pytest.fixture
def team(alice: Acting) -> Acting:
    """Alice, who holds the team's key."""
    settle_team_key(alice, at=NOON)
    return alice


def rows(acting: Acting) -> list[CodedRow]:
    keys = queries.team_keys(acting)
    assert keys is not None
    found = [row for _, row in queries.facts(keys)]
    return sorted((row for row in found if row is not None), key=lambda row: row.event)


def again(acting: Acting, case: OpenCase) -> OpenCase:
    return case_for(acting, case.ref)


def resolve(acting: Acting, case: OpenCase, at: datetime = NOON, ended: str = "settled") -> None:
    actions.resolve(acting, again(acting, case), outcome="Paid back.", ended=ended, at=at)


def changed(case: OpenCase, **to: object) -> Opening:
    file = case.file
    return Opening(
        **{  # type: ignore[arg-type]
            "student": file.student,
            "safe": SafeContact(),
            "eligibility": file.eligibility,
            "scheme": file.scheme,
            "category": file.category,
            "about": file.about,
            "coded": file.coded,
            **to,
        }
    )


def test_opening_a_case_gives_one_row_without_name_reference_or_day(team: Acting) -> None:
    case = a_case(team, coded=SAID)
    (row,) = rows(team)
    assert row == CodedRow(
        event=OPENED,
        period="2026-11",
        scheme="student-support",
        category="housing",
        level="taught",
        college="girton",
        fee_status="home",
        heard="friend",
    )
    assert case.file.rows.opened == CodedFact.objects.get().id
    assert case.ref not in str(row)


def test_what_a_request_left_open_counts_as_not_said_and_never_under_a_code_of_ours(
    team: Acting,
) -> None:
    case = a_case(team, category=NOT_KNOWN)
    resolve(team, case)
    assert [row.category for row in rows(team)] == [NOT_SAID, NOT_SAID]


def test_whatever_was_not_said_counts_as_that(team: Acting) -> None:
    a_case(team)
    (row,) = rows(team)
    assert {row.level, row.college, row.fee_status, row.heard} == {NOT_SAID}


def test_resolving_gives_a_second_row_in_its_own_month(team: Acting) -> None:
    case = a_case(team)
    resolve(team, case, NOON + timedelta(days=30))
    opened, resolved = rows(team)
    assert (opened.event, opened.period, opened.outcome) == (OPENED, "2026-11", NOT_KNOWN)
    assert (resolved.event, resolved.period, resolved.outcome) == (RESOLVED, "2026-12", "settled")


def test_the_month_is_that_of_the_unions_clock(team: Acting) -> None:
    a_case(team, at=datetime(2026, 8, 31, 23, 30, tzinfo=UTC))
    assert rows(team)[0].period == "2026-09"


def test_correcting_the_case_corrects_its_rows(team: Acting) -> None:
    case = a_case(team)
    resolve(team, case)
    now = again(team, case)
    actions.change_file(team, now, changed(now, category="money", coded=SAID), at=NOON)
    assert {(row.category, row.college) for row in rows(team)} == {("money", "girton")}
    assert [row.outcome for row in rows(team)] == [NOT_KNOWN, "settled"]


def test_a_change_that_was_refused_changes_no_row(team: Acting) -> None:
    case = a_case(team)
    with pytest.raises(ChangedMeanwhile):
        actions.change_file(team, case, changed(case, category="money"), began_with=7, at=NOON)
    assert rows(team)[0].category == "housing"


def test_taken_up_again_it_is_resolved_no_more_and_then_once(team: Acting) -> None:
    case = a_case(team)
    resolve(team, case)
    actions.reopen(team, again(team, case), why="More.", at=NOON)
    assert [row.event for row in rows(team)] == [OPENED]
    resolve(team, case, ended="partly")
    assert [(row.event, row.outcome) for row in rows(team)] == [
        (OPENED, NOT_KNOWN),
        (RESOLVED, "partly"),
    ]


def test_what_was_counted_already_is_not_counted_twice(team: Acting) -> None:
    case = a_case(team)
    resolve(team, case)
    CodedFact.objects.all().delete()  # as closing the quarter does
    actions.reopen(team, again(team, case), why="More.", at=NOON)
    resolve(team, case)
    assert not CodedFact.objects.exists()


@pytest.mark.clause("RECD-6")
def test_destruction_that_the_student_asked_for_leaves_the_outcome_unknown(team: Acting) -> None:
    case = a_case(team, coded=SAID)
    resolve(team, case)
    retention.request_by_student(team, again(team, case), ASKED, at=NOON)
    assert not Case.objects.exists()
    assert [(row.event, row.outcome) for row in rows(team)] == [
        (OPENED, NOT_KNOWN),
        (RESOLVED, NOT_KNOWN),
    ]
    assert {row.college for row in rows(team)} == {"girton"}


@pytest.mark.clause("RECD-6")
def test_with_nobody_at_work_the_row_that_says_how_it_ended_goes(team: Acting) -> None:
    case = a_case(team, coded=SAID)
    secret = given_way_in(team, case)
    resolve(team, case)
    retention.destroy_as_student(mine(secret), at=NOON)
    assert [(row.event, row.outcome) for row in rows(team)] == [(OPENED, NOT_KNOWN)]


def test_what_a_student_typed_counts_as_not_said_until_an_officer_confirms_it(
    team: Acting,
) -> None:
    asks()
    assert not CodedFact.objects.exists()
    ref = Case.objects.get().id
    actions.take_request(team, queries.request_for(team, ref), at=NOON)
    assert [row.category for row in rows(team)] == [NOT_SAID]
    case = case_for(team, ref)
    assert case.file.category != NOT_SAID
    actions.change_file(team, case, changed(case, category="money"), at=NOON)
    assert [row.category for row in rows(team)] == ["money"]


def test_by_the_clock_the_rows_outlive_the_case_as_they_are(team: Acting) -> None:
    case = a_case(team)
    resolve(team, case)
    before = rows(team)
    Case.objects.all().delete()
    assert rows(team) == before


def test_without_the_teams_key_the_case_opens_and_is_counted_later(alice: Acting) -> None:
    case = a_case(alice)
    assert not CodedFact.objects.exists()
    settle_team_key(alice, at=NOON)
    resolve(alice, case)
    assert [row.event for row in rows(alice)] == [OPENED, RESOLVED]


def test_a_damaged_row_holds_up_no_case(team: Acting) -> None:
    case = a_case(team)
    CodedFact.objects.update(sealed=b"\0" * 64)
    resolve(team, case)
    assert again(team, case).file.resolved_on


@pytest.mark.promise("P4")
def test_a_colleague_with_the_teams_key_cannot_tell_whose_row_it_is(
    team: Acting, bob: Acting
) -> None:
    settle_team_key(team, at=NOON)
    refs = [a_case(team, student=f"Student {n}").ref for n in range(8)]
    keys = queries.team_keys(bob)
    assert keys is not None
    found = list(queries.facts(keys))
    assert len(found) == 8
    for fact in CodedFact.objects.all():
        stored = f"{fact.id} {bytes(fact.sealed)!r}"
        assert not [ref for ref in refs if ref in stored]


def test_every_row_has_one_size(team: Acting) -> None:
    a_case(team)
    a_case(team, coded=SAID, category="mental-health")
    assert len({len(bytes(fact.sealed)) for fact in CodedFact.objects.all()}) == 1


def test_rows_lie_in_no_order(team: Acting) -> None:
    """SQLite's own numbers would give away which was made first; PostgreSQL is asked below."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's row numbers")
    with connection.cursor() as cursor:
        asked = "SELECT sql FROM sqlite_master WHERE name = 'casework_codedfact'"
        cursor.execute(asked)
        assert "WITHOUT ROWID" in cursor.fetchone()[0]
    assert not MigrationExecutor(connection).migration_plan([("casework", "0002_in_no_order")])


def test_each_write_seals_others_anew_so_that_a_transaction_points_at_none(team: Acting) -> None:
    for number in range(6):
        a_case(team, student=f"Student {number}")
    before = {fact.id: bytes(fact.sealed) for fact in CodedFact.objects.all()}
    # The new row's place among them is by chance, so it is tried more than once: none stays.
    for number in range(4):
        a_case(team, student=f"Another {number}")
        now = {fact.id: bytes(fact.sealed) for fact in CodedFact.objects.all()}
        assert not now.items() & before.items()
        before = now
    assert len(rows(team)) == 10


def test_of_many_rows_sixteen_are_sealed_anew(team: Acting) -> None:
    for number in range(20):
        a_case(team, student=f"Student {number}")
    before = {fact.id: bytes(fact.sealed) for fact in CodedFact.objects.all()}
    a_case(team)
    now = {fact.id: bytes(fact.sealed) for fact in CodedFact.objects.all()}
    assert len(before.items() - now.items()) == 16


def test_the_pages_ask_kindly_and_take_no_answer_for_one(at: At, team: Acting) -> None:
    case = a_case(team)
    browser = browser_of(team)
    page = browser.get("/cases/new/").content.decode()
    assert "For the figures, if the student likes to say" in page and "Prefer not to say" in page
    closing = browser.get(f"/cases/{case.ref}/closure/").content.decode()
    assert "this is what will be counted" in closing
    typed = {"outcome": "Paid.", "ended": "partly", "level": "research", "college": "not-said"}
    assert browser.post(f"/cases/{case.ref}/closure/", typed).status_code == 302
    assert [(r.level, r.college, r.outcome) for r in rows(team)] == [
        ("research", NOT_SAID, NOT_KNOWN),
        ("research", NOT_SAID, "partly"),
    ]
