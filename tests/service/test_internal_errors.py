"""An internal error over real HTTP: answered once, without a detail, on a connection that stays."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI
from starlette.responses import StreamingResponse
from structlog.testing import capture_logs

from shared.web.app import new_service_app
from shared.web.edge import Edge
from tests.worlds import serving

SECRET = "見本　花子"


def app_with_bugs() -> FastAPI:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield

    app = new_service_app(title="x", description="x", lifespan=lifespan)

    @app.get("/v1/bug")
    async def bug() -> None:
        raise RuntimeError(SECRET)

    @app.get("/v1/half")
    async def half() -> StreamingResponse:
        async def parts() -> AsyncIterator[bytes]:
            yield b"the first half"
            raise RuntimeError(SECRET)

        return StreamingResponse(parts())

    return app


async def test_an_internal_error_is_answered_and_the_connection_serves_the_next_request(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with capture_logs() as told:
        async with serving(Edge(app_with_bugs())) as http:
            first = await http.get("/v1/bug", headers={"X-Request-Id": "r-1"})
            connection = first.extensions["network_stream"].get_extra_info("client_addr")
            second = await http.get("/healthz")
            same = second.extensions["network_stream"].get_extra_info("client_addr") == connection

    assert (first.status_code, first.json()["type"]) == (500, "urn:onshi:problem:internal-error")
    assert first.headers["X-Request-Id"] == "r-1"
    assert (second.status_code, same) == (200, True)
    assert SECRET not in first.text
    assert [(entry["event"], entry["request_id"]) for entry in told] == [("internal error", "r-1")]
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_half_an_answer_is_not_taken_for_a_whole_one_and_is_told_once() -> None:
    with capture_logs() as told:
        async with serving(Edge(app_with_bugs())) as http:
            with pytest.raises(httpx.RemoteProtocolError):
                await http.get("/v1/half", headers={"X-Request-Id": "r-2"})

    assert [(entry["event"], entry["request_id"]) for entry in told] == [("internal error", "r-2")]
