"""What a request says by which rules are matched: from its head, its token and, where a rule needs it, its body.

Nothing is verified here: the service behind refuses what is not good. Personal data is only kept as digests.
"""

from base64 import b64decode
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import parse_qs

import msgspec
from starlette.types import Message, Receive, Scope

from shared.pki import base64url
from shared.web.test_id import TEST_KEY
from shared.web.visits import BACKGROUND
from shared.worlds.fault_plan import NOBODY, Who
from simulator.faults.asked import read_asked
from simulator.faults.operations import Operation, face_at, operation_at

LONGEST_BODY = 4 * 1024 * 1024
"""Bodies of more bytes are handed on as they come: nothing is read from them."""
_TOKEN_PATH = "/registry/v1/oauth/token"  # noqa: S105 - a path
_BACKGROUND = (BACKGROUND[0].encode(), BACKGROUND[1].encode())
_MOST_TOKENS = 2000


@dataclass(frozen=True, slots=True)
class Facts:
    """One request."""

    method: str
    path: str
    """Without the prefix of a world."""
    operation: Operation | None
    test: str | None = None
    client_id: str | None = None
    institution_code: str | None = None
    client_reference: str | None = None
    who: Who = NOBODY
    face: str = "rest"
    is_own: bool = False
    """Whether it is the simulator's own: background work, or a question about health."""
    whom: bytes = field(default=b"", repr=False)
    """A digest of whom or what its body is about."""

    @property
    def key(self) -> bytes:
        """What a share is drawn by: client, operation, whom it is about, and test."""
        operation = self.path if self.operation is None else self.operation.operation_id
        said = (self.client_id, operation, self.whom.hex(), self.test)
        return "\0".join(each or "" for each in said).encode()


def digest_of(who: Who) -> bytes:
    """Return what a share is drawn by of whom a request is about."""
    return sha256("\0".join(sorted(who)).encode()).digest()


class _Token(msgspec.Struct):
    sub: str | None = None
    institution_code: str | None = None


class RequestReader:
    """Reads the facts of requests; the payloads of tokens are remembered, up to a bound."""

    def __init__(self) -> None:
        self._tokens: dict[bytes, _Token] = {}

    def facts(self, scope: Scope, body: bytes = b"") -> Facts:
        """Return what a request says."""
        method, path = scope["method"], scope["path"]
        operation = operation_at(method, path)
        token, is_background = self._caller(scope)
        if token.sub is None and path == _TOKEN_PATH:
            token = _Token(parse_qs(body.decode("latin-1")).get("client_id", [None])[0])
        reference, who = read_asked(path, scope["headers"], body)
        return Facts(
            method,
            path,
            operation,
            scope.get(TEST_KEY),
            token.sub,
            token.institution_code,
            reference,
            who,
            face_at(path),
            is_own=is_background or operation is None or operation.is_of_operation,
            whom=digest_of(who) if who else sha256(body).digest(),
        )

    def _caller(self, scope: Scope) -> tuple[_Token, bool]:
        token, is_background = _Token(), False
        for header in scope["headers"]:
            if header[0] == b"authorization":
                token = self._token(header[1])
            is_background = is_background or header == _BACKGROUND
        return token, is_background

    def _token(self, authorization: bytes) -> _Token:
        if (known := self._tokens.get(authorization)) is not None:
            return known
        if len(self._tokens) >= _MOST_TOKENS:
            self._tokens.clear()
        self._tokens[authorization] = read = _read_token(authorization)
        return read


async def whole_body(receive: Receive) -> tuple[bytes, Receive]:
    """Return the body and what replays it; of one that is longer than LONGEST_BODY nothing is returned."""
    parts: list[Message] = []
    length = 0
    while True:
        parts.append(message := await receive())
        length += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body", False) or length > LONGEST_BODY:
            break
    replayed = iter(parts)

    async def again() -> Message:
        for each in replayed:
            return each
        return await receive()

    is_whole = parts[-1]["type"] == "http.request" and length <= LONGEST_BODY
    return b"".join(each["body"] for each in parts if "body" in each) if is_whole else b"", again


def _read_token(authorization: bytes) -> _Token:
    scheme, _, credentials = authorization.decode("latin-1").partition(" ")
    try:
        if scheme.lower() == "basic":
            client_id, _, _ = b64decode(credentials, validate=True).decode().partition(":")
            return _Token(client_id)
        return msgspec.json.decode(base64url.decode(credentials.split(".")[1]), type=_Token)
    except (ValueError, IndexError, msgspec.MsgspecError):
        return _Token()
