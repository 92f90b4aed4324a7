"""A release: drafted, checked, proposed by one officer and published by another. (STAT-2)"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from confide.casework.models import CodedFact
from confide.ledger.history import entries_about
from confide.ledger.record import Refused
from confide.statistics import actions, queries
from confide.statistics.models import ClosedQuarter, Proposal, Release
from confide.statistics.queries import TooFine, Wanted
from confide.team.queries import Acting
from tests.cast import NOON
from tests.statistics.counting import YEAR, a_year, check, publish, put, seeded, some_row

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.clause("STAT-2"),
]
Officers = tuple[Acting, Acting]


def tables(*keys: str, quarter: str = "2025-Q4") -> list[Wanted]:
    found = [queries.wanted(key, quarter) for key in keys]
    return [each for each in found if each]


def drafted(acting: Acting, asked: Sequence[Wanted]) -> str:
    return actions.draft_release(acting, "The year", asked, at=NOON)


def proposed(acting: Acting, asked: Sequence[Wanted]) -> str:
    draft = drafted(acting, asked)
    check(acting, draft, at=NOON)
    actions.propose(acting, draft, commentary=[("year", "A busy year.")], at=NOON)
    return draft


@pytest.mark.clause("STAT-1")
def test_closing_a_quarter_turns_rows_into_counts_and_deletes_them(officers: Officers) -> None:
    alice, _ = officers
    put(alice, [some_row(seeded(n), "2026-Q3") for n in range(30)])
    put(alice, [some_row(seeded(99), "2026-Q4")])
    assert actions.close_quarter(alice, "2026-Q3", at=NOON) == 30
    assert CodedFact.objects.count() == 1
    counts = queries.counts_of(queries.keys_of(alice))["2026-Q3"]
    assert sum(month.number for month in counts.months) == 30
    assert sum(number for _, number in counts.tables["category-quarter"].cells) == 30
    assert b"housing" not in bytes(ClosedQuarter.objects.get(quarter="2026-Q3").sealed)


@pytest.mark.clause("STAT-1")
def test_a_quarter_closes_once_it_is_over_in_turn_and_once(officers: Officers) -> None:
    alice, _ = officers
    put(alice, [some_row(seeded(1), "2026-Q2"), some_row(seeded(2), "2026-Q3")])
    for too_early in ("2026-Q4", "2026-Q3"):
        with pytest.raises(Refused):
            actions.close_quarter(alice, too_early, at=NOON)
    actions.close_quarter(alice, "2026-Q2", at=NOON)
    actions.close_quarter(alice, "2026-Q3", at=NOON)
    with pytest.raises(Refused):
        actions.close_quarter(alice, "2026-Q3", at=NOON)


@pytest.mark.clause("STAT-1")
def test_what_comes_in_late_counts_in_the_next_quarter(officers: Officers) -> None:
    alice, _ = officers
    put(alice, [some_row(seeded(1), "2026-Q2")])
    actions.close_quarter(alice, "2026-Q2", at=NOON)
    put(alice, [some_row(seeded(2), "2026-Q2")])
    assert actions.close_quarter(alice, "2026-Q3", at=NOON) == 1


@pytest.mark.clause("STAT-1")
def test_what_is_being_counted_is_held_still(officers: Officers) -> None:
    """A case that is taken up again meanwhile waits, and finds its row counted."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    alice, _ = officers
    put(alice, [some_row(seeded(1), "2026-Q3")])
    with CaptureQueriesContext(connection) as asked:
        actions.close_quarter(alice, "2026-Q3", at=NOON)
    rows = [each["sql"] for each in asked if 'FROM "casework_codedfact" WHERE' in each["sql"]]
    assert any(sql.startswith("SELECT") and sql.endswith("ASC FOR UPDATE") for sql in rows)


@pytest.mark.clause("STAT-1")
def test_a_quarter_long_before_the_service_is_not_closed(officers: Officers) -> None:
    alice, _ = officers
    put(alice, [some_row(seeded(1), "2026-Q3")])
    for empty in ("2001-Q1", "2026-Q2"):
        with pytest.raises(Refused):
            actions.close_quarter(alice, empty, at=NOON)
    assert actions.close_quarter(alice, "2026-Q3", at=NOON) == 1


