"""Shred keys, their epochs, and what is left of them after destruction. (RECD-5, RECD-6)"""

import os
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections

from confide.vault import epochs, shred
from confide.vault.models import ShredKey, Tombstone
from confide.vault.primitives import DoesNotOpen, random_id, unseal
from tests.vault.conftest import AT

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WEEK = 7


@pytest.fixture
def case() -> str:
    case = random_id()
    shred.make(case, at=AT)
    return case


def test_a_shred_key_is_fetched_again(case: str) -> None:
    assert len(shred.fetch([case])[case]) == 32
    assert shred.fetch([random_id()]) == {}


def test_many_are_fetched_at_once() -> None:
    cases = [random_id() for _ in range(600)]
    made = {case: shred.make(case, at=AT) for case in cases}
    assert shred.fetch(cases) == made


@pytest.mark.promise("P6")
def test_destroying_deletes_the_key_and_leaves_a_tombstone(case: str) -> None:
    shred.destroy(case, at=AT)
    assert shred.fetch([case]) == {}
    assert shred.tombstoned(case)
    assert Tombstone.objects.get(case=case).destroyed_on == AT.date()


def test_destroying_twice_is_destroying_once(case: str) -> None:
    shred.destroy(case, at=AT)
    shred.destroy(case, at=AT + timedelta(days=1))
    assert Tombstone.objects.get(case=case).destroyed_on == AT.date()


def test_a_destroyed_case_never_gets_a_key_again(case: str) -> None:
    shred.destroy(case, at=AT)
    with pytest.raises(shred.Destroyed):
        shred.make(case, at=AT)


def test_a_key_is_never_made_twice(case: str) -> None:
    before = shred.fetch([case])
    with pytest.raises(Exception, match="UNIQUE"):
        shred.make(case, at=AT)
    assert shred.fetch([case]) == before


def test_the_epoch_key_is_a_file_that_nobody_else_may_read(case: str, data: Path) -> None:
    folder, file = data / "epochs", data / "epochs" / "2025-11-17"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert os.listdir(folder) == [file.name]  # noqa: PTH208 - hidden files too


def test_each_night_the_living_keys_are_wrapped_anew(case: str) -> None:
    before = shred.fetch([case])
    wrapped = bytes(ShredKey.objects.get(case=case).wrapped)
    shred.turn_epoch(AT + timedelta(days=1), WEEK)
    row = ShredKey.objects.get(case=case)
    assert row.epoch == "2025-11-18"
    assert bytes(row.wrapped) != wrapped
    assert shred.fetch([case]) == before


def test_turning_twice_on_one_day_is_turning_once(case: str) -> None:
    shred.turn_epoch(AT + timedelta(days=1), WEEK)
    key = epochs.key_of("2025-11-18")
    shred.turn_epoch(AT + timedelta(days=1, hours=5), WEEK)
    assert epochs.key_of("2025-11-18") == key
    assert len(shred.fetch([case])) == 1


def test_epoch_keys_stay_until_the_horizon_and_no_longer(case: str) -> None:
    for day in range(1, 10):
        shred.turn_epoch(AT + timedelta(days=day), WEEK)
    assert epochs.all_of_them() == [f"2025-11-{day}" for day in range(20, 27)]
    assert len(shred.fetch([case])) == 1


def test_after_a_long_pause_the_living_keys_still_open(case: str) -> None:
    shred.turn_epoch(AT + timedelta(days=400), WEEK)
    assert epochs.all_of_them() == ["2026-12-22"]
    assert len(shred.fetch([case])) == 1


def test_a_clock_that_went_back_loses_no_key(case: str) -> None:
    shred.turn_epoch(AT + timedelta(days=30), WEEK)
    shred.turn_epoch(AT - timedelta(days=300), WEEK)
    shred.make(random_id(), at=AT - timedelta(days=300))
    assert epochs.all_of_them() == ["2025-01-21"]
    assert len(shred.fetch([case])) == 1


@pytest.mark.promise("P6")
def test_a_clock_that_once_stood_far_ahead_keeps_no_key_until_then(case: str) -> None:
    shred.turn_epoch(AT + timedelta(days=27_000), WEEK)
    shred.turn_epoch(AT, WEEK)
    assert epochs.all_of_them() == [AT.date().isoformat()]
    assert len(shred.fetch([case])) == 1


@pytest.mark.promise("P6")
def test_past_the_horizon_a_copy_of_the_wrapped_key_opens_no_more(case: str) -> None:
    copied = ShredKey.objects.get(case=case)
    place = shred._place(case, copied.epoch)
    shred.destroy(case, at=AT)
    shred.turn_epoch(AT + timedelta(days=WEEK - 1), WEEK)
    assert unseal(epochs.key_of(copied.epoch), bytes(copied.wrapped), aad=place)
    shred.turn_epoch(AT + timedelta(days=WEEK), WEEK)
    with pytest.raises(epochs.EpochFault):
        epochs.key_of(copied.epoch)
    for epoch in epochs.all_of_them():
        with pytest.raises(DoesNotOpen):
            unseal(epochs.key_of(epoch), bytes(copied.wrapped), aad=place)


def test_a_missing_epoch_key_is_a_fault_and_not_a_destruction(case: str, data: Path) -> None:
    (data / "epochs" / "2025-11-17").unlink()
    with pytest.raises(epochs.EpochFault, match="missing"):
        shred.fetch([case])
    with pytest.raises(epochs.EpochFault):
        shred.turn_epoch(AT + timedelta(days=1), WEEK)
    assert ShredKey.objects.filter(case=case).exists()


def test_a_damaged_epoch_key_is_a_fault(case: str, data: Path) -> None:
    (data / "epochs" / "2025-11-17").write_bytes(b"short")
    with pytest.raises(epochs.EpochFault, match="damaged"):
        shred.fetch([case])
    (data / "epochs" / "2025-11-17").write_bytes(bytes(32))
    with pytest.raises(epochs.EpochFault, match="does not open"):
        shred.fetch([case])


def test_the_pragmas_are_as_destruction_needs_them() -> None:
    shred.check_pragmas()


@pytest.fixture
def loosened() -> Iterator[str]:
    connection = connections["keys"]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=OFF")
        yield "secure_delete"
        cursor.execute("PRAGMA secure_delete=ON")


def test_a_keys_database_that_keeps_what_was_deleted_is_refused(loosened: str) -> None:
    with pytest.raises(shred.UnsafePragmas, match=loosened):
        shred.check_pragmas()


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
@pytest.mark.promise("P6")
def test_the_wrapped_keys_bytes_are_gone_from_the_file_after_deletion() -> None:
    case = random_id()
    shred.make(case, at=AT)
    others = [random_id() for _ in range(20)]
    for other in others:
        shred.make(other, at=AT)
    wrapped = bytes(ShredKey.objects.get(case=case).wrapped)
    assert wrapped in _everything_of_keys()
    shred.destroy(case, at=AT)
    assert wrapped not in _everything_of_keys()
    assert len(shred.fetch(others)) == 20


def _everything_of_keys() -> bytes:
    name = Path(str(connections["keys"].settings_dict["NAME"]))
    return b"".join(path.read_bytes() for path in name.parent.glob(f"{name.name}*"))
