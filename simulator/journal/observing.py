"""The layer between the edge and the services that tells an observer of every request once it has ended.

It keeps nothing itself and changes nothing: what goes wrong here is logged, and the answer leaves all the same.
"""

from collections.abc import Callable, Sequence
from time import perf_counter
from uuid import UUID

import msgspec
import structlog
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.clock import ShiftedClock
from shared.errors import DATABASE_FAILURES, WorldUnknown
from shared.pki.presence import PRESENCE_REFUSALS
from shared.problem import MEDIA_TYPE
from shared.web.app import operation_id_of
from shared.web.document import OPERATION_TAG
from shared.web.edge import REQUEST_ID_KEY, WORLD_KEY
from shared.web.ids import is_id
from shared.web.test_id import TEST_KEY
from shared.web.visits import BACKGROUND
from shared.worlds.clock import WorldClock
from shared.worlds.journal import FinishedRequest, Notes, Observer, RawExchange, begin_notes
from shared.worlds.state import WorldState, WorldStates
from simulator.faults.layer import FIRED_KEY
from simulator.faults.operations import operation_at
from simulator.worlds.own_calls import is_own_call

FACE_KEY = "onshi.face"
"""The scope's key of the face that reads the request, where it is another than REST."""
_BACKGROUND = (BACKGROUND[0].encode(), BACKGROUND[1].encode())
_REFUSED_FROM = 400
_OF_A_PROOF = frozenset(
    {each.code for each in PRESENCE_REFUSALS}
    | {"proof-unreadable", "nonce-unknown", "nonce-expired", "nonce-foreign", "nonce-used"}
)
_MOST_OF_A_PROBLEM = 64 * 1024
_TYPE_PREFIX = "urn:onshi:problem:"
_log = structlog.get_logger()


class _Problem(msgspec.Struct):
    type: str = ""
    error: str = ""
    check_id: str | None = None


_LONGEST_KEPT = 4 * 1024 * 1024
_read_problem = msgspec.json.Decoder(_Problem).decode


