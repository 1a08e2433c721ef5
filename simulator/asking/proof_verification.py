"""Verifying a presence proof as a verifier does, against the roots and lists that a running simulator publishes."""

from datetime import datetime
from typing import Any

from cryptography import x509

from shared.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificateUntrusted,
    CertificateWrongKind,
    ProofUnreadable,
    SignatureInvalid,
)
from shared.pki.path import CertificateVerifier
from shared.pki.proof import PresenceProof, parse_proof, verify_signature
from shared.pki.revocation_list import RevocationListInvalid, read_revocation_list
from shared.pki.roots import key_id_of_root
from shared.pki.serials import serial_hex
from simulator.asking.cards import Cards

_REFUSALS = (
    ProofUnreadable,
    CertificateNotYetValid,
    CertificateExpired,
    CertificateUntrusted,
    CertificateWrongKind,
    SignatureInvalid,
)
_KINDS = ("authentication", "signature")


def verify_proof(cards: Cards, text: str, at: datetime) -> dict[str, Any]:
    """Return what a verifier finds at ``at``: `code` is null when the proof is good, else that of the refusal.

    The nonce is not looked at: only who has issued it knows it.
    """
    roots = [root for kind in _KINDS for root in _pem(cards.read(f"/ca/{kind}/roots.pem"))]
    found: dict[str, Any] = {"code": None, "title": None, "title_ja": None}
    try:
        proof = parse_proof(text.strip())
        found |= _said(proof)
        certificate, state = CertificateVerifier(roots).verify(proof.certificate_der, at)
        found |= {
            "authority_key_id": certificate.authority_key_id.hex(),
            "serial_number": serial_hex(certificate.serial_number),
            "carrier": certificate.carrier,
            "certificate_state": state.value,
        }
        verify_signature(proof, certificate.public_key)
    except _REFUSALS as refusal:
        return found | {"code": refusal.code, "title": refusal.title, "title_ja": refusal.title_ja}
    reason = _revoked_for(cards, roots, certificate.authority_key_id, certificate.serial_number)
    if reason is not None:
        found |= {"code": "certificate-revoked", "reason": reason}
    return found


def _said(proof: PresenceProof) -> dict[str, Any]:
    claims = proof.claims
    return {
        "alg": proof.algorithm,
        "aud": claims.aud,
        "institution": claims.institution,
        "purpose": claims.purpose.value,
        "signed_at": proof.signed_at.isoformat(),
        "holder_verification": claims.holder_verification,
        "consents": [kind.value for kind in claims.consents],
    }


def _revoked_for(cards: Cards, roots: list[x509.Certificate], key_id: bytes, serial_number: int) -> str | None:
    by_key_id = {key_id_of_root(root): root for root in roots}
    try:
        content = cards.read(f"/ca/authentication/{by_key_id[key_id].serial_number}.crl")
        crl = read_revocation_list(content, by_key_id)
    except RevocationListInvalid:
        return "unknown"
    return next((entry.reason for entry in crl.revocations if entry.serial_number == serial_number), None)


def _pem(content: bytes) -> list[x509.Certificate]:
    return x509.load_pem_x509_certificates(content)
