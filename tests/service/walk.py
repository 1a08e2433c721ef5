"""A walk through every operation of a service's OpenAPI document, with what no caller should send in every place.

Each request differs from a well-formed one in one place: a parameter, a member of the body, or the body as a whole.
"""

import asyncio
import copy
import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

_AT_ONCE = 8
_LONGEST_HEADER = 4_000
_DATED = re.compile("[0-9]{4}-[0-9]{2}")


def _cursor(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


DATES = (
    *("0001-01-01", "9999-12-31", "-0001-01-01", "0001-01", "9999-12"),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-20T24:00:00Z"),
)
TEXTS = (
    *("", " ", "\u0000", "a\u0000b", "\u202e", "\U0010ffff", "é", "%", "'", "\\", "x" * 5_000, "\u0301" * 50),
    *("-1", "１２", "²", "1_0", "0x5", "1e5", "9" * 400, "2147483648", "9223372036854775808"),
    *DATES,
)
"""Any of them may be refused; none may make the service fail."""
CURSORS = (
    *("A" * 24, "====", _cursor(b"ffffffff"), _cursor(b"f" * 32), _cursor(b"0x5"), _cursor(b" 5"), _cursor(b"1_0")),
    *(_cursor(b"9" * 20 + b"." + b"f" * 32), _cursor(b"\xff" * 16), _cursor(b"\x00" * 40), _cursor(b"a\x00b")),
    *(_cursor(b"f" * 36 + b" " + b"f" * 36), _cursor("é".encode()), "9" * 18),
)
"""Of parameters only."""
RAW = ("%ED%A0%80", "%FF", "%2")
"""As they stand in an address: no UTF-8, or no escape."""
VALUES: tuple[Any, ...] = (*(None, -1, 1.5, 2**31, 2**63, 10**30, 1e308, [], {}, "\ud800", ["a\udfff"], {"\ud800": 1}),)
"""Of bodies only."""
DEEP = b"[" * 990, b'{"a":' * 990, b"[" * 30_000
BODIES = (
    *(b"", b"null", b"[]", b'""', b"\xff\xfe", b"{", b'{"a": NaN}', b'{"\\u0000": 1}', b'{"a":1,"a":2}'),
    *(b"\xef\xbb\xbf{}", "{}".encode("utf-16"), b"1" * 5_000, *DEEP),
)


@dataclass(frozen=True)
class Asker:
    """A caller: role, scopes, and the headers that say so."""

    role: str
    scopes: frozenset[str]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Walk:
    """One service: its client, how a caller of given roles and scopes is named, and what exists in it."""

    http: httpx.AsyncClient
    callers: Sequence["Asker"] = ()
    """Of those that an operation is for, the first one asks."""
    known: Mapping[str, str] = field(default_factory=dict)
    """Values of path parameters that exist."""
    bodies: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """By operation, as `METHOD /path`: well-formed bodies where the examples together are none."""

    async def run(self) -> "Findings":
        """Send everything and return what came of it."""
        document = (await self.http.get("/openapi.json")).json()
        findings = Findings()
        gate = asyncio.Semaphore(_AT_ONCE)

        async def send(what: str, **request: Any) -> None:
            async with gate:
                answer = await self._send(request)
            findings.add(what, answer)

        operations = [
            _Operation(document, method, path, operation, self)
            for path, item in document["paths"].items()
            for method, operation in item.items()
        ]
        for wanted in (False, True):
            # What takes away comes after everything else.
            some = [operation for operation in operations if (operation.method == "delete") is wanted]
            async with asyncio.TaskGroup() as group:
                for what, request in self._requests(some):
                    group.create_task(send(what, **request))
        return findings

    async def _send(self, request: dict[str, Any]) -> httpx.Response:
        try:
            return await self.http.request(**request, timeout=60)
        except (httpx.ReadError, httpx.RemoteProtocolError):
            # A connection on which something was refused before it was read to the end.
            return await self.http.request(**request, timeout=60)

    def _requests(self, operations: Sequence["_Operation"]) -> Iterator[tuple[str, dict[str, Any]]]:
        for operation in operations:
            if operation.operation.get("tags") != ["operation"]:
                for request in operation.requests():
                    yield operation.name, request


@dataclass
class Findings:
    """What came of a walk."""

    sent: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, set[int]] = field(default_factory=dict)

    def add(self, what: str, answer: httpx.Response) -> None:
        """Count an answer."""
        self.sent += 1
        self.statuses.setdefault(what, set()).add(answer.status_code)
        if answer.status_code == httpx.codes.INTERNAL_SERVER_ERROR:
            where = f"{what} {bytes(answer.request.url.raw_path)[:120]!r} {answer.request.content[:200]!r}"
            self.faults[where] = self.faults.get(where, 0) + 1

    def never_reached(self) -> list[str]:
        """Return the operations that let nobody of ours in."""
        return sorted(what for what, statuses in self.statuses.items() if statuses <= {401, 403})


