"""A card that does what its holder wants: what it signs with, what it shows, and who would issue what it asks for."""

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from services.jpki.authority.rules.generations import Authority
from services.jpki.odd.leaf import Leaf
from shared.pki.proof import TYPE, ProofClaims

Sign = Callable[[bytes], bytes]
"""From the signing input to the octets that stand for its signature."""
_P384_HALF = 48


@dataclass(frozen=True, slots=True)
class Hand:
    """A card, what it was asked to sign, and the authority behind it."""

    claims: ProofClaims
    key: rsa.RSAPrivateKey = field(repr=False)
    certificate: x509.Certificate
    generation: int
    generations: Mapping[int, Authority] = field(repr=False)
    """All generations of the authority, the card's among them."""
    at: datetime

    @property
    def authority(self) -> Authority:
        """Who issued the card's certificate."""
        return self.generations[self.generation]

    def leaf(self) -> Leaf:
        """Return what the card's certificate says, to be changed and issued anew."""
        own = self.certificate
        policies = own.extensions.get_extension_for_class(x509.CertificatePolicies).value
        (name,) = own.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return Leaf(
            public_key=own.public_key(),
            serial_number=own.serial_number,
            not_before=own.not_valid_before_utc,
            not_after=own.not_valid_after_utc,
            common_name=str(name.value),
            policies=tuple(each.policy_identifier for each in policies),
        )

    def leaf_for(self, public_key: CertificatePublicKeyTypes) -> x509.Certificate:
        """Return the card's certificate for another key, issued by its own authority."""
        return replace(self.leaf(), public_key=public_key).signed_by(self.authority)

    def header(self, certificate: x509.Certificate | bytes | None = None, **more: Any) -> dict[str, Any]:
        """Return the header that shows ``certificate``, or the card's own."""
        shown = self.certificate if certificate is None else certificate
        der = shown if isinstance(shown, bytes) else shown.public_bytes(Encoding.DER)
        return {"alg": "RS256", "typ": TYPE, "x5c": [b64encode(der).decode()], **more}

    def payload(self, **more: Any) -> dict[str, Any]:
        """Return what the card was asked to sign."""
        claims: dict[str, Any] = msgspec.to_builtins(self.claims)
        return {**claims, **more}

    def proof(
        self,
        header: Mapping[str, Any] | bytes | None = None,
        payload: Mapping[str, Any] | bytes | None = None,
        sign: Sign | None = None,
    ) -> str:
        """Return the compact JWS; what is left out is as the card makes it."""
        signing_input = f"{part(header or self.header())}.{part(payload or self.payload())}"
        signature = (sign or rs256(self.key))(signing_input.encode())
        return f"{signing_input}.{part(signature)}"


def part(value: Mapping[str, Any] | bytes) -> str:
    """Return a part of a compact JWS: base64url without padding, of JSON or of octets as they are."""
    octets = value if isinstance(value, bytes) else msgspec.json.encode(value)
    return urlsafe_b64encode(octets).rstrip(b"=").decode()


def rs256(key: rsa.RSAPrivateKey) -> Sign:
    """Return what signs as a card does: PKCS#1 v1.5 with SHA-256."""
    return lambda signed: key.sign(signed, padding.PKCS1v15(), SHA256())


def es384(key: ec.EllipticCurvePrivateKey) -> Sign:
    """Return what signs as the next card does: r and s in 48 octets each (RFC 7518, 3.4)."""

    def sign(signed: bytes) -> bytes:
        r, s = decode_dss_signature(key.sign(signed, ec.ECDSA(SHA384())))
        return r.to_bytes(_P384_HALF, "big") + s.to_bytes(_P384_HALF, "big")

    return sign
