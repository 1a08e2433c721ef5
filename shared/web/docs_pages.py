"""The OpenAPI document in two versions and its pages, Swagger UI and Redoc, without anything from elsewhere.

The pages stand in the frame. Swagger UI and Redoc set styles of their own while they run, so their content security
policy allows these, and nothing else that the frame's does not. The document names its own address, with prefix and
world, so "try it out" reaches the service that showed it.
"""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from fastapi import FastAPI, Request
from starlette.responses import FileResponse, HTMLResponse, Response

from shared.errors import ResourceNotFound
from shared.web.answer_headers import NOT_FRAMED
from shared.web.edge import DEFAULT_WORLD, WORLD_KEY
from shared.web.openapi30 import to_openapi_30
from shared.web.pages.menu import Part
from shared.web.pages.page_assets import add_page_assets
from shared.web.pages.pages import Pages
from shared.web.pages.words import Words
from shared.web.security_schemes import CLIENT_CREDENTIALS

_ASSETS = Path(__file__).parent / "assets"
_SERVED = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "swagger-init.js": "text/javascript",
    "redoc.standalone.js": "text/javascript",
    "redoc-init.js": "text/javascript",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; font-src 'self' data:; form-action 'self'; " + NOT_FRAMED
)
_KEPT = {"Cache-Control": "no-cache"}
_HEADERS = {"Content-Security-Policy": _POLICY, **_KEPT}
_WORDS: Words = {
    "docs_title": ("{name} – API文書", "{name} – API documents"),
    "docs_menu": ("文書の表示形式", "Forms of the document"),
    "docs_needs_script": (
        "この画面の表示にはJavaScriptが必要です。OpenAPI文書は上のリンクから直接取得できます。",
        "This page needs JavaScript. The OpenAPI document itself is behind the links above.",
    ),
}
PAGES = Pages(Path(__file__).parent / "templates", _WORDS, Part.DOCUMENTS)


def add_docs_pages(app: FastAPI, read: Callable[[], Awaitable[Mapping[str, Any]]] | None = None) -> None:
    """Serve ``/openapi.json`` (3.1), ``/openapi-3.0.json``, ``/docs`` and ``/redoc``.

    ``read`` brings the document where it is not the app's own.
    """

    async def found() -> Mapping[str, Any]:
        return app.openapi() if read is None else await read()

    async def document(request: Request) -> Response:
        return _json(_addressed(await found(), request))

    async def document_30(request: Request) -> Response:
        return _json(to_openapi_30(_addressed(await found(), request)))

    async def swagger_ui(request: Request) -> HTMLResponse:
        return _page(request, "swagger_ui.html", app.title)

    async def redoc(request: Request) -> HTMLResponse:
        return _page(request, "redoc.html", app.title)

    answers: dict[str, Callable[..., Any]] = {
        "/openapi.json": document,
        "/openapi-3.0.json": document_30,
        "/docs": swagger_ui,
        "/redoc": redoc,
        "/docs-assets/{name}": _asset,
    }
    for path, answer in answers.items():
        app.add_api_route(path, answer, include_in_schema=False, response_class=Response)
    add_page_assets(app)


async def _asset(name: str) -> FileResponse:
    if name not in _SERVED:
        raise ResourceNotFound
    return FileResponse(_ASSETS / name, media_type=_SERVED[name], headers=_KEPT)


def _addressed(document: Mapping[str, Any], request: Request) -> dict[str, Any]:
    """Return ``document`` with the address that the request came to."""
    world = request.scope.get(WORLD_KEY, DEFAULT_WORLD)
    origin = "" if world == DEFAULT_WORLD else f"/~{world}"
    prefix: str = request.scope.get("root_path", "")
    # Served under its name, a service has the registry beside it; served alone, only the registry gives tokens.
    beside = prefix.rpartition("/")[0] + "/registry" if prefix else ""
    token_path = "/v1/oauth/token"  # noqa: S105 - an address
    if f"/registry{token_path}" in document["paths"]:
        beside = f"{prefix}/registry"
    gives_tokens = bool(prefix or beside) or token_path in document["paths"]
    components = dict(document.get("components", {}))
    if "securitySchemes" in components:
        schemes = dict(components["securitySchemes"])
        if gives_tokens:
            flow = schemes[CLIENT_CREDENTIALS]["flows"]["clientCredentials"]
            flows = {"clientCredentials": {**flow, "tokenUrl": f"{origin}{beside}{token_path}"}}
            schemes[CLIENT_CREDENTIALS] = {**schemes[CLIENT_CREDENTIALS], "flows": flows}
        components["securitySchemes"] = schemes
    return {**document, "servers": [{"url": f"{origin}{prefix}" or "/"}], "components": components}


def _json(document: Mapping[str, Any]) -> Response:
    return Response(msgspec.json.encode(document), media_type="application/json", headers=_KEPT)


def _page(request: Request, template: str, name: str) -> HTMLResponse:
    page = PAGES.render(request, template, name=name)
    page.headers.update(_HEADERS)
    return page