@pytest.mark.parametrize(
    ("first", "closed"), [("2025-Q4", YEAR[:1]), ("2026-Q1", YEAR[:2]), ("2026-Q3", YEAR)]
)
def test_a_service_that_begins_within_a_year_closes_what_was_before(
    officers: Officers, first: str, closed: tuple[str, ...]
) -> None:
    alice, _ = officers
    put(alice, [some_row(seeded(n), first) for n in range(60)])
    assert actions.close_quarter(alice, first, at=NOON) == 60
    assert tuple(queries.closed_quarters()) == closed
    while (closing := queries.next_to_close(alice, at=NOON)).may:
        actions.close_quarter(alice, closing.quarter, at=NOON)
    assert tuple(queries.closed_quarters()) == YEAR
    assert "heard-year/2025-Q4" in dict(queries.offered())
    table = json.loads(
        queries.one_proposal(alice, drafted(alice, tables("heard-year"))).card.tables
    )
    assert table[0]["published"][-1] == 60


def test_of_an_open_quarter_nothing_is_taken(officers: Officers) -> None:
    alice, _ = officers
    put(alice, [some_row(seeded(n), "2026-Q2") for n in range(40)])
    with pytest.raises(Refused):
        drafted(alice, tables("category-quarter", quarter="2026-Q2"))
    actions.close_quarter(alice, "2026-Q2", at=NOON)
    drafted(alice, tables("category-quarter", quarter="2026-Q2"))
    with pytest.raises(Refused):
        drafted(alice, tables("college-year", quarter="2026-Q2"))
    with pytest.raises(Refused):
        drafted(alice, [])


def test_how_the_first_year_ended_is_neither_offered_nor_taken(officers: Officers) -> None:
    alice, _ = officers
    a_year(alice, people=600, at=NOON)
    offered = {key.split("/")[0] for key, _ in queries.offered()}
    assert "heard-year" in offered and "outcome-year" not in offered
    with pytest.raises(Refused) as refused:
        drafted(alice, tables("outcome-year"))
    assert "no more cases can be resolved" in refused.value.decision.reason


def test_two_officers_publish_and_never_the_same_one_twice(officers: Officers) -> None:
    alice, bob = officers
    a_year(alice, people=600, at=NOON)
    draft = proposed(alice, tables("category-quarter", "category-level-year"))
    with pytest.raises(Refused):
        publish(alice, draft, at=NOON)
    assert not Release.objects.exists()
    assert publish(bob, draft, at=NOON) == 1
    release = queries.one_release(1)
    assert (release.title, release.remarks[0][1]) == ("The year", "A busy year.")
    assert len(release.tables) == 2
    assert not Proposal.objects.exists()
    assert [entry.event for entry in entries_about(draft)][-3:] == [
        "release.checked",
        "release.proposed",
        "release.published",
    ]


def test_what_changed_since_the_second_officer_looked_is_not_published(officers: Officers) -> None:
    alice, bob = officers
    a_year(alice, people=600, at=NOON)
    draft = proposed(alice, tables("heard-year"))
    seen = queries.one_proposal(bob, draft).version
    with pytest.raises(Refused):  # what waits stays as it is
        actions.propose(alice, draft, commentary=[("year", "Another.")], at=NOON)
    check(alice, draft, at=NOON)

    def told(seen: str) -> str:
        with pytest.raises(Refused) as refused:
            actions.publish(bob, draft, seen=seen, at=NOON)
        return refused.value.decision.why()

    # Checked anew and not proposed again: who looked at it is no proposer for that.
    assert "changed since you opened" in told(seen)
    actions.propose(alice, draft, commentary=[("year", "Another.")], at=NOON)
    for old in (seen, ""):
        assert "changed since you opened" in told(old)
    assert not Release.objects.exists()
    assert publish(bob, draft, at=NOON) == 1


def test_what_nobody_proposed_is_not_published(officers: Officers) -> None:
    alice, bob = officers
    a_year(alice, people=600, at=NOON)
    draft = drafted(alice, tables("heard-year"))
    check(alice, draft, at=NOON)
    with pytest.raises(Refused):
        publish(bob, draft, at=NOON)


