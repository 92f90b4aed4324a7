"""The algorithms' own published vectors, through the vault's one door to them."""

import json
import zlib
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import cryptography_vectors
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from confide.vault import primitives
from confide.vault.primitives import DoesNotOpen

CHUNK = 16 * 1024 + 16
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
X_WING, HKDF_SHA256, CHACHA20_POLY1305 = 0x647A, 1, 3


def lines(name: str) -> list[str]:
    with cryptography_vectors.open_vector_file(name, "r") as file:
        return [line.strip() for line in file if line.strip()]


def blocks(name: str, first: str) -> list[dict[str, str]]:
    """The vectors of a file of `Key = value` lines; each begins with the key `first`."""
    found: list[dict[str, str]] = []
    section: dict[str, str] = {}
    for line in lines(name):
        key, _, value = (part.strip() for part in line.strip("[]").partition("="))
        if line.startswith("["):
            section = {**section, key: value}
        elif key.lower() == first:
            found.append({**section, key: value})
        elif found and not line.startswith("#"):
            found[-1][key] = value
    return found


def hpke() -> dict[str, Any]:
    with cryptography_vectors.open_vector_file("HPKE/hpke-pq-test-vectors.json", "r") as file:
        wanted = (X_WING, HKDF_SHA256)
        return next(v for v in json.load(file) if (v["kem_id"], v["kdf_id"]) == wanted)


def test_x_wing_makes_the_published_public_key_and_opens_what_was_sealed_to_it() -> None:
    vector = hpke()
    # A published X-Wing seed has 32 bytes and is expanded once; ours are derived expanded.
    expanding = hashes.XOFHash(hashes.SHAKE256(digest_size=primitives.KEM_SEED_BYTES))
    expanding.update(bytes.fromhex(vector["skRm"]))
    seed = expanding.squeeze(primitives.KEM_SEED_BYTES)
    assert primitives.hpke_public(seed).hex() == vector["pkRm"]
    # The published suite has another cipher than ours, which has vectors of its own below.
    assert vector["aead_id"] == CHACHA20_POLY1305
    suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
    private = MLKEM768X25519PrivateKey(*primitives._hpke_halves(seed))
    first = vector["encryptions"][0]
    opened = openssl.hpke._decrypt_with_aad(
        suite,
        bytes.fromhex(vector["enc"] + first["ct"]),
        private,
        bytes.fromhex(vector["info"]),
        bytes.fromhex(first["aad"]),
    )
    assert opened.hex() == first["pt"]


def test_hkdf() -> None:
    vectors = blocks("KDF/rfc-5869-HKDF-SHA256.txt", "count")
    assert len(vectors) == 3
    for vector in vectors:
        derived = primitives._hkdf(
            bytes.fromhex(vector["IKM"]),
            salt=bytes.fromhex(vector["salt"]) or None,
            info=bytes.fromhex(vector["info"]),
            length=int(vector["L"]),
        )
        assert derived.hex() == vector["OKM"]


def test_argon2id() -> None:
    vectors = [v for v in blocks("KDF/argon2id.txt", "count") if "secret" not in v]
    assert len(vectors) == 5
    for vector in vectors:
        stretched = primitives._argon2id(
            bytes.fromhex(vector["pass"]),
            bytes.fromhex(vector["salt"]),
            int(vector["iter"]),
            int(vector["lanes"]),
            int(vector["memcost"]),
            int(vector["length"]),
        )
        assert stretched.hex() == vector["output"]


def test_aes_256_gcm_opens_what_it_should_and_nothing_else() -> None:
    ours = {"IVlen": "96", "Taglen": "128"}
    vectors = [
        vector
        for vector in blocks("ciphers/AES/GCM/gcmDecrypt256.rsp", "count")
        if ours.items() <= vector.items()
    ]
    assert {"FAIL" in vector for vector in vectors} == {True, False}
    for vector in vectors:
        key, nonce, body, tag, aad = (
            bytes.fromhex(vector[part]) for part in ("Key", "IV", "CT", "Tag", "AAD")
        )
        if "FAIL" in vector:
            with pytest.raises(DoesNotOpen):
                primitives._aes_gcm_open(key, nonce, body + tag, aad)
        else:
            opened = primitives._aes_gcm_open(key, nonce, body + tag, aad)
            assert opened.hex() == vector["PT"]


