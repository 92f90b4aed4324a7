"""Between two requests the unlocked ring rests sealed under a secret that only the cookie holds.

The database has the sealed ring and not the secret; the cookie has the secret and nothing else:
neither opens anything alone. Until when it lives and when it was last seen are authenticated with
it, so that nobody keeps a session alive by editing its row. These rows are written outside any
action, since they change nothing that is kept; each write is a transaction nevertheless, so that a
disk which does not take it is noticed. Specified in `docs/formats/sessions.md`.
(CONF-5, RECD-2)
"""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec
from django.db import DatabaseError, transaction

from confide.vault.models import Session
from confide.vault.primitives import (
    DoesNotOpen,
    as_id,
    bind,
    derive,
    random_id,
    seal,
    unseal,
)
from confide.vault.rings import Unlocked

_LASTS = timedelta(hours=12)
# Seen again within this time writes nothing: a page costs no commit, and the lock is never early.
_GRAIN = timedelta(seconds=30)


class _Held(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ring: str
    seed: bytes = b""
    began_at: int = 0
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Resumed:
    """A session, opened by its cookie."""

    unlocked: Unlocked
    began_at: datetime
    notice: str


@transaction.atomic(using="default")
def begin(unlocked: Unlocked, *, lasts: timedelta = _LASTS, notice: str = "", at: datetime) -> str:
    """Keep an unlocked ring until the next request. Answers the secret for the cookie."""
    sweep(at)
    secret = random_id() + random_id()
    held = _Held(unlocked.ring_id, unlocked.pack(), _seconds(at), notice)
    row = Session(id=_lookup(secret), ring_id=unlocked.ring_id, expires_at=at + lasts, seen_at=at)
    row.sealed = _seal(secret, row, held)
    row.save(force_insert=True)
    return secret


def resume(
    secret: str, *, at: datetime, idle_minutes: int, notice_stays: bool = False
) -> Resumed | None:
    """Open the session of this cookie, if it is neither expired nor idle for too long.

    Its notice is handed over once, unless it stays until another is left in its place.
    """
    row = Session.objects.filter(id=_lookup(secret)).first()
    if row is None:
        return None
    if at >= row.expires_at or at - row.seen_at > timedelta(minutes=idle_minutes):
        with transaction.atomic(using="default"):
            row.delete()
        return None
    try:
        held = _open(secret, row)
    except DoesNotOpen:
        return None
    left = held if notice_stays else msgspec.structs.replace(held, notice="")
    if left != held or at - row.seen_at > _GRAIN:
        # A page is shown even where nothing can be written.
        with suppress(DatabaseError):
            _write(secret, row, left, seen_at=at)
    began_at = datetime.fromtimestamp(held.began_at, UTC)
    return Resumed(Unlocked.unpack(held.ring, held.seed), began_at, held.notice)


def leave_notice(secret: str, notice: str, *, instead_of: str | None = None) -> None:
    """Leave a notice for the next page of this session; in the place of any, or of this one only.

    Where that cannot be written, it is `DatabaseError` and never silence.
    """
    while row := Session.objects.filter(id=_lookup(secret)).first():
        held = _open(secret, row)
        if instead_of is not None and held.notice != instead_of:
            return
        changed = msgspec.structs.replace(held, notice=notice)
        if _write(secret, row, changed, seen_at=row.seen_at):
            return


@transaction.atomic(using="default")
def end(secret: str) -> None:
    """End this session: what it held cannot be opened again."""
    Session.objects.filter(id=_lookup(secret)).delete()


@transaction.atomic(using="default")
def end_all(ring_id: str) -> int:
    """End every session of a ring. Answers how many there were."""
    return Session.objects.filter(ring=ring_id).delete()[0]


def open_for(ring_ids: Collection[str]) -> set[str]:
    """Those of the rings that have a session."""
    return set(Session.objects.filter(ring__in=ring_ids).values_list("ring", flat=True))


@transaction.atomic(using="default")
def sweep(at: datetime) -> None:
    """Delete the sessions that have expired."""
    Session.objects.filter(expires_at__lte=at).delete()


def _write(secret: str, row: Session, held: _Held, *, seen_at: datetime) -> bool:
    # An update and never an insert, so that a session which ended meanwhile stays ended; and of
    # what was read alone, so that being seen takes away no notice that was left meanwhile.
    as_read = Session.objects.filter(id=row.id, sealed=row.sealed)
    row.seen_at = max(row.seen_at, seen_at)
    row.sealed = _seal(secret, row, held)
    with transaction.atomic(using="default"):
        return as_read.update(seen_at=row.seen_at, sealed=row.sealed) == 1


def _seal(secret: str, row: Session, held: _Held) -> bytes:
    return seal(_key(secret), msgspec.msgpack.encode(held), aad=_place(row))


def _open(secret: str, row: Session) -> _Held:
    packed = unseal(_key(secret), bytes(row.sealed), aad=_place(row))
    return msgspec.msgpack.decode(packed, type=_Held)


def _place(row: Session) -> bytes:
    return bind("session", row.id, row.ring_id, _seconds(row.expires_at), _seconds(row.seen_at))


def _lookup(secret: str) -> str:
    return as_id(derive(_bytes(secret), label="session-lookup", length=16))


def _key(secret: str) -> bytes:
    return derive(_bytes(secret), label="session-key")


def _bytes(secret: str) -> bytes:
    # A cookie is whatever a browser sends.
    return secret.encode(errors="replace")


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