def test_what_was_not_checked_is_neither_proposed_nor_published(officers: Officers) -> None:
    alice, bob = officers
    a_year(alice, people=600, at=NOON)
    draft = drafted(alice, tables("heard-year"))
    with pytest.raises(Refused):
        actions.propose(alice, draft, commentary=[], at=NOON)
    with pytest.raises(Refused):
        publish(bob, draft, at=NOON)


def test_another_release_meanwhile_asks_for_another_check(officers: Officers) -> None:
    alice, bob = officers
    a_year(alice, people=600, at=NOON)
    waiting = proposed(alice, tables("heard-year"))
    publish(bob, proposed(alice, tables("fee-status-year")), at=NOON)
    with pytest.raises(Refused):
        publish(bob, waiting, at=NOON)
    assert queries.one_proposal(alice, waiting).stale
    check(alice, waiting, at=NOON)
    with pytest.raises(Refused):  # checked anew, it is to be proposed anew
        publish(bob, waiting, at=NOON)
    actions.propose(alice, waiting, commentary=[], at=NOON)
    assert publish(bob, waiting, at=NOON) == 2


@pytest.mark.promise("P12")
def test_a_difference_between_two_releases_is_refused_with_what_reveals_it(
    officers: Officers,
) -> None:
    """Two quarters said 5 each of three people; the year's 5 would leave room for four at most."""
    alice, bob = officers
    random = seeded(4)
    for quarter in YEAR:
        put(alice, [some_row(random, quarter, category="exams") for _ in range(36)])
    for quarter in YEAR[:2]:
        three = [some_row(random, quarter, category="harassment", level="taught") for _ in range(3)]
        put(alice, three)
    for quarter in YEAR:
        actions.close_quarter(alice, quarter, at=NOON)
    quarters = [each for quarter in YEAR for each in tables("category-quarter", quarter=quarter)]
    publish(bob, proposed(alice, quarters), at=NOON)
    draft = drafted(alice, tables("category-level-year"))
    check(alice, draft, at=NOON, blanking=False)
    card = queries.one_proposal(alice, draft).card
    assert card.disclosed and "would be known to be 3 to 4" in card.findings[0][0]
    told = next(sentence for sentence in card.findings[0] if "Release 1" in sentence)
    # The number as it stands there, and the time once.
    assert " says 5, which may be 3 to 7." in told and told.count(" 2025") == 1
    with pytest.raises(Refused) as refused:
        actions.propose(alice, draft, commentary=[], at=NOON)
    assert refused.value.decision.clause == "STAT-2"
    check(alice, draft, at=NOON)
    card = queries.one_proposal(alice, draft).card
    assert card.blanked and not card.disclosed
    # What each blank is for is told to the officer.
    assert "would be known to be 3 to 4" in card.findings[0][0]


def test_an_undecided_check_is_a_no(officers: Officers) -> None:
    alice, _ = officers
    a_year(alice, people=600, at=NOON)
    draft = drafted(alice, tables("category-level-year", "college-year"))
    shown = queries.one_proposal(alice, draft)
    counts = queries.counts_of(queries.keys_of(alice))
    made = tuple(queries.table_of(each, counts) for each in shown.wanted)
    running = queries.Check([], queries.as_release("This", made), blanking=False, seconds=0)
    running.stop()
    *_, found = running.steps()
    assert isinstance(found, queries.Found) and found.undecided
    actions.keep_check(alice, draft, shown.wanted, found, after=0, at=NOON)
    with pytest.raises(Refused):
        actions.propose(alice, draft, commentary=[], at=NOON)


def test_the_same_release_twice_is_the_same_bytes(officers: Officers) -> None:
    alice, bob = officers
    a_year(alice, people=600, at=NOON)
    asked = tables("heard-year", "category-quarter")
    first = publish(bob, proposed(alice, asked), at=NOON)
    second = publish(bob, proposed(alice, asked), at=NOON + timedelta(days=9))
    assert queries.one_release(first).text == queries.one_release(second).text


