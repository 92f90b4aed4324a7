"""Whoever closes a quarter and whoever sets a case right never wait for each other. (STAT-1)"""

from sys import modules
from threading import Thread

import msgspec
import pytest
from django.db import connection, connections, transaction

from confide.casework.actions._coding import with_rows
from confide.casework.models import CaseFile, CodedFact
from confide.casework.queries import facts, place_of_fact
from confide.ledger.record import record
from confide.policy.decision import allow
from confide.statistics import queries
from confide.team.actions.team_keys import settle_team_key
from confide.team.queries import Acting
from tests import cast
from tests.cast import NOON, a_case
from tests.stage import alice, data
from tests.statistics.counting import seeded, some_row

__all__ = ["alice", "data"]

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.clause("STAT-1"),
]
SET_RIGHT = allow("STAT-1", "Set right.")


@pytest.fixture
def service(transactional_db: None) -> None:
    """A service that was founded."""
    cast.founded_service()
    cast.ledger_key()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


def test_a_quarter_is_closed_while_a_case_is_set_right(
    alice: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The case holds neither row while it waits for the one that is being counted."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    settle_team_key(alice, at=NOON)
    keys, case = queries.keys_of(alice), a_case(alice)
    first, last = "a" * 26, "z" * 26
    for fact_id in (first, last):
        sealed = keys.seal(some_row(seeded(1), "2026-Q3"), place=place_of_fact(fact_id))
        CodedFact.objects.create(id=fact_id, sealed=sealed)
    file = case.row.take(case.keys, CaseFile)
    rows = msgspec.structs.replace(file.rows, opened=last, resolved=first)
    failed: list[Exception] = []

    def set_right() -> None:
        try:
            with record(
                "case.changed", by=alice.pseudonym, about=case.ref, under=SET_RIGHT, at=NOON
            ):
                with_rows(alice, msgspec.structs.replace(file, rows=rows))
        except Exception as met:
            failed.append(met)
        finally:
            connections.close_all()

    monkeypatch.setattr(modules["confide.casework.queries.facts"], "_FEW", 1)
    with transaction.atomic():
        counted = facts(keys, among=[last, first])
        assert next(counted)[0] == first
        other = Thread(target=set_right)
        other.start()
        while other.is_alive() and not somebody_waits():
            pass
        assert [fact_id for fact_id, _ in counted] == [last]
    other.join()
    assert not failed
