"""The FastAPI app that every service starts from: problems at the edge, health, metrics, the document."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from types import MappingProxyType
from typing import Any, Literal

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field
from starlette.responses import Response
from starlette.routing import BaseRoute

from onshi.version import VERSION
from shared.errors import DATABASE_FAILURES, Overloaded
from shared.web.body_limit import BodyLimit
from shared.web.docs_pages import add_docs_pages
from shared.web.document import OPERATION_TAG, WholeExamples, completed
from shared.web.edge import DEFAULT_WORLD, WORLD_KEY
from shared.web.internal_errors import AnswerInternalErrors
from shared.web.of_every_operation import SAID
from shared.web.problems import handle_problems
from shared.web.visits import Visits, held_for
from shared.worlds.host import WorldHost
from shared.worlds.metrics import metrics_response
from shared.worlds.readiness import ReadyChecks

Examples = Mapping[tuple[str, str], WholeExamples]
"""By method and path."""
NOTICE = (
    "**Unofficial simulator.** Not endorsed by 厚生労働省, 支払基金, 国保中央会 or J-LIS; not for claims. "
    "All people, numbers and error codes are invented."
)
API_VERSION, API_VERSION_MEMBER = "1", "x-api-version"
BODY_LIMIT_BYTES = 64 * 1024


class Alive(BaseModel):
    """That the process answers."""

    status: Literal["alive"] = Field(description="Always `alive` (稼働中).")


class Readiness(BaseModel):
    """Whether requests can be served, and what is missing where they cannot."""

    status: Literal["ready", "not_ready"] = Field(description="`ready` when all checks are true (準備状況).")
    checks: dict[str, bool] = Field(description="What a request needs, by name.", examples=[{"database": True}])
    warnings: list[str] = Field(
        default=[],
        description="What an operator should look at, though requests are served (警告); empty when nothing is.",
        examples=[["record_sealed_late"]],
    )


class _ServiceApp(FastAPI):
    """An app whose document is complete (document.py) and shows also what answers in front of the framework."""

    described_routes: Callable[[], Sequence[BaseRoute]] = tuple
    whole_examples: Callable[[], Examples] = dict

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        if self.openapi_schema is None:
            document = get_openapi(
                title=self.title,
                version=self.version,
                description=self.description,
                routes=[*self.described_routes(), *self.routes],
                separate_input_output_schemas=self.separate_input_output_schemas,
            )
            # The paths' version; `info.version` is the program's.
            document["info"][API_VERSION_MEMBER] = API_VERSION
            self.openapi_schema = completed(document, self.whole_examples())
        return self.openapi_schema


def new_service_app(
    *,
    title: str,
    description: str,
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]],
    described_routes: Callable[[], Sequence[BaseRoute]] = tuple,
    whole_examples: Callable[[], Examples] = dict,
    body_limits: Mapping[str, int] = MappingProxyType({}),
) -> FastAPI:
    """Return an app without routes of its own; the lifespan sets ``app.state.worlds``, a WorldHost.

    ``described_routes`` makes those that stand in the OpenAPI document only: something in front of the app answers
    them. ``whole_examples`` are bodies of operations. Both are made for the first reader of the document, not at the
    start.
    ``body_limits`` are the paths that take more than BODY_LIMIT_BYTES, each with its own limit.
    """
    app = _ServiceApp(
        title=title,
        description=f"{NOTICE}\n\n{description}\n\n{SAID}",
        version=VERSION,
        lifespan=lifespan,
        openapi_url=None,
        # It would redirect to the Host of the request, which anybody may have named: one thing has one address.
        redirect_slashes=False,
        generate_unique_id_function=operation_id_of,
        separate_input_output_schemas=False,
    )
    app.described_routes = described_routes
    app.whole_examples = whole_examples
    handle_problems(app)
    app.add_middleware(Visits)
    app.add_middleware(BodyLimit, limit_bytes=BODY_LIMIT_BYTES, by_path=body_limits)
    app.add_middleware(AnswerInternalErrors)
    _add_operation_routes(app)
    add_docs_pages(app)
    return app


def operation_id_of(route: APIRoute) -> str:
    """Return what generated clients call the operation: its resource and what is done to it."""
    words = [str(tag).replace(" ", "_") for tag in route.tags[:1]]
    return "_".join([*words, route.name.strip("_")])


def _add_operation_routes(app: FastAPI) -> None:
    app.add_api_route(
        "/healthz",
        _alive,
        tags=[OPERATION_TAG],
        summary="Alive (稼働確認)",
        response_description="The process answers.",
    )
    app.add_api_route(
        "/readyz",
        _ready,
        tags=[OPERATION_TAG],
        summary="Ready to serve (準備状況)",
        response_description="Everything that a request needs is there.",
        response_model=Readiness,
        responses={
            503: {
                "model": Readiness,
                "description": "Something is missing; `checks` says what. With `Retry-After`.",
                "content": {
                    "application/json": {
                        "example": {"status": "not_ready", "checks": {"database": False}, "warnings": []}
                    }
                },
            },
        },
    )
    app.add_api_route(
        "/metrics",
        _metrics,
        tags=[OPERATION_TAG],
        summary="Prometheus metrics (メトリクス)",
        response_class=Response,
        responses={
            200: {
                "description": "Counters and histograms of this process.",
                "content": {"text/plain": {"schema": {"type": "string"}}},
            }
        },
    )


async def _alive() -> Alive:
    """The process answers."""
    return Alive(status="alive")


async def _ready(request: Request) -> JSONResponse:
    """Everything that a request needs is there: each named check is true. 503 while one is not."""
    readiness = await _readiness(request)
    is_ready = readiness.status == "ready"
    shown = readiness.model_dump()
    return JSONResponse(shown) if is_ready else JSONResponse(shown, status_code=503, headers={"Retry-After": "1"})


async def _readiness(request: Request) -> Readiness:
    host: WorldHost | None = getattr(request.app.state, "worlds", None)
    if host is None:
        return Readiness(status="not_ready", checks={})
    request.scope.setdefault(WORLD_KEY, DEFAULT_WORLD)
    try:
        if not host.is_running(request.scope[WORLD_KEY]):
            return Readiness(status="not_ready", checks={"world": False})
        asked = (await held_for(request)).get(ReadyChecks)
    except (*DATABASE_FAILURES, Overloaded):
        return Readiness(status="not_ready", checks={"world": False})
    results = {name: await check() for name, check in asked.checks.items()}
    warnings = [name for name, is_so in asked.warnings.items() if await is_so()]
    return Readiness(status="ready" if all(results.values()) else "not_ready", checks=results, warnings=warnings)


async def _metrics() -> Response:
    """Counters and histograms in Prometheus's text form, of all workers; no label holds personal data."""
    return metrics_response()
