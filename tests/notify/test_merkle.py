"""The tree of RFC 6962: the root stands for every leaf, and a path for one."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.merkle import leaf_hash, path_of, root_of

LEAVES = st.lists(st.binary(max_size=4), min_size=1, max_size=40).map(
    lambda contents: [leaf_hash(content) for content in contents]
)


def by_the_letter(leaves: list[bytes]) -> bytes:
    """Section 2.1 as it is written: cut at the largest power of two below the number of leaves."""
    if len(leaves) == 1:
        return leaves[0]
    cut = 1
    while cut * 2 < len(leaves):
        cut *= 2
    both = by_the_letter(leaves[:cut]) + by_the_letter(leaves[cut:])
    return hashlib.sha256(b"\x01" + both).digest()


def test_no_leaf_is_the_hash_of_nothing() -> None:
    assert root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_leaf_of_nothing_is_the_one_of_the_standard() -> None:
    assert leaf_hash(b"").hex() == (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )


def root_by(leaf: bytes, path: Sequence[tuple[str, bytes]]) -> bytes:
    """As whoever checks a bundle walks from a leaf to the root (RFC 6962, 2.1.1)."""
    for side, beside in path:
        pair = beside + leaf if side == "left" else leaf + beside
        leaf = hashlib.sha256(b"\x01" + pair).digest()
    return leaf


@given(leaves=LEAVES)
def test_the_root_is_the_one_of_the_standard(leaves: list[bytes]) -> None:
    assert root_of(leaves) == by_the_letter(leaves)


@given(leaves=LEAVES, data=st.data())
def test_a_path_leads_from_every_leaf_to_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(leaves) - 1))
    path = path_of(leaves, position)
    assert root_by(leaves[position], path) == root_of(leaves)
    assert len(path) <= (len(leaves) - 1).bit_length()


@given(leaves=LEAVES, data=st.data())
def test_no_other_leaf_comes_to_the_root_by_that_path(
    leaves: list[bytes], data: st.DataObject
) -> None:
    position = data.draw(st.integers(0, len(leaves) - 1))
    other = leaf_hash(data.draw(st.binary(min_size=5)))
    assert root_by(other, path_of(leaves, position)) != root_of(leaves)


@given(leaves=LEAVES, data=st.data())
def test_the_root_tells_of_any_leaf_altered_left_out_or_moved(
    leaves: list[bytes], data: st.DataObject
) -> None:
    changed = data.draw(
        st.one_of(
            st.permutations(leaves),
            st.integers(0, len(leaves) - 1).map(lambda at: leaves[:at] + leaves[at + 1 :]),
        )
    )
    assert (root_of(changed) == root_of(leaves)) == (list(changed) == leaves)


def test_there_is_no_path_from_outside() -> None:
    with pytest.raises(IndexError):
        path_of([leaf_hash(b"")], 1)
