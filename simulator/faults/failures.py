"""The answers of a service that fails, and of a gateway in front of it."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

import msgspec

from shared.errors import Overloaded, ServiceError, TooManyMisses
from shared.problem import MEDIA_TYPE, internal_error_document, problem_document

Header = tuple[bytes, bytes]
_OF_GATEWAYS = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT})
_RETRY_AFTER: Mapping[int, bytes] = {429: b"1", 503: b"1"}
"""Seconds, where servers tell when to come again (RFC 6585, 4; RFC 9110, 15.6.4); 502 and 504 say nothing."""
_REFUSALS: Mapping[int, Callable[[], ServiceError]] = {429: TooManyMisses, 503: Overloaded}
_HTML = (
    "<html>\r\n<head><title>{0} {1}</title></head>\r\n<body>\r\n<center><h1>{0} {1}</h1></center>\r\n"
    "<hr><center>gateway</center>\r\n</body>\r\n</html>\r\n"
)


def failure(status: int, form: str | None, instance: str) -> tuple[list[Header], bytes]:
    """Return headers and body of a failure, in the form of a problem or of a gateway's page."""
    is_page = form == "html" or (form is None and status in _OF_GATEWAYS)
    media_type, body = (b"text/html", _page(status)) if is_page else (MEDIA_TYPE.encode(), _problem(status, instance))
    headers = [(b"content-type", media_type), (b"content-length", str(len(body)).encode())]
    if status in _RETRY_AFTER:
        headers.append((b"retry-after", _RETRY_AFTER[status]))
    return headers, body


def _page(status: int) -> bytes:
    return _HTML.format(status, HTTPStatus(status).phrase).encode()


def _problem(status: int, instance: str) -> bytes:
    if status in _REFUSALS:
        return msgspec.json.encode(problem_document(_REFUSALS[status](), instance))
    document = internal_error_document(instance)
    if status != HTTPStatus.INTERNAL_SERVER_ERROR:
        # Nothing that the catalogue knows: the status says all (RFC 9457, 4.2.1).
        phrase = HTTPStatus(status).phrase
        document |= {"type": "about:blank", "title": phrase, "detail": phrase, "status": status, "retryable": True}
    return msgspec.json.encode(document)
