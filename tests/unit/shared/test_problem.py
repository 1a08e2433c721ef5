"""Each refusal is the same refusal on both sides of a hop."""

import pytest

from shared.errors import (
    RoleNotAllowed,
    ScopeMissing,
    ServiceError,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
    Violation,
    WorldMismatch,
    catalogue,
)
from shared.problem import headers_of, problem_bytes, problem_document, read_problem

VIOLATION = Violation("/insured/number", "invalid", "must be digits", "数字で指定してください")
API_TABLE = {
    "token-missing": 401,
    "token-invalid": 401,
    "token-expired": 401,
    "role-not-allowed": 403,
    "scope-missing": 403,
    "world-mismatch": 403,
    "body-unreadable": 400,
    "body-too-large": 413,
    "request-invalid": 422,
    "my-number-not-accepted": 422,
    "proof-unreadable": 422,
    "nonce-unknown": 409,
    "nonce-expired": 409,
    "nonce-foreign": 409,
    "nonce-used": 409,
    "proof-mismatch": 422,
    "certificate-not-yet-valid": 422,
    "certificate-expired": 422,
    "certificate-untrusted": 422,
    "certificate-wrong-kind": 422,
    "signature-invalid": 422,
    "certificate-revoked": 422,
    "certificate-status-unknown": 503,
    "card-not-registered": 404,
    "card-not-usable": 422,
    "too-many-misses": 429,
    "overloaded": 503,
    "database-too-slow": 503,
    "database-unavailable": 503,
}


def test_the_codes_that_callers_rely_on_keep_their_status() -> None:
    statuses = {code: refusal.status for code, refusal in catalogue().items()}
    assert {code: statuses.get(code) for code in API_TABLE} == API_TABLE


@pytest.mark.parametrize("refusal", list(catalogue().values()), ids=list(catalogue()))
def test_a_refusal_survives_a_hop(refusal: type[ServiceError]) -> None:
    read = read_problem(problem_bytes(refusal([VIOLATION], check_id="c"), "/v1/checks"))
    assert type(read) is refusal
    assert read.violations == (VIOLATION,)
    assert read.check_id == "c"


@pytest.mark.parametrize("refusal", list(catalogue().values()), ids=list(catalogue()))
def test_a_refusal_speaks_both_languages_and_says_what_to_do(refusal: type[ServiceError]) -> None:
    document = problem_document(refusal(), "/x")
    assert document["title"].isascii()
    assert not document["title_ja"].isascii()
    assert document["next_step"].endswith((".", ")"))
    assert document["next_step_ja"].endswith("。")
    assert document["help"] == f"/guide/refusals/{refusal.code}"


@pytest.mark.parametrize("refusal", list(catalogue().values()), ids=list(catalogue()))
def test_what_is_to_be_retried_later_says_when(refusal: type[ServiceError]) -> None:
    if refusal.status in (429, 503):
        assert refusal.retryable
        assert int(headers_of(refusal())["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("refusal", "challenge"),
    [
        (TokenMissing(), 'Bearer realm="onshi"'),
        (TokenInvalid(), 'Bearer realm="onshi", error="invalid_token"'),
        (TokenExpired(), 'Bearer realm="onshi", error="invalid_token"'),
        (ScopeMissing(scope="consent:read"), 'Bearer realm="onshi", error="insufficient_scope", scope="consent:read"'),
        # More of a scope would not help these.
        (RoleNotAllowed(), None),
        (WorldMismatch(), None),
    ],
    ids=lambda value: getattr(value, "code", None),
)
def test_a_challenge_speaks_as_rfc_6750(refusal: ServiceError, challenge: str | None) -> None:
    assert headers_of(refusal).get("WWW-Authenticate") == challenge


@pytest.mark.parametrize("document", [b"", b"[]", b'{"type":"urn:onshi:problem:unheard-of"}', b'{"type":5}'])
def test_what_is_no_problem_of_ours_is_none(document: bytes) -> None:
    assert read_problem(document) is None
