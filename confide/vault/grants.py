"""Grants: a case's key, sealed to one ring at a time and signed by whoever gave it.

Whoever holds no grant opens nothing, whatever a page or a query lets through. Specified in
`docs/formats/grants.md`. (CONF-1, CONF-5)
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache

from django.db import DatabaseError, transaction

from confide.policy.decision import Decision
from confide.vault import shred
from confide.vault.casekeys import CaseKeys, NoPermit, demand
from confide.vault.models import Grant, KeyRing, Recovery
from confide.vault.primitives import (
    DoesNotOpen,
    bind,
    hpke_seal,
    random_id,
    random_key,
    seal,
    unseal,
)
from confide.vault.rings import Unlocked, genuine, new_ring, signed_by

__all__ = [
    "CaseKeys",
    "NoPermit",
    "NoRecovery",
    "forget",
    "give",
    "grants_to",
    "new_case",
    "open_case",
    "open_cases",
    "open_nothing",
    "open_part",
    "recovery_ring",
]

_AT_ONCE = 500


class NoRecovery(Exception):  # noqa: N818 (it reads as what happened)
    """The service has no recovery ring yet, and no case is made without one. (`confide init`)"""


def new_case(
    case: str, *, by: Unlocked, holders: Sequence[KeyRing], bound_to: str = "", at: datetime
) -> tuple[CaseKeys, list[Grant]]:
    """The keys of a new case and its grants, unsaved: to each holder, and to recovery.

    The shred key is durable when this returns. If the case is never written it opens nothing. What
    comes of a case and has keys of its own is `bound_to` it, and is destroyed with it.
    """
    recovery = recovery_ring()
    keys = CaseKeys(case, 1, {1: random_key()}, shred.make(case, bound_to=bound_to, at=at))
    return keys, grants_to([*holders, recovery], keys, by=by)


def give(keys: CaseKeys, holder: KeyRing, *, by: Unlocked, under: Decision) -> list[Grant]:
    """The grants of an open case to one more holder, unsaved."""
    demand(under)
    return grants_to([holder], keys, by=by)


def open_case(unlocked: Unlocked, case: str, *, under: Decision) -> CaseKeys:
    """Open one case that was granted to this ring, or `DoesNotOpen`."""
    opened = open_cases(unlocked, [case], under=under)
    if case not in opened:
        raise DoesNotOpen
    return opened[case]


def open_cases(unlocked: Unlocked, cases: Iterable[str], *, under: Decision) -> dict[str, CaseKeys]:
    """Open many cases at once. One that does not open is not among the answers."""
    demand(under)
    wanted = list(cases)
    shred_keys = shred.fetch(wanted)
    case_keys = _case_keys(unlocked, [case for case in wanted if case in shred_keys])
    return {
        case: CaseKeys(case, max(case_keys[case]), case_keys[case], shred_keys[case])
        for case in wanted
        if case in case_keys
    }


def open_part(unlocked: Unlocked, part: str, *, of: str, under: Decision) -> CaseKeys:
    """Open what has a key of its own beside a case's, and that case's shred key; `DoesNotOpen`.

    It leaves no quick copy: whether somebody ever came for it stands nowhere.
    """
    demand(under)
    shred_keys = shred.fetch([of])
    held = list(Grant.objects.filter(holder=unlocked.ring_id, case=part))
    givers = KeyRing.objects.in_bulk({grant.giver_id for grant in held})
    opened = {grant.generation: _open_given(unlocked, grant, givers) for grant in held}
    keys = {generation: key for generation, key in opened.items() if key is not None}
    if of not in shred_keys or not keys or len(keys) != len(opened):
        raise DoesNotOpen
    return CaseKeys(part, max(keys), keys, shred_keys[of])


def open_nothing(unlocked: Unlocked) -> None:
    """Cost what opening one grant costs, for somebody who holds none."""
    giver, nothing = _nothing()
    _open_given(unlocked, nothing, {giver.id: giver})


@cache
def _nothing() -> tuple[KeyRing, Grant]:
    giver, unlocked = new_ring()
    keys = CaseKeys(random_id(), 1, {1: random_key()}, random_key())
    return giver, _grant(keys, 1, giver, unlocked)


def forget(case: str) -> None:
    """Delete every grant of a case: a part of its destruction, never a substitute for it."""
    Grant.objects.filter(case=case).delete()


def grants_to(holders: Sequence[KeyRing], keys: CaseKeys, *, by: Unlocked) -> list[Grant]:
    """Every open generation, granted to each of the holders; unsaved."""
    each_once = {holder.id: holder for holder in holders}.values()
    return [
        _grant(keys, generation, holder, by)
        for generation in sorted(keys.case_keys)
        for holder in each_once
    ]


def recovery_ring() -> KeyRing:
    """The ring to which every case key is sealed as well."""
    recovery = Recovery.objects.filter(retired=False).select_related("ring").first()
    if recovery is None:
        raise NoRecovery
    return recovery.ring


def _grant(keys: CaseKeys, generation: int, holder: KeyRing, by: Unlocked) -> Grant:
    place = _place(keys.case, generation, holder.id)
    sealed = hpke_seal(bytes(genuine(holder).kem_public), keys.case_keys[generation], info=place)
    return Grant(
        case=keys.case,
        generation=generation,
        holder_id=holder.id,
        giver_id=by.ring_id,
        sealed=sealed,
        signature=by.sign(_statement(place, by.ring_id, sealed)),
    )


def _case_keys(unlocked: Unlocked, cases: Sequence[str]) -> dict[str, dict[int, bytes]]:
    """The case keys of each generation; a case with a grant that does not open is left out."""
    own_key = unlocked.own_key()
    mine = Grant.objects.filter(holder=unlocked.ring_id)
    if len(cases) <= _AT_ONCE:
        mine = mine.filter(case__in=cases)
    # One query for all of them: between two, a case could be re-keyed and fall through.
    held = list(mine)
    givers = KeyRing.objects.in_bulk({grant.giver_id for grant in held if not grant.quick})
    opened = [
        (
            grant,
            _open_quick(own_key, grant) if grant.quick else _open_given(unlocked, grant, givers),
        )
        for grant in held
    ]
    _keep_quick(own_key, [(grant, key) for grant, key in opened if key and not grant.quick])
    closed = {grant.case for grant, key in opened if key is None}
    found: dict[str, dict[int, bytes]] = {}
    for grant, key in opened:
        if key is not None and grant.case not in closed:
            found.setdefault(grant.case, {})[grant.generation] = key
    return found


def _open_given(unlocked: Unlocked, grant: Grant, givers: Mapping[str, KeyRing]) -> bytes | None:
    # HPKE says nothing of who sealed: without the signature anybody who knows a public key could
    # hand an officer a key of their own making, and read what is written under it.
    place = _place(grant.case, grant.generation, unlocked.ring_id)
    sealed = bytes(grant.sealed)
    statement = _statement(place, grant.giver_id, sealed)
    try:
        if not signed_by(givers[grant.giver_id], bytes(grant.signature), statement):
            return None
        return unlocked.open(sealed, info=place)
    except DoesNotOpen:
        return None


def _open_quick(own_key: bytes, grant: Grant) -> bytes | None:
    try:
        return unseal(own_key, bytes(grant.quick or b""), aad=_quick_place(grant))
    except DoesNotOpen:
        return None


def _keep_quick(own_key: bytes, opened: Sequence[tuple[Grant, bytes]]) -> None:
    """Keep what was opened under the officer's own key, so that the next time is quick.

    This writes outside any action, because it changes nothing but the cost of reading; so where it
    cannot write (a busy or read-only database), reading goes on without it.
    """
    if not opened:
        return
    for grant, key in opened:
        grant.quick = seal(own_key, key, aad=_quick_place(grant))
    try:
        with transaction.atomic(using="default"):
            grants = [grant for grant, _ in opened]
            Grant.objects.bulk_update(grants, ["quick"], batch_size=100)
    except DatabaseError:
        pass


def _place(case: str, generation: int, holder: str) -> bytes:
    return bind("grant", case, generation, holder)


def _statement(place: bytes, giver: str, sealed: bytes) -> bytes:
    return bind("grant-given", place, giver, sealed)


def _quick_place(grant: Grant) -> bytes:
    return bind("grant-quick", grant.case, grant.generation, grant.holder_id)
