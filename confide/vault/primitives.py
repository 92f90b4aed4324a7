"""Every cryptographic call of the vault, and why each one is safe.

Nothing here is home-made: each function is one call of the `cryptography` library with its
parameters fixed. Whatever does not open raises `DoesNotOpen` and says no more, so that a wrong
key, a swapped row and a damaged byte look alike from outside. The bytes are specified in
`docs/formats/`. (CONF-1)
"""

import base64
import secrets
from threading import BoundedSemaphore

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
KEM_SEED_BYTES = 96
KEM_PUBLIC_BYTES = 1216
PASSPHRASE_LIMIT = 1024

# RFC 9106, section 4, the second recommended option (64 MiB, three passes, four lanes).
ARGON2_MEMORY_KIB = 64 * 1024
ARGON2_PASSES = 3
ARGON2_LANES = 4

# One suite of each kind so far. The byte stands in front of what is sealed and is authenticated
# with it, so that a second suite can come one day and nobody can talk us back into the first.
AEAD_SUITE = b"\x01"
HPKE_SUITE = b"\x01"

_MLKEM_PUBLIC_BYTES = 1184
_MLKEM_SEED_BYTES = 64
_NONCE_BYTES = 12
_HPKE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)

# One at a time in each process. Each derivation holds 64 MiB and has four lanes of its own while it
# runs, so a crowd at the sign-in page queues here instead of taking the machine; and two of them at
# once in threads of one process wait for each other's lanes for ever (OpenSSL's thread pool).
_stretching = BoundedSemaphore(1)


class DoesNotOpen(Exception):  # noqa: N818 (it reads as what happened)
    """These bytes do not open with this key in this place."""


def random_id() -> str:
    """128 random bits in 26 letters and digits: an id that says nothing, not even when."""
    return as_id(secrets.token_bytes(16))


def as_id(sixteen: bytes) -> str:
    return base64.b32encode(sixteen).decode().rstrip("=").lower()


def tie(purpose: str, *parts: str) -> str:
    """An id that says of these that they belong together, to whoever has them all."""
    return as_id(digest(bind("tie", purpose, *parts))[:16])


def random_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def bind(purpose: str, *parts: str | int | bytes) -> bytes:
    """The place that something is sealed for, as bytes: each part behind its length.

    The lengths make it unambiguous, so no two different places ever share an encoding.
    """
    name = f"confide/{purpose}/1".encode()
    written = [len(name).to_bytes(4, "big"), name]
    for part in parts:
        each = part if isinstance(part, bytes) else str(part).encode()
        written += (len(each).to_bytes(4, "big"), each)
    return b"".join(written)


def digest(message: bytes) -> bytes:
    """SHA-256."""
    hashing = Hash(SHA256())
    hashing.update(message)
    return hashing.finalize()


def derive(secret: bytes, *, label: str, context: bytes = b"", length: int = KEY_BYTES) -> bytes:
    """A key for one purpose from a secret of full entropy (HKDF-SHA256).

    No salt: the secrets are uniformly random and long, and the label keeps purposes apart.
    Passphrases go through `stretch` instead.
    """
    return _hkdf(secret, salt=None, info=bind(label, context), length=length)


