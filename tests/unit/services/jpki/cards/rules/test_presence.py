from datetime import UTC, date, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.authority.rules.generations import make_authority
from services.jpki.authority.rules.keys import KeyKind, new_key, new_private_key
from services.jpki.authority.rules.leaves import issue_certificate
from services.jpki.authority.rules.profile import last_second
from services.jpki.cards.rules.presence import sign_presence_proof
from shared.clock import start_of_day
from shared.domain.codes import PrescriptionForm
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.errors import SignatureInvalid
from shared.pki.profile import AUTHENTICATION_POLICY
from shared.pki.proof import ProofClaims, parse_proof, verify_signature

CLAIMS = ProofClaims(
    aud="onshi-eligibility",
    nonce="some-nonce",
    institution="1312345678",
    purpose=PurposeOfUse.CARE_VISIT,
    iat=1795143600,
    holder_verification="pin",
    consents=[DataKind.MEDICATION],
    prescription_form=PrescriptionForm.ELECTRONIC,
)


def test_what_the_card_signs_is_what_the_verifier_reads() -> None:
    authority, key = make_authority(3, date(2026, 11, 20)), new_private_key()
    certificate = issue_certificate(
        authority,
        key.public_key(),
        common_name="SIM0000000000000000000A",
        serial_number=4096,
        not_before=start_of_day(date(2026, 11, 20)),
        not_after=last_second(date(2031, 2, 17)),
        policy=AUTHENTICATION_POLICY,
    ).public_bytes(Encoding.DER)

    proof = parse_proof(sign_presence_proof(CLAIMS, certificate, key))

    assert proof.algorithm == "RS256"
    assert proof.certificate_der == certificate
    assert proof.claims == CLAIMS
    assert proof.signed_at == datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    verify_signature(proof, key.public_key())
    with pytest.raises(SignatureInvalid):
        verify_signature(proof, new_private_key().public_key())


def test_a_card_with_a_p_384_key_signs_with_es384() -> None:
    authority = make_authority(3, date(2026, 11, 20), key_kind=KeyKind.P_384)
    key = new_key(KeyKind.P_384)
    certificate = issue_certificate(
        authority,
        key.public_key(),
        common_name="SIM0000000001A",
        serial_number=5000,
        not_before=datetime(2026, 11, 20, tzinfo=UTC),
        not_after=last_second(date(2030, 2, 17)),
        policy=AUTHENTICATION_POLICY,
    )
    proof = parse_proof(sign_presence_proof(CLAIMS, certificate.public_bytes(Encoding.DER), key))

    assert proof.algorithm == "ES384"
    assert len(proof.signature) == 96
    public_key = key.public_key()
    assert isinstance(public_key, ec.EllipticCurvePublicKey)
    verify_signature(proof, public_key)
