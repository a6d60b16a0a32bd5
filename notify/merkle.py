"""One hash for many: the Merkle tree of RFC 6962, section 2.1, by which one can be shown alone.

Whoever has a leaf, its path and the root can check that the leaf was there, and learns nothing
of the others.
"""

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """Return the hash of a leaf, which is no hash of an inner node."""
    return hashlib.sha256(b"\x00" + content).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the one hash of these leaves in this order."""
    level = list(leaves)
    while len(level) > 1:
        level = _above(level)
    return level[0] if level else EMPTY


def path_of(leaves: Sequence[bytes], position: int) -> tuple[tuple[str, bytes], ...]:
    """Return what leads from one leaf to the root: at each step a hash and its side."""
    level, path = list(leaves), []
    if not 0 <= position < len(level):
        raise IndexError(position)
    while len(level) > 1:
        beside = position ^ 1
        if beside < len(level):
            path.append(("left" if beside < position else "right", level[beside]))
        level, position = _above(level), position // 2
    return tuple(path)


def _above(level: list[bytes]) -> list[bytes]:
    sha256 = hashlib.sha256
    beside = zip(level[::2], level[1::2], strict=False)
    pairs = [sha256(b"\x01" + left + right).digest() for left, right in beside]
    return [*pairs, level[-1]] if len(level) % 2 else pairs  # the odd one goes up as it is
