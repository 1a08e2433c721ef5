"""The presence proof: a compact JWS that a card signs at the reader. Parsed here, judged by the check.

Header ``alg`` (RS256; ES384 for the next card), ``typ`` onshi-presence+jws, ``x5c`` with one certificate. The
signature is over the ASCII signing input; RS256 is PKCS#1 v1.5 with SHA-256, which a real card's sign command does.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from shared.domain.codes import PrescriptionForm
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.errors import CertificateWrongKind, ProofUnreadable, SignatureInvalid, Violation
from shared.pki import base64url

TYPE = "onshi-presence+jws"
HolderVerification = Literal["pin", "face", "visual", "device_biometric"]
_LONGEST = 16_384
_P384_HALF = 48


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    alg: Literal["RS256", "ES384"]
    typ: Literal["onshi-presence+jws"]
    x5c: list[bytes]


class ProofClaims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the card signed."""

    aud: str
    nonce: str
    institution: str
    purpose: PurposeOfUse
    iat: int
    holder_verification: HolderVerification
    consents: list[DataKind] = []
    prescription_form: PrescriptionForm | None = None


@dataclass(frozen=True, slots=True)
class PresenceProof:
    """A proof that could be read; nothing of it is verified yet."""

    algorithm: Literal["RS256", "ES384"]
    certificate_der: bytes
    claims: ProofClaims
    signing_input: bytes
    signature: bytes

    @property
    def signed_at(self) -> datetime:
        """The instant that the card's terminal claims."""
        return datetime.fromtimestamp(self.claims.iat, UTC)


_read_header = msgspec.json.Decoder(_Header).decode
_read_claims = msgspec.json.Decoder(ProofClaims).decode


def parse_proof(text: str) -> PresenceProof:
    """Read a compact JWS; raises ProofUnreadable with what is wrong."""
    if len(text) > _LONGEST:
        raise _unreadable("too-long", "The proof is too long.", "本人確認データが長すぎます。")
    try:
        signing_text, _, signature_text = text.rpartition(".")
        header_text, payload_text = signing_text.split(".")
        signing_input = signing_text.encode("ascii")
        header_bytes, payload_bytes = base64url.decode(header_text), base64url.decode(payload_text)
        signature = base64url.decode(signature_text)
    except ValueError as error:
        raise _unreadable(
            "not-compact-jws",
            "Not three base64url parts joined by dots.",
            "コンパクトJWS形式ではありません。",
        ) from error
    try:
        header = _read_header(header_bytes)
        (certificate_der,) = header.x5c
    except (msgspec.MsgspecError, ValueError, UnicodeError) as error:
        raise _unreadable(
            "header",
            "The header needs alg (RS256, ES384), typ onshi-presence+jws and x5c with one certificate.",
            "ヘッダーには alg（RS256・ES384）、typ、証明書1枚の x5c が必要です。",
        ) from error
    try:
        claims = _read_claims(payload_bytes)
        datetime.fromtimestamp(claims.iat, UTC)
    except (msgspec.MsgspecError, ValueError, OverflowError, UnicodeError, OSError) as error:
        raise _unreadable(
            "claims",
            "The payload lacks a claim, has an unknown one, or a value of the wrong form.",
            "ペイロードの項目が不足しているか、値の形式が正しくありません。",
        ) from error
    return PresenceProof(header.alg, certificate_der, claims, signing_input, signature)


def algorithm_must_fit(proof: PresenceProof, key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> None:
    """Raise CertificateWrongKind when the proof's algorithm is not the one for the certificate's key."""
    expected = "RS256" if isinstance(key, rsa.RSAPublicKey) else "ES384"
    if proof.algorithm != expected:
        raise CertificateWrongKind


def verify_signature(proof: PresenceProof, key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> None:
    """Verify the proof's signature with the certificate's key; raises SignatureInvalid."""
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(proof.signature, proof.signing_input, padding.PKCS1v15(), SHA256())
        else:
            if len(proof.signature) != 2 * _P384_HALF:
                raise SignatureInvalid
            pair = (
                int.from_bytes(half, "big") for half in (proof.signature[:_P384_HALF], proof.signature[_P384_HALF:])
            )
            key.verify(encode_dss_signature(*pair), proof.signing_input, ec.ECDSA(SHA384()))
    except InvalidSignature as error:
        raise SignatureInvalid from error


def _unreadable(code: str, message: str, message_ja: str) -> ProofUnreadable:
    return ProofUnreadable([Violation("/presence_proof", code, message, message_ja)])
