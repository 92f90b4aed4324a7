"""Rings: a person's keys, and unlocking them. Signing in *is* this.

One random seed of 32 bytes is everything that a person has; the pair for being given keys, the pair
for signing and the key for one's own quick copies are derived from it. The seed rests sealed under
the passphrase. Specified in `docs/formats/passphrases-and-rings.md`. (CONF-5)
"""

from dataclasses import dataclass
from typing import Self

from confide.vault.models import KeyRing, Unlock
from confide.vault.primitives import (
    KEM_SEED_BYTES,
    KEY_BYTES,
    DoesNotOpen,
    as_id,
    bind,
    derive,
    digest,
    hpke_open,
    hpke_public,
    random_key,
    seal,
    sign,
    sign_public,
    stretch,
    unseal,
    verify_signature,
)
from confide.vault.words import normalise

_PASSPHRASE = "passphrase"  # noqa: S105
_NOBODY = "nobody"
_NOBODYS_SALT = bytes(16)
_NOBODYS_SEED = seal(bytes(KEY_BYTES), bytes(KEY_BYTES), aad=b"")


@dataclass(frozen=True, slots=True, repr=False)
class Unlocked:
    """An unlocked ring: what its owner can open and sign. Prints as nothing, wherever it is."""

    ring_id: str
    _seed: bytes

    def open(self, sealed: bytes, *, info: bytes) -> bytes:
        """Open what was sealed to this ring."""
        return hpke_open(self._kem_seed(), sealed, info=info)

    def sign(self, message: bytes) -> bytes:
        """Sign as this ring. The message begins with `bind`."""
        return sign(self._sign_seed(), message)

    def own_key(self) -> bytes:
        """The symmetric key that only this ring's owner has."""
        return derive(self._seed, label="ring-own")

    def public(self) -> KeyRing:
        """The public half, unsaved."""
        kem, signing = hpke_public(self._kem_seed()), sign_public(self._sign_seed())
        return KeyRing(id=_fingerprint(kem, signing), kem_public=kem, sign_public=signing)

    def pack(self) -> bytes:
        """The ring as bytes, to be sealed at once: see `sessions` and `recovery`."""
        return self._seed

    @classmethod
    def unpack(cls, ring_id: str, packed: bytes) -> Self:
        """The ring from such bytes."""
        if len(packed) != KEY_BYTES:
            raise DoesNotOpen
        return cls(ring_id, packed)

    def _kem_seed(self) -> bytes:
        return derive(self._seed, label="ring-kem", length=KEM_SEED_BYTES)

    def _sign_seed(self) -> bytes:
        return derive(self._seed, label="ring-sign")


def make_ring(passphrase: str) -> tuple[KeyRing, Unlock, Unlocked]:
    """A new ring and its unlocking by passphrase, both unsaved, and the ring unlocked."""
    ring, unlocked = new_ring()
    return ring, keep_under(unlocked, passphrase, ring=ring), unlocked


def new_ring() -> tuple[KeyRing, Unlocked]:
    """A new ring that nothing unlocks yet; unsaved."""
    return ring_from(random_key())


def ring_from(seed: bytes) -> tuple[KeyRing, Unlocked]:
    """The ring that a seed of full entropy gives; unsaved."""
    ring = Unlocked("", seed).public()
    return ring, Unlocked(ring.id, seed)


def keep_under(unlocked: Unlocked, passphrase: str, *, ring: KeyRing) -> Unlock:
    """A way to unlock this ring by a passphrase, unsaved: for a new ring, or a new passphrase."""
    written = normalise(passphrase)
    if not written:
        raise ValueError("A ring is never kept under an empty passphrase.")
    salt = random_key()[:16]
    return Unlock(
        ring=ring,
        kind=_PASSPHRASE,
        salt=salt,
        sealed_seeds=seal(stretch(written, salt), unlocked.pack(), aad=_place(ring.id)),
    )


def unlock(ring_id: str | None, passphrase: str) -> Unlocked | None:
    """Unlock a ring, or None. An unknown ring costs what a wrong passphrase costs."""
    ring_id = ring_id or _NOBODY
    kept = Unlock.objects.filter(ring_id=ring_id, kind=_PASSPHRASE).first()
    salt = bytes(kept.salt) if kept else _NOBODYS_SALT
    sealed = bytes(kept.sealed_seeds) if kept else _NOBODYS_SEED
    key = stretch(normalise(passphrase), salt)
    try:
        return Unlocked.unpack(ring_id, unseal(key, sealed, aad=_place(ring_id)))
    except DoesNotOpen:
        return None


def genuine(ring: KeyRing) -> KeyRing:
    """The ring, if its public keys are the ones that its id is the fingerprint of.

    Sealing to a ring, and believing its signature, both begin here: a public key that somebody
    exchanged in the database is refused.
    """
    if fingerprint(ring) != ring.id:
        raise DoesNotOpen
    return ring


def fingerprint(ring: KeyRing) -> str:
    """What two people compare aloud, and the ledger keeps, to know that a ring is the right one."""
    return _fingerprint(bytes(ring.kem_public), bytes(ring.sign_public))


def signed_by(ring: KeyRing, signature: bytes, message: bytes) -> bool:
    """Whether the ring signed the message."""
    return verify_signature(bytes(genuine(ring).sign_public), signature, message)


def _fingerprint(kem_public: bytes, sign_public: bytes) -> str:
    return as_id(digest(bind("ring", kem_public, sign_public))[:16])


def _place(ring_id: str) -> bytes:
    return bind("unlock", ring_id, _PASSPHRASE)