def test_ed25519() -> None:
    vectors = lines("asymmetric/Ed25519/sign.input")
    assert len(vectors) == 1024
    for line in vectors[::8]:
        seed, public, message, signed = (bytes.fromhex(part) for part in line.split(":")[:4])
        signature = signed[:64]
        assert primitives.sign_public(seed[:32]) == public
        assert primitives.sign(seed[:32], message) == signature
        assert primitives.verify_signature(public, signature, message)
        assert not primitives.verify_signature(public, signature, message + b".")


def chunked_encryption() -> list[dict[str, Any]]:
    with cryptography_vectors.open_vector_file("chunked-encryption/vectors.json", "r") as file:
        vectors = json.load(file)["vectors"]
    return [vector for vector in vectors if vector["aead"] == "AEAD_AES_256_GCM"]


def read_by_the_specification(sealed: bytes, key: bytes, context: bytes, sha: Any) -> bytes:
    """c2sp.org/chunked-encryption with AES-256-GCM, written from its text for this test."""
    salt, commitment, body = sealed[:24], sealed[24:56], sealed[56:]
    info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + salt + context
    derived = HKDFExpand(sha, length=76, info=info).derive(key)
    assert (len(key), len(salt), derived[44:]) == (32, 24, commitment)
    chunks = [body[at : at + CHUNK] for at in range(0, len(body), CHUNK)] or [b""]
    if len(chunks[-1]) == CHUNK:
        chunks.append(b"")
    return b"".join(
        AESGCM(derived[:32]).decrypt(
            bytes(x ^ y for x, y in zip(derived[32:44], number.to_bytes(12, "big"), strict=True)),
            chunk,
            None,
        )
        for number, chunk in enumerate(chunks)
    )


@pytest.mark.parametrize("vector", chunked_encryption(), ids=lambda vector: vector["name"])
def test_our_reading_of_chunked_encryption_fits_its_published_vectors(
    vector: dict[str, Any],
) -> None:
    sealed = b64decode(vector["ciphertext"] or "")
    sealed = zlib.decompress(sealed, GZIP_OR_ZLIB) if vector.get("compressed") else sealed
    key, context = bytes.fromhex(vector["key"]), vector["context"].encode()
    if vector["expect"] == "success":
        # The published vectors are of its instance with SHA-256, Cobblestone-256 is the one with
        # SHA-512: so they vouch for the reader above, and the reader for what we write.
        opened = read_by_the_specification(sealed, key, context, hashes.SHA256())
        assert primitives.digest(opened).hex() == vector["payload_sha256"]
    else:
        with pytest.raises((AssertionError, InvalidTag, ValueError)):
            read_by_the_specification(sealed, key, context, hashes.SHA256())


@pytest.mark.parametrize("length", [0, 1, 16383, 16384, 16385, 40000])
def test_what_we_stream_is_chunked_encryption_by_its_specification(length: int) -> None:
    key, plain = primitives.random_key(), b"s" * length
    sealing = primitives.StreamSealer(key, b"place")
    sealed = sealing.update(plain) + sealing.finalize()
    assert read_by_the_specification(sealed, key, b"place", hashes.SHA512()) == plain
    opening = primitives.StreamOpener(key, b"place")
    assert opening.update(sealed) + opening.finalize() == plain


@pytest.mark.parametrize(
    "damage",
    [
        lambda sealed: sealed[:-1],
        lambda sealed: sealed[:56],
        lambda sealed: sealed[: 56 + CHUNK],
        lambda sealed: sealed + b"\0",
        lambda sealed: sealed[:56] + sealed[56 + CHUNK :],
        lambda sealed: bytes([sealed[0] ^ 1]) + sealed[1:],
    ],
    ids=["cut", "header only", "cut at a chunk", "longer", "chunk missing", "other salt"],
)
def test_a_damaged_stream_does_not_open(damage: Callable[[bytes], bytes]) -> None:
    key = primitives.random_key()
    sealing = primitives.StreamSealer(key, b"")
    sealed = sealing.update(b"s" * 40000) + sealing.finalize()
    opening = primitives.StreamOpener(key, b"")
    with pytest.raises(DoesNotOpen):
        opening.update(damage(sealed))
        opening.finalize()
