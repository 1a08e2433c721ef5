"""Certificates and lists that say another version than there is: refused wherever they come in, never an error."""

from datetime import UTC, date, datetime

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.authority.rules.generations import make_authority
from services.jpki.status.rules.revocation import build_revocation_list
from services.registry.trust.rules.roots import read_root_certificates
from shared.errors import ProofUnreadable, RequestInvalid
from shared.pki.chain import Chain, read_verified
from shared.pki.revocation_list import RevocationListInvalid, read_revocation_list
from shared.pki.roots import load_root
from tests.odd_certificates.leaf import usual_leaf
from tests.odd_certificates.versions import of_version, pem_of

AUTHORITY = make_authority(3, date(2026, 11, 20))
ROOT = AUTHORITY.certificate.public_bytes(Encoding.DER)
LEAF = usual_leaf().signed_by(AUTHORITY).public_bytes(Encoding.DER)
LIST = build_revocation_list(AUTHORITY, [], 7, datetime(2026, 11, 20, 3, tzinfo=UTC))
VERSIONS = (1, 3, 127)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_leaf_of_no_version_is_no_certificate(version: int) -> None:
    leaf = of_version(LEAF, version)

    with pytest.raises(ProofUnreadable):
        Chain([AUTHORITY.certificate]).judge(leaf)
    with pytest.raises(ProofUnreadable):
        read_verified(leaf, AUTHORITY.key_id)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_root_of_no_version_is_not_pinned(version: int) -> None:
    root = of_version(ROOT, version)

    with pytest.raises(ValueError, match="not a"):
        load_root(root)
    with pytest.raises(RequestInvalid):
        read_root_certificates(pem_of(root), takes_foreign=True)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_list_of_no_version_is_none(version: int) -> None:
    # Of a list, the version stands first, behind two lengths.
    place = LIST.index(b"\x02\x01\x01")
    changed = LIST[: place + 2] + bytes([version + 1]) + LIST[place + 3 :]

    with pytest.raises(RevocationListInvalid):
        read_revocation_list(changed, {AUTHORITY.key_id: AUTHORITY.certificate})
