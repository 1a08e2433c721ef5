"""A card of any key can be taken into the hand."""

from datetime import UTC, date, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from services.jpki.authority.rules.leaves import issue_certificate
from services.jpki.odd.catalogue import ODD_PROOFS
from services.jpki.odd.taken import taken
from shared.errors import SignatureInvalid
from shared.pki.certificate_life import CertificateState
from shared.pki.path import CertificateVerifier
from shared.pki.profile import AUTHENTICATION_POLICY
from shared.pki.proof import parse_proof, verify_signature
from tests.odd_certificates.hand import AT, card_in_hand


def test_a_card_of_today_is_itself() -> None:
    own = card_in_hand()
    assert taken(own.claims, own.key, own.certificate, 3, own.generations, AT) == own


def test_for_the_next_card_stands_one_of_today_with_its_serial_number() -> None:
    own = card_in_hand()
    key = ec.generate_private_key(ec.SECP384R1())
    certificate = issue_certificate(
        own.generations[3],
        key.public_key(),
        common_name="SIM0000000001A",
        serial_number=6000,
        not_before=datetime(2026, 11, 1, tzinfo=UTC),
        # It may outlive every generation of RSA.
        not_after=datetime(2036, 11, 1, tzinfo=UTC),
        policy=AUTHENTICATION_POLICY,
    )

    hand = taken(own.claims, key, certificate, 4, own.generations, AT)

    verifier = CertificateVerifier([each.certificate for each in own.generations.values()])
    proof = parse_proof(hand.proof())
    verified, state = verifier.verify(proof.certificate_der, AT)
    verify_signature(proof, verified.public_key)
    assert (verified.serial_number, state) == (6000, CertificateState.CURRENT)
    assert isinstance(verified.public_key, rsa.RSAPublicKey)
    assert own.generations[3].last_day == date(2033, 7, 15)

    forge = ODD_PROOFS["another-key"].forge
    assert forge is not None
    with pytest.raises(SignatureInvalid):
        verify_signature(parse_proof(forge(hand)), verified.public_key)
