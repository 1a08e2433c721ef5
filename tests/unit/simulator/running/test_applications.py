"""Who is answered at all: by which host names, and from which origins in a browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

import httpx
import pytest
from starlette.types import ASGIApp

from shared.settings import Settings
from simulator.patients.people import NOBODY
from simulator.running.applications import controls_app, service_app, together_app
from simulator.running.lifespans import lifespans_of

TODAY = date(2026, 11, 20)
PAGE = "http://localhost:5173"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization, content-type"}
PATHS = ["/", "/healthz", "/docs", "/docs-assets/swagger-ui.css", "/openapi.json", "/~default/credentials", "/~no/x"]


def every_app(*, public: bool = False) -> dict[str, ASGIApp]:
    settings = Settings(public=public)
    return {
        "controls": controls_app(1, TODAY, NOBODY, public=public),
        "together": together_app(settings),
        "jpki": service_app("jpki", settings),
        "eligibility": service_app("eligibility", settings),
    }


@asynccontextmanager
async def asking(app: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize("name", every_app())
async def test_another_host_is_refused_before_anything_is_looked_at(name: str) -> None:
    async with asking(every_app()[name]) as client:
        for path in PATHS:
            for method in ("GET", "HEAD", "OPTIONS", "POST"):
                headers = {"Host": "evil.example:8099", "X-Forwarded-Host": "localhost", "Origin": PAGE}
                answer = await client.request(method, path, headers=headers)
                assert answer.status_code == 421, (method, path)
                if method == "GET":
                    assert answer.json()["type"] == "urn:onshi:problem:host-not-served"
        assert (await client.get("/healthz", headers={"Host": "app.localhost:8000"})).status_code == 200


@pytest.mark.parametrize("name", every_app())
async def test_where_public_access_was_asked_for_any_host_is_answered(name: str) -> None:
    async with asking(every_app(public=True)[name]) as client:
        assert (await client.get("/healthz", headers={"Host": "onshi.example"})).status_code == 200


@pytest.mark.parametrize("origin", [PAGE, "https://app.localhost", "http://127.0.0.1:3000", "http://[::1]:3000"])
async def test_a_page_of_this_machine_may_call_a_service(origin: str) -> None:
    async with asking(every_app()["together"]) as client:
        preflight = await client.options("/eligibility/v1/checks", headers={**PREFLIGHT, "Origin": origin})
        refused = await client.post("/eligibility/nowhere", headers={"Origin": origin})

    assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (200, origin)
    assert preflight.headers["access-control-allow-headers"] == "authorization, content-type"
    assert "access-control-allow-credentials" not in preflight.headers
    assert refused.headers["access-control-allow-origin"] == origin
    assert {"Replay-Nonce", "ETag", "X-Request-Id"} <= set(refused.headers["access-control-expose-headers"].split(", "))


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "http://localhost.evil.example", "null", "file://", "http://localhost/x", "http://[", ""],
)
async def test_no_other_page_may(origin: str) -> None:
    async with asking(every_app()["together"]) as client:
        for answer in (
            await client.options("/eligibility/v1/checks", headers={**PREFLIGHT, "Origin": origin}),
            await client.get("/eligibility/healthz", headers={"Origin": origin}),
        ):
            assert "access-control-allow-origin" not in answer.headers


async def test_the_controls_and_the_card_are_shared_with_no_page() -> None:
    apps = every_app()
    async with lifespans_of([apps["controls"]]):
        for app, path in ((apps["controls"], "/credentials"), (apps["together"], "/jpki/healthz")):
            async with asking(app) as client:
                answers = [
                    await client.options(path, headers={**PREFLIGHT, "Origin": PAGE}),
                    await client.get(path, headers={"Origin": PAGE}),
                ]
            assert answers[1].status_code == 200
            assert not [each for each in answers if "access-control-allow-origin" in each.headers]
