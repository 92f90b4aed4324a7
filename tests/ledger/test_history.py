"""What happened can be looked up, and proved to be in the ledger."""

from datetime import timedelta

import pytest

from confide.ledger.checkpoint import latest_checkpoint, public_key, read_checkpoint
from confide.ledger.history import entries_about, last_entry, proof, recorded
from confide.ledger.record import Refused, note_refusal, record
from confide.ledger.tree import verify_inclusion
from tests.ledger.history import ALICE, CASE, NO, NOON, OTHER, YES, written

pytestmark = pytest.mark.django_db


def test_an_empty_ledger_knows_nothing() -> None:
    assert last_entry() is None
    assert recorded("case.opened", about=CASE) is None
    assert entries_about(CASE) == []


def test_the_newest_entry_of_an_event_is_found() -> None:
    written(12)
    found = recorded("case.read", about=CASE)
    assert found is not None
    assert found.position == 11
    assert recorded("case.read", about=OTHER).position == 6
    assert recorded("case.read", about=CASE, by="service") is None
    assert recorded("case.read", about=CASE, by=ALICE) == found
    assert recorded("case.closed", about=CASE) is None


def test_a_refusal_is_no_record_of_the_event() -> None:
    note_refusal(Refused("case.read", ALICE, CASE, NO, NOON))
    assert recorded("case.read", about=CASE) is None
    assert [entry.verdict for entry in entries_about(CASE)] == ["refused"]


def test_since_counts_from_the_beginning_of_its_second() -> None:
    with record("case.read", by=ALICE, about=CASE, under=YES, at=NOON + timedelta(microseconds=9)):
        pass
    assert recorded("case.read", about=CASE, since=NOON + timedelta(microseconds=5)) is not None
    assert recorded("case.read", about=CASE, since=NOON + timedelta(seconds=1)) is None


def test_all_about_a_reference_comes_in_its_order() -> None:
    written(7)
    assert [entry.position for entry in entries_about(OTHER)] == [0, 3, 6]
    assert last_entry().position == 6


@pytest.mark.promise("P10")
def test_an_entry_can_be_proved_to_be_under_a_checkpoint(outside: dict[str, str]) -> None:
    head = read_checkpoint(latest_checkpoint().note, public_key())
    for position in range(12):
        shown = proof(position, size=head.size)
        assert verify_inclusion(shown.leaf, position, head.size, shown.steps, head.root)


def test_nothing_is_proved_beyond_the_end(outside: dict[str, str]) -> None:
    for position, size in ((12, 12), (3, 13), (-1, 12)):
        with pytest.raises(IndexError):
            proof(position, size=size)
