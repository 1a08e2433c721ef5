from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from shared.domain.purposes import PurposeOfUse
from shared.errors import (
    CertificateExpired,
    CertificateRevoked,
    CertificateStatusUnknown,
    CertificateWrongKind,
    ProofMismatch,
)
from shared.pki.certificate_life import CertificateState, life_between
from shared.pki.chain import VerifiedCertificate
from shared.pki.presence import (
    ANOTHER_INSTITUTION,
    FAR_FROM_NONCE,
    Expected,
    PresencePolicy,
    Words,
    certificate_must_fit,
    claims_must_fit,
    status_must_hold,
)
from shared.pki.proof import PresenceProof, ProofClaims

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
POLICY = PresencePolicy(
    audience="onshi-eligibility",
    other_institution=ANOTHER_INSTITUTION,
    signed_too_far=FAR_FROM_NONCE,
    faces_not_compared=Words("Only a reader compares faces.", "顔認証は読取端末のみです。"),
)
EXPECTED = Expected("9910000018", AT, takes_compared_faces=False, purpose=PurposeOfUse.CARE_VISIT)
CLAIMS = ProofClaims(
    aud="onshi-eligibility",
    nonce="a-nonce",
    institution="9910000018",
    purpose=PurposeOfUse.CARE_VISIT,
    iat=int(AT.timestamp()),
    holder_verification="pin",
)


def signed(**claims: object) -> PresenceProof:
    members = {name: getattr(CLAIMS, name) for name in CLAIMS.__struct_fields__}
    return PresenceProof("RS256", b"", ProofClaims(**{**members, **claims}), b"", b"", b"")


def pointers(proof: PresenceProof, expected: Expected = EXPECTED) -> list[str]:
    with pytest.raises(ProofMismatch) as refused:
        claims_must_fit(proof, POLICY, expected)
    return [violation.pointer for violation in refused.value.violations]


def test_claims_that_fit_are_taken() -> None:
    claims_must_fit(signed(), POLICY, EXPECTED)


def test_every_difference_is_named_at_once() -> None:
    proof = signed(
        aud="onshi-portal",
        institution="9910000026",
        purpose=PurposeOfUse.CARE_ONLINE,
        iat=int(AT.timestamp()) + 301,
        holder_verification="face",
    )
    assert pointers(proof) == [
        "/presence_proof/aud",
        "/presence_proof/institution",
        "/presence_proof/purpose",
        "/presence_proof/iat",
        "/presence_proof/holder_verification",
    ]


@pytest.mark.parametrize("seconds", [-300, 300])
def test_five_minutes_are_near_enough(seconds: int) -> None:
    claims_must_fit(signed(iat=int(AT.timestamp()) + seconds), POLICY, EXPECTED)


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_second_more_is_not(seconds: int) -> None:
    assert pointers(signed(iat=int(AT.timestamp()) + seconds)) == ["/presence_proof/iat"]


@pytest.mark.parametrize("way", ["face", "visual"])
def test_compared_faces_count_only_where_somebody_compares(way: str) -> None:
    assert pointers(signed(holder_verification=way)) == ["/presence_proof/holder_verification"]
    claims_must_fit(
        signed(holder_verification=way), POLICY, msgspec.structs.replace(EXPECTED, takes_compared_faces=True)
    )


def test_who_stands_for_no_institution_takes_any() -> None:
    claims_must_fit(signed(institution="9910000026"), POLICY, msgspec.structs.replace(EXPECTED, institution=None))


def test_the_empty_institution_is_nobodys() -> None:
    assert pointers(signed(), msgspec.structs.replace(EXPECTED, institution="")) == ["/presence_proof/institution"]


@pytest.fixture(scope="module")
def certificate() -> VerifiedCertificate:
    key = rsa.generate_private_key(65537, 2048).public_key()
    return VerifiedCertificate(b"a" * 20, 1, "card", key, "RS256", life_between(AT, AT + timedelta(days=365)))


def test_the_grace_is_for_those_who_accept_it(certificate: VerifiedCertificate) -> None:
    in_grace = CertificateState.IN_GRACE
    certificate_must_fit(signed(), certificate, in_grace, replace(POLICY, accepts_grace=True))
    with pytest.raises(CertificateExpired):
        certificate_must_fit(signed(), certificate, in_grace, POLICY)


@pytest.mark.parametrize("carrier", ["android", "iphone"])
def test_a_phone_has_no_grace(certificate: VerifiedCertificate, carrier: str) -> None:
    with pytest.raises(CertificateExpired):
        certificate_must_fit(
            signed(),
            msgspec.structs.replace(certificate, carrier=carrier),
            CertificateState.IN_GRACE,
            replace(POLICY, accepts_grace=True),
        )


def test_the_algorithm_is_the_keys(certificate: VerifiedCertificate) -> None:
    with pytest.raises(CertificateWrongKind):
        certificate_must_fit(
            msgspec.structs.replace(signed(), algorithm="ES384"), certificate, CertificateState.CURRENT, POLICY
        )


def test_a_status_list_holds_to_its_last_instant() -> None:
    status_must_hold(AT, is_revoked=False, fresh_until=AT)
    with pytest.raises(CertificateStatusUnknown):
        status_must_hold(AT, is_revoked=False, fresh_until=AT - timedelta(microseconds=1))
    with pytest.raises(CertificateStatusUnknown):
        status_must_hold(AT, is_revoked=False, fresh_until=None)


def test_a_revoked_certificate_is_revoked_however_old_the_list() -> None:
    with pytest.raises(CertificateRevoked):
        status_must_hold(AT, is_revoked=True, fresh_until=None)
