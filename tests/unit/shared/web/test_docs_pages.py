"""The documents and their pages, as they are served with and without a prefix."""

import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import httpx
import pytest
from fastapi import Depends, FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

import shared.web.docs_pages
from shared.domain.roles import Scope as TokenScope
from shared.pki.tokens import Caller
from shared.web.app import new_service_app
from shared.web.callers import Requires
from shared.web.edge import Edge

ASSETS = Path(shared.web.docs_pages.__file__).parent / "assets"


def app_with_a_route() -> FastAPI:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield

    app = new_service_app(title="onshi test", description="d", lifespan=lifespan)

    async def read(_caller: Annotated[Caller, Depends(Requires(TokenScope.CHECK))]) -> dict[str, str]:
        return {}

    app.add_api_route("/v1/things", read)
    return app


class Prefixed:
    """Serves an app under a name, as `onshi up` does."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, "root_path": "/thing"}, receive, send)


async def get(app: ASGIApp, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(Edge(app, worlds=("default", "mine")))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get(path)


def token_url(document: dict[str, Any]) -> str:
    flows = document["components"]["securitySchemes"]["client_credentials"]["flows"]
    return str(flows["clientCredentials"]["tokenUrl"])


async def test_the_document_names_the_address_it_was_read_at() -> None:
    app = Prefixed(app_with_a_route())

    plain = (await get(app, "/thing/openapi.json")).json()
    in_a_world = (await get(app, "/~mine/thing/openapi.json")).json()
    alone = (await get(app_with_a_route(), "/openapi.json")).json()

    assert (plain["servers"], token_url(plain)) == ([{"url": "/thing"}], "/registry/v1/oauth/token")
    assert in_a_world["servers"] == [{"url": "/~mine/thing"}]
    assert token_url(in_a_world) == "/~mine/registry/v1/oauth/token"
    assert alone["servers"] == [{"url": "/"}]


async def test_the_document_comes_in_both_versions() -> None:
    app = app_with_a_route()

    assert (await get(app, "/openapi.json")).json()["openapi"].startswith("3.1")
    assert (await get(app, "/openapi-3.0.json")).json()["openapi"] == "3.0.3"


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
@pytest.mark.parametrize("prefix", ["", "/~mine", "/~default"])
async def test_a_page_names_only_what_is_served_with_it_in_its_world(path: str, prefix: str) -> None:
    app = Prefixed(app_with_a_route())

    page = await get(app, f"{prefix}/thing{path}")

    named = re.findall(r'(?:src|href)="([^"]*)"', page.text)
    assert len(named) > 8
    for name in named:
        assert name.startswith((f"{prefix}/thing/", "#main"))
        assert (await get(app, name.partition("#")[0] or f"{prefix}/thing{path}")).status_code == 200
    assert "http:" not in page.text
    assert "https:" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize("name", ["README.md", "..%2Fapp.py", "nothing.js"])
async def test_only_the_pages_files_are_served(name: str) -> None:
    assert (await get(app_with_a_route(), f"/docs-assets/{name}")).status_code == 404


def test_the_files_are_the_publishers_own() -> None:
    rows = re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", (ASSETS / "README.md").read_text(), re.MULTILINE)

    assert len(rows) == 3
    for name, digest in rows:
        assert hashlib.sha256((ASSETS / name).read_bytes()).hexdigest() == digest
