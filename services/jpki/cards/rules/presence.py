"""The presence proof as a card makes it: a compact JWS over what the reader shows. Pure.

Its form is fixed by shared/pki/proof.py, which reads it. The card knows neither whether its certificate has expired
nor whether it was revoked: it signs, and the verifier refuses.
"""

from base64 import b64encode, urlsafe_b64encode

import msgspec
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from shared.pki.proof import TYPE, ProofClaims


def sign_presence_proof(claims: ProofClaims, certificate_der: bytes, private_key: rsa.RSAPrivateKey) -> str:
    """Return the compact JWS (RS256) of ``claims``, with the certificate in its header."""
    header = {"alg": "RS256", "typ": TYPE, "x5c": [b64encode(certificate_der).decode()]}
    signing_input = b".".join((_encode(msgspec.json.encode(header)), _encode(msgspec.json.encode(claims))))
    signature = private_key.sign(signing_input, padding.PKCS1v15(), SHA256())
    return b".".join((signing_input, _encode(signature))).decode()


def _encode(part: bytes) -> bytes:
    return urlsafe_b64encode(part).rstrip(b"=")
