"""No problem and no log line repeats the address that was sent; a client that leaves is no error."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI, Request
from pydantic import BaseModel
from structlog.testing import capture_logs

from shared.errors import ResourceNotFound
from shared.web.app import new_service_app
from shared.web.edge import Edge
from tests.my_number_forms import MY_NUMBER
from tests.service.serving.wire import post, served, until


class Body(BaseModel):
    """A body."""

    text: str


def desk() -> FastAPI:
    """A service with a number of a person in its addresses."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield

    app = new_service_app(title="x", description="x", lifespan=lifespan)

    @app.get("/v1/people/{number}")
    async def read(number: str) -> None:
        if number.endswith("9"):
            raise RuntimeError
        raise ResourceNotFound

    @app.post("/v1/people/{number}/notes")
    async def write(number: str, body: Body) -> str:
        return number + body.text

    @app.post("/v1/stream")
    async def stream(request: Request) -> int:
        return sum([len(part) async for part in request.stream()])

    return app


@pytest.mark.parametrize(
    ("method", "path", "status", "instance"),
    [
        ("GET", f"/v1/people/{MY_NUMBER}", 404, "/v1/people/:number"),
        ("GET", f"/v1/people/{MY_NUMBER}9", 500, "/v1/people/:number"),
        ("DELETE", f"/v1/people/{MY_NUMBER}", 405, "/v1/people/:number"),
        ("POST", f"/v1/people/{MY_NUMBER}/notes", 413, "/v1/people/:number/notes"),
        ("PUT", f"/v1/people/{MY_NUMBER}/notes", 405, "/v1/people/:number/notes"),
        ("GET", f"/v1/nobody/{MY_NUMBER}", 404, "/"),
        ("GET", f"/v1/people/{MY_NUMBER}/", 404, "/"),
    ],
)
async def test_the_instance_is_the_operation_and_not_the_address(
    method: str, path: str, status: int, instance: str
) -> None:
    app = httpx.ASGITransport(Edge(desk()))
    with capture_logs() as told:
        async with httpx.AsyncClient(transport=app, base_url="http://x") as asker:
            answer = await asker.request(method, path, content=b"a" * 70_000 if method == "POST" else None)

    assert (answer.status_code, answer.json()["instance"]) == (status, instance)
    assert MY_NUMBER not in answer.text + str(answer.headers) + str(told)


async def test_behind_a_prefix_the_instance_has_it_too() -> None:
    app = httpx.ASGITransport(Edge(desk()), root_path="/registry")
    async with httpx.AsyncClient(transport=app, base_url="http://x") as asker:
        known, unknown = await asker.get("/registry/v1/people/1"), await asker.get("/registry/v1/x")

    assert (known.json()["instance"], unknown.json()["instance"]) == ("/registry/v1/people/:number", "/registry")


@pytest.mark.parametrize("path", ["/v1/people/1/notes", "/v1/stream", "/v1/nowhere"])
@pytest.mark.parametrize("sent", [10, 99_999], ids=["few bytes", "nearly all"])
async def test_a_client_that_leaves_half_way_is_no_error(
    path: str, sent: int, caplog: pytest.LogCaptureFixture
) -> None:
    whole = post(b"a" * 100_000, "Content-Type: application/json", "X-Y: " + "b" * 100, path=path)
    with capture_logs() as told:
        async with served(desk()) as server:
            async with server.wire() as wire:
                await wire.send(whole[: len(whole) - 100_000 + sent])
                await until(lambda: server.requests == 1)
            await until(lambda: server.connections == 0 and not server.server.server_state.tasks)

    assert told == []
    assert [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []
