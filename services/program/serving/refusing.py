"""Refusals that are written by the server itself, before any app has seen the request."""

from http import HTTPStatus
from uuid import uuid4

from prometheus_client import Counter
from starlette.types import Receive, Scope, Send

from shared.errors import Overloaded, ServiceError
from shared.problem import MEDIA_TYPE, fault_bytes, headers_of, problem_bytes

_REFUSED = Counter("onshi_http_refusals", "Requests that were refused before any service saw them.", ["code"])
_UNKNOWN = "/"
"""The ``instance`` where no route is known yet."""


def refused(error: ServiceError | None, *, with_body: bool = True) -> bytes:
    """Return a whole answer that ends its connection; without ``error``, that of a fault of ours."""
    if error is None:
        status, body, more = 500, fault_bytes(_UNKNOWN), {}
    else:
        status, body, more = error.status, problem_bytes(error, _UNKNOWN), headers_of(error)
        _REFUSED.labels(error.code).inc()
    headers = {
        **more,
        "Content-Type": MEDIA_TYPE,
        "Content-Length": str(len(body)),
        "X-Request-Id": uuid4().hex,
        "Connection": "close",
    }
    lines = "".join(f"{name.lower()}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{lines}\r\n"
    return head.encode() + (body if with_body else b"")


_OVERLOADED = problem_bytes(Overloaded(), _UNKNOWN)
_OVERLOADED_HEADERS = [
    *((name.lower().encode(), value.encode()) for name, value in headers_of(Overloaded()).items()),
    (b"content-type", MEDIA_TYPE.encode()),
    (b"content-length", str(len(_OVERLOADED)).encode()),
]


async def overloaded(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Refuse without looking at anything: an ASGI app that costs next to nothing."""
    _REFUSED.labels(Overloaded.code).inc()
    headers = [*_OVERLOADED_HEADERS, (b"x-request-id", uuid4().hex.encode())]
    await send({"type": "http.response.start", "status": Overloaded.status, "headers": headers})
    await send({"type": "http.response.body", "body": _OVERLOADED})
