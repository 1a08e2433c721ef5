"""The OpenAPI document in two versions and its pages, Swagger UI and Redoc, without anything from elsewhere.

The pages name everything beside themselves, so they work under any prefix; their content security policy lets the
browser ask this origin only. The document names its own address, with prefix and world, so "try it out" reaches
the service that showed it.
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
from shared.web.security_schemes import CLIENT_CREDENTIALS

_ASSETS = Path(__file__).parent / "assets"
_SERVED = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "swagger-init.js": "text/javascript",
    "redoc.standalone.js": "text/javascript",
    "redoc-init.js": "text/javascript",
    "favicon-32x32.png": "image/png",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; font-src 'self' data:; form-action 'self'; " + NOT_FRAMED
)
_KEPT = {"Cache-Control": "no-cache"}
_HEADERS = {"Content-Security-Policy": _POLICY, **_KEPT}
_NOTICE = "非公式シミュレーター・人物と番号はすべて架空 / Unofficial simulator: all people and numbers are invented"


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

    async def swagger_ui() -> HTMLResponse:
        return _page(app.title, _SWAGGER_UI)

    async def redoc() -> HTMLResponse:
        return _page(app.title, _REDOC)

    answers: dict[str, Callable[..., Any]] = {
        "/openapi.json": document,
        "/openapi-3.0.json": document_30,
        "/docs": swagger_ui,
        "/redoc": redoc,
        "/docs-assets/{name}": _asset,
    }
    for path, answer in answers.items():
        app.add_api_route(path, answer, include_in_schema=False, response_class=Response)


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


def _page(title: str, body: str) -> HTMLResponse:
    page = (
        f'<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="docs-assets/favicon-32x32.png">'
        "<style>body{margin:0}.notice{margin:0;background:#8b0000;color:#fff;padding:.5rem 1rem;font:14px sans-serif}"
        f'</style></head><body><p class="notice">{_NOTICE}</p>{body}</body></html>'
    )
    return HTMLResponse(page, headers=_HEADERS)


_SWAGGER_UI = (
    '<link rel="stylesheet" href="docs-assets/swagger-ui.css"><div id="swagger-ui"></div>'
    '<script src="docs-assets/swagger-ui-bundle.js"></script><script src="docs-assets/swagger-init.js"></script>'
)
_REDOC = (
    '<div id="redoc"></div><script src="docs-assets/redoc.standalone.js"></script>'
    '<script src="docs-assets/redoc-init.js"></script>'
)
