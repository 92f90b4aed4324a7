"""Between requests a ring rests sealed under the cookie's secret. (CONF-5, RECD-2)"""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection

from confide.vault import sessions
from confide.vault.models import Session
from tests.vault.conftest import AT, Person

pytestmark = pytest.mark.django_db

IDLE = 15


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@pytest.fixture
def secret(alice: Person) -> str:
    return sessions.begin(alice.unlocked, at=AT)


def test_the_cookie_brings_the_ring_back(secret: str, alice: Person) -> None:
    resumed = sessions.resume(secret, at=AT + minutes(1), idle_minutes=IDLE)
    assert resumed is not None
    assert (resumed.unlocked, resumed.began_at) == (alice.unlocked, AT)


@pytest.mark.parametrize("cookie", ["", "x", "q" * 52, "\udcff", "a" * 100_000])
def test_another_cookie_brings_nothing(secret: str, cookie: str) -> None:
    assert sessions.resume(cookie, at=AT, idle_minutes=IDLE) is None


@pytest.mark.promise("P1")
def test_the_row_alone_opens_nothing(secret: str, alice: Person) -> None:
    row = Session.objects.get()
    stored = bytes(row.sealed) + row.id.encode()
    assert alice.unlocked.pack() not in stored
    assert secret.encode() not in stored
    assert sessions.resume(row.id, at=AT, idle_minutes=IDLE) is None


def test_one_rests_no_longer_than_the_idle_time(secret: str) -> None:
    assert sessions.resume(secret, at=AT + minutes(IDLE + 1), idle_minutes=IDLE) is None
    assert not Session.objects.exists()


def test_being_seen_keeps_it_awake(secret: str) -> None:
    for minute in range(10, 60, 10):
        assert sessions.resume(secret, at=AT + minutes(minute), idle_minutes=IDLE)


def test_it_ends_within_the_day_however_often_it_is_seen(secret: str) -> None:
    for minute in range(10, 12 * 60, 10):
        assert sessions.resume(secret, at=AT + minutes(minute), idle_minutes=IDLE)
    assert sessions.resume(secret, at=AT + minutes(12 * 60), idle_minutes=IDLE) is None


@pytest.mark.parametrize("field", ["seen_at", "expires_at"])
def test_editing_the_row_does_not_keep_it_alive(secret: str, field: str) -> None:
    row = Session.objects.get()
    setattr(row, field, getattr(row, field) + minutes(60))
    row.save()
    assert sessions.resume(secret, at=AT + minutes(61), idle_minutes=IDLE) is None


def test_pages_in_quick_succession_write_nothing(secret: str) -> None:
    before = bytes(Session.objects.get().sealed)
    assert sessions.resume(secret, at=AT + timedelta(seconds=20), idle_minutes=IDLE)
    assert bytes(Session.objects.get().sealed) == before


def test_a_notice_is_handed_over_once(secret: str) -> None:
    sessions.leave_notice(secret, "consent-recorded")
    told = [sessions.resume(secret, at=AT, idle_minutes=IDLE) for _ in range(2)]
    assert [each.notice for each in told if each] == ["consent-recorded", ""]


def test_a_notice_that_stays_is_handed_over_until_another_takes_its_place(secret: str) -> None:
    def told(minute: int) -> str:
        at = AT + minutes(minute)
        resumed = sessions.resume(secret, at=at, idle_minutes=IDLE, notice_stays=True)
        assert resumed is not None
        return resumed.notice

    sessions.leave_notice(secret, "words:one")
    sessions.leave_notice(secret, "words:two", instead_of="")
    assert [told(minute) for minute in (0, 5, 10)] == ["words:one"] * 3
    sessions.leave_notice(secret, "")
    assert told(10) == ""


def test_being_seen_takes_away_no_notice_that_was_left_meanwhile(secret: str) -> None:
    row = Session.objects.get()
    as_read = sessions._open(secret, row)
    sessions.leave_notice(secret, "words:one")
    assert not sessions._write(secret, row, as_read, seen_at=AT + minutes(5))
    resumed = sessions.resume(secret, at=AT, idle_minutes=IDLE)
    assert resumed is not None and resumed.notice == "words:one"


def test_a_session_begins_with_its_notice(alice: Person) -> None:
    secret = sessions.begin(alice.unlocked, notice="words:one", at=AT)
    resumed = sessions.resume(secret, at=AT, idle_minutes=IDLE)
    assert resumed is not None and resumed.notice == "words:one"


def test_a_notice_for_nobody_is_dropped(db: None) -> None:
    sessions.leave_notice("nobody", "consent-recorded")
    assert not Session.objects.exists()


def test_leaving_ends_this_session_alone(secret: str, alice: Person) -> None:
    other = sessions.begin(alice.unlocked, at=AT)
    sessions.end(secret)
    assert sessions.resume(secret, at=AT, idle_minutes=IDLE) is None
    assert sessions.resume(other, at=AT, idle_minutes=IDLE)


def test_all_of_somebodys_sessions_end_and_nobody_elses(
    secret: str, alice: Person, bob: Person
) -> None:
    sessions.begin(alice.unlocked, at=AT)
    bobs = sessions.begin(bob.unlocked, at=AT)
    assert sessions.end_all(alice.ring.id) == 2
    assert sessions.resume(secret, at=AT, idle_minutes=IDLE) is None
    assert sessions.resume(bobs, at=AT, idle_minutes=IDLE)


def test_a_session_that_ended_meanwhile_stays_ended(secret: str, alice: Person) -> None:
    row = Session.objects.get()
    held = sessions._open(secret, row)
    sessions.end(secret)
    sessions._write(secret, row, held, seen_at=AT)
    assert not Session.objects.exists()


def test_expired_rows_are_swept(secret: str, alice: Person) -> None:
    sessions.sweep(AT + minutes(12 * 60))
    assert not Session.objects.exists()
    sessions.begin(alice.unlocked, at=AT)
    sessions.begin(alice.unlocked, at=AT + minutes(24 * 60))
    assert Session.objects.count() == 1


def test_a_page_is_shown_though_nothing_can_be_written(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr("django.db.models.query.QuerySet.update", busy)
    assert sessions.resume(secret, at=AT + minutes(5), idle_minutes=IDLE)


@pytest.mark.clause("RECD-2")
@pytest.mark.django_db(transaction=True)
def test_every_write_is_a_transaction_whose_commit_the_disk_is_watched_by(alice: Person) -> None:
    outside: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SELECT", "BEGIN")) and not context["connection"].in_atomic_block:
            outside.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        secret = sessions.begin(alice.unlocked, at=AT)
        sessions.leave_notice(secret, "hello")
        sessions.resume(secret, at=AT + minutes(1), idle_minutes=IDLE)
        sessions.resume(secret, at=AT + minutes(IDLE + 2), idle_minutes=IDLE)
        sessions.end(sessions.begin(alice.unlocked, at=AT))
        sessions.end_all(alice.unlocked.ring_id)
        sessions.sweep(AT)
    assert outside == []
