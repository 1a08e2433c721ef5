"""The Merkle tree over one batch: root, inclusion path, and whether a path leads from a leaf to a root.

The tree is that of RFC 9162 (Certificate Transparency), section 2.1: a leaf and a node are hashed with different
first bytes, so that neither can pass for the other, and a level's odd last node is carried up as it is.
"""

from collections.abc import Sequence
from hashlib import sha256

HASH_BYTES = 32
_LEAF, _NODE = b"\x00", b"\x01"


def leaf_hash(content: bytes) -> bytes:
    """Return the leaf of ``content``."""
    return sha256(_LEAF + content).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over ``leaves``, of which there is at least one; raises ValueError."""
    if not leaves:
        raise ValueError("nothing has no root")
    level = list(leaves)
    while len(level) > 1:
        level = _level_above(level)
    return level[0]


def inclusion_path(leaves: Sequence[bytes], place: int) -> list[bytes]:
    """Return what ``includes`` needs beside the leaf at ``place`` (from 0); raises IndexError."""
    if not 0 <= place < len(leaves):
        raise IndexError("there is no such leaf")
    path, level = [], list(leaves)
    while len(level) > 1:
        if place ^ 1 < len(level):
            path.append(level[place ^ 1])
        level, place = _level_above(level), place >> 1
    return path


def includes(root: bytes, leaf: bytes, place: int, count: int, path: Sequence[bytes]) -> bool:
    """Tell whether ``leaf`` stands at ``place`` among the ``count`` leaves under ``root`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= place < count:
        return False
    node, last = leaf, count - 1
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = _node_hash(sibling, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = _node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def _level_above(level: list[bytes]) -> list[bytes]:
    above = [_node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
    return [*above, level[-1]] if len(level) % 2 else above


def _node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(_NODE + left + right).digest()
