"""RFC 9162's tree: its vectors, and that no other leaf, place or path leads to the root."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.seal.merkle import includes, inclusion_path, leaf_hash, root_of

# The entries of certificate-transparency's reference test data; expected roots are published with them.
ENTRIES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("count", ROOTS)
def test_roots_are_those_of_certificate_transparency(count: int) -> None:
    assert root_of([leaf_hash(entry) for entry in ENTRIES[:count]]).hex() == ROOTS[count]


def test_nothing_has_no_root() -> None:
    with pytest.raises(ValueError, match="nothing"):
        root_of([])


leaves_and_place = st.integers(1, 70).flatmap(lambda count: st.tuples(st.just(count), st.integers(0, count - 1)))


@given(leaves_and_place)
def test_every_leaf_is_included_at_its_place_and_nowhere_else(drawn: tuple[int, int]) -> None:
    count, place = drawn
    leaves = [sha256(bytes([number])).digest() for number in range(count)]
    root, path = root_of(leaves), inclusion_path(leaves, place)

    assert includes(root, leaves[place], place, count, path)
    assert not any(includes(root, leaves[place], other, count, path) for other in range(count) if other != place)
    assert not includes(root, sha256(b"another").digest(), place, count, path)
    assert not includes(root, leaves[place], place, count, [*path, leaves[0]])
    assert not includes(root, leaves[place], place, count, path[:-1]) or not path


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40, unique=True), st.data())
def test_any_change_of_the_leaves_is_another_root(leaves: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves[:place], sha256(leaves[place]).digest(), *leaves[place + 1 :]]
    removed = leaves[:place] + leaves[place + 1 :]
    swapped = [*leaves[1:], leaves[0]]

    assert root_of(changed) != root_of(leaves)
    assert not removed or root_of(removed) != root_of(leaves)
    assert len(leaves) == 1 or root_of(swapped) != root_of(leaves)


def test_a_node_cannot_pass_for_a_leaf() -> None:
    left, right = leaf_hash(b"1"), leaf_hash(b"2")

    assert leaf_hash(left + right) != root_of([left, right])


def test_a_place_that_is_none_has_no_path() -> None:
    with pytest.raises(IndexError):
        inclusion_path([leaf_hash(b"1")], 1)
