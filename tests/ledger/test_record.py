"""A change and its entry are one thing: both, or neither."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from confide.ledger.history import last_entry
from confide.ledger.models import Entry
from confide.ledger.record import Refused, note_refusal, record, recording
from tests.ledger.history import ALICE, CASE, NO, NOON, YES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf() -> None:
    """A table that an action changes."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE shelf (word varchar(60))")


def put(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO shelf VALUES (%s)", [word])


def on_the_shelf() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM shelf ORDER BY word")
        return [word for (word,) in cursor.fetchall()]


def events() -> list[str]:
    return list(Entry.objects.order_by("position").values_list("event", flat=True))


def opening(**changed):
    told = {"by": ALICE, "about": CASE, "under": YES, "at": NOON, **changed}
    return record(told.pop("event", "case.opened"), **told)


@pytest.mark.clause("RECD-1")
def test_a_change_and_its_entry_come_together() -> None:
    with opening(at=NOON + timedelta(microseconds=7)):
        put("a case")
    assert on_the_shelf() == ["a case"]
    entry = Entry.objects.get()
    assert (entry.position, entry.event, entry.by, entry.about) == (0, "case.opened", ALICE, CASE)
    assert (entry.clause, entry.verdict, entry.at) == ("RECD-1", "allowed", NOON)


@pytest.mark.clause("CONF-1")
def test_a_refused_action_does_nothing_and_leaves_no_entry_by_itself() -> None:
    with pytest.raises(Refused) as refused, opening(under=NO):
        put("a case")
    assert on_the_shelf() == []
    assert events() == []
    assert refused.value.decision is NO
    assert (refused.value.event, refused.value.by, refused.value.about, refused.value.at) == (
        "case.opened",
        ALICE,
        CASE,
        NOON,
    )


def test_a_refusal_is_noted_after_everything_was_undone() -> None:
    with pytest.raises(Refused) as refused, opening(under=NO):
        put("a case")
    note_refusal(refused.value)
    entry = last_entry()
    assert entry is not None
    assert (entry.event, entry.verdict, entry.clause) == ("case.opened", "refused", "CONF-1")


def test_a_refusal_is_never_noted_inside_the_record_that_would_undo_it() -> None:
    refused = Refused("case.opened", ALICE, CASE, NO, NOON)
    with pytest.raises(RuntimeError), opening():
        note_refusal(refused)
    assert events() == []


def test_nested_actions_are_one_change_with_an_entry_each() -> None:
    with opening():
        put("a case")
        with opening(event="contact.added"):
            put("a contact")
            with opening(event="document.filed"):
                put("a document")
            assert events() == []
        with opening(event="case.seated"):
            put("a seat")
    assert on_the_shelf() == ["a case", "a contact", "a document", "a seat"]
    assert events() == ["case.opened", "contact.added", "document.filed", "case.seated"]


def test_an_inner_refusal_undoes_the_outer_action() -> None:
    with pytest.raises(Refused), opening():
        put("a case")
        with opening(event="contact.added", under=NO):
            put("a contact")
    assert on_the_shelf() == []
    assert events() == []


@pytest.mark.parametrize("under", [YES, NO])
def test_catching_an_inner_failure_does_not_save_the_outer_action(under) -> None:
    with pytest.raises((Refused, KeyError)), opening():
        put("a case")
        try:
            with opening(event="contact.added", under=under):
                put("half a contact")
                raise KeyError("the telephone rang")
        except (Refused, KeyError):
            put("as if nothing had happened")
    assert on_the_shelf() == []
    assert events() == []


def test_a_failure_after_the_inner_action_undoes_both() -> None:
    with pytest.raises(KeyError), opening():
        with opening(event="contact.added"):
            put("a contact")
        raise KeyError
    assert on_the_shelf() == []
    assert events() == []


def test_the_next_record_starts_afresh_after_one_that_failed() -> None:
    with pytest.raises(KeyError), opening():
        raise KeyError
    assert not recording()
    with opening(event="case.read"):
        assert recording()
    assert events() == ["case.read"]


def test_what_no_entry_may_hold_is_refused_before_anything_is_done() -> None:
    with pytest.raises(ValueError, match="about"), opening(about="Dana Whitlock"):
        put("a case")
    assert on_the_shelf() == []


@pytest.mark.django_db(transaction=True)
def test_a_record_is_nobody_elses_transaction() -> None:
    # Else it would return before its change is durable.
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"), opening():
        put("a case")
    assert events() == []


@pytest.mark.django_db(transaction=True)
def test_when_a_record_returns_it_is_committed() -> None:
    committed = []
    with opening():
        transaction.on_commit(lambda: committed.append(True))
        assert not committed
    assert committed
    assert not connection.in_atomic_block


@pytest.mark.promise("P14")
@pytest.mark.django_db(transaction=True)
def test_a_change_whose_entry_cannot_be_written_is_undone() -> None:
    refuse = {
        "sqlite": "BEGIN SELECT RAISE(ABORT, 'no room'); END",
        "postgresql": "FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_added_to()",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TRIGGER no_room BEFORE INSERT ON ledger_entry {refuse}")
    try:
        with pytest.raises(DatabaseError), opening():
            put("a case")
    finally:
        with connection.cursor() as cursor:
            on = " ON ledger_entry" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER no_room{on}")
    assert on_the_shelf() == []


@pytest.mark.django_db(transaction=True)
def test_the_entries_are_the_last_thing_written_before_the_commit() -> None:
    statements = []

    def listen(execute, sql, params, many, context):
        statements.append(sql.split('"')[0].strip().upper())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen), opening():
        put("a case")
        with opening(event="contact.added"):
            put("a contact")
    last = {
        "sqlite": ["SELECT", "INSERT INTO"],
        "postgresql": [
            "SET CONSTRAINTS ALL IMMEDIATE",
            "SET CONSTRAINTS ALL DEFERRED",
            "SELECT PG_ADVISORY_XACT_LOCK(%S)",
            "SELECT",
            "INSERT INTO",
        ],
    }[connection.vendor]
    changes = ["INSERT INTO SHELF VALUES (%S)"] * 2
    begin = ["BEGIN IMMEDIATE"] if connection.vendor == "sqlite" else []
    assert statements == [*begin, *changes, *last]
