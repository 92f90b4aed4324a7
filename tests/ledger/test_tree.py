"""The tree is the one of RFC 6962."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confide.ledger.tree import (
    EMPTY_ROOT,
    Growing,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

# The eight leaves that implementations of Certificate Transparency are held against, and the
# roots of the trees over the first 1, 2, … 8 of them.
FIELD = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    bytes(range(96, 112)).hex(),
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

trees = st.integers(0, 70).map(lambda n: [leaf_hash(bytes([i])) for i in range(n)])
grown = st.integers(1, 70).map(lambda n: [leaf_hash(bytes([i])) for i in range(n)])


def by_levels(leaves: list[bytes]) -> bytes:
    """Another way to the same root: pair what lies side by side, level by level."""
    level = leaves or [sha256(b"").digest()]
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [sha256(b"\x01" + p[0] + p[1]).digest() if p[1:] else p[0] for p in pairs]
    return level[0]


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert root([]) == EMPTY_ROOT == Growing().root()
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_it_has_the_roots_known_in_the_field(size: int) -> None:
    leaves = [leaf_hash(bytes.fromhex(text)) for text in FIELD[:size]]
    assert root(leaves).hex() == ROOTS[size - 1]


@given(trees)
def test_a_growing_tree_and_pairing_by_levels_come_to_the_same_root(leaves: list[bytes]) -> None:
    growing = Growing()
    for leaf in leaves:
        growing.add(leaf)
    assert root(leaves) == growing.root() == by_levels(leaves)
    assert growing.size == len(leaves)


@given(grown, st.data())
def test_every_leaf_can_be_shown_to_be_in_the_tree_and_nowhere_else(
    leaves: list[bytes], data: st.DataObject
) -> None:
    size, index = len(leaves), data.draw(st.integers(0, len(leaves) - 1))
    proof, whole = inclusion_proof(leaves, index), root(leaves)
    assert verify_inclusion(leaves[index], index, size, proof, whole)
    other = data.draw(st.integers(-2, size + 2).filter(lambda i: i != index))
    assert not verify_inclusion(leaves[index], other, size, proof, whole)
    assert not verify_inclusion(leaf_hash(b"another"), index, size, proof, whole)
    assert not verify_inclusion(leaves[index], index, size, [*proof, whole], whole)
    for step in range(len(proof)):
        assert not verify_inclusion(leaves[index], index, size, _spoilt(proof, step), whole)
        assert not verify_inclusion(leaves[index], index, size, proof[:step], whole)


@given(grown, st.data())
def test_a_tree_that_grew_can_be_shown_to_begin_with_the_older_one(
    leaves: list[bytes], data: st.DataObject
) -> None:
    new, old = len(leaves), data.draw(st.integers(1, len(leaves)))
    proof, before, after = consistency_proof(leaves, old), root(leaves[:old]), root(leaves)
    assert verify_consistency(old, before, new, after, proof)
    changed = [leaf_hash(b"changed"), *leaves[1:]]
    assert not verify_consistency(old, before, new, root(changed), consistency_proof(changed, old))
    assert not verify_consistency(old, before, new, after, [*proof, after])
    for step in range(len(proof)):
        assert not verify_consistency(old, before, new, after, _spoilt(proof, step))
        assert not verify_consistency(old, before, new, after, proof[:step])


def test_there_is_no_proof_for_what_is_not_in_the_tree() -> None:
    leaves = [leaf_hash(b"one")]
    for index in (-1, 1):
        with pytest.raises(IndexError):
            inclusion_proof(leaves, index)
    for old in (0, 2):
        with pytest.raises(IndexError):
            consistency_proof(leaves, old)
        assert not verify_consistency(old, root(leaves), 1, root(leaves), [])


def test_a_leaf_never_passes_for_a_node() -> None:
    left, right = leaf_hash(b"left"), leaf_hash(b"right")
    assert leaf_hash(left + right) != root([left, right])


def _spoilt(proof: list[bytes], step: int) -> list[bytes]:
    wrong = bytes([proof[step][0] ^ 1]) + proof[step][1:]
    return [*proof[:step], wrong, *proof[step + 1 :]]
