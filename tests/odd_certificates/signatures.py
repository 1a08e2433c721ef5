"""Other spellings of a proof's signature: what anybody can make of a proof without the card."""

import json
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import Encoding

P384_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973
"""n of P-384 (FIPS 186-4, D.1.2.4)."""
_HALF = 48


def p384_proof(key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate, payload: dict[str, Any]) -> str:
    """Sign a presence proof as the next card would: ES384, r and s in 48 octets each (RFC 7518, 3.4)."""
    der = certificate.public_bytes(Encoding.DER)
    head = {"alg": "ES384", "typ": "onshi-presence+jws", "x5c": [b64encode(der).decode()]}
    signing_input = ".".join(_written(json.dumps(part).encode()) for part in (head, payload))
    r, s = decode_dss_signature(key.sign(signing_input.encode(), ec.ECDSA(SHA384())))
    return f"{signing_input}.{_written(r.to_bytes(_HALF, 'big') + s.to_bytes(_HALF, 'big'))}"


def with_the_other_half(proof: str) -> str:
    """Return an ES384 proof with n - s for s: as good a signature of the same."""

    def other(raw: bytes) -> bytes:
        s = P384_ORDER - int.from_bytes(raw[_HALF:], "big")
        return raw[:_HALF] + s.to_bytes(_HALF, "big")

    return _with_signature(proof, other)


def _with_signature(proof: str, change: Callable[[bytes], bytes]) -> str:
    head, dot, signature = proof.rpartition(".")
    return head + dot + _written(change(urlsafe_b64decode(signature + "==")))


def _written(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