class _Exchange:
    """What is seen of one request and its answer as they pass."""

    __slots__ = ("body", "headers", "is_problem", "is_whole", "problem", "receive", "send", "size", "status")

    def __init__(self, receive: Receive, send: Send) -> None:
        self.receive, self.send = receive, send
        self.body: list[bytes] = []
        self.size = 0
        self.status: int | None = None
        self.headers: Sequence[tuple[bytes, bytes]] = ()
        self.is_problem = self.is_whole = False
        self.problem: list[bytes] = []

    async def receives(self) -> Message:
        message = await self.receive()
        if message["type"] == "http.request" and (part := message.get("body")):
            self.size += len(part)
            if self.size <= _LONGEST_KEPT:
                self.body.append(part)
            else:
                # A file that a service takes as it comes: nobody asks about it, and nobody holds it.
                self.body.clear()
        return message

    async def sends(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = message.get("headers", ())
            for name, value in self.headers:
                if name == b"content-type" and message["status"] >= _REFUSED_FROM:
                    self.is_problem = value.startswith((MEDIA_TYPE.encode(), b"application/json"))
        elif message["type"] == "http.response.body":
            self.is_whole = not message.get("more_body", False)
            if self.is_problem and (part := message.get("body")):
                self.problem.append(part)
        await self.send(message)


class Observing:
    """Tells ``observer`` of the requests of services; of none before ``is_filled``: until then a world is seeded."""

    def __init__(
        self, app: ASGIApp, states: WorldStates, observer: Observer, is_filled: Callable[[], bool] = lambda: True
    ) -> None:
        self._app, self._states, self._observer = app, states, observer
        self._look_whether_filled, self._is_filled = is_filled, False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on; tell of it afterwards."""
        if scope["type"] != "http" or _is_of_the_simulator(scope) or not self._is_on():
            await self._app(scope, receive, send)
            return
        notes, exchange = begin_notes(), _Exchange(receive, send)
        state = self._state_of(scope[WORLD_KEY])
        at, begun_at = WorldClock(state.clock).now(), perf_counter()
        try:
            await self._app(scope, exchange.receives if scope["method"] == "POST" else receive, exchange.sends)
        finally:
            milliseconds = (perf_counter() - begun_at) * 1000
            try:
                if (asked := _asked_of(scope, notes)) is not None:
                    problem = _problem_of(exchange)
                    code = _code_of(problem, notes)
                    self._observer.finished(
                        FinishedRequest(
                            world=state.name,
                            generation=state.generation,
                            at=at,
                            ended_at=ShiftedClock().now(),
                            request_id=scope[REQUEST_ID_KEY].decode(),
                            test=scope.get(TEST_KEY),
                            caller=notes.caller,
                            service=asked[0],
                            operation=asked[1],
                            face=scope.get(FACE_KEY, "rest"),
                            status=exchange.status,
                            code=code,
                            check_id=_check_of(scope, problem, notes),
                            person_id=_person_of(scope, notes),
                            record=notes.record,
                            fault=_fault_of(scope),
                            milliseconds=milliseconds,
                            refused_body=b"".join(exchange.body) if code in _OF_A_PROOF else None,
                            raw=_raw(scope, exchange, notes),
                        )
                    )
            except Exception as error:  # noqa: BLE001 - nobody's answer may hang on whether it was told of
                _log.error("a request was not told of", error=type(error).__name__)

    def _is_on(self) -> bool:
        if not self._is_filled:
            self._is_filled = self._look_whether_filled()
        return self._is_filled

    def _state_of(self, world: str) -> WorldState:
        try:
            return self._states.state_of(world)
        except (WorldUnknown, *DATABASE_FAILURES):
            return WorldState(world, generation=0)


def _raw(scope: Scope, exchange: _Exchange, notes: Notes) -> RawExchange:
    return RawExchange(
        scope["method"],
        scope["path"],
        scope["query_string"],
        scope["headers"],
        exchange.body,
        exchange.headers,
        b"".join(exchange.problem),
        exchange.is_whole,
        notes.message,
    )


def _is_of_the_simulator(scope: Scope) -> bool:
    return _BACKGROUND in scope["headers"] or is_own_call(scope)


def _asked_of(scope: Scope, notes: Notes) -> tuple[str, str | None] | None:
    """Return service and operation; None for pages, documents and health, of which nobody is told."""
    service: str = scope.get("root_path", "").lstrip("/")
    route = scope.get("route")
    if not service:
        return None
    if notes.operation is not None:
        return service, notes.operation
    if route is None:
        # What stands before the service has answered, or there is nothing at this address.
        operation = operation_at(scope["method"], scope["path"])
        if operation is None:
            return service, None
        return None if operation.is_of_operation else (service, operation.operation_id)
    if not isinstance(route, APIRoute) or not route.include_in_schema or OPERATION_TAG in route.tags:
        return None
    return service, route.operation_id or operation_id_of(route)


def _fault_of(scope: Scope) -> str | None:
    return ", ".join(dict.fromkeys(each.id for each in scope.get(FIRED_KEY, ()))) or None


def _problem_of(exchange: _Exchange) -> _Problem | None:
    content = b"".join(exchange.problem)
    if not content or len(content) > _MOST_OF_A_PROBLEM:
        return None
    try:
        return _read_problem(content)
    except msgspec.MsgspecError:
        return None


def _code_of(problem: _Problem | None, notes: Notes) -> str | None:
    if problem is not None:
        # The token endpoint refuses in OAuth's own form (RFC 6749, 5.2).
        return problem.type.removeprefix(_TYPE_PREFIX) or problem.error or None
    return None if notes.record is None else notes.record.code


def _check_of(scope: Scope, problem: _Problem | None, notes: Notes) -> UUID | None:
    if notes.record is not None:
        return notes.record.rederived_from or notes.record.check_id
    return _id_in(scope, "check_id") or (None if problem is None or not problem.check_id else UUID(problem.check_id))


def _person_of(scope: Scope, notes: Notes) -> UUID | None:
    if notes.record is not None:
        return None if notes.record.person_id is None else UUID(notes.record.person_id)
    return _id_in(scope, "person_id")


def _id_in(scope: Scope, parameter: str) -> UUID | None:
    value = scope.get("path_params", {}).get(parameter)
    return UUID(value) if isinstance(value, str) and is_id(value) else None