@dataclass(frozen=True)
class _Operation:
    document: dict[str, Any]
    method: str
    path: str
    operation: dict[str, Any]
    walk: Walk

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.path}"

    def requests(self) -> Iterator[dict[str, Any]]:
        yield self._request()
        for parameter in self.operation.get("parameters", []):
            where, name = parameter["in"], parameter["name"]
            for text in (*TEXTS, *CURSORS):
                yield self._request_with(where, name, _escaped(text) if where != "header" else text)
            if where != "header":
                for raw in RAW:
                    yield self._request_with(where, name, raw)
        content = self.operation.get("requestBody", {}).get("content", {})
        for media_type, media in content.items():
            yield from self._bodies(media_type, media.get("schema", {}))

    def _bodies(self, media_type: str, schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
        typed = {"Content-Type": media_type}
        for body in BODIES:
            yield self._request(header=typed, content=body)
        if media_type == "application/x-www-form-urlencoded":
            for name in self._resolved(schema).get("properties", {}):
                yield from (self._request(header=typed, content=f"{name}={_escaped(text)}".encode()) for text in TEXTS)
        if media_type != "application/json":
            return
        for whole in self.walk.bodies.get(self.name) or [self._example(schema)]:
            yield from self._changes_of(whole, typed)

    def _changes_of(self, whole: Any, typed: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        yield self._request(header=typed, content=_written(whole))
        for number, place in enumerate(_places(whole)):
            # Every other value in every other place: each in half of them, all in each operation. Days get every day.
            is_dated = _DATED.match(str(_found(whole, place))) is not None
            for value in (*(*TEXTS, *VALUES)[number % 2 :: 2], *(DATES if is_dated else ())):
                yield self._request(header=typed, content=_written(_replaced(whole, place, value)))
            marked = _written(_replaced(whole, place, "<here>"))
            yield self._request(header=typed, content=marked.replace(b'"<here>"', DEEP[0]))

    def _request_with(self, where: str, name: str, value: str) -> dict[str, Any]:
        one = {name: value}
        match where:
            case "path":
                return self._request(path=one)
            case "query":
                return self._request(query=one)
        return self._request(header=one)

    def _request(
        self,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        header: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> dict[str, Any]:
        address, asked = self.path, dict(query or {})
        for parameter in self.operation.get("parameters", []):
            name = parameter["name"]
            value = self.walk.known.get(name) or _escaped(str(self._example(parameter["schema"], parameter)))
            if parameter["in"] == "path":
                address = address.replace(f"{{{name}}}", (path or {}).get(name) or value)
            elif parameter["in"] == "query" and parameter.get("required"):
                asked.setdefault(name, value)
        if asked:
            address += "?" + "&".join(f"{name}={value}" for name, value in asked.items())
        sent = {**self._caller(), **(header or {})}
        if content is None and "application/json" in (body := self.operation.get("requestBody", {}).get("content", {})):
            content = _written(self._example(body["application/json"]["schema"]))
            sent.setdefault("Content-Type", "application/json")
        headers = [
            (name.encode(), value.encode("utf-8", "surrogatepass"))
            for name, value in sent.items()
            # What the client library itself would refuse to send.
            if value.isprintable() and value == value.strip() and len(value) < _LONGEST_HEADER
        ]
        return {
            "method": self.method.upper(),
            "url": address,
            "content": content or b"",
            "headers": headers,
        }

    def _caller(self) -> Mapping[str, str]:
        needed = {scope for way in self.operation.get("security", []) for scopes in way.values() for scope in scopes}
        roles = re.search(r"Roles \(利用者区分\): (.*)\.", self.operation.get("description", ""))
        named = re.findall(r"`(\w+)`", roles[1]) if roles else [asker.role for asker in self.walk.callers]
        return next((one.headers for one in self.walk.callers if one.role in named and needed <= one.scopes), {})

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return schema

    def _example(self, schema: dict[str, Any], parameter: Mapping[str, Any] | None = None) -> Any:
        """Return a value of the schema: its example, or what follows from its type."""
        if parameter is not None and "example" in parameter:
            return parameter["example"]
        schema = self._resolved(schema)
        told = schema.get("examples") or schema.get("enum") or ([schema["const"]] if "const" in schema else [])
        if told:
            return told[0]
        choices = [each for each in schema.get("anyOf", []) + schema.get("oneOf", []) if each.get("type") != "null"]
        if choices:
            return self._example(choices[0])
        if schema.get("type") == "object":
            return {name: self._example(member) for name, member in schema.get("properties", {}).items()}
        if schema.get("type") == "array":
            return [self._example(schema.get("items", {}))]
        plain = {"integer": schema.get("minimum", 1), "number": schema.get("minimum", 1), "boolean": False}
        formats = {"date": "2026-11-20", "date-time": "2026-11-20T09:00:00+09:00", "uuid": "0" * 32}
        return plain.get(schema.get("type", "")) or formats.get(schema.get("format", ""), "x")


Place = tuple[str | int, ...]


def _found(whole: Any, place: Place) -> Any:
    for step in place:
        whole = whole[step]
    return whole


def _places(value: Any, at: Place = ()) -> Iterator[Place]:
    if at:
        yield at
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _places(member, (*at, name))
    elif isinstance(value, list) and value:
        yield from _places(value[0], (*at, 0))


def _replaced(whole: Any, place: Place, value: Any) -> Any:
    changed = copy.deepcopy(whole)
    holder = changed
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value
    return changed


def _written(value: Any) -> bytes:
    return json.dumps(value).encode()


def _escaped(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")
