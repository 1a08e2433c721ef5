"""Every address knows its methods: HEAD wherever GET is, OPTIONS, and 405 that says what is allowed."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date

import httpx
import pytest
from fastapi.routing import iter_route_contexts
from pydantic import SecretStr
from starlette.routing import compile_path
from starlette.types import ASGIApp

from services.consent.app import create_app as consent
from services.eligibility.app import create_app as eligibility
from services.eligibility.faces.rest.endpoint import CheckEndpoint
from services.jpki.app import create_app as jpki
from services.registry.app import create_app as registry
from shared.settings import Settings
from shared.web.edge import Edge
from simulator.controls.app import create_app as controls
from simulator.pages.whole_document import PATHS
from simulator.running.together import Together

SETTINGS = Settings.model_construct(nonce_key=SecretStr("11" * 32))
APPS = {
    "registry": registry(SETTINGS),
    "consent": consent(SETTINGS),
    "eligibility": eligibility(SETTINGS),
    "jpki": jpki(SETTINGS),
    "controls": controls(date(2026, 11, 20), ()),
}
NOT_ITS_OWN = "TRACE"


def served(name: str) -> ASGIApp:
    app = APPS[name]
    return CheckEndpoint(app, lambda: app.state.worlds) if name == "eligibility" else app


@asynccontextmanager
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A client of all apps at once, each under its name."""
    app = Edge(Together({name: served(name) for name in APPS}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://all") as asker:
        yield asker


def addresses() -> Iterator[tuple[str, str]]:
    """Every address, and what it allows, from the routes themselves."""
    yield from ((path, "GET, HEAD, OPTIONS") for path in ("/", "/healthz", "/readyz", *PATHS))
    for name, app in APPS.items():
        methods: dict[str, set[str]] = {}
        for route in iter_route_contexts([*app.described_routes(), *app.routes]):  # type: ignore[attr-defined]
            methods.setdefault(route.path or "", set()).update(route.methods or ())
        for path in methods:
            filled = path.replace("{", "").replace("}", "")
            # A word such as "lookup" may stand where another route has an id: the address allows what both do.
            own = {method for other in methods if fits(other, filled) for method in methods[other]}
            more = {"OPTIONS"} | ({"HEAD"} if "GET" in own else set())
            yield f"/{name}{filled}", ", ".join(sorted(own | more))


def fits(path: str, filled: str) -> bool:
    pattern, _, _ = compile_path(path)
    return pattern.match(filled) is not None


@pytest.mark.parametrize(("path", "allow"), sorted(addresses()))
async def test_an_address_says_what_it_allows(path: str, allow: str) -> None:
    async with client() as asker:
        asked, refused = await asker.options(path), await asker.request(NOT_ITS_OWN, path)

    assert (asked.status_code, asked.headers["allow"], asked.content) == (204, allow, b"")
    assert (refused.status_code, refused.headers["allow"]) == (405, allow)
    assert refused.json()["type"] == "urn:onshi:problem:method-not-allowed"


async def test_a_check_can_be_asked_for_and_listed() -> None:
    async with client() as asker:
        asked = await asker.options("/eligibility/v1/checks")

    assert asked.headers["allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/healthz",
        "/registry/healthz",
        "/controls/credentials",
        "/controls/",
        "/registry/docs",
        "/consent/redoc",
        "/jpki/openapi.json",
        "/eligibility/docs-assets/swagger-ui.css",
        "/nowhere",
        "/registry/nowhere",
        "/controls/personas/nobody",
    ],
)
async def test_head_is_get_without_the_body(path: str) -> None:
    async with APPS["controls"].router.lifespan_context(APPS["controls"]), client() as asker:
        head, got = await asker.head(path), await asker.get(path)

    assert head.status_code == got.status_code
    assert {**head.headers, "x-request-id": ""} == {**got.headers, "x-request-id": ""}
    assert head.content == b""
    assert int(head.headers["content-length"]) == len(got.content) > 0


@pytest.mark.parametrize("path", ["/registry/v1/insurers/", "/eligibility/docs/", "/controls/personas/", "/healthz/"])
async def test_a_slash_behind_an_address_is_another_address(path: str) -> None:
    async with client() as asker:
        answer = await asker.get(path, headers={"Host": "elsewhere.example"})

    assert (answer.status_code, answer.headers.get("location")) == (404, None)
    assert "elsewhere" not in answer.text
