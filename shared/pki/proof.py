"""The presence proof: a compact JWS that a card signs at the reader. Parsed here, judged by the check.

Header ``alg`` (RS256; ES384 for the next card), ``typ`` onshi-presence+jws, ``x5c`` with one certificate. The
signature is over the ASCII signing input; RS256 is PKCS#1 v1.5 with SHA-256, which a real card's sign command does.

No member stands twice: what could be read in two ways is refused, also where a card signed it.

Two signatures of ES384 can be good for one signing input (s and n - s, and what a card signs twice), so a proof is told
from others by what was signed.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Literal, cast

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from shared.domain.codes import PrescriptionForm
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.errors import ProofUnreadable, SignatureInvalid, Violation
from shared.pki import base64url
from shared.pki.profile import Algorithm, PublicKey

TYPE = "onshi-presence+jws"
HolderVerification = Literal["pin", "face", "visual", "device_biometric"]
_LONGEST = 16_384
_P384_HALF = 48
_QUOTATION_MARKS = 12
"""In a header that could be read: of three names, alg, typ and one certificate, none of which can hold another."""
_PADDING, _HASHED, _ECDSA = padding.PKCS1v15(), Prehashed(SHA256()), ec.ECDSA(SHA384())


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    alg: Algorithm
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


class PresenceProof(msgspec.Struct, frozen=True):
    """A proof that could be read; nothing of it is verified yet."""

    algorithm: Algorithm
    certificate_der: bytes
    claims: ProofClaims
    signing_input: bytes
    digest: bytes
    """SHA-256 of ``signing_input``: what RS256 signs, and what tells this proof from every other.

    Of what was signed, so that it does not matter how a signature is spelled.
    """
    signature: bytes

    @property
    def signed_at(self) -> datetime:
        """The instant that the card's terminal claims."""
        return datetime.fromtimestamp(self.claims.iat, UTC)


def _each_once(members: Sequence[tuple[str, Any]]) -> None:
    if len(dict(members)) != len(members):
        raise ValueError("a member stands twice")


_hold_members_apart = json.JSONDecoder(object_pairs_hook=_each_once).decode
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
        if header_bytes.count(b'"') != _QUOTATION_MARKS:
            raise ValueError("a member stands twice")  # noqa: TRY301 - told as every other header that is none
    except (msgspec.MsgspecError, ValueError, UnicodeError) as error:
        raise _unreadable(
            "header",
            "The header needs alg (RS256, ES384), typ onshi-presence+jws and x5c with one certificate.",
            "ヘッダーには alg（RS256・ES384）、typ、証明書1枚の x5c が必要です。",
        ) from error
    try:
        claims = _read_claims(payload_bytes)
        # The decoder above takes the last of two members.
        _hold_members_apart(payload_bytes.decode())
        datetime.fromtimestamp(claims.iat, UTC)
    except (msgspec.MsgspecError, ValueError, OverflowError, UnicodeError, OSError) as error:
        raise _unreadable(
            "claims",
            "The payload lacks a claim, has an unknown one, one twice, or a value of the wrong form.",
            "ペイロードの項目が不足または重複しているか、値の形式が正しくありません。",
        ) from error
    digest = sha256(signing_input).digest()
    return PresenceProof(header.alg, certificate_der, claims, signing_input, digest, signature)


def verify_signature(proof: PresenceProof, key: PublicKey) -> None:
    """Verify the proof's signature with a key that fits its algorithm; raises SignatureInvalid."""
    try:
        if proof.algorithm == "RS256":
            cast("rsa.RSAPublicKey", key).verify(proof.signature, proof.digest, _PADDING, _HASHED)
        else:
            signature = _der_signature(proof.signature)
            cast("ec.EllipticCurvePublicKey", key).verify(signature, proof.signing_input, _ECDSA)
    except InvalidSignature as error:
        raise SignatureInvalid from error


def _der_signature(raw: bytes) -> bytes:
    if len(raw) != 2 * _P384_HALF:
        raise SignatureInvalid
    return encode_dss_signature(int.from_bytes(raw[:_P384_HALF], "big"), int.from_bytes(raw[_P384_HALF:], "big"))


def _unreadable(code: str, message: str, message_ja: str) -> ProofUnreadable:
    return ProofUnreadable([Violation("/presence_proof", code, message, message_ja)])
