"""What no schema describes and schemathesis does not draw: bodies that are no JSON or too deep, forged cursors."""

from base64 import urlsafe_b64encode
from typing import Any

import httpx
import pytest

from tests.contract.examples import SERVICES, Api, Reader, every_operation

DEEP = b"[" * 990, b'{"a":' * 990, b"[" * 30_000
BODIES = (
    b"",
    b"null",
    b"[]",
    b'""',
    b"\xff\xfe",
    b"{",
    b'{"a": NaN}',
    b'{"\\u0000": 1}',
    b'{"a":1,"a":2}',
    b"\xef\xbb\xbf{}",
    "{}".encode("utf-16"),
    b"1" * 5_000,
    b'{"a": "\\ud800"}',
    *DEEP,
)


def _cursor(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


CURSORS = (
    "A" * 24,
    "====",
    _cursor(b"ffffffff"),
    _cursor(b"f" * 32),
    _cursor(b"0x5"),
    _cursor(b" 5"),
    _cursor(b"1_0"),
    _cursor(b"9" * 20 + b"." + b"f" * 32),
    _cursor(b"\xff" * 16),
    _cursor(b"\x00" * 40),
    _cursor(b"a\x00b"),
    _cursor(b"f" * 36 + b" " + b"f" * 36),
    _cursor("é".encode()),
    "9" * 18,
    "\x00",
    "%",
    "²",
    "x" * 5_000,
)


@pytest.mark.parametrize("service", SERVICES)
def test_odd_bodies_and_forged_cursors_are_refused_as_the_document_says(api: Api, service: str) -> None:
    reader, wrong, sent = Reader(api), [], 0
    for method, path, told in every_operation(api.document(service)):
        url, headers = api.url_of(service) + reader.path_of(path, told), reader.caller(told)
        requests: list[dict[str, Any]] = [
            {"headers": {**headers, "Content-Type": media_type}, "content": body}
            for media_type in told.get("requestBody", {}).get("content", {})
            for body in BODIES
        ]
        requests += [
            {"headers": headers, "params": {**reader.query_of(told), parameter["name"]: cursor}}
            for parameter in told.get("parameters", [])
            if parameter["in"] == "query" and parameter["name"] in ("cursor", "after")
            for cursor in CURSORS
        ]
        for request in requests:
            answer = api.http.request(method, url, **request)
            sent += 1
            if (
                answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR
                or str(answer.status_code) not in told["responses"]
            ):
                wrong.append((method, path, answer.status_code, str(request)[:200]))

    assert wrong == []
    assert sent > 0 or service == "controls"
