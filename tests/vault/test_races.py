"""Two at once: nothing is written under keys that are being taken away. (CONF-5, RECD-5)"""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connections, transaction

from confide.casework.models import Contact
from confide.vault import grants, rekey, shred
from confide.vault.grants import CaseKeys
from confide.vault.models import Moved
from confide.vault.primitives import random_id
from tests.vault.conftest import AT, YES, Note, Person

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


def together(*works: Callable[[], None]) -> None:
    """Run them at once, each with connections of its own; a failure of one is a failure here."""
    failures: list[BaseException] = []

    def running(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [Thread(target=running, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_no_row_is_left_behind_when_a_case_is_rekeyed(opened: CaseKeys, alice: Person) -> None:
    def write() -> None:
        for number in range(25):
            while True:
                keys = grants.open_case(alice.unlocked, opened.case, under=YES)
                row = Contact(case_id=opened.case)
                row.put(keys, Note(said=f"{number}"))
                try:
                    row.save()
                except Moved:
                    continue
                break

    def take_keys_away() -> None:
        for _ in range(12):
            keys = grants.open_case(alice.unlocked, opened.case, under=YES)
            ready = rekey.prepare(keys, holders=[alice.ring], by=alice.unlocked)
            with transaction.atomic():
                rekey.apply(ready)

    together(write, write, take_keys_away)
    keys = grants.open_case(alice.unlocked, opened.case, under=YES)
    assert keys.generation == 13
    assert len([row.take(keys, Note) for row in Contact.objects.all()]) == 50


def test_no_shred_key_is_lost_when_the_epoch_turns() -> None:
    made: dict[str, bytes] = {}

    def make() -> None:
        for _ in range(40):
            case = random_id()
            made[case] = shred.make(case, at=AT)

    def turn() -> None:
        for day in range(1, 25):
            shred.turn_epoch(AT + timedelta(days=day), 0)

    together(make, make, turn, turn)
    assert len(made) == 80
    assert shred.fetch(list(made)) == made
