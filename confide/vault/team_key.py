"""The team key: one symmetric key for each epoch, for coded facts that outlive their cases.

It is sealed to every officer in office and to recovery, and signed by whoever gave it. A new epoch
begins when somebody has left; older ones are passed on to whoever joins. Specified in
`docs/formats/grants.md`. (STAT-1, CONF-5)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from confide.policy.decision import Decision
from confide.vault.casekeys import demand
from confide.vault.grants import recovery_ring
from confide.vault.models import KeyRing, TeamGrant
from confide.vault.payloads import P, Payload
from confide.vault.primitives import DoesNotOpen, bind, hpke_seal, random_key, seal, unseal
from confide.vault.rings import Unlocked, genuine, signed_by

_EPOCH_BYTES = 4


@dataclass(frozen=True, slots=True, repr=False)
class TeamKeys:
    """The team's keys of the epochs that somebody holds."""

    _keys: Mapping[int, bytes]

    @property
    def epoch(self) -> int:
        """The newest epoch."""
        return max(self._keys)

    @property
    def epochs(self) -> tuple[int, ...]:
        """Every epoch whose key is held."""
        return tuple(sorted(self._keys))

    def seal(self, payload: Payload, *, place: str) -> bytes:
        """Seal a payload under the newest epoch, for one place: a table and a row."""
        header = self.epoch.to_bytes(_EPOCH_BYTES, "big")
        aad = _fact_place(header, payload.SCHEMA, place)
        return header + seal(self._keys[self.epoch], payload.encode(), aad=aad)

    def unseal(self, sealed: bytes, kind: type[P], *, place: str) -> P:
        """Open what was sealed in that place under any of these epochs."""
        header, body = sealed[:_EPOCH_BYTES], sealed[_EPOCH_BYTES:]
        key = self._keys.get(int.from_bytes(header, "big"))
        if key is None:
            raise DoesNotOpen
        return kind.decode(unseal(key, body, aad=_fact_place(header, kind.SCHEMA, place)))

    def share(self, holders: Sequence[KeyRing], *, by: Unlocked) -> list[TeamGrant]:
        """Every epoch, granted to each of the holders; unsaved."""
        each_once = {holder.id: holder for holder in holders}.values()
        return [
            _grant(epoch, key, holder, by)
            for epoch, key in sorted(self._keys.items())
            for holder in each_once
        ]


def make_epoch(epoch: int, *, by: Unlocked, holders: Sequence[KeyRing]) -> list[TeamGrant]:
    """A new epoch's key, granted to the holders and to recovery; unsaved."""
    return TeamKeys({epoch: random_key()}).share([*holders, recovery_ring()], by=by)


def open_team(unlocked: Unlocked, *, under: Decision) -> TeamKeys:
    """The team's keys that were granted to this ring, or `DoesNotOpen` where there are none."""
    demand(under)
    mine = TeamGrant.objects.filter(holder=unlocked.ring_id).select_related("giver")
    keys = {grant.epoch: _open(unlocked, grant) for grant in mine}
    if not keys:
        raise DoesNotOpen
    return TeamKeys(keys)


def _grant(epoch: int, key: bytes, holder: KeyRing, by: Unlocked) -> TeamGrant:
    place = _place(epoch, holder.id)
    sealed = hpke_seal(bytes(genuine(holder).kem_public), key, info=place)
    return TeamGrant(
        epoch=epoch,
        holder_id=holder.id,
        giver_id=by.ring_id,
        sealed=sealed,
        signature=by.sign(_statement(place, by.ring_id, sealed)),
    )


def _open(unlocked: Unlocked, grant: TeamGrant) -> bytes:
    place, sealed = _place(grant.epoch, unlocked.ring_id), bytes(grant.sealed)
    statement = _statement(place, grant.giver_id, sealed)
    if not signed_by(grant.giver, bytes(grant.signature), statement):
        raise DoesNotOpen
    return unlocked.open(sealed, info=place)


def _place(epoch: int, holder: str) -> bytes:
    return bind("team-grant", epoch, holder)


def _statement(place: bytes, giver: str, sealed: bytes) -> bytes:
    return bind("team-grant-given", place, giver, sealed)


def _fact_place(header: bytes, schema: int, place: str) -> bytes:
    return bind("team-fact", header, schema, place)
