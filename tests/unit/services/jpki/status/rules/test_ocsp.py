from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.ocsp import (
    OCSPCertStatus,
    OCSPRequestBuilder,
    OCSPResponderEncoding,
    OCSPResponse,
    OCSPResponseBuilder,
    OCSPResponseStatus,
    load_der_ocsp_request,
    load_der_ocsp_response,
)

from services.jpki.authority.rules.generations import Authority, make_authority
from services.jpki.authority.rules.keys import new_private_key
from services.jpki.authority.rules.leaves import issue_certificate
from services.jpki.authority.rules.profile import last_second
from services.jpki.status.rules.ocsp import Question, Status, answer_question, read_question, unsuccessful_answer
from services.jpki.status.rules.revocation import Revocation, RevocationReason
from shared.clock import start_of_day
from shared.pki.profile import AUTHENTICATION_POLICY
from tests.odd_certificates.questions import about_several

_SHA256 = SHA256()
NOON = datetime(2026, 11, 20, 3, 0, 0, 999, tzinfo=UTC)
GOOD = Status(is_known=True)


@pytest.fixture(scope="module")
def authorities() -> list[Authority]:
    return [make_authority(generation, date(2026, 11, 20)) for generation in (1, 2, 3)]


def asked(authority: Authority, algorithm: HashAlgorithm = _SHA256, nonce: bytes | None = None) -> bytes:
    leaf = issue_certificate(
        authority,
        new_private_key().public_key(),
        common_name="SIM0000000000000000000A",
        serial_number=4096,
        not_before=start_of_day(date(2026, 11, 20)),
        not_after=last_second(date(2031, 2, 17)),
        policy=AUTHENTICATION_POLICY,
    )
    builder = OCSPRequestBuilder().add_certificate(leaf, authority.certificate, algorithm)
    if nonce is not None:
        builder = builder.add_extension(x509.OCSPNonce(nonce), critical=False)
    return builder.build().public_bytes(Encoding.DER)


def answer_to(question: Question | OCSPResponseStatus, statuses: Mapping[int, Status], at: datetime = NOON) -> bytes:
    assert isinstance(question, Question)
    return answer_question(question, statuses, at)


def answered(question: Question | OCSPResponseStatus, status: Status = GOOD) -> OCSPResponse:
    answer = load_der_ocsp_response(answer_to(question, {4096: status}))
    assert isinstance(question, Question)
    key = question.authority.certificate.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(answer.signature, answer.tbs_response_bytes, padding.PKCS1v15(), SHA256())
    return answer


@pytest.mark.parametrize("algorithm", [SHA1(), SHA256()])  # noqa: S303 - what most OCSP clients send
def test_the_generation_is_found_by_its_key_though_all_share_a_name(
    authorities: list[Authority], algorithm: HashAlgorithm
) -> None:
    question = read_question(asked(authorities[1], algorithm), authorities)

    assert isinstance(question, Question)
    assert question.authority.generation == 2
    assert answered(question).responder_key_hash == authorities[1].key_id


def test_a_good_answer_lasts_a_quarter_of_an_hour(authorities: list[Authority]) -> None:
    answer = answered(read_question(asked(authorities[2]), authorities))

    assert answer.certificate_status is OCSPCertStatus.GOOD
    assert answer.serial_number == 4096
    assert answer.produced_at_utc == datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    assert answer.this_update_utc == datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    assert answer.next_update_utc == datetime(2026, 11, 20, 3, 15, tzinfo=UTC)


def test_a_revoked_answer_says_why_and_since_when(authorities: list[Authority]) -> None:
    since = datetime(2026, 11, 19, 3, 0, tzinfo=UTC)

    answer = answered(
        read_question(asked(authorities[2]), authorities),
        Status(is_known=True, revocation=Revocation(4096, RevocationReason.CERTIFICATE_HOLD, since)),
    )

    assert answer.certificate_status is OCSPCertStatus.REVOKED
    assert answer.revocation_reason is x509.ReasonFlags.certificate_hold
    assert answer.revocation_time_utc == since


