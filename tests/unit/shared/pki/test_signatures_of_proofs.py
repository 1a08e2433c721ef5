"""Which signatures of a proof are its card's."""

from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA384

from services.jpki.odd.signatures import signed_over_digest_info
from shared.domain.purposes import PurposeOfUse
from shared.errors import SignatureInvalid
from shared.pki.proof import PresenceProof, ProofClaims, verify_signature
from tests.odd_certificates.leaf import KEY
from tests.odd_certificates.signatures import P384_ORDER

SIGNED = b"header.payload"
CLAIMS = ProofClaims(
    aud="onshi-eligibility",
    nonce="a-nonce",
    institution="9910000018",
    purpose=PurposeOfUse.CARE_VISIT,
    iat=0,
    holder_verification="pin",
)
P384 = ec.generate_private_key(ec.SECP384R1())


def proof(signature: bytes, algorithm: str = "RS256") -> PresenceProof:
    return PresenceProof(algorithm, b"", CLAIMS, SIGNED, sha256(SIGNED).digest(), signature)  # type: ignore[arg-type]


def p384_signature(r: int, s: int) -> PresenceProof:
    return proof(r.to_bytes(48, "big") + s.to_bytes(48, "big"), "ES384")


def test_a_digest_info_with_null_is_signed() -> None:
    verify_signature(proof(signed_over_digest_info(KEY, SIGNED, with_null=True)), KEY.public_key())


def test_a_digest_info_without_null_is_refused() -> None:
    """A middleware that leaves the parameters out is told so here, before it meets a stricter verifier."""
    with pytest.raises(SignatureInvalid):
        verify_signature(proof(signed_over_digest_info(KEY, SIGNED, with_null=False)), KEY.public_key())


@pytest.mark.parametrize("length", [0, 1, 255, 257, 512])
def test_a_signature_has_the_octets_of_its_key(length: int) -> None:
    with pytest.raises(SignatureInvalid):
        verify_signature(proof(b"\x01" * length), KEY.public_key())


def test_both_halves_of_a_p384_signature_are_good_and_one_proof() -> None:
    r, s = decode_dss_signature(P384.sign(SIGNED, ec.ECDSA(SHA384())))
    one, other = p384_signature(r, s), p384_signature(r, P384_ORDER - s)
    for each in (one, other):
        verify_signature(each, P384.public_key())
    assert one.digest == other.digest


def test_numbers_out_of_range_are_no_p384_signature() -> None:
    r, s = decode_dss_signature(P384.sign(SIGNED, ec.ECDSA(SHA384())))
    out_of_range = [(0, s), (r, 0), (0, 0), (P384_ORDER, s), (r, P384_ORDER)]
    for numbers in out_of_range:
        with pytest.raises(SignatureInvalid):
            verify_signature(p384_signature(*numbers), P384.public_key())


@pytest.mark.parametrize("length", [0, 95, 97, 104])
def test_a_p384_signature_has_96_octets(length: int) -> None:
    with pytest.raises(SignatureInvalid):
        verify_signature(proof(b"\x01" * length, "ES384"), P384.public_key())


def test_a_p384_signature_in_der_is_none() -> None:
    with pytest.raises(SignatureInvalid):
        verify_signature(proof(P384.sign(SIGNED, ec.ECDSA(SHA384())), "ES384"), P384.public_key())
