"""The text of a refused presence proof that the journal keeps: what explains the refusal, and nothing about the holder.

A claim is kept where its value has the form that it must have; any other value may be anything, also personal data,
so it is said to be redacted. Of the certificate its digest, when it was made, its age, the year in which it ends, its
issuer's key id and its kind are kept: never its serial number, its subject, its key or the day on which it ends.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from shared.clock import in_japan
from shared.domain.codes import PrescriptionForm
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.pki import base64url
from shared.pki.certificate_life import life_between
from shared.pki.proof import TYPE
from shared.pki.unreadable import UNREADABLE

REDACTED = "(redacted)"
_AUDIENCES = ("onshi-eligibility", "onshi-registration", "onshi-portal")
_VERIFICATIONS = ("pin", "face", "visual", "device_biometric")
_ALGORITHMS = ("RS256", "ES384")
_NONCE_BYTES = 36
_FIRST_SECOND, _LAST_SECOND = 946_684_800, 4_102_444_800
"""2000 to 2099: what else stands in ``iat`` is no instant."""
_LONGEST = 16_384
_INSTITUTION_DIGITS = 10
_KEY_ID_BYTES = 20


class _Body(msgspec.Struct):
    presence_proof: str = ""


class RefusedProof(msgspec.Struct, frozen=True, omit_defaults=True):
    """A refused proof as it is kept; what could not be read is absent."""

    digest: str | None = None
    """SHA-256 of the signing input, in hexadecimal."""
    header: dict[str, Any] | None = None
    payload: dict[str, Any] | None = None
    certificate: dict[str, Any] | None = None
    signed_digest: str | None = None
    """SHA-256 that the certificate's RSA key did sign, where the signature is one of that key."""


def kept_of(body: bytes, at: datetime) -> RefusedProof:
    """Return what is kept of the proof in the body of a request of ``at``; nothing of it can make this fail."""
    try:
        text = msgspec.json.decode(body, type=_Body).presence_proof
        signing_text, _, signature_text = text[:_LONGEST].rpartition(".")
        header_text, payload_text = signing_text.split(".")
        digest = sha256(signing_text.encode("ascii")).hexdigest()
    except (msgspec.MsgspecError, ValueError):
        return RefusedProof()
    header, payload = _object(header_text), _object(payload_text)
    der = _certificate_in(header)
    return RefusedProof(
        digest,
        None if header is None else _header(header, der),
        None if payload is None else _payload(payload),
        None if der is None else _certificate(der, at),
        None if der is None else _signed_digest(der, signature_text),
    )


def _object(part: str) -> Mapping[str, Any] | None:
    try:
        value = msgspec.json.decode(base64url.decode(part))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _header(header: Mapping[str, Any], der: bytes | None) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "alg": _one_of(header.get("alg"), _ALGORITHMS),
        "typ": _one_of(header.get("typ"), (TYPE,)),
        "x5c": None if der is None else [f"sha256:{sha256(der).hexdigest()}"],
    }
    return _with_count(kept, header)


def _payload(payload: Mapping[str, Any]) -> dict[str, Any]:
    consents = payload.get("consents", [])
    kinds = {kind.value for kind in DataKind}
    kept: dict[str, Any] = {
        "aud": _one_of(payload.get("aud"), _AUDIENCES),
        "nonce": _nonce(payload.get("nonce")),
        "institution": _institution(payload.get("institution")),
        "purpose": _one_of(payload.get("purpose"), [purpose.value for purpose in PurposeOfUse]),
        "iat": _second(payload.get("iat")),
        "holder_verification": _one_of(payload.get("holder_verification"), _VERIFICATIONS),
        "consents": [_one_of(each, kinds) for each in consents[: len(kinds)]]
        if isinstance(consents, list)
        else REDACTED,
        "prescription_form": _one_of(payload.get("prescription_form"), [form.value for form in PrescriptionForm]),
    }
    return _with_count(kept, payload)


def _with_count(kept: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    # The name of an unknown member may be anything too.
    unknown = sum(1 for name in given if name not in kept)
    return {
        **{name: value for name, value in kept.items() if name in given},
        **({"unknown": unknown} if unknown else {}),
    }


def _one_of(value: Any, known: Any) -> Any:
    return value if value is None or (isinstance(value, str) and value in known) else REDACTED


def _nonce(value: Any) -> str:
    try:
        return value if isinstance(value, str) and len(base64url.decode(value)) == _NONCE_BYTES else REDACTED
    except ValueError:
        return REDACTED


def _institution(value: Any) -> str:
    is_code = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) == _INSTITUTION_DIGITS
    return value if is_code else REDACTED


def _second(value: Any) -> Any:
    is_instant = isinstance(value, int) and not isinstance(value, bool) and _FIRST_SECOND <= value <= _LAST_SECOND
    return value if is_instant else REDACTED


def _certificate_in(header: Mapping[str, Any] | None) -> bytes | None:
    try:
        (text,) = (header or {})["x5c"]
        return msgspec.convert(text, bytes)
    except (KeyError, TypeError, ValueError, msgspec.MsgspecError):
        return None


def _certificate(der: bytes, at: datetime) -> dict[str, Any] | None:
    try:
        leaf = x509.load_der_x509_certificate(der)
        not_before, not_after = leaf.not_valid_before_utc, leaf.not_valid_after_utc
        return {
            "not_before": in_japan(not_before).isoformat(),
            # A certificate ends with its holder's birthday: of that day only the year is kept.
            "expires_in": in_japan(not_after).year,
            "state": life_between(not_before, not_after).state_at(at).value,
            "issuer_key": _issuer_key(leaf),
            "key": _key(leaf),
        }
    except (*UNREADABLE, TypeError):
        return None


def _signed_digest(der: bytes, signature_text: str) -> str | None:
    try:
        key = x509.load_der_x509_certificate(der).public_key()
        if not isinstance(key, rsa.RSAPublicKey):
            return None
        return key.recover_data_from_signature(base64url.decode(signature_text), PKCS1v15(), SHA256()).hex()
    except (*UNREADABLE, InvalidSignature, UnsupportedAlgorithm):
        return None


def _issuer_key(leaf: x509.Certificate) -> str | None:
    try:
        found = leaf.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
    except x509.ExtensionNotFound:
        return None
    return found.hex() if found is not None and len(found) == _KEY_ID_BYTES else None


def _key(leaf: x509.Certificate) -> str:
    try:
        key = leaf.public_key()
    except Exception:  # noqa: BLE001 - a key that the library does not know is another kind
        return "another kind"
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA {key.key_size}"
    return key.curve.name if isinstance(key, ec.EllipticCurvePublicKey) else "another kind"
