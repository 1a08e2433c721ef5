"""The one place where a refusal becomes an HTTP answer; an internal error is answered in internal_errors.py."""

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute

from shared.errors import (
    BodyTooLarge,
    BodyUnreadable,
    MethodNotAllowed,
    RequestInvalid,
    ResourceNotFound,
    ServiceError,
    Violation,
)
from shared.problem import MEDIA_TYPE, headers_of, problem_bytes
from shared.web.addresses import instance_of, methods_at
from shared.web.methods import allowed
from shared.web.pointers import pointer_to
from shared.web.violation_words import violation_words

UNREAD_KEY = "onshi.unread"
"""The scope's key of the refusal of a body that could not be read (strict_routes.py)."""


def problem_response(error: ServiceError, request: Request) -> Response:
    """Return the problem+json answer for ``error``."""
    return Response(
        problem_bytes(error, instance_of(request.scope)), error.status, media_type=MEDIA_TYPE, headers=headers_of(error)
    )


def handle_problems(app: FastAPI) -> None:
    """Make ``app`` answer every refusal and framework error as problem+json."""
    app.add_exception_handler(ServiceError, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_framework_error)


async def _on_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, ServiceError)  # noqa: S101 - registered for this type only
    return problem_response(error, request)


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this type only
    unread: ServiceError | None = request.scope.get(UNREAD_KEY)
    entries = [{**entry, "loc": _without_body(entry["loc"])} for entry in error.errors()]
    return problem_response(unread or RequestInvalid([violation_of(entry) for entry in entries]), request)


async def _on_framework_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type only
    if error.status_code == MethodNotAllowed.status:
        return _other_method(request)
    refusal = {404: ResourceNotFound, 413: BodyTooLarge}.get(error.status_code, BodyUnreadable)
    return problem_response(refusal(), request)


def _other_method(request: Request) -> Response:
    """Answer a method that no route at this address takes: OPTIONS with those that there are, else a refusal."""
    app = request.app
    # Also those that something in front of the app answers, where there is such a thing.
    described: Callable[[], Sequence[BaseRoute]] = getattr(app, "described_routes", tuple)
    allow = {"Allow": allowed(methods_at([*described(), *app.routes], request.scope))}
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=allow)
    refused = problem_response(MethodNotAllowed(), request)
    refused.headers.update(allow)
    return refused


def _without_body(location: Sequence[str | int]) -> Sequence[str | int]:
    return location[1:] if location[:1] == ("body",) else location


_WORDS = {
    # pydantic's own words for it quote a character of the value.
    "uuid_parsing": "Input should be a valid UUID",
}


def violation_of(entry: dict[str, Any]) -> Violation:
    """Return a pydantic error as a violation; its message never quotes the value."""
    pointer = pointer_to(entry["loc"])
    context = entry.get("ctx", {})
    if entry["type"] == "value_error" and isinstance(cause := context.get("error"), Exception):
        message_ja = getattr(cause, "message_ja", "値が正しくありません。").removesuffix("。") + "。"
        return Violation(pointer, "invalid", str(cause), message_ja)
    return Violation(
        pointer,
        entry["type"].replace("_", "-"),
        _WORDS.get(entry["type"], entry["msg"]),
        violation_words(entry["type"], context),
    )
