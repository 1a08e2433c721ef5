"""All services in one ASGI app, each under its name: what `onshi up` serves.

A service sees ``root_path`` set, as behind any proxy that keeps the prefix in the path (ASGI, HTTP connection scope).
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import datetime

import httpx
import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from onshi.connecting import open_http_async
from shared.errors import MethodNotAllowed, ResourceNotFound, ServiceError
from shared.problem import MEDIA_TYPE, problem_bytes
from shared.settings import SERVICES
from shared.web.edge import DEFAULT_WORLD, WORLD_KEY
from shared.web.methods import allowed
from simulator.pages.index_page import INDEX_JSON, ShownWorld, index_page
from simulator.pages.whole_document import ASSETS, PATHS, pages_of
from simulator.running.guide_here import GuideHere
from simulator.running.lifespans import lifespans_of
from simulator.running.readiness import SEEDED

_UNAVAILABLE = 503
_JSON = b"application/json"
_OWN = frozenset({"/", "/healthz", "/readyz"})
_ALLOW = (b"allow", allowed({"GET"}).encode())


class Together:
    """Hands each request to the service that its first path segment names."""

    def __init__(
        self,
        services: Mapping[str, ASGIApp],
        is_filled: Callable[[], bool] = lambda: True,
        announced: Callable[[], Mapping[str, str]] = dict,
        alongside: AbstractAsyncContextManager[None] | None = None,
        now_in: Callable[[str], datetime | None] = lambda _: None,
    ) -> None:
        """``is_filled`` tells whether the world has its people: nothing is ready before.

        ``announced`` tells where it is served, for the front page. ``alongside`` lives as long as the services do.
        ``now_in`` tells what time it is in a world, None where nobody knows.
        """
        self._services, self._is_filled, self._announced = dict(services), is_filled, announced
        self._now_in = now_in
        self._pages = pages_of({name: app for name, app in self._services.items() if name in SERVICES})
        self._guide = GuideHere()
        self._alongside = nullcontext() if alongside is None else alongside

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Dispatch by path; answer the index and the health of all together here."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        path: str = scope["path"]
        name = path[1:].partition("/")[0]
        service = self._services.get(name)
        if service is not None and _asks_for_readiness(scope, name) and not self._is_filled():
            await _answer(send, *_as_answer(_without_people(await _ask_readiness(service, scope))))
        elif service is not None:
            scope["root_path"] = f"{scope.get('root_path', '')}/{name}"
            await service(scope, receive, send)
        elif path in PATHS or path.startswith(ASSETS):
            await self._pages(scope, receive, send)
        elif self._guide.has(path):
            await self._guide(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer_own(path, scope, receive, send)

    async def _answer_own(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        if path not in _OWN:
            await _refuse(send, ResourceNotFound())
        elif scope["method"] == "GET" and path == "/" and _is_a_browser(scope):
            page = self._front(scope)
            await page(scope, receive, send)
        elif scope["method"] == "GET":
            await _answer(send, *await self._own(path, scope))
        elif scope["method"] == "OPTIONS":
            await _answer(send, 204, None, b"", _ALLOW)
        else:
            await _refuse(send, MethodNotAllowed(), _ALLOW)

    def _front(self, scope: Scope) -> Response:
        name = scope.get(WORLD_KEY, DEFAULT_WORLD)
        announced = self._announced()
        world = ShownWorld(
            name,
            self._now_in(name),
            # A sandbox may have been made of another seed and date: the console tells.
            announced.get("seed") if name == DEFAULT_WORLD else None,
            announced.get("reference_date") if name == DEFAULT_WORLD else None,
        )
        return index_page(Request(scope), announced, world)

    async def _own(self, path: str, scope: Scope) -> tuple[int, bytes, bytes]:
        if path == "/":
            return 200, _JSON, INDEX_JSON
        if path == "/healthz":
            return 200, _JSON, b'{"status":"alive"}'
        return await self._readiness(scope)

    async def _readiness(self, scope: Scope) -> tuple[int, bytes, bytes]:
        is_filled = self._is_filled()
        checks = {name: await _ask_readiness(service, scope) for name, service in self._services.items()}
        is_ready = is_filled and all(answer.get("status") == "ready" for answer in checks.values())
        document = {
            "status": "ready" if is_ready else "not_ready",
            "checks": {SEEDED: is_filled},
            "services": checks,
        }
        return _as_answer(document)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        async with self._alongside, lifespans_of(self._services.values()):
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})


def _is_a_browser(scope: Scope) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _asks_for_readiness(scope: Scope, name: str) -> bool:
    return (scope["type"], scope.get("method"), scope.get("path")) == ("http", "GET", f"/{name}/readyz")


async def _ask_readiness(service: ASGIApp, asked: Scope) -> dict[str, object]:
    async def in_same_world(scope: Scope, receive: Receive, send: Send) -> None:
        scope[WORLD_KEY] = asked.get(WORLD_KEY, DEFAULT_WORLD)
        await service(scope, receive, send)

    transport = httpx.ASGITransport(in_same_world, raise_app_exceptions=False)
    async with open_http_async(transport=transport, base_url="http://together") as client:
        answer = await client.get("/readyz")
    try:
        document: dict[str, object] = answer.json()
    except ValueError:
        return {"status": "not_ready", "checks": {}, "warnings": []}
    return document


def _without_people(document: Mapping[str, object]) -> dict[str, object]:
    """Return what a service says of itself while the people are missing: whether it can be filled shows beside."""
    checks = document.get("checks")
    own = checks if isinstance(checks, dict) and checks else {"answers": document.get("status") == "ready"}
    return {**document, "status": "not_ready", "checks": {**own, SEEDED: False}}


def _as_answer(document: Mapping[str, object]) -> tuple[int, bytes, bytes]:
    return 200 if document["status"] == "ready" else _UNAVAILABLE, _JSON, msgspec.json.encode(document)


async def _refuse(send: Send, refusal: ServiceError, *more: tuple[bytes, bytes]) -> None:
    # The path is nobody's, so nothing of it is repeated.
    await _answer(send, refusal.status, MEDIA_TYPE.encode(), problem_bytes(refusal, "/"), *more)


async def _answer(send: Send, status: int, media_type: bytes | None, body: bytes, *more: tuple[bytes, bytes]) -> None:
    headers = list(more)
    if media_type is not None:
        headers += [(b"content-type", media_type), (b"content-length", str(len(body)).encode())]
    if status == _UNAVAILABLE:
        headers.append((b"retry-after", b"1"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
