"""How we keep our promises: what is kept, what is to come, and when it was last verified."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client

from confide.frontdoor import queries
from confide.ledger import checkpoint
from confide.ledger.models import Entry
from confide.policy.clauses import CLAUSES
from confide.team.queries import Acting

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NIGHT = datetime(2026, 11, 23, 3, tzinfo=UTC)


def _page(visitor: Client) -> str:
    return unescape(visitor.get("/promises/").content.decode())


def test_every_kept_clause_stands_there_with_what_keeps_it(visitor: Client) -> None:
    kept, _, coming = _page(visitor).partition("Promised, and not yet built in")
    for clause in CLAUSES.values():
        assert (clause.obliges in kept) is clause.kept
        assert (clause.kept_by in kept) is clause.kept
        assert (f">{clause.id}<" in kept) is clause.kept
        assert (clause.heading in coming) is not clause.kept
        assert clause.kept_by not in coming


def test_what_is_still_to_be_built_in_has_a_heading_only_while_there_is_some(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    heading = "Promised, and not yet built in"
    kept = {key: replace(clause, kept=True) for key, clause in CLAUSES.items()}
    monkeypatch.setattr(queries, "CLAUSES", kept)
    assert heading not in _page(visitor)
    some = {**kept, "STAT-2": replace(kept["STAT-2"], kept=False)}
    monkeypatch.setattr(queries, "CLAUSES", some)
    coming = _page(visitor).partition(heading)[2].partition("What nobody can promise")[0]
    assert some["STAT-2"].heading in coming and coming.count("<li>") == 1


@pytest.mark.clause("CONF-3")
def test_the_last_verification_is_said_as_a_day_and_no_more(visitor: Client, alice: Acting) -> None:
    checkpoint.make_checkpoint(NIGHT.replace(minute=17, second=53))
    said = _page(visitor)
    assert "Found whole on Monday 23 November" in said
    assert not [figure for figure in ("3.17", "03:17", ":53") if figure in said]
    assert f"{Entry.objects.count()} entries" not in said


@pytest.mark.clause("CONF-3")
def test_it_is_the_day_in_the_unions_zone(
    visitor: Client, alice: Acting, at: Callable[[datetime], None]
) -> None:
    at(datetime(2026, 7, 14, 12, tzinfo=UTC))
    checkpoint.make_checkpoint(datetime(2026, 7, 13, 23, 30, tzinfo=UTC))
    assert "Found whole on Tuesday 14 July" in _page(visitor)


@pytest.mark.parametrize(
    ("moment", "overdue"),
    [
        (datetime(2026, 11, 24, 23, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 25, 0, 0, tzinfo=UTC), True),
    ],
)
def test_a_night_without_verification_is_said_plainly(
    visitor: Client,
    alice: Acting,
    at: Callable[[datetime], None],
    moment: datetime,
    overdue: bool,
) -> None:
    checkpoint.make_checkpoint(NIGHT)
    at(moment)
    said = _page(visitor)
    assert "whole on Monday 23 November" in said
    assert ("The check of last night is overdue" in said) is overdue


def test_before_the_first_night_it_says_that_there_was_none(visitor: Client) -> None:
    assert "The first nightly check is still to come." in _page(visitor)
