"""The steps of a presence proof (本人確認), by card: what each asks for, and what this proof brought."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from shared.clock import in_japan
from shared.errors import ProofMismatch
from shared.pki import base64url
from shared.pki.presence import ANOTHER_INSTITUTION, FAR_FROM_NONCE, Expected, PresencePolicy, claims_must_fit
from shared.pki.proof import PresenceProof, ProofClaims
from simulator.journal.explaining.proof_words import (
    A_SERVICE,
    CLAIMS_FIT,
    EXPECTED,
    FOUND,
    HOLDER,
    NEAR_THE_NONCE,
    PURPOSE,
    WHO_ASKS,
    Pair,
)
from simulator.journal.explaining.shapes import Step
from simulator.journal.reading import Entry
from simulator.journal.refused_proofs import REDACTED, RefusedProof

STEP_OF: Mapping[str, str] = {
    "proof-unreadable": "proof",
    "nonce-unknown": "nonce",
    "nonce-expired": "nonce",
    "nonce-foreign": "nonce",
    "proof-mismatch": "claims",
    "certificate-not-yet-valid": "certificate",
    "certificate-expired": "certificate",
    "certificate-untrusted": "certificate",
    "certificate-wrong-kind": "certificate",
    "signature-invalid": "signature",
    "certificate-revoked": "status",
    "certificate-status-unknown": "status",
    "card-not-registered": "person",
    "card-not-usable": "person",
    "nonce-used": "record",
}
"""At which step each refusal of a proof ends the path."""
ORDER = ("proof", "nonce", "claims", "certificate", "signature", "status", "person", "record")
_AUDIENCES = {"eligibility": "onshi-eligibility", "registry": "onshi-registration", "consent": "onshi-portal"}
_CLAIMS = ("aud", "institution", "purpose", "iat", "holder_verification")
_NO_WORDS = ANOTHER_INSTITUTION


def steps_of_proof(entry: Entry, code: str | None) -> Iterator[Step]:
    """Yield the steps; ``code`` is the refusal that ended the path, None where the proof was accepted."""
    kept = entry.proof or RefusedProof(digest=entry.proof_digest)
    failed = None if code is None else _failed_step(code, kept)
    reached: bool | None = True
    for step in ORDER:
        is_ok = None if reached is None else step != failed
        if step == "claims":
            yield from _claims(entry, kept, is_ok)
        else:
            digest = f", sha256 {kept.digest}" if step == "signature" and kept.digest is not None else ""
            expected, expected_ja = (f"{words}{digest}" for words in EXPECTED[step])
            found, found_ja = _found(step, entry, kept, code if is_ok is False else None)
            yield Step(step, expected, found, is_ok, expected_ja, found_ja)
        if is_ok is False:
            reached = None


def _failed_step(code: str, kept: RefusedProof) -> str:
    header = kept.header or {}
    if code == "proof-unreadable" and header.get("x5c") and kept.payload is not None and kept.certificate is None:
        # Its certificate is read after the claims were judged: until then the proof was none that cannot be read.
        return "certificate"
    return STEP_OF[code]


def _found(step: str, entry: Entry, kept: RefusedProof, code: str | None) -> tuple[str | None, str | None]:
    told = ("", "") if code is None else FOUND[code]
    shown = {
        "proof": _proof(kept),
        "nonce": _nonce(kept),
        "certificate": _certificate(entry, kept),
        "signature": _signature(entry, kept),
    }.get(step, ("", ""))
    english, japanese = ("; ".join(filter(None, both)) or None for both in zip(told, shown, strict=True))
    return english, japanese


def _proof(kept: RefusedProof) -> Pair:
    parts = [("header", kept.header), ("payload", kept.payload)]
    shown = [f"{name} {msgspec.json.encode(part).decode()}" for name, part in parts if part is not None]
    if kept.digest is not None:
        shown.append(f"sha256 {kept.digest}")
    told = "; ".join(shown)
    return told, told


def _signature(entry: Entry, kept: RefusedProof) -> Pair:
    if kept.signed_digest is not None:
        return f"the key signed sha256 {kept.signed_digest}", f"鍵が署名したのは sha256 {kept.signed_digest}"
    told = "" if entry.proof_digest is None or entry.proof is not None else f"sha256 {entry.proof_digest}"
    return told, told


def _nonce(kept: RefusedProof) -> Pair:
    issued = _issued(kept)
    if issued is None:
        return "", ""
    at = in_japan(issued[1]).isoformat(timespec="milliseconds")
    return f"issued {at} to {issued[0]}", f"{at} に {issued[0]} へ発行"


def _issued(kept: RefusedProof) -> tuple[str, datetime] | None:
    """Return to whom a nonce says it was issued, and when; what it says counts only where its MAC is ours."""
    text = (kept.payload or {}).get("nonce", REDACTED)
    if text == REDACTED:
        return None
    raw = base64url.decode(text)
    return str(int.from_bytes(raw[7:12], "big")).zfill(10), datetime.fromtimestamp(
        int.from_bytes(raw[1:7], "big") / 1000, UTC
    )


def _certificate(entry: Entry, kept: RefusedProof) -> Pair:
    certificate = kept.certificate
    if certificate is None:
        return "", ""
    on = in_japan(entry.at).date()
    return (
        (
            f"{certificate['key']}, issuer key {certificate['issuer_key']}, from {certificate['not_before']}, "
            f"ends in {certificate['expires_in']}: {certificate['state']} on {on}"
        ),
        (
            f"{certificate['key']}、発行者の鍵 {certificate['issuer_key']}、{certificate['not_before']} から、"
            f"残り {certificate['expires_in']}: {on} に {certificate['state']}"
        ),
    )


def _claims(entry: Entry, kept: RefusedProof, is_ok: bool | None) -> Iterator[Step]:
    payload = kept.payload
    if payload is None:
        yield Step("claims", CLAIMS_FIT[0], None, is_ok, CLAIMS_FIT[1])
        return
    differing = _differing(entry, kept) if is_ok is False else frozenset[str]()
    issued = _issued(kept)
    at = "" if issued is None else in_japan(issued[1]).isoformat(timespec="seconds")
    audience, institution = _AUDIENCES.get(entry.service), entry.institution_code
    expected: dict[str, Pair] = {
        "aud": A_SERVICE if audience is None else (audience, audience),
        "institution": WHO_ASKS if institution is None else (institution, institution),
        "purpose": PURPOSE,
        "iat": (NEAR_THE_NONCE[0] + (at and f", issued {at}"), NEAR_THE_NONCE[1] + (at and f"（{at} 発行）")),
        "holder_verification": HOLDER,
    }
    if is_ok is False and not differing:
        # The body's own purpose is not kept; nothing else is left that can differ.
        differing = frozenset({"purpose"})
    for claim in _CLAIMS:
        own = None if is_ok is None else claim not in differing
        told, told_ja = expected[claim]
        yield Step(f"claims.{claim}", told, _shown(claim, payload), own, told_ja)


def _differing(entry: Entry, kept: RefusedProof) -> frozenset[str]:
    """Return the claims that do not fit, as the verifier of every service finds them."""
    payload, issued = kept.payload or {}, _issued(kept)
    try:
        claims = msgspec.convert(
            {name: payload[name] for name in ProofClaims.__struct_fields__ if name in payload}, ProofClaims
        )
    except msgspec.ValidationError:
        # A redacted value is none that could fit.
        return frozenset(name for name, value in payload.items() if value == REDACTED)
    policy = PresencePolicy(_AUDIENCES.get(entry.service, ""), ANOTHER_INSTITUTION, FAR_FROM_NONCE, _NO_WORDS)
    expected = Expected(
        institution=(entry.institution_code or "") if entry.service == "eligibility" else None,
        around=entry.at if issued is None else issued[1],
        takes_compared_faces=entry.role == "reader",
    )
    try:
        claims_must_fit(PresenceProof("RS256", b"", claims, b"", b"", b""), policy, expected)
    except ProofMismatch as mismatch:
        return frozenset(violation.pointer.rpartition("/")[2] for violation in mismatch.violations)
    return frozenset()


def _shown(claim: str, payload: Mapping[str, Any]) -> str:
    value = payload.get(claim, "(absent)")
    if claim == "iat" and isinstance(value, int):
        return in_japan(datetime.fromtimestamp(value, UTC)).isoformat()
    return str(value)
