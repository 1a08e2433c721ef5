"""What a route may refuse, for its OpenAPI document: ``responses=refusals(CardNotRegistered, …)``.

Every refusal is problem+json of one form: the document holds the form once, each route names its codes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from shared.errors import ServiceError, catalogue
from shared.problem import MEDIA_TYPE, TYPE_PREFIX, challenge_of, problem_document

SCHEMA_NAME = "Problem"
_VIOLATION = "Violation"
PROBLEM_SCHEMAS = (SCHEMA_NAME, _VIOLATION)
_REFERENCE = {"$ref": f"#/components/schemas/{SCHEMA_NAME}"}


def refusals(*errors: type[ServiceError]) -> dict[int | str, dict[str, Any]]:
    """Return FastAPI ``responses``: one entry for each status, with the codes and an example of each refusal.

    Name RequestInvalid wherever a path, query or body can be wrong: else FastAPI describes its own form.
    """
    by_status: dict[int, list[type[ServiceError]]] = defaultdict(list)
    for error in dict.fromkeys(errors):
        by_status[error.status].append(error)
    return {status: _response(status, grouped) for status, grouped in sorted(by_status.items())}


def add_refusals(responses: dict[str, Any], errors: Iterable[type[ServiceError]]) -> None:
    """Add to an operation's ``responses`` what of ``errors`` they do not name yet."""
    declared = {code for response in responses.values() for code in declared_codes(response)}
    for status, added in refusals(*(error for error in errors if error.code not in declared)).items():
        response = responses.setdefault(str(status), added)
        if response is added:
            continue
        content = response.setdefault("content", {})
        if "headers" in added:
            response.setdefault("headers", {}).update(added["headers"])
        if MEDIA_TYPE in content:
            content[MEDIA_TYPE]["examples"].update(added["content"][MEDIA_TYPE]["examples"])
            response["description"] += "\n" + added["description"].partition("\n\n")[2]
        else:
            content[MEDIA_TYPE] = added["content"][MEDIA_TYPE]
            response["description"] += "\n\n" + added["description"].partition("\n\n")[2]


def declared_codes(response: Mapping[str, Any]) -> frozenset[str]:
    """Return the codes of the refusals that a response of a document names."""
    return frozenset(response.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {}))


def name_problem_examples(operations: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the examples of all refusals of ``operations`` by code, and leave references to them behind."""
    named: dict[str, Any] = {}
    for operation in operations:
        for response in operation["responses"].values():
            examples = response.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {})
            for code, example in examples.items():
                if "value" in example:
                    named[code] = example
                    examples[code] = {"$ref": f"#/components/examples/{code}"}
    return named


def problem_schemas() -> dict[str, Any]:
    """Return the JSON schemas of a refusal as shared/problem.py writes it, by name."""
    return {SCHEMA_NAME: _problem_schema(), _VIOLATION: _violation_schema()}


def _problem_schema() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "title": SCHEMA_NAME,
        "type": "object",
        "description": "A refusal (RFC 9457). Branch on `type`; the words may change.",
        "required": [
            "type",
            "title",
            "title_ja",
            "status",
            "detail",
            "detail_ja",
            "instance",
            "retryable",
            "next_step",
            "next_step_ja",
            "help",
            "errors",
        ],
        "properties": {
            "type": {
                **text,
                "description": f"`{TYPE_PREFIX}` and the code, one of the catalogue's {len(catalogue())}.",
                "examples": [TYPE_PREFIX + "request-invalid"],
            },
            "title": {**text, "description": "What happened."},
            "title_ja": {**text, "description": "What happened, in Japanese (エラー名)."},
            "status": {"type": "integer", "minimum": 400, "maximum": 599, "description": "The HTTP status again."},
            "detail": {**text, "description": "What happened this time."},
            "detail_ja": {**text, "description": "What happened this time, in Japanese (詳細)."},
            "instance": {
                **text,
                "format": "uri-reference",
                "description": "The path of the operation; parameters stand in it by name, not by value.",
                "examples": ["/v1/checks/:check_id"],
            },
            "retryable": {"type": "boolean", "description": "Whether the same request may succeed later."},
            "next_step": {**text, "description": "What the caller does next."},
            "next_step_ja": {**text, "description": "What the caller does next, in Japanese (対処方法)."},
            "help": {
                **text,
                "format": "uri-reference",
                "description": "The page of the code in the guide, with cause and cure; from the root of this listener "
                "(解説ページ).",
                "examples": ["/guide/refusals/request-invalid"],
            },
            "errors": {
                "type": "array",
                "description": "Every violation of the request at once; empty when there is none to name.",
                "items": {"$ref": f"#/components/schemas/{_VIOLATION}"},
            },
            "check_id": {
                **text,
                "format": "uuid",
                "description": "The earlier check, where the refusal concerns one; left out elsewhere.",
            },
        },
    }


def _violation_schema() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "title": _VIOLATION,
        "type": "object",
        "description": "One thing that is wrong with a request.",
        "required": ["pointer", "code", "message", "message_ja"],
        "properties": {
            "pointer": {
                **text,
                "description": 'Where: a JSON pointer (RFC 6901) into the body, `""` for the whole; '
                "`/query/…`, `/path/…` and `/header/…` are the other parts of the request.",
                "examples": ["/insured/birthdate"],
            },
            "code": {**text, "description": "What is wrong.", "examples": ["missing"]},
            "message": {
                **text,
                "description": "The same in words; never quotes the value.",
                "examples": ["Field required"],
            },
            "message_ja": {**text, "description": "The same in Japanese.", "examples": ["必須項目です。"]},
        },
    }


def _response(status: int, errors: list[type[ServiceError]]) -> dict[str, Any]:
    lines = [f"- `{error.code}`: {error.title} ({error.title_ja})" for error in errors]
    response: dict[str, Any] = {
        "description": "\n".join([f"{HTTPStatus(status).phrase}.", "", *lines]),
        "content": {
            MEDIA_TYPE: {
                "schema": dict(_REFERENCE),
                "examples": {
                    error.code: {"summary": error.title_ja, "value": problem_document(error(), "/v1/…")}
                    for error in errors
                },
            }
        },
    }
    headers: dict[str, Any] = {}
    if any(error.retry_after_s is not None for error in errors):
        headers["Retry-After"] = {
            "description": "Seconds to wait before the next try.",
            "schema": {"type": "integer", "minimum": 0, "maximum": 2**31 - 1},
        }
    if challenges := sorted({told for error in errors if (told := challenge_of(error())) is not None}):
        headers["WWW-Authenticate"] = {
            "description": "What is wrong with the token (RFC 6750, 3); `insufficient_scope` also names the `scope`.",
            "schema": {"type": "string"},
            "examples": {str(number): {"value": told} for number, told in enumerate(challenges, 1)},
        }
    if headers:
        response["headers"] = headers
    return response