def test_a_serial_that_was_never_allotted_is_unknown(authorities: list[Authority]) -> None:
    answer = answered(read_question(asked(authorities[2]), authorities), Status(is_known=False))

    assert answer.certificate_status is OCSPCertStatus.UNKNOWN


def test_the_nonce_is_echoed(authorities: list[Authority]) -> None:
    answer = answered(read_question(asked(authorities[2], nonce=b"0123456789abcdef"), authorities))

    assert answer.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce == b"0123456789abcdef"


def test_a_foreign_issuer_is_not_answered_for(authorities: list[Authority]) -> None:
    foreign = asked(make_authority(3, date(2026, 11, 20)))

    assert read_question(foreign, authorities) is OCSPResponseStatus.UNAUTHORIZED


@pytest.mark.parametrize("body", [b"", b"no request", b"\x30\x03\x02\x01\x00"])
def test_what_is_no_request_is_malformed(authorities: list[Authority], body: bytes) -> None:
    status = read_question(body, authorities)

    assert status is OCSPResponseStatus.MALFORMED_REQUEST
    assert load_der_ocsp_response(unsuccessful_answer(status)).response_status is OCSPResponseStatus.MALFORMED_REQUEST


@pytest.mark.parametrize("reason", [None, *RevocationReason])
@pytest.mark.parametrize("nonce", [None, b"0123456789abcdef"])
def test_an_answer_is_what_the_library_writes_at_the_same_instant(
    authorities: list[Authority], reason: RevocationReason | None, nonce: bytes | None
) -> None:
    """The library's own differs in nothing but that it cannot be told when: so it is asked first."""
    since = datetime(2026, 11, 19, 3, tzinfo=UTC)
    der = asked(authorities[2], nonce=nonce)
    request = load_der_ocsp_request(der)
    begins = datetime(2026, 11, 20, 3, tzinfo=UTC)
    builder = OCSPResponseBuilder().add_response_by_hash(
        issuer_name_hash=request.issuer_name_hash,
        issuer_key_hash=request.issuer_key_hash,
        serial_number=4096,
        algorithm=SHA256(),
        cert_status=OCSPCertStatus.GOOD if reason is None else OCSPCertStatus.REVOKED,
        this_update=begins,
        next_update=begins + timedelta(minutes=15),
        revocation_time=None if reason is None else since,
        revocation_reason=None if reason is None else x509.ReasonFlags(reason.value),
    )
    if nonce is not None:
        builder = builder.add_extension(x509.OCSPNonce(nonce), critical=False)
    theirs = builder.responder_id(OCSPResponderEncoding.HASH, authorities[2].certificate).sign(
        authorities[2].private_key, SHA256()
    )
    revocation = None if reason is None else Revocation(4096, reason, since)

    ours = answer_to(read_question(der, authorities), {4096: Status(is_known=True, revocation=revocation)})

    stamp = theirs.produced_at_utc.strftime("%Y%m%d%H%M%SZ").encode()
    unstamped = load_der_ocsp_response(ours).tbs_response_bytes.replace(b"20261120030000Z", stamp, 1)
    assert unstamped == theirs.tbs_response_bytes
    assert ours.startswith(theirs.public_bytes(Encoding.DER)[:40])


def test_several_certificates_are_answered_in_one(authorities: list[Authority]) -> None:
    since = datetime(2026, 11, 19, 3, tzinfo=UTC)
    question = read_question(about_several(authorities[2], [4096, 4097, 4098, 4096]), authorities)
    revocation = Revocation(4097, RevocationReason.SUPERSEDED, since)

    answer = load_der_ocsp_response(
        answer_to(question, {4096: GOOD, 4097: Status(is_known=True, revocation=revocation), 4098: Status(False)})
    )

    assert [(each.serial_number, each.certificate_status) for each in answer.responses] == [
        (4096, OCSPCertStatus.GOOD),
        (4097, OCSPCertStatus.REVOKED),
        (4098, OCSPCertStatus.UNKNOWN),
        (4096, OCSPCertStatus.GOOD),
    ]


def test_several_generations_are_not_answered_in_one(authorities: list[Authority]) -> None:
    both = about_several(authorities[2], [4096], authorities[1], [4096])
    assert read_question(both, authorities) is OCSPResponseStatus.UNAUTHORIZED
