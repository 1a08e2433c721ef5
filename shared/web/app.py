"""The FastAPI app that every service starts from: problems at the edge, health, metrics, the document."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response
from starlette.routing import BaseRoute

from shared.web.body_limit import BodyLimit
from shared.web.problems import handle_problems
from shared.web.responses import with_problem_schema

Check = Callable[[], Awaitable[bool]]
NOTICE = (
    "**Unofficial simulator.** Not endorsed by 厚生労働省, 支払基金, 国保中央会 or J-LIS; not for claims. "
    "All people, numbers and error codes are invented."
)
BODY_LIMIT_BYTES = 64 * 1024


class _ServiceApp(FastAPI):
    """An app whose document holds the form of every refusal, and what answers in front of the framework."""

    described_routes: Sequence[BaseRoute] = ()

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        if self.openapi_schema is None:
            document = get_openapi(
                title=self.title,
                version=self.version,
                description=self.description,
                routes=[*self.described_routes, *self.routes],
                separate_input_output_schemas=self.separate_input_output_schemas,
            )
            self.openapi_schema = with_problem_schema(document)
        return self.openapi_schema


def new_service_app(
    *,
    title: str,
    description: str,
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]],
    described_routes: Sequence[BaseRoute] = (),
) -> FastAPI:
    """Return an app without routes of its own; the lifespan sets ``app.state.worlds`` and ``app.state.ready_checks``.

    ``described_routes`` stand in the OpenAPI document only: something in front of the app answers them.
    """
    app = _ServiceApp(
        title=title,
        description=f"{NOTICE}\n\n{description}",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
    )
    app.described_routes = described_routes
    app.state.ready_checks = {}
    handle_problems(app)
    app.add_middleware(BodyLimit, limit_bytes=BODY_LIMIT_BYTES)
    app.add_api_route("/healthz", _alive, tags=["operation"], summary="Alive")
    app.add_api_route("/readyz", _ready, tags=["operation"], summary="Ready to serve")
    app.add_api_route("/metrics", _metrics, tags=["operation"], summary="Prometheus metrics", response_class=Response)
    return app


async def _alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


async def _ready(request: Request) -> JSONResponse:
    """Everything that a request needs is there: each named check is true. 503 while one is not."""
    checks: dict[str, Check] = request.app.state.ready_checks
    results = {name: await check() for name, check in checks.items()}
    is_ready = bool(results) and all(results.values())
    return JSONResponse(
        {"status": "ready" if is_ready else "not_ready", "checks": results},
        status_code=200 if is_ready else 503,
        headers={} if is_ready else {"Retry-After": "1"},
    )


async def _metrics() -> Response:
    """Counters and histograms in Prometheus's text form; no label holds personal data."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