def _hkdf(secret: bytes, *, salt: bytes | None, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


def stretch(passphrase: bytes, salt: bytes) -> bytes:
    """A key from a passphrase (Argon2id). Never remembered: a second try costs what the first did.

    The caller has bounded the length already; this refuses rather than spend on what is longer.
    """
    if len(passphrase) > PASSPHRASE_LIMIT:
        raise DoesNotOpen
    with _stretching:
        return _argon2id(passphrase, salt, ARGON2_PASSES, ARGON2_LANES, ARGON2_MEMORY_KIB)


def _argon2id(
    passphrase: bytes, salt: bytes, passes: int, lanes: int, memory: int, length: int = KEY_BYTES
) -> bytes:
    return Argon2id(
        salt=salt, length=length, iterations=passes, lanes=lanes, memory_cost=memory
    ).derive(passphrase)


def seal(key: bytes, plaintext: bytes, *, aad: bytes) -> bytes:
    """Seal under a key that both sides hold (AES-256-GCM).

    The nonce is random. That is safe because no key here seals anywhere near the 2^32 messages
    from which two random nonces might meet: a case's key dies with the case, the others seal once.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return AEAD_SUITE + nonce + AESGCM(key).encrypt(nonce, plaintext, AEAD_SUITE + aad)


def unseal(key: bytes, sealed: bytes, *, aad: bytes) -> bytes:
    suite, nonce, body = sealed[:1], sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    if suite != AEAD_SUITE or len(nonce) != _NONCE_BYTES:
        raise DoesNotOpen
    return _aes_gcm_open(key, nonce, body, suite + aad)


def _aes_gcm_open(key: bytes, nonce: bytes, body: bytes, aad: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(nonce, body, aad)
    except InvalidTag:
        raise DoesNotOpen from None


def hpke_public(seed: bytes) -> bytes:
    """The public half of an X-Wing pair: ML-KEM-768 first, then X25519."""
    mlkem, x25519 = _hpke_halves(seed)
    return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def hpke_seal(public: bytes, plaintext: bytes, *, info: bytes) -> bytes:
    """Seal to somebody's public key (HPKE base mode). It says nothing of who sealed: see `sign`."""
    if len(public) != KEM_PUBLIC_BYTES:
        raise DoesNotOpen
    try:
        mlkem = MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC_BYTES])
        x25519 = X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC_BYTES:])
    except ValueError:
        raise DoesNotOpen from None
    recipient = MLKEM768X25519PublicKey(mlkem, x25519)
    return HPKE_SUITE + _HPKE.encrypt(plaintext, recipient, HPKE_SUITE + info)


def hpke_open(seed: bytes, sealed: bytes, *, info: bytes) -> bytes:
    if sealed[:1] != HPKE_SUITE:
        raise DoesNotOpen
    private = MLKEM768X25519PrivateKey(*_hpke_halves(seed))
    try:
        return _HPKE.decrypt(sealed[1:], private, HPKE_SUITE + info)
    except (InvalidTag, ValueError):  # ValueError: too short to be a ciphertext at all
        raise DoesNotOpen from None


def _hpke_halves(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if len(seed) != KEM_SEED_BYTES:
        raise DoesNotOpen
    return (
        MLKEM768PrivateKey.from_seed_bytes(seed[:_MLKEM_SEED_BYTES]),
        X25519PrivateKey.from_private_bytes(seed[_MLKEM_SEED_BYTES:]),
    )


def sign_public(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """Ed25519. Every message begins with `bind`, so no signature serves two purposes."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def verify_signature(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


class StreamSealer:
    """Seal a stream in authenticated chunks, without ever holding it whole (Cobblestone-256).

    The header commits to the key and the context, the chunks to their order and to which is the
    last: cut short, re-ordered or continued streams do not open.
    """

    def __init__(self, key: bytes, context: bytes) -> None:
        self._sealing = Cobblestone256Encryptor(key, context)

    def update(self, plaintext: bytes) -> bytes:
        return self._sealing.update(plaintext)

    def finalize(self) -> bytes:
        return self._sealing.finalize()


class StreamOpener:
    """Open such a stream. What `update` gives is genuine; only `finalize` says it was all."""

    def __init__(self, key: bytes, context: bytes) -> None:
        try:
            self._opening = Cobblestone256Decryptor(key, context)
        except ValueError:  # not the length of a key
            raise DoesNotOpen from None

    def update(self, sealed: bytes) -> bytes:
        try:
            return self._opening.update(sealed)
        except (InvalidTag, ValueError):
            raise DoesNotOpen from None

    def finalize(self) -> bytes:
        try:
            return self._opening.finalize()
        except (InvalidTag, ValueError):
            raise DoesNotOpen from None
