"""What an officer keeps for themselves: sealed under their own ring, and granted to nobody.

Such as which case a question was about, or a person before whom they would not be impartial. It
goes with the ring: nobody recovers it, and nobody else ever reads it. Specified in
`docs/formats/payloads.md`. (CONF-2, ELIG-3)
"""

from confide.vault.payloads import P, Payload
from confide.vault.primitives import bind, seal, unseal
from confide.vault.rings import Unlocked


def keep_own(unlocked: Unlocked, payload: Payload, *, place: str) -> bytes:
    """Seal a payload so that only this officer opens it, and only in this place (a row's id)."""
    return seal(unlocked.own_key(), payload.encode(), aad=_place(unlocked, place, payload.SCHEMA))


def take_own(unlocked: Unlocked, sealed: bytes, kind: type[P], *, place: str) -> P:
    """Open what this officer kept in this place, or `DoesNotOpen`."""
    aad = _place(unlocked, place, kind.SCHEMA)
    return kind.decode(unseal(unlocked.own_key(), bytes(sealed), aad=aad))


def _place(unlocked: Unlocked, place: str, schema: int) -> bytes:
    return bind("own", unlocked.ring_id, place, schema)
