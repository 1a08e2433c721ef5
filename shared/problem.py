"""Refusals on the wire: RFC 9457 problem+json, written and read in this one place."""

from typing import Any

import msgspec

from shared.errors import ContentEncodingUnsupported, ServiceError, Violation, catalogue

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:onshi:problem:"
HELP_PREFIX = "/guide/refusals/"
"""Where the page of a code is, with cause and cure, on each listener that can refuse (docs/decisions/0181)."""
INTERNAL_ERROR_CODE = "internal-error"
_UNAUTHORIZED = 401
_REALM = 'Bearer realm="onshi"'


def problem_document(error: ServiceError, instance: str) -> dict[str, Any]:
    """Return the members of the problem document for ``error`` at the request path ``instance``."""
    document: dict[str, Any] = {
        "type": TYPE_PREFIX + error.code,
        "title": error.title,
        "title_ja": error.title_ja,
        "status": error.status,
        "detail": error.detail,
        "detail_ja": error.detail_ja,
        "instance": instance,
        "retryable": error.retryable,
        "next_step": error.next_step,
        "next_step_ja": error.next_step_ja,
        "help": HELP_PREFIX + error.code,
        "errors": [
            {
                "pointer": violation.pointer,
                "code": violation.code,
                "message": violation.message,
                "message_ja": violation.message_ja,
            }
            for violation in error.violations
        ],
    }
    if error.check_id is not None:
        document["check_id"] = error.check_id
    return document


def problem_bytes(error: ServiceError, instance: str) -> bytes:
    """Return the problem document as JSON."""
    return msgspec.json.encode(problem_document(error, instance))


def internal_error_document(instance: str) -> dict[str, Any]:
    """Return the document of an internal error, without any detail."""
    return {
        "type": TYPE_PREFIX + INTERNAL_ERROR_CODE,
        "title": "Internal error",
        "title_ja": "内部エラー",
        "status": 500,
        "detail": "Internal error",
        "detail_ja": "内部エラー",
        "instance": instance,
        "retryable": False,
        "next_step": "Report it with the X-Request-Id of this answer.",
        "next_step_ja": "この応答の X-Request-Id を添えて報告してください。",
        "help": HELP_PREFIX + INTERNAL_ERROR_CODE,
        "errors": [],
    }


def internal_error_bytes(instance: str) -> bytes:
    """Return the document of an internal error as JSON."""
    return msgspec.json.encode(internal_error_document(instance))


def headers_of(error: ServiceError) -> dict[str, str]:
    """Return the headers that belong to ``error``."""
    headers = {}
    if error.retry_in_s is not None:
        headers["Retry-After"] = str(error.retry_in_s)
    if isinstance(error, ContentEncodingUnsupported):
        headers["Accept-Encoding"] = "identity"
    if (challenge := challenge_of(error)) is not None:
        headers["WWW-Authenticate"] = challenge
    return headers


def challenge_of(error: ServiceError) -> str | None:
    """Return ``WWW-Authenticate`` in the words of RFC 6750, 3: without credentials it names no error."""
    if error.bearer_error is None:
        return None if error.status != _UNAUTHORIZED else _REALM
    words = [f'error="{error.bearer_error}"']
    if error.scope is not None:
        words.append(f'scope="{error.scope}"')
    return ", ".join([_REALM, *words])


def read_problem(document: bytes) -> ServiceError | None:
    """Return the refusal that ``document`` describes, or None when it is not in the catalogue."""
    try:
        members = msgspec.json.decode(document)
        refusal = catalogue()[members["type"].removeprefix(TYPE_PREFIX)]
        return refusal(
            [Violation(**violation) for violation in members["errors"]],
            detail=members["detail"],
            detail_ja=members["detail_ja"],
            check_id=members.get("check_id"),
        )
    except (msgspec.DecodeError, KeyError, TypeError, AttributeError):
        return None
