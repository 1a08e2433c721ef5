"""Every refusal that a service answers in any test must stand in its OpenAPI document."""

import re
from typing import Any

import httpx
import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.problem import MEDIA_TYPE, TYPE_PREFIX
from shared.web.responses import declared_codes

Seen = tuple[str, str, str]
"""Method, path, code."""


class Watched:
    """An app that remembers what it refused."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.refused: set[Seen] = set()
        self.title: str | None = None
        """The service's, once it has answered."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and look at what comes back."""
        is_problem = False

        async def looking(message: Message) -> None:
            nonlocal is_problem
            if message["type"] == "http.response.start":
                is_problem = (b"content-type", MEDIA_TYPE.encode()) in message["headers"]
            elif message["type"] == "http.response.body" and is_problem and message.get("body"):
                kind = msgspec.json.decode(message["body"])["type"]
                self.refused.add((scope["method"], scope["path"], kind.removeprefix(TYPE_PREFIX)))
            await send(message)

        try:
            await self._app(scope, receive, looking)
        finally:
            # Starlette names the app where it has handled the request.
            self.title = getattr(scope.get("app"), "title", self.title)


_documents: dict[str | None, dict[str, Any]] = {None: {"paths": {}}}
"""By title: whatever its settings, a service has one document, and to make it takes most of a second.

What a test serves beside a service has no title, and no document.
"""


async def document_of(http: httpx.AsyncClient, watched: Watched) -> dict[str, Any]:
    """Return the OpenAPI document of what ``watched`` stands before and ``http`` talks to."""
    await http.get("/healthz")
    if watched.title not in _documents:
        _documents[watched.title] = (await http.get("/openapi.json")).raise_for_status().json()
    return _documents[watched.title]


def undeclared(refused: set[Seen], document: dict[str, Any]) -> list[Seen]:
    """Return what of ``refused`` the document does not name; unknown paths and methods belong to no operation."""
    found = []
    for method, path, code in sorted(refused):
        operation = _operation(document, method, re.sub(r"^/~[a-z0-9-]+", "", path))
        if operation is not None and code not in _codes(operation):
            found.append((method, path, code))
    return found


def _operation(document: dict[str, Any], method: str, path: str) -> dict[str, Any] | None:
    for template, item in document["paths"].items():
        pattern = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, path) and method.lower() in item:
            operation: dict[str, Any] = item[method.lower()]
            return operation
    return None


def _codes(operation: dict[str, Any]) -> set[str]:
    codes = {code for response in operation["responses"].values() for code in declared_codes(response)}
    return codes | ({"internal-error"} if "500" in operation["responses"] else set())
