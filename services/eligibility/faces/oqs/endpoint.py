"""Where messages enter: ``POST /oqs/messages`` as bare ASGI, as a check over REST does."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Final

from starlette.datastructures import QueryParams
from starlette.types import ASGIApp, Receive, Scope

from services.eligibility.bulk.store import Receptions
from services.eligibility.callers import institution_of
from services.eligibility.checks.store.misses import MissBudgets
from services.eligibility.faces.entrance import CheckNeeds, Entrance, Headers, Reply, authorization_of, read_body
from services.eligibility.faces.oqs.codes import Codes
from services.eligibility.faces.oqs.fields import Edition, Order
from services.eligibility.faces.oqs.frames import frame_of, read_message
from services.eligibility.faces.oqs.kinds.asking import Request
from services.eligibility.faces.oqs.messages import KINDS, kind_of
from services.eligibility.references.store import NumberReceptions
from shared.domain.roles import AT_AN_INSTITUTION, Role
from shared.domain.roles import Scope as TokenScope
from shared.errors import RequestInvalid, Violation
from shared.pki.tokens import Caller
from shared.web.callers import authorise
from shared.web.idempotency_key import key_in
from shared.web.query import refuse_other_query
from shared.worlds.held import Held
from shared.worlds.host import WorldHost
from shared.worlds.journal import note_caller, note_message

MESSAGES_PATH: Final = "/oqs/messages"
OPERATION: Final = "messages_send"
SENDERS: Final = AT_AN_INSTITUTION - {Role.READER}
"""A reader's checks are by card, which come by REST and leave for ``face``."""
BODY_LIMIT_BYTES: Final = 4 * 1024 * 1024
_LONG_BYTES: Final = 64 * 1024
FACE: Final = ("onshi.face", "oqs")
"""How who observes requests knows the face."""
_PARAMETERS: Final = {"type": tuple(KINDS), "edition": tuple(Edition), "order": tuple(Order)}


class MessagesEndpoint(Entrance):
    """Answers ``POST /oqs/messages`` and leaves everything else to the app behind it."""

    def __init__(self, app: ASGIApp, worlds: Callable[[], WorldHost], codes: Codes) -> None:
        super().__init__(app, worlds, MESSAGES_PATH, OPERATION, partial(_answer, codes), face="message")


async def _answer(codes: Codes, held: Held, scope: Scope, receive: Receive, _headers: Headers) -> Reply:
    scope[FACE[0]] = FACE[1]
    needs = held.get(CheckNeeds)
    now = needs.check.world.clock.now()
    caller = await _caller(needs, scope, now)
    body = await read_body(receive, BODY_LIMIT_BYTES)
    asked = _asked(scope["query_string"])
    if len(body) > _LONG_BYTES:
        # A check at a desk does not wait until it is read.
        sent, media, encoding = await asyncio.to_thread(read_message, scope["headers"], body)
    else:
        sent, media, encoding = read_message(scope["headers"], body)
    edition, order = Edition(asked.get("edition", Edition.Y2026)), Order(asked.get("order", Order.SPEC))
    frame = frame_of(scope["headers"], media, encoding, edition, order)
    kind = asked.get("type") or kind_of(sent)
    note_message(kind, sent)
    key = key_in(scope["headers"])
    receptions, numbers = held.get(Receptions), held.get(NumberReceptions)
    request = Request(sent, frame, caller, key, now, needs, held.get(MissBudgets), receptions, numbers, codes)
    answered = await KINDS[kind](request)
    if isinstance(answered, bytes):
        return Reply(answered, frame.media_type)
    return Reply(b"", frame.media_type, answered)


async def _caller(needs: CheckNeeds, scope: Scope, now: datetime) -> Caller:
    caller = await needs.authenticator.authenticate(authorization_of(scope), now)
    note_caller(caller)
    authorise(caller, TokenScope.CHECK, SENDERS)
    institution_of(caller)
    return caller


@lru_cache
def _asked(query: bytes) -> Mapping[str, str]:
    """Return the parameters of a query; raises RequestInvalid with all that is wrong with them."""
    refuse_other_query({"query_string": query}, _PARAMETERS)
    given = dict(QueryParams(query))
    wrong = [
        Violation(
            f"/query/{name}",
            "invalid",
            f"It must be one of: {', '.join(_PARAMETERS[name])}.",
            f"次のいずれかを指定してください: {'、'.join(_PARAMETERS[name])}",
        )
        for name, value in given.items()
        if value not in _PARAMETERS[name]
    ]
    if wrong:
        raise RequestInvalid(wrong)
    return MappingProxyType(given)
