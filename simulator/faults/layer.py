"""The layer between the edge and a service: it looks which rules fit a request, and lets transport faults happen.

A request in a world without rules pays one look. Otherwise the answer is whole before anything happens to it: what
waits holds no world, no turn and no connection to a database. A delay counts from the request's arrival, so the work
for the answer is done meanwhile: requests that arrived together do not stand in a row when their time is over.
"""

from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.edge import WORLD_KEY
from shared.worlds.fault_plan import Fired
from simulator.faults.data.lost import losing
from simulator.faults.occasion import CURRENT, Occasion
from simulator.faults.operations import operation_at
from simulator.faults.refusals.before import REFUSING, refusal, refused
from simulator.faults.requests import RequestReader, whole_body
from simulator.faults.transport import ANSWERS, BEFORE, DAMAGES, DROPS, damage, drop, hold_back, instead
from simulator.faults.worker import WorkerFaults
from simulator.worlds.own_calls import is_own_call

FIRED_KEY = "onshi.faults"
"""The scope's key of the faults that have fired for the request: a list of ``Fired``, the journal's to read."""
HEADER = b"x-onshi-fault"
_DELAY = ("delay",)


class FaultLayer:
    """Lets the faults of ``faults`` happen to the requests of ``app``."""

    def __init__(self, app: ASGIApp, faults: WorkerFaults) -> None:
        self._app, self._faults = app, faults
        self._reader = RequestReader()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on; where the world has rules, with what they do."""
        # What the process asks of itself, its documents, came through no edge: it is of no world.
        if self._faults.is_idle or scope["type"] != "http" or WORLD_KEY not in scope:
            await self._app(scope, receive, send)
            return
        plan = await self._faults.plan_of(scope[WORLD_KEY])
        if (
            plan is None
            or not (kinds := plan.kinds_for(operation_at(scope["method"], scope["path"])))
            or is_own_call(scope)
        ):
            await self._app(scope, receive, send)
            return
        body = b""
        if plan.needs_body:
            body, receive = await whole_body(receive)
        occasion = self._faults.occasion(plan, kinds, self._reader.facts(scope, body))
        scope[FIRED_KEY] = occasion.fired
        CURRENT.set(occasion)
        await self._answer(occasion, scope, receive, losing(occasion, scope, _labelling(occasion, send)))

    async def _answer(self, occasion: Occasion, scope: Scope, receive: Receive, send: Send) -> None:
        delay = await occasion.fire(_DELAY)
        other = await occasion.fire(ANSWERS) or await refused(occasion)
        if delay is None and other is None:
            await self._app(scope, receive, send)
            return
        answer = await self._whole_answer(other, scope, receive)
        if delay is not None:
            await hold_back(delay, scope)
        if other is not None and other.kind in DAMAGES:
            await damage(other, answer, scope, receive, send)
        elif other is not None and other.kind in DROPS:
            await drop(other, scope, receive)
        else:
            for message in answer:
                await send(message)

    async def _whole_answer(self, other: Fired | None, scope: Scope, receive: Receive) -> list[Message]:
        if other is not None and other.kind in BEFORE:
            # A gateway has taken the request too; who observes it sees what was sent.
            await whole_body(receive)
            return instead(other, scope)
        if other is not None and other.kind in REFUSING:
            return refusal(other, scope)
        answer: list[Message] = []
        await self._app(scope, receive, _keeping(answer))
        return answer


def _labelling(occasion: Occasion, send: Send) -> Send:
    async def labelled(message: Message) -> None:
        if message["type"] == "http.response.start" and occasion.fired:
            label = ", ".join(dict.fromkeys(each.id for each in occasion.fired)).encode()
            message["headers"] = [*message.get("headers", ()), (HEADER, label)]
        await send(message)

    return labelled


def _keeping(answer: list[Message]) -> Callable[[Message], Awaitable[None]]:
    async def keep(message: Message) -> None:
        answer.append(message)

    return keep
