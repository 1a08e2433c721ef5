from datetime import date

from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.authority.rules.generations import make_authority
from shared.pki.pinned_roots import PinnedRoots
from shared.pki.roots import key_id_of_root


def root_of(generation: int) -> tuple[bytes, bytes]:
    root = make_authority(generation, date(2026, 11, 20)).certificate
    return key_id_of_root(root), root.public_bytes(Encoding.DER)


def test_nothing_is_pinned_at_the_start() -> None:
    assert not PinnedRoots().ready


def test_the_same_roots_keep_the_verifier_and_what_it_has_verified() -> None:
    pinned, roots = PinnedRoots(), dict([root_of(3)])
    verifier = pinned.pin(roots)
    assert pinned.pin(dict(roots)) is verifier
    assert pinned.current is verifier
    assert pinned.ready


def test_other_roots_get_another_verifier() -> None:
    pinned = PinnedRoots()
    verifier = pinned.pin(dict([root_of(2), root_of(3)]))
    assert pinned.pin(dict([root_of(3)])) is not verifier
