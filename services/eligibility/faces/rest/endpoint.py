"""Where a check enters: ``POST /v1/checks`` as bare ASGI, in front of the framework's machinery.

It judges the caller and the body, hands on to checks/commands, and writes answers and refusals. Every answer and every
refusal after authentication carries a fresh nonce in ``Replay-Nonce``, so a steady client needs one call a check.
"""

from collections.abc import Callable, Mapping
from uuid import UUID

from prometheus_client import Counter
from starlette.types import ASGIApp, Receive, Scope

from services.eligibility.checks.commands.by_identifiers import check_by_identifier
from services.eligibility.checks.commands.check import check_by_card
from services.eligibility.checks.commands.demographics import check_by_demographics
from services.eligibility.checks.commands.recheck import check_again
from services.eligibility.checks.rules.questions import (
    CardRequest,
    DemographicsRequest,
    IdentifierRequest,
    RecheckRequest,
)
from services.eligibility.checks.store.check_log import TakenKey
from services.eligibility.faces.entrance import CheckNeeds, Entrance, Headers, Reply, authorization_of, read_body
from services.eligibility.faces.rest.bodies import CHECK_PATH, OPERATION, canonical, read_check_request, write_answer
from services.eligibility.record.commands.second_reading import read_again
from shared.clock import day_in_japan
from shared.domain.roles import Role
from shared.domain.roles import Scope as TokenScope
from shared.errors import RequestInvalid
from shared.pki.tokens import Caller
from shared.web.app import BODY_LIMIT_BYTES
from shared.web.callers import authorise
from shared.web.exempt_references import notice_of_exempt
from shared.web.idempotency_key import HEADER, key_in, wrong_key
from shared.web.json_body import read_json_body
from shared.web.query import refuse_every_query
from shared.worlds.held import Held
from shared.worlds.host import WorldHost
from shared.worlds.journal import note_caller

_ANYBODY: frozenset[Role] = frozenset()
_OUTCOMES = Counter("onshi_checks", "Checks by what came of them.", ["outcome"])
_ANSWERS = _OUTCOMES.labels("answer")


class CheckEndpoint(Entrance):
    """Answers ``POST /v1/checks`` and leaves everything else to the app behind it."""

    def __init__(self, app: ASGIApp, worlds: Callable[[], WorldHost]) -> None:
        super().__init__(app, worlds, CHECK_PATH, OPERATION, _answer, face="rest")

    def answered(self, outcome: str, seconds: float) -> None:
        """Count it, and how long it took."""
        (_ANSWERS if outcome == "answer" else _OUTCOMES.labels(outcome)).inc()
        super().answered(outcome, seconds)


async def _answer(held: Held, scope: Scope, receive: Receive, headers: Headers) -> Reply:
    needs = held.get(CheckNeeds)
    now = needs.check.world.clock.now()
    caller = await needs.authenticator.authenticate(authorization_of(scope), now)
    note_caller(caller)
    authorise(caller, TokenScope.CHECK, _ANYBODY)
    if caller.institution_code is not None:
        nonce = needs.check.nonces.issue(caller.institution_code, now)
        headers.append((b"replay-nonce", nonce.encode()))
    sent = read_json_body(scope["headers"], await read_body(receive, BODY_LIMIT_BYTES))
    refuse_every_query(scope)
    request = read_check_request(sent, caller, day_in_japan(now))
    key = key_in(scope["headers"])
    headers += _notice({"client_reference": request.client_reference, HEADER.lower(): key})
    if isinstance(request, CardRequest):
        if key is not None:
            raise _not_with_a_card()
        return Reply(write_answer(await check_by_card(request, caller, needs.check)))
    if key is None:
        return Reply(await _check(request, caller, needs))
    taking = needs.keys.taking(key, canonical(sent), caller, now)
    return Reply(
        await needs.keys.once(
            taking,
            lambda: _check(request, caller, needs, taking),
            lambda first: _answer_again(first, caller, needs),
        )
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
