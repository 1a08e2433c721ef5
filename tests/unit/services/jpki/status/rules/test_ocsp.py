from datetime import UTC, date, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.ocsp import (
    OCSPCertStatus,
    OCSPRequestBuilder,
    OCSPResponse,
    OCSPResponseStatus,
    load_der_ocsp_response,
)

from services.jpki.authority.rules import Authority, issue_certificate, last_second, make_authority, new_private_key
from services.jpki.status.rules.ocsp import Question, answer_question, read_question, unsuccessful_answer
from services.jpki.status.rules.revocation import Revocation, RevocationReason
from shared.clock import start_of_day
from shared.pki.profile import AUTHENTICATION_POLICY

_SHA256 = SHA256()
NOON = datetime(2026, 11, 20, 3, 0, 0, 999, tzinfo=UTC)


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


def answered(question: Question | OCSPResponseStatus, **state: object) -> OCSPResponse:
    assert isinstance(question, Question)
    answer = load_der_ocsp_response(
        answer_question(question, at=NOON, **{"is_known": True, "revocation": None, **state})  # type: ignore[arg-type]
    )
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
    assert answer.this_update_utc == datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    assert answer.next_update_utc == datetime(2026, 11, 20, 3, 15, tzinfo=UTC)


def test_a_revoked_answer_says_why_and_since_when(authorities: list[Authority]) -> None:
    since = datetime(2026, 11, 19, 3, 0, tzinfo=UTC)

    answer = answered(
        read_question(asked(authorities[2]), authorities),
        revocation=Revocation(4096, RevocationReason.CERTIFICATE_HOLD, since),
    )

    assert answer.certificate_status is OCSPCertStatus.REVOKED
    assert answer.revocation_reason is x509.ReasonFlags.certificate_hold
    assert answer.revocation_time_utc == since


def test_a_serial_that_was_never_allotted_is_unknown(authorities: list[Authority]) -> None:
    answer = answered(read_question(asked(authorities[2]), authorities), is_known=False)

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
