"""The bench's cards: a few RSA keys, a certificate for each patient, proofs signed before the clock starts.

A few keys do: what must be new to the worker is the certificate, and it parses and verifies each as if its
key were new too. Both functions here run in processes of a pool; what they need travels with each order as
plain bytes.
"""

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from services.jpki.authority.rules.generations import Authority, make_authority
from services.jpki.authority.rules.keys import PrivateKey, new_private_key
from services.jpki.authority.rules.leaves import issue_certificate
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.pki.profile import AUTHENTICATION_POLICY
from shared.pki.proof import TYPE

GENERATION = 3
"""The authority's generation whose root lasts longest."""
SHARED_KEYS = 8
_CHOSEN = (DataKind.LIMIT_CERTIFICATE, DataKind.MEDICATION, DataKind.CHECKUPS)


@dataclass(frozen=True, slots=True)
class Card:
    """A certificate and the key that signs for it, both DER; the key in PKCS#8."""

    key: bytes
    certificate: bytes


@dataclass(frozen=True, slots=True)
class IssuingKeys:
    """The authority and the holders' shared keys as bytes, so that they can go to other processes."""

    root: bytes
    root_key: bytes
    holder_keys: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class CertificateOrder:
    """One certificate to be issued, valid from the first instant to the last second."""

    keys: IssuingKeys
    key_index: int
    serial_number: int
    not_before: datetime
    not_after: datetime


@dataclass(frozen=True, slots=True)
class ProofOrder:
    """One proof to be signed. ``signed_at`` counts seconds since 1970."""

    card: Card
    nonce: str
    institution_code: str
    signed_at: int


def make_keys(reference_day: date) -> IssuingKeys:
    """Make an authority and the few keys that all cards share."""
    authority = make_authority(GENERATION, reference_day)
    return IssuingKeys(
        authority.certificate.public_bytes(Encoding.DER),
        _bytes_of(authority.private_key),
        tuple(_bytes_of(new_private_key()) for _ in range(SHARED_KEYS)),
    )


def issue_cards(orders: Sequence[CertificateOrder]) -> list[Card]:
    """Return a card for each order."""
    return [_issue(order) for order in orders]


def sign_proofs(orders: Sequence[ProofOrder]) -> list[bytes]:
    """Return the bodies of checks by presence proof, one for each order."""
    return [_sign(order) for order in orders]


def _issue(order: CertificateOrder) -> Card:
    key = order.keys.holder_keys[order.key_index]
    certificate = issue_certificate(
        _authority(order.keys.root, order.keys.root_key),
        _key(key).public_key(),
        common_name=f"bench{order.serial_number:014}",
        serial_number=order.serial_number,
        not_before=order.not_before,
        not_after=order.not_after,
        policy=AUTHENTICATION_POLICY,
    )
    return Card(key, certificate.public_bytes(Encoding.DER))


def _sign(order: ProofOrder) -> bytes:
    header = {"alg": "RS256", "typ": TYPE, "x5c": [b64encode(order.card.certificate).decode()]}
    claims = {
        "aud": "onshi-eligibility",
        "nonce": order.nonce,
        "institution": order.institution_code,
        "purpose": PurposeOfUse.CARE_VISIT,
        "iat": order.signed_at,
        "holder_verification": "pin",
        "consents": _CHOSEN,
        "prescription_form": "electronic",
    }
    signing_input = _part(msgspec.json.encode(header)) + b"." + _part(msgspec.json.encode(claims))
    signature = _key(order.card.key).sign(signing_input, padding.PKCS1v15(), SHA256())
    return b'{"presence_proof":"' + signing_input + b"." + _part(signature) + b'"}'


@lru_cache(maxsize=1)
def _authority(root: bytes, root_key: bytes) -> Authority:
    return Authority(GENERATION, x509.load_der_x509_certificate(root), _key(root_key))


@lru_cache(maxsize=SHARED_KEYS + 1)
def _key(der: bytes) -> rsa.RSAPrivateKey:
    key = load_der_private_key(der, None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("cards sign with RSA keys")
    return key


def _bytes_of(key: PrivateKey) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _part(raw: bytes) -> bytes:
    return urlsafe_b64encode(raw).rstrip(b"=")
