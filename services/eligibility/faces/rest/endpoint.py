"""Where a check enters: ``POST /v1/checks`` as bare ASGI, in front of the framework's machinery.

It judges the caller and the body, hands on to checks/commands, and writes answers and refusals. Every answer and every
refusal after authentication carries a fresh nonce in ``Replay-Nonce``, so a steady client needs one call a check.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

import structlog
from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Receive, Scope, Send

from services.eligibility.checks.commands.by_identifiers import check_by_identifier
from services.eligibility.checks.commands.check import check_by_card
from services.eligibility.checks.commands.demographics import check_by_demographics
from services.eligibility.checks.commands.ports import CheckPorts
from services.eligibility.checks.commands.recheck import check_again
from services.eligibility.checks.rules.questions import (
    CardRequest,
    DemographicsRequest,
    IdentifierRequest,
    RecheckRequest,
)
from services.eligibility.checks.store.check_log import TakenKey
from services.eligibility.checks.store.idempotency import IdempotencyKeys
from services.eligibility.faces.rest.bodies import CHECK_PATH, OPERATION, canonical, read_check_request, write_answer
from services.eligibility.record.commands.second_reading import read_again
from shared.clock import day_in_japan
from shared.domain.roles import Role
from shared.domain.roles import Scope as TokenScope
from shared.errors import BodyTooLarge, BodyUnreadable, RequestInvalid, ServiceError
from shared.pki.tokens import Caller
from shared.problem import MEDIA_TYPE, headers_of, internal_error_bytes, problem_bytes
from shared.web.app import BODY_LIMIT_BYTES
from shared.web.callers import Authenticator, authorise
from shared.web.edge import REQUEST_ID_KEY, WORLD_KEY
from shared.web.exempt_references import notice_of_exempt
from shared.web.idempotency_key import HEADER, key_in, wrong_key
from shared.web.json_body import read_json_body
from shared.web.query import refuse_every_query
from shared.worlds.host import WorldHost
from shared.worlds.journal import note_caller, note_operation

_ANYBODY: frozenset[Role] = frozenset()
_OUTCOMES = Counter("onshi_checks", "Checks by what came of them.", ["outcome"])
_ANSWERS = _OUTCOMES.labels("answer")
_BOUNDS = [round(0.0005 * 1.4**step, 6) for step in range(30)]
"""From half a millisecond to 8.6 seconds; each is 40 % above the last."""
_SECONDS = Histogram("onshi_check_seconds", "How long a check took, refused or not.", buckets=_BOUNDS)
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class CheckNeeds:
    """What the request of a check needs of its world: who calls, the check, and keys under which it is repeated."""

    authenticator: Authenticator
    check: CheckPorts
    keys: IdempotencyKeys


class CheckEndpoint:
    """Answers ``POST /v1/checks`` and leaves everything else to the app behind it."""

    def __init__(self, app: ASGIApp, worlds: Callable[[], WorldHost]) -> None:
        self._app = app
        self._worlds = worlds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a check, or hand on."""
        if scope["type"] != "http" or scope["method"] != "POST" or _path_in_app(scope) != CHECK_PATH:
            await self._app(scope, receive, send)
            return
        headers: list[tuple[bytes, bytes]] = []
        began = time.perf_counter()
        note_operation(OPERATION)
        try:
            status, body, media_type = 200, await self._answer_in_world(scope, receive, headers), b"application/json"
            _ANSWERS.inc()
        except ServiceError as refusal:
            status, body, media_type = (
                refusal.status,
                problem_bytes(refusal, scope["path"]),
                MEDIA_TYPE.encode(),
            )
            headers += [(name.lower().encode(), value.encode()) for name, value in headers_of(refusal).items()]
            _OUTCOMES.labels(refusal.code).inc()
        except Exception:  # noqa: BLE001 - an internal error must never leave the client without an answer
            _log.exception("internal error", request_id=scope[REQUEST_ID_KEY].decode(), path=scope["path"])
            status, body, media_type = 500, internal_error_bytes(scope["path"]), MEDIA_TYPE.encode()
            _OUTCOMES.labels("internal_error").inc()
        _SECONDS.observe(time.perf_counter() - began)
        headers += [(b"content-type", media_type), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer_in_world(self, scope: Scope, receive: Receive, headers: list[tuple[bytes, bytes]]) -> bytes:
        host, name = self._worlds(), scope[WORLD_KEY]
        opened = host.begin(name) or await host.admit(name)
        try:
            return await _answer(opened.held.get(CheckNeeds), scope, receive, headers)
        finally:
            opened.end()


async def _answer(needs: CheckNeeds, scope: Scope, receive: Receive, headers: list[tuple[bytes, bytes]]) -> bytes:
    now = needs.check.world.clock.now()
    caller = await needs.authenticator.authenticate(_authorization(scope), now)
    note_caller(caller)
    authorise(caller, TokenScope.CHECK, _ANYBODY)
    if caller.institution_code is not None:
        nonce = needs.check.nonces.issue(caller.institution_code, now)
        headers.append((b"replay-nonce", nonce.encode()))
    sent = read_json_body(scope["headers"], await _read_body(receive))
    refuse_every_query(scope)
    request = read_check_request(sent, caller, day_in_japan(now))
    key = key_in(scope["headers"])
    headers += _notice({"client_reference": request.client_reference, HEADER.lower(): key})
    if isinstance(request, CardRequest):
        if key is not None:
            raise _not_with_a_card()
        return write_answer(await check_by_card(request, caller, needs.check))
    if key is None:
        return await _check(request, caller, needs)
    taking = needs.keys.taking(key, canonical(sent), caller, now)
    return await needs.keys.once(
        taking,
        lambda: _check(request, caller, needs, taking),
        lambda first: _answer_again(first, caller, needs),
    )


async def _check(
    request: IdentifierRequest | RecheckRequest | DemographicsRequest,
    caller: Caller,
    needs: CheckNeeds,
    key: TakenKey | None = None,
) -> bytes:
    """Return the answer to a check that can be repeated under a key; raises KeyTaken beside every refusal."""
    if isinstance(request, RecheckRequest):
        return write_answer(await check_again(request, caller, needs.check, key))
    if isinstance(request, DemographicsRequest):
        return write_answer(await check_by_demographics(request, caller, needs.check, key))
    return write_answer(await check_by_identifier(request, caller, needs.check, key))


async def _answer_again(first: UUID, caller: Caller, needs: CheckNeeds) -> bytes:
    return (await read_again(first, caller, needs.check.world, needs.check.log, write_answer)).body


def _notice(references: Mapping[str, str | None]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in notice_of_exempt(references).items()]


def _path_in_app(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _authorization(scope: Scope) -> str | None:
    value = _header(scope, b"authorization")
    return None if value is None else value.decode("latin-1")


def _header(scope: Scope, wanted: bytes) -> bytes | None:
    for name, value in scope["headers"]:
        if name == wanted:
            return bytes(value)
    return None


async def _read_body(receive: Receive) -> bytes:
    """Return the whole body; raises BodyTooLarge as soon as it is, BodyUnreadable when the client leaves."""
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body", False):
        body: bytes = message.get("body", b"")
        if len(body) > BODY_LIMIT_BYTES:
            raise BodyTooLarge
        return body
    parts, length = [], 0
    while message["type"] == "http.request":
        parts.append(message.get("body", b""))
        length += len(parts[-1])
        if length > BODY_LIMIT_BYTES:
            raise BodyTooLarge
        if not message.get("more_body", False):
            return b"".join(parts)
        message = await receive()
    raise BodyUnreadable


def _not_with_a_card() -> RequestInvalid:
    """Return the refusal of a key where the nonce alone makes a check one check."""
    return RequestInvalid(
        [
            wrong_key(
                "not-with-a-card",
                "A check by card goes by its nonce: a lost answer is read with GET /v1/checks/{check_id}.",
                "カードによる照会はノンスで一意になります。回答は GET /v1/checks/{check_id} で再取得できます。",
            )
        ]
    )