def test_a_table_with_more_cells_than_people_is_no_table(officers: Officers) -> None:
    alice, _ = officers
    put(alice, [some_row(seeded(n), "2026-Q3") for n in range(5)])
    actions.close_quarter(alice, "2026-Q3", at=NOON)
    with pytest.raises(TooFine):
        drafted(alice, tables("category-quarter", quarter="2026-Q3"))
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("changed", [{"by": ("level",)}, {"counts": "resolved"}])
def test_a_key_that_was_given_another_meaning_is_not_filled_from_older_quarters(
    officers: Officers, changed: dict[str, object]
) -> None:
    alice, _ = officers
    a_year(alice, people=100, at=NOON)
    (asked,) = tables("category-quarter")
    other = replace(asked, shape=replace(asked.shape, **changed))  # type: ignore[arg-type]
    counts = queries.counts_of(queries.keys_of(alice))
    queries.table_of(asked, counts)
    with pytest.raises(TooFine, match="something else"):
        queries.table_of(other, counts)


def without(code: str) -> Any:
    """The union's file without one of the ways in which students hear of the service."""
    heard = tuple(each for each in settings.POLICY.heard if each.key != code)
    return replace(settings.POLICY, heard=heard)


def test_a_code_that_left_the_file_has_no_row_only_because_somebody_has_it(
    officers: Officers, settings: Any
) -> None:
    """Its row, rounded to 0, would say that there is somebody: it goes back into the file first."""
    alice, _ = officers
    a_year(alice, people=200, at=NOON)
    whole, settings.POLICY = settings.POLICY, without("friend")
    with pytest.raises(TooFine, match="“friend” is in the union’s file no more"):
        drafted(alice, tables("heard-year"))
    drafted(alice, tables("category-level-year"))
    settings.POLICY = whole
    drafted(alice, tables("heard-year"))


def test_a_code_that_was_published_stays_in_later_tables_of_that_time(
    officers: Officers, settings: Any
) -> None:
    alice, bob = officers
    a_year(alice, people=600, at=NOON)
    publish(bob, proposed(alice, tables("heard-year")), at=NOON)
    label = next(each.label for each in settings.POLICY.heard if each.key == "friend")
    settings.POLICY = without("friend")
    draft = drafted(alice, tables("heard-year"))
    (table,) = json.loads(queries.one_proposal(alice, draft).card.tables)
    assert [label, ["friend"]] in table["groups"][0]
    check(alice, draft, at=NOON)
    assert queries.one_proposal(alice, draft).may_propose


def test_tables_that_contradict_what_was_published_are_told_and_do_not_leave(
    officers: Officers,
) -> None:
    alice, _ = officers
    a_year(alice, people=600, at=NOON)
    draft = drafted(alice, tables("heard-year"))
    shown = queries.one_proposal(alice, draft)
    counts = queries.counts_of(queries.keys_of(alice))
    (made,) = (queries.table_of(each, counts) for each in shown.wanted)
    other = replace(made, published=tuple(0 for _ in made.published))
    earlier = [queries.as_release("Release 1", [other])]
    *_, found = queries.Check(earlier, queries.as_release("This", [made]), blanking=True).steps()
    assert isinstance(found, queries.Found)
    assert "cannot all be true" in found.findings[0][0]
    actions.keep_check(alice, draft, shown.wanted, found, after=0, at=NOON)
    with pytest.raises(Refused):
        actions.propose(alice, draft, commentary=[], at=NOON)


def test_an_empty_quarter_closes_and_says_so(officers: Officers) -> None:
    alice, _ = officers
    put(alice, [some_row(seeded(1), "2026-Q2")])
    actions.close_quarter(alice, "2026-Q2", at=NOON)
    assert actions.close_quarter(alice, "2026-Q3", at=NOON) == 0
    with pytest.raises(TooFine):
        drafted(alice, tables("category-quarter", quarter="2026-Q3"))


def test_what_is_not_published_lies_nowhere_in_clear(officers: Officers) -> None:
    alice, _ = officers
    a_year(alice, people=600, at=NOON)
    drafted(alice, tables("heard-year"))
    stored = [*Proposal.objects.all(), *ClosedQuarter.objects.all()]
    assert not [row for row in stored if b"friend" in bytes(row.sealed)]
