"""Whose certificates authenticate, and from when a key of the next card counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.authority.rules.generations import Authority, make_authority
from services.jpki.authority.rules.keys import KeyKind, new_key
from services.jpki.authority.rules.leaves import issue_certificate
from services.jpki.authority.rules.profile import CaKind
from shared.errors import CertificateUntrusted, CertificateWrongKind
from shared.pki.path import CertificateVerifier
from shared.pki.profile import AUTHENTICATION_POLICY, SIGNATURE_POLICY

AT = datetime(2026, 11, 20, tzinfo=UTC)


def leaf(authority: Authority, kind: KeyKind = KeyKind.RSA_2048, not_before: datetime = AT, **more: object) -> bytes:
    is_for_signatures = authority.kind is CaKind.SIGNATURE and not more
    certificate = issue_certificate(
        authority,
        new_key(kind).public_key(),
        common_name="SIM0000000001A",
        serial_number=5000,
        not_before=not_before,
        not_after=AT + timedelta(days=900),
        policy=SIGNATURE_POLICY if is_for_signatures else AUTHENTICATION_POLICY,
        kind=None if is_for_signatures else CaKind.AUTHENTICATION,
    )
    return certificate.public_bytes(Encoding.DER)


@pytest.fixture(scope="module")
def signing() -> Authority:
    return make_authority(3, date(2026, 11, 20), CaKind.SIGNATURE)


@pytest.fixture(scope="module")
def authenticating() -> Authority:
    return make_authority(3, date(2026, 11, 20))


def test_a_certificate_of_the_authority_for_signatures_is_of_the_wrong_kind_where_its_root_is_known(
    signing: Authority, authenticating: Authority
) -> None:
    der = leaf(signing)
    with pytest.raises(CertificateWrongKind):
        CertificateVerifier([authenticating.certificate, signing.certificate]).verify(der, AT)
    with pytest.raises(CertificateUntrusted):
        CertificateVerifier([authenticating.certificate]).verify(der, AT)


def test_whatever_it_says_of_its_use(signing: Authority, authenticating: Authority) -> None:
    der = leaf(signing, says="authentication")
    with pytest.raises(CertificateWrongKind):
        CertificateVerifier([authenticating.certificate, signing.certificate]).verify(der, AT)


def test_a_card_of_a_p_384_generation_counts_from_the_day_on_which_its_algorithm_does() -> None:
    authority = make_authority(3, date(2026, 11, 20), key_kind=KeyKind.P_384)
    verifier = CertificateVerifier([authority.certificate])
    der = leaf(authority, KeyKind.P_384, not_before=datetime(2024, 1, 1, tzinfo=UTC))
    certificate, _ = verifier.verify(der, datetime(2024, 3, 17, 15, tzinfo=UTC))
    assert certificate.algorithm == "ES384"
    with pytest.raises(CertificateWrongKind):
        verifier.verify(der, datetime(2024, 3, 17, 14, 59, 59, tzinfo=UTC))
