"""Questions about one certificate's status (OCSP, RFC 6960) and their signed answers. Pure.

The authority itself signs (no delegate). All generations share a name, so the issuer is found by its key's hash.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA256, Hash, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.ocsp import (
    OCSPCertStatus,
    OCSPRequest,
    OCSPResponderEncoding,
    OCSPResponseBuilder,
    OCSPResponseStatus,
    load_der_ocsp_request,
)

from services.jpki.authority.rules import AUTHORITY_NAME, Authority
from services.jpki.status.rules.revocation import Revocation

ANSWER_LIFETIME = timedelta(minutes=15)
"""J-LIS refreshes what its responder knows every 15 minutes."""


@dataclass(frozen=True, slots=True)
class Question:
    """A request that could be read, about a certificate of ``authority``."""

    authority: Authority
    request: OCSPRequest


def read_question(der: bytes, authorities: Iterable[Authority]) -> Question | OCSPResponseStatus:
    """Return the question, or the status of the unsuccessful answer that it gets."""
    try:
        request = load_der_ocsp_request(der)
        algorithm = request.hash_algorithm
        asked = (request.issuer_name_hash, request.issuer_key_hash)
        _nonce(request)
    except (ValueError, NotImplementedError, UnsupportedAlgorithm, x509.DuplicateExtension):
        return OCSPResponseStatus.MALFORMED_REQUEST
    for authority in authorities:
        if asked == _issuer_hashes(authority, algorithm):
            return Question(authority, request)
    return OCSPResponseStatus.UNAUTHORIZED


def answer_question(question: Question, *, is_known: bool, revocation: Revocation | None, at: datetime) -> bytes:
    """Return the signed DER answer as of ``at``: good, revoked with its reason, or unknown.

    The library stamps ``producedAt`` with the machine's clock; thisUpdate and nextUpdate are the world's.
    """
    request, this_update = question.request, at.replace(microsecond=0)
    status = OCSPCertStatus.GOOD if is_known else OCSPCertStatus.UNKNOWN
    builder = OCSPResponseBuilder().add_response_by_hash(
        issuer_name_hash=request.issuer_name_hash,
        issuer_key_hash=request.issuer_key_hash,
        serial_number=request.serial_number,
        algorithm=request.hash_algorithm,
        cert_status=OCSPCertStatus.REVOKED if revocation else status,
        this_update=this_update,
        next_update=this_update + ANSWER_LIFETIME,
        revocation_time=revocation.revoked_at.replace(microsecond=0) if revocation else None,
        revocation_reason=x509.ReasonFlags(revocation.reason.value) if revocation else None,
    )
    builder = builder.responder_id(OCSPResponderEncoding.HASH, question.authority.certificate)
    if (nonce := _nonce(request)) is not None:
        builder = builder.add_extension(nonce, critical=False)
    return builder.sign(question.authority.private_key, SHA256()).public_bytes(Encoding.DER)


def unsuccessful_answer(status: OCSPResponseStatus) -> bytes:
    """Return the DER answer that says only why there is none; it carries no signature."""
    return OCSPResponseBuilder.build_unsuccessful(status).public_bytes(Encoding.DER)


def _nonce(request: OCSPRequest) -> x509.OCSPNonce | None:
    try:
        return request.extensions.get_extension_for_class(x509.OCSPNonce).value
    except x509.ExtensionNotFound:
        return None


def _issuer_hashes(authority: Authority, algorithm: HashAlgorithm) -> tuple[bytes, bytes]:
    key = authority.certificate.public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)
    return _hash(AUTHORITY_NAME.public_bytes(), algorithm), _hash(key, algorithm)


def _hash(content: bytes, algorithm: HashAlgorithm) -> bytes:
    digest = Hash(algorithm)
    digest.update(content)
    return digest.finalize()
