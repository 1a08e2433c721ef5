"""The layer that tells of requests: everything of an operation, nothing else, and never at an answer's cost."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.domain.roles import Role
from shared.errors import SignatureInvalid
from shared.pki.tokens import Caller
from shared.problem import MEDIA_TYPE, problem_bytes
from shared.web.edge import Edge
from shared.web.visits import BACKGROUND
from shared.worlds.clock import ClockState
from shared.worlds.journal import FinishedRequest, note_caller, note_operation
from shared.worlds.state import OneWorld, WorldState
from simulator.faults.layer import FIRED_KEY
from simulator.journal.observing import Observing
from simulator.worlds.own_calls import OWN

AT = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
WORLD = WorldState("default", clock=ClockState(frozen_at=AT), generation=3)
CALLER = Caller("clinic", Role.INSTITUTION, frozenset(), "default", AT)
CHECK = "019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a11"


class Told:
    """Remembers what it is told of."""

    def __init__(self) -> None:
        self.requests: list[FinishedRequest] = []

    def finished(self, request: FinishedRequest) -> None:
        self.requests.append(request)


class Broken:
    """Fails at everything."""

    def finished(self, request: FinishedRequest) -> None:
        raise ValueError(request.world)


def service() -> ASGIApp:
    app = FastAPI()

    async def read(check_id: str) -> dict[str, str]:
        note_caller(CALLER)
        return {"check_id": check_id}

    app.add_api_route("/v1/checks/{check_id}", read, tags=["check"], methods=["GET"])
    app.add_api_route("/healthz", lambda: {"status": "alive"}, tags=["operation"])

    async def with_check(scope: Scope, receive: Receive, send: Send) -> None:
        scope["root_path"] = "/eligibility"
        if scope["path"] != "/eligibility/v1/checks":
            await app(scope, receive, send)
            return
        note_operation("check_eligibility")
        await receive()
        body = problem_bytes(SignatureInvalid(), scope["path"])
        headers = [(b"content-type", MEDIA_TYPE.encode())]
        await send({"type": "http.response.start", "status": 422, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return with_check


async def asked(
    app: ASGIApp,
    method: str,
    path: str,
    told: Told | Broken,
    is_filled: Callable[[], bool] = lambda: True,
    marked: tuple[str, str] = ("X-Request-Id", "one"),
    **more: bytes,
) -> httpx.Response:
    observed = Edge(Observing(app, OneWorld(WORLD), told, is_filled))
    headers = {"X-Onshi-Test": "test_discharge", "X-Request-Id": "one", **dict([marked])}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(observed), base_url="http://services") as client:
        return await client.request(method, path, headers=headers, **more)  # type: ignore[arg-type]


async def test_who_asked_for_what_and_what_came_of_it_is_told() -> None:
    told = Told()
    answer = await asked(service(), "GET", f"/eligibility/v1/checks/{CHECK}", told)
    (request,) = told.requests

    assert answer.status_code == request.status == 200
    assert (request.world, request.generation, request.at) == ("default", 3, AT)
    assert (request.request_id, request.test, request.caller) == ("one", "test_discharge", CALLER)
    assert (request.service, request.operation, request.face) == ("eligibility", "check_read", "rest")
    assert (request.check_id, request.code, request.fault) == (UUID(CHECK), None, None)


async def test_a_refused_proof_is_told_with_its_body_and_its_code() -> None:
    told = Told()
    await asked(service(), "POST", "/eligibility/v1/checks", told, content=b'{"presence_proof": "a.b.c"}')
    (request,) = told.requests

    assert (request.operation, request.status, request.code) == ("check_eligibility", 422, "signature-invalid")
    assert request.refused_body == b'{"presence_proof": "a.b.c"}'


async def test_an_address_without_operation_is_told_of_and_health_is_not() -> None:
    told = Told()
    await asked(service(), "GET", "/eligibility/v1/nothing", told)
    await asked(service(), "GET", "/eligibility/healthz", told)

    assert [(each.operation, each.status) for each in told.requests] == [(None, 404)]


async def test_nobody_is_told_before_the_world_is_filled_and_everybody_from_then_on() -> None:
    told = Told()
    await asked(service(), "GET", f"/eligibility/v1/checks/{CHECK}", told, lambda: False)

    assert told.requests == []


@pytest.mark.parametrize("marked", [OWN, BACKGROUND])
async def test_what_the_simulator_asks_itself_is_not_told_of(marked: tuple[str, str]) -> None:
    told = Told()
    await asked(service(), "GET", f"/eligibility/v1/checks/{CHECK}", told, marked=marked)

    assert told.requests == []


async def test_an_answer_leaves_whatever_the_observer_does() -> None:
    answer = await asked(service(), "GET", f"/eligibility/v1/checks/{CHECK}", Broken())

    assert (answer.status_code, answer.json()) == (200, {"check_id": CHECK})


async def test_a_fault_is_told_of_where_no_answer_left() -> None:
    told = Told()

    class Fired:
        id = "fault-1"

    async def cut(scope: Scope, _receive: Receive, _send: Send) -> None:
        scope["root_path"] = "/eligibility"
        scope[FIRED_KEY] = [Fired(), Fired()]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await asked(cut, "POST", "/eligibility/v1/checks", told)
    (request,) = told.requests

    assert (request.status, request.fault, request.operation) == (None, "fault-1", "check_eligibility")


@pytest.mark.parametrize(("length", "kept"), [(4 * 1024 * 1024, 4 * 1024 * 1024), (4 * 1024 * 1024 + 1, 0)])
async def test_a_file_of_any_size_is_not_held(length: int, kept: int) -> None:
    told = Told()
    await asked(service(), "POST", "/eligibility/v1/checks", told, content=b"x" * length)
    (request,) = told.requests

    assert len(request.refused_body or b"") == kept
