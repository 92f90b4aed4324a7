"""Shred keys: one per case for its whole life, whose deletion destroys the case everywhere.

A shred key lies in the database `keys`, wrapped under the key of an *epoch*. Each night a new epoch
begins, the living keys are wrapped anew, and epoch keys older than the horizon are deleted: what a
journal, a free page or a copy still holds of a deleted key can then never be unwrapped.

What comes of a case and has keys of its own (a question to a colleague, a breach record) is *bound*
to it: its shred key carries a mark that is derived from the case's, another one for each. So the
case's destruction takes it along without anybody's key, and yet nobody who reads the tables can
tell which belongs to which, nor whether two of them belong to the same.

This module destroys for good, so it holds one rule above all: a shred key is deleted because this
case's destruction was asked for, and never because something else was not found.
Specified in `docs/formats/shred-keys.md`. (RECD-5, RECD-6)
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import connections, transaction

from confide.vault import epochs
from confide.vault.models import ShredKey, Tombstone
from confide.vault.primitives import (
    DoesNotOpen,
    as_id,
    bind,
    derive,
    random_key,
    seal,
    unseal,
)

_AT_ONCE = 500


class Destroyed(Exception):  # noqa: N818 (it reads as what happened)
    """This case was destroyed; its reference never lives again."""


class UnsafePragmas(Exception):  # noqa: N818 (it reads as what happened)
    """The database `keys` is not set up so that what is deleted is gone."""


def make(case: str, *, bound_to: str = "", at: datetime) -> bytes:
    """Make a case's shred key. It is durable before the case itself is written.

    What is `bound_to` a case is destroyed with it; `Destroyed` if that is gone already.
    """
    key = random_key()
    with transaction.atomic(using="keys"):
        if tombstoned(case):
            raise Destroyed
        epoch = epochs.newest() or epochs.begin(at.date())
        ShredKey.objects.create(
            case=case,
            bound_to=_mark(_held(bound_to), case) if bound_to else "",
            epoch=epoch,
            wrapped=_wrap(key, case, epoch, epochs.Keys()),
        )
    return key


def fetch(cases: Sequence[str]) -> dict[str, bytes]:
    """The shred keys of those of the cases that live."""
    epoch_keys = epochs.Keys()
    found: dict[str, bytes] = {}
    for start in range(0, len(cases), _AT_ONCE):
        some = ShredKey.objects.filter(case__in=cases[start : start + _AT_ONCE])
        for case, epoch, wrapped in some.values_list("case", "epoch", "wrapped"):
            found[case] = _unwrap(bytes(wrapped), case, epoch, epoch_keys)
    return found


def destroy(case: str, *, at: datetime) -> None:
    """Destroy a case for good, and leave its tombstone. Doing it twice is doing it once."""
    with transaction.atomic(using="keys"):
        for each in [case, *_bound_to(case)]:
            Tombstone.objects.get_or_create(case=each, defaults={"destroyed_on": at.date()})
            ShredKey.objects.filter(case=each).delete()


def tombstoned(case: str) -> bool:
    """Whether this case was destroyed."""
    return Tombstone.objects.filter(case=case).exists()


def turn_epoch(at: datetime, horizon_days: int) -> None:
    """Begin the day's epoch, wrap every living key under it, delete epoch keys past the horizon."""
    _wrap_all_anew(at.date())
    oldest = at.date() - timedelta(days=horizon_days)
    _delete_epochs(before=oldest.isoformat(), after=at.date().isoformat())


def check_pragmas() -> None:
    """Refuse to start where a deleted shred key would stay legible."""
    connection = connections["keys"]
    if connection.vendor != "sqlite":
        return
    wanted = {"journal_mode": "delete", "secure_delete": "1", "synchronous": "3"}
    with connection.cursor() as cursor:
        for pragma, value in wanted.items():
            cursor.execute(f"PRAGMA {pragma}")
            found = str(cursor.fetchone()[0])
            if found != value:
                raise UnsafePragmas(f"{pragma} of the database `keys` is {found}, not {value}.")


def _wrap_all_anew(today: date) -> None:
    epoch_keys = epochs.Keys()
    with transaction.atomic(using="keys"):
        # Today's even where there is a later one: a clock that once stood far ahead must not keep
        # the keys of that day for as long as it was ahead.
        current = epochs.begin(today)
        rows = ShredKey.objects.exclude(epoch=current).select_for_update()
        anew = []
        for case, epoch, wrapped in rows.values_list("case", "epoch", "wrapped"):
            key = _unwrap(bytes(wrapped), case, epoch, epoch_keys)
            anew.append((_wrap(key, case, current, epoch_keys), current, case))
        _write_anew(anew)


def _write_anew(rows: list[tuple[bytes, str, str]]) -> None:
    """Write (wrapped, epoch, case) over rows that are there; none that is gone comes back.

    By one prepared statement, because nobody can open a case while it runs: Django's own ways
    take ten times as long.
    """
    table = connections["keys"].ops.quote_name(ShredKey._meta.db_table)
    with connections["keys"].cursor() as cursor:
        cursor.executemany(
            f'UPDATE {table} SET wrapped = %s, epoch = %s WHERE "case" = %s',  # noqa: S608
            rows,
        )


def _delete_epochs(*, before: str, after: str) -> None:
    # Within a transaction of `keys`, so that no shred key is being made under an old epoch while
    # that epoch is judged to be out of use.
    with transaction.atomic(using="keys"):
        in_use = set(ShredKey.objects.select_for_update().values_list("epoch", flat=True))
        for epoch in epochs.all_of_them():
            if (epoch <= before or epoch > after) and epoch not in in_use:
                epochs.delete(epoch)


def _bound_to(case: str) -> list[str]:
    # Locked, so that nothing is bound to the case between this look and the deletion of its key.
    if not ShredKey.objects.select_for_update().filter(case=case).exists():
        return []
    key = _held(case)
    # Each mark is tried: were they alike, a breach record, whose case stands in clear, would tell
    # of a question to colleagues which case it is about.
    bound = ShredKey.objects.exclude(bound_to="").values_list("case", "bound_to")
    return [each for each, mark in bound if mark == _mark(key, each)]


def _held(case: str) -> bytes:
    held = fetch([case])
    if case not in held:
        raise Destroyed
    return held[case]


def _mark(key: bytes, bound: str) -> str:
    return as_id(derive(key, label="shred-bound", context=bind("shred-bound", bound))[:16])


def _wrap(key: bytes, case: str, epoch: str, epoch_keys: epochs.Keys) -> bytes:
    return seal(epoch_keys[epoch], key, aad=_place(case, epoch))


def _unwrap(wrapped: bytes, case: str, epoch: str, epoch_keys: epochs.Keys) -> bytes:
    key = epoch_keys[epoch]
    try:
        return unseal(key, wrapped, aad=_place(case, epoch))
    except DoesNotOpen:
        raise epochs.EpochFault(f"A shred key does not open under epoch {epoch}.") from None


def _place(case: str, epoch: str) -> bytes:
    return bind("shred-key", case, epoch)
