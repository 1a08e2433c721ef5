"""The presence proof as a card makes it: a compact JWS over what the reader shows. Pure.

Its form is fixed by shared/pki/proof.py, which reads it. The card knows neither whether its certificate has expired
nor whether it was revoked: it signs, and the verifier refuses.
"""

from base64 import b64encode, urlsafe_b64encode

import msgspec
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from services.jpki.authority.rules.keys import PrivateKey, sign
from shared.pki.proof import TYPE, ProofClaims

_P384_BYTES = 48


def sign_presence_proof(claims: ProofClaims, certificate_der: bytes, private_key: PrivateKey) -> str:
    """Return the compact JWS of ``claims`` (RS256 or ES384, as the key is), with the certificate in its header."""
    is_rsa = isinstance(private_key, rsa.RSAPrivateKey)
    header = {"alg": "RS256" if is_rsa else "ES384", "typ": TYPE, "x5c": [b64encode(certificate_der).decode()]}
    signing_input = b".".join((_encode(msgspec.json.encode(header)), _encode(msgspec.json.encode(claims))))
    signature = sign(private_key, signing_input)
    if not is_rsa:
        # A JWS has the two numbers side by side (RFC 7518, 3.4).
        signature = b"".join(number.to_bytes(_P384_BYTES, "big") for number in decode_dss_signature(signature))
    return b".".join((signing_input, _encode(signature))).decode()


def _encode(part: bytes) -> bytes:
    return urlsafe_b64encode(part).rstrip(b"=")
