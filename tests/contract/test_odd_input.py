"""What no schema describes and schemathesis does not draw: bodies that are no JSON or too deep, forged cursors."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from copy import deepcopy
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


@pytest.mark.parametrize("service", SERVICES)
def test_a_text_that_no_database_holds_is_no_error_wherever_it_stands(api: Api, service: str) -> None:
    reader, wrong, sent = Reader(api), [], 0
    document = api.document(service)
    for method, path, told in every_operation(document):
        headers, query = reader.caller(told), reader.query_of(told)
        requests: list[tuple[str, dict[str, Any]]] = []
        for parameter in told.get("parameters", []):
            if parameter["in"] == "path":
                requests.append((path.replace(f"{{{parameter['name']}}}", "a%00"), {"params": query}))
            elif parameter["in"] == "query":
                requests.append((path, {"params": {**query, parameter["name"]: "a\0"}}))
        media = told.get("requestBody", {}).get("content", {}).get("application/json")
        bodies = () if media is None else _with_text(document, media, "a\0")
        requests += [(path, {"params": query, "json": body}) for body in bodies]
        for where, request in requests:
            url = api.url_of(service) + reader.path_of(where, told)
            answer = api.http.request(method, url, headers=headers, **request)
            sent += 1
            if answer.is_server_error or str(answer.status_code) not in told["responses"]:
                wrong.append((method, where, answer.status_code, str(request)[:200]))

    assert wrong == []
    assert sent > 0


def _with_text(document: dict[str, Any], media: dict[str, Any], text: str) -> Iterator[Any]:
    """Yield the example of a body with ``text`` in each of the places, in turn, that take one."""
    (_, example), *_ = media["examples"].items()
    for place in _texts(document, media["schema"]):
        body = deepcopy(example["value"])
        inner = body
        for name in place[:-1]:
            if not isinstance(inner.get(name), dict):
                inner[name] = {}
            inner = inner[name]
        inner[place[-1]] = text
        yield body


def _texts(document: dict[str, Any], schema: dict[str, Any], deep: int = 4) -> Iterator[tuple[str, ...]]:
    """Yield the places in a schema that take any text."""
    for way in (schema, *schema.get("anyOf", ()), *schema.get("oneOf", ())):
        if "$ref" in way:
            yield from _texts(document, document["components"]["schemas"][way["$ref"].rpartition("/")[2]], deep)
        elif way.get("type") == "string" and "enum" not in way and "format" not in way:
            yield ()
        for name, inner in way.get("properties", {}).items() if deep else ():
            yield from ((name, *rest) for rest in _texts(document, inner, deep - 1))
