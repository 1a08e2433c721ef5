"""Answers to questions about certificates' status (OCSP, RFC 6960, 4.2), signed. Pure.

The authority itself signs (no delegate). All generations share a name, so the issuer is found by its key's hash. The
answer is written here: the library stamps ``producedAt`` with the machine's clock, and answers about one certificate
only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import Hash, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.ocsp import OCSPResponseBuilder, OCSPResponseStatus

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.keys import KeyKind, kind_of_key, sign
from services.jpki.status.rules.der import (
    BIT_STRING,
    ENUMERATED,
    NULL,
    OBJECT_IDENTIFIER,
    OCTET_STRING,
    SEQUENCE,
    NotDer,
    tagged,
    write,
    write_time,
)
from services.jpki.status.rules.ocsp_request import NONCE, CertificateNamed, read_request
from services.jpki.status.rules.revocation import Revocation, RevocationReason
from shared.pki.profile import PublicKey

ANSWER_LIFETIME = timedelta(minutes=15)
"""J-LIS refreshes what its responder knows every 15 minutes."""
_GOOD, _REVOKED, _UNKNOWN = 0x80, tagged(1), 0x82
_REASONS: Final[Mapping[RevocationReason, int]] = {
    RevocationReason.UNSPECIFIED: 0,
    RevocationReason.KEY_COMPROMISE: 1,
    RevocationReason.CA_COMPROMISE: 2,
    RevocationReason.AFFILIATION_CHANGED: 3,
    RevocationReason.SUPERSEDED: 4,
    RevocationReason.CESSATION_OF_OPERATION: 5,
    RevocationReason.CERTIFICATE_HOLD: 6,
}
"""CRLReason (RFC 5280, 5.3.1)."""
_BASIC = write(OBJECT_IDENTIFIER, bytes.fromhex("2b0601050507300101"))
"""id-pkix-ocsp-basic, 1.3.6.1.5.5.7.48.1.1."""
_ALGORITHMS: Final[Mapping[KeyKind, bytes]] = {
    KeyKind.RSA_2048: write(SEQUENCE, write(OBJECT_IDENTIFIER, bytes.fromhex("2a864886f70d01010b")), write(NULL)),
    KeyKind.P_384: write(SEQUENCE, write(OBJECT_IDENTIFIER, bytes.fromhex("2a8648ce3d040303"))),
}
"""sha256WithRSAEncryption, 1.2.840.113549.1.1.11; ecdsa-with-SHA384, 1.2.840.10045.4.3.3 (no parameters: RFC 5758)."""


@dataclass(frozen=True, slots=True)
class Question:
    """A request that could be read, about certificates of ``authority``."""

    authority: Authority
    certificates: Sequence[CertificateNamed]
    nonce: bytes | None

    @property
    def serial_numbers(self) -> list[int]:
        """Which certificates are asked about."""
        return [named.serial_number for named in self.certificates]


@dataclass(frozen=True, slots=True)
class Status:
    """What the authority knows of one serial number."""

    is_known: bool
    revocation: Revocation | None = None


def read_question(der: bytes, authorities: Iterable[Authority]) -> Question | OCSPResponseStatus:
    """Return the question, or the status of the unsuccessful answer that it gets.

    One generation signs an answer, and for its own certificates only: whoever asks about several asks each.
    """
    try:
        request = read_request(der)
    except NotDer:
        return OCSPResponseStatus.MALFORMED_REQUEST
    for authority in authorities:
        if all(_is_of(authority, named) for named in request.certificates):
            return Question(authority, request.certificates, request.nonce)
    return OCSPResponseStatus.UNAUTHORIZED


def answer_question(question: Question, statuses: Mapping[int, Status], at: datetime) -> bytes:
    """Return the signed DER answer as of ``at``, about each certificate: good, revoked with its reason, or unknown."""
    authority, produced_at = question.authority, at.replace(microsecond=0)
    parts = [
        write(tagged(2), write(OCTET_STRING, authority.key_id)),
        write_time(produced_at),
        write(SEQUENCE, *(_single(each, statuses[each.serial_number], produced_at) for each in question.certificates)),
    ]
    if question.nonce is not None:
        value = write(OCTET_STRING, write(OCTET_STRING, question.nonce))
        nonce = write(SEQUENCE, write(OBJECT_IDENTIFIER, NONCE), value)
        parts.append(write(tagged(1), write(SEQUENCE, nonce)))
    to_be_signed = write(SEQUENCE, *parts)
    signature = sign(authority.private_key, to_be_signed)
    algorithm = _ALGORITHMS[kind_of_key(authority.private_key)]
    basic = write(SEQUENCE, to_be_signed, algorithm, write(BIT_STRING, b"\x00", signature))
    answer = write(SEQUENCE, _BASIC, write(OCTET_STRING, basic))
    return write(SEQUENCE, write(ENUMERATED, b"\x00"), write(tagged(0), answer))


def unsuccessful_answer(status: OCSPResponseStatus) -> bytes:
    """Return the DER answer that says only why there is none; it carries no signature."""
    return OCSPResponseBuilder.build_unsuccessful(status).public_bytes(Encoding.DER)


def _single(named: CertificateNamed, status: Status, this_update: datetime) -> bytes:
    next_update = write(tagged(0), write_time(this_update + ANSWER_LIFETIME))
    return write(SEQUENCE, named.encoded, _certificate_status(status), write_time(this_update), next_update)


def _certificate_status(status: Status) -> bytes:
    revocation = status.revocation
    if revocation is not None:
        reason = write(tagged(0), write(ENUMERATED, bytes([_REASONS[revocation.reason]])))
        return write(_REVOKED, write_time(revocation.revoked_at), reason)
    return write(_GOOD if status.is_known else _UNKNOWN)


def _is_of(authority: Authority, named: CertificateNamed) -> bool:
    key = _key_bits(authority.private_key.public_key())
    return (named.issuer_name_hash, named.issuer_key_hash) == (
        _hash(authority.name.public_bytes(), named.algorithm),
        _hash(key, named.algorithm),
    )


def _hash(content: bytes, algorithm: HashAlgorithm) -> bytes:
    digest = Hash(algorithm)
    digest.update(content)
    return digest.finalize()


def _key_bits(key: PublicKey) -> bytes:
    """Return what the certificate's subjectPublicKey holds, without tag and length (RFC 6960, 4.1.1)."""
    if isinstance(key, rsa.RSAPublicKey):
        return key.public_bytes(Encoding.DER, PublicFormat.PKCS1)
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
