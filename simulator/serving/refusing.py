"""Refusals that the server writes itself, before any app has seen the request. They cost next to nothing."""

from collections.abc import Sequence
from functools import cache
from http import HTTPStatus
from uuid import uuid4

from prometheus_client import Counter

from shared.errors import ServiceError
from shared.problem import MEDIA_TYPE, headers_of, internal_error_bytes, problem_bytes

_REFUSED = Counter("onshi_http_refusals", "Requests that were refused before any service saw them.", ["code"])
_UNKNOWN = "/"
"""The ``instance`` where no route is known yet."""


def refused(
    error: type[ServiceError] | None, headers: Sequence[tuple[bytes, bytes]], *, with_body: bool, closes: bool
) -> bytes:
    """Return a whole answer; without ``error``, that of an internal error.

    ``headers`` are those of every answer; ``closes`` says that it is the connection's last.
    """
    if error is not None:
        _REFUSED.labels(error.code).inc()
    head, body = _parts(error)  # type: ignore[arg-type]
    more = [*headers, (b"x-request-id", uuid4().hex.encode())]
    if closes:
        more.append((b"connection", b"close"))
    return b"%s%s\r\n%s" % (head, b"".join(b"%s: %s\r\n" % each for each in more), body if with_body else b"")


@cache
def _parts(error: type[ServiceError] | None) -> tuple[bytes, bytes]:
    """Return the lines of the head that are always the same, and the body."""
    if error is None:
        status, body, more = 500, internal_error_bytes(_UNKNOWN), {}
    else:
        status, body, more = error.status, problem_bytes(error(), _UNKNOWN), headers_of(error())
    headers = {**more, "Content-Type": MEDIA_TYPE, "Content-Length": str(len(body))}
    lines = "".join(f"{name.lower()}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{lines}".encode(), body
