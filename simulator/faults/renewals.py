"""Rules about a persona know the card that is renewed, and the phone that is made from it, before the answer leaves."""

from uuid import UUID

import asyncpg
import msgspec
import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.db.urls import for_asyncpg
from shared.errors import ChangeNotFollowed, WorldUnknown
from shared.web.edge import WORLD_KEY
from shared.web.ids import is_id
from shared.worlds.fault_plan import card_key
from simulator.faults.issued_card import read_card
from simulator.faults.plan import Plan
from simulator.faults.store import know_as
from simulator.faults.worker import WorkerFaults

_CARDS = "/jpki/v1/cards/"
_CHANGES = ("renewal", "phones")
_FAILURES = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
_REFUSED_FROM = 400
_log = structlog.get_logger()


class Renewals:
    """Stands around the authority (jpki); ``control_url`` is where the rules are."""

    def __init__(self, app: ASGIApp, faults: WorkerFaults, control_url: str) -> None:
        self._app, self._faults = app, faults
        self._url = for_asyncpg(control_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on; the answer to what gives a card another certificate waits until the rules know it."""
        plan, card = None, _card_changed_by(scope)
        if card is not None and not self._faults.is_idle:
            plan = await self._faults.plan_of(scope[WORLD_KEY])
        if card is None or plan is None or not plan.names(card):
            await self._app(scope, receive, send)
            return
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        await self._app(scope, receive, keep)
        await self._know(plan, card, answer)
        for message in answer:
            await send(message)

    async def _know(self, plan: Plan, card: str, answer: list[Message]) -> None:
        if not answer or answer[0]["status"] >= _REFUSED_FROM:
            return
        try:
            issued = read_card(b"".join(message.get("body", b"") for message in answer))
            connection = await asyncpg.connect(self._url, timeout=5)
            try:
                await know_as(connection, plan.world, card, list(issued.known_as()))
            finally:
                await connection.close()
        except (msgspec.MsgspecError, WorldUnknown, ChangeNotFollowed, *_FAILURES) as error:
            # The card is renewed all the same.
            _log.warning("rules do not know a renewed card", error=type(error).__name__)


def _card_changed_by(scope: Scope) -> str | None:
    """Return what the card is known by that a request gives another certificate, or a phone."""
    if scope["type"] != "http" or scope["method"] != "POST" or WORLD_KEY not in scope:
        return None
    path: str = scope["path"]
    card_id, _, change = path.removeprefix(_CARDS).partition("/")
    return card_key(UUID(card_id)) if path.startswith(_CARDS) and change in _CHANGES and is_id(card_id) else None
