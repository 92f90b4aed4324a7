"""The Merkle tree of RFC 6962, section 2.1, written from its definition.

Pure: it knows hashes and sizes, not where entries live. A list of n leaves is split at k, the
largest power of two smaller than n; the hash of a tree is the hash of its two halves' hashes. The
verifying functions climb the same split, so that they can be read beside the ones that prove.
"""

import hashlib
from collections.abc import Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()


class DoesNotProve(Exception):  # noqa: N818
    """A proof that has too few or too many steps for the sizes it is for."""


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry. The leading byte keeps a leaf from ever passing for a node."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two halves together."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Give the root of the tree over these leaf hashes."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    k = _split(len(leaves))
    return node_hash(root(leaves[:k]), root(leaves[k:]))


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Give what shows that the leaf at `index` is in the tree over `leaves`."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*inclusion_proof(leaves[:k], index), root(leaves[k:])]
    return [*inclusion_proof(leaves[k:], index - k), root(leaves[:k])]


def consistency_proof(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """Give what shows that the tree over the first `old` leaves only ever grew into this one."""
    if not 0 < old <= len(leaves):
        raise IndexError(old)
    return _subproof(leaves, old, whole=True)


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes
) -> bool:
    """Say whether the proof leads from this leaf to that root."""
    if not 0 <= index < size:
        return False
    try:
        return _climb(leaf, index, size, proof) == expected
    except DoesNotProve:
        return False


def verify_consistency(
    old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether the proof shows that the new tree begins with the whole of the old one."""
    if not 0 < old <= new:
        return False
    try:
        return _grow(old, new, proof, known=old_root) == (old_root, new_root)
    except DoesNotProve:
        return False


class Growing:
    """A tree that is fed leaf after leaf and can say its root at any moment.

    It keeps only the roots of the perfect trees that it consists of, the largest first: as many
    as the size has ones in binary.
    """

    def __init__(self) -> None:
        self.size = 0
        self._perfect: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        merges = self.size
        while merges & 1:
            leaf = node_hash(self._perfect.pop(), leaf)
            merges >>= 1
        self._perfect.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Give the root over all leaves so far."""
        if not self._perfect:
            return EMPTY_ROOT
        *rest, result = self._perfect
        for left in reversed(rest):
            result = node_hash(left, result)
        return result


def _split(size: int) -> int:
    """Give the largest power of two that is smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _subproof(leaves: Sequence[bytes], old: int, *, whole: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    k = _split(len(leaves))
    if old <= k:
        return [*_subproof(leaves[:k], old, whole=whole), root(leaves[k:])]
    return [*_subproof(leaves[k:], old - k, whole=False), root(leaves[:k])]


def _climb(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    if size == 1:
        _nothing_left(proof)
        return leaf
    k, (rest, beside) = _split(size), _last(proof)
    if index < k:
        return node_hash(_climb(leaf, index, k, rest), beside)
    return node_hash(beside, _climb(leaf, index - k, size - k, rest))


def _grow(
    old: int, new: int, proof: Sequence[bytes], *, known: bytes | None
) -> tuple[bytes, bytes]:
    """Give the old and the new root; `known` is the old one while its whole tree is a subtree."""
    if old == new:
        if known is None:
            proof, known = _last(proof)
        _nothing_left(proof)
        return known, known
    k, (rest, beside) = _split(new), _last(proof)
    if old <= k:
        before, after = _grow(old, k, rest, known=known)
        return before, node_hash(after, beside)
    before, after = _grow(old - k, new - k, rest, known=None)
    return node_hash(beside, before), node_hash(beside, after)


def _last(proof: Sequence[bytes]) -> tuple[Sequence[bytes], bytes]:
    if not proof:
        raise DoesNotProve
    return proof[:-1], proof[-1]


def _nothing_left(proof: Sequence[bytes]) -> None:
    if proof:
        raise DoesNotProve
