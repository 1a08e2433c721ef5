"""The one OpenAPI document of all services, and its pages: what `onshi up` serves at its root."""

from collections.abc import Mapping
from typing import Any

import httpx
from fastapi import FastAPI
from starlette.types import ASGIApp

from onshi.connecting import open_http_async
from onshi.version import VERSION
from shared.web.app import API_VERSION, API_VERSION_MEMBER, NOTICE, Readiness
from shared.web.docs_pages import add_docs_pages
from shared.web.document import OPERATION_TAG
from shared.web.internal_errors import AnswerInternalErrors
from shared.web.of_every_operation import SAID
from shared.web.one_document import one_document
from shared.web.pages.page_assets import PAGE_ASSETS
from shared.web.placeholders import explain_placeholders
from shared.web.problems import handle_problems

Json = dict[str, Any]
TITLE = "onshi"
PATHS = ("/openapi.json", "/openapi-3.0.json", "/docs", "/redoc")
ASSETS = ("/docs-assets/", PAGE_ASSETS)
_DESCRIPTION = (
    "オンライン資格確認 of one world, all services in one document: each stands under its name, and has a document of "
    "its own there (`/registry/openapi.json`, …). The controls are a program of their own."
)


def pages_of(services: Mapping[str, ASGIApp]) -> ASGIApp:
    """Return the app that answers PATHS and what is below ASSETS; it asks ``services`` for their documents once."""
    made: list[Json] = []

    async def read() -> Json:
        if not made:
            made.append(whole_document({name: await _document_of(service) for name, service in services.items()}))
        return made[0]

    app = FastAPI(title=TITLE, openapi_url=None)
    handle_problems(app)
    app.add_middleware(AnswerInternalErrors)
    add_docs_pages(app, read)
    return app


def whole_document(documents: Mapping[str, Json]) -> Json:
    """Return the documents of services, by name, as one."""
    info = {
        "title": TITLE,
        "description": f"{NOTICE}\n\n{_DESCRIPTION}\n\n{SAID}",
        "version": VERSION,
        API_VERSION_MEMBER: API_VERSION,
    }
    document = one_document(info, _own_paths(), documents)
    document["components"]["schemas"]["ReadinessOfAll"] = _readiness_of_all()
    document["tags"].append({"name": OPERATION_TAG, "description": "運用. Health of all together."})
    explain_placeholders(document)
    return document


async def _document_of(service: ASGIApp) -> Json:
    transport = httpx.ASGITransport(service, raise_app_exceptions=False)
    async with open_http_async(base_url="http://localhost", transport=transport) as client:
        document: Json = (await client.get("/openapi.json")).raise_for_status().json()
    return document


def _own_paths() -> Json:
    alive, readiness = ({"$ref": f"#/components/schemas/{name}"} for name in ("Alive", "ReadinessOfAll"))
    return {
        "/healthz": {
            "get": _operation("all_alive", "Alive (稼働確認)", {"200": _answer("The process answers.", alive)})
        },
        "/readyz": {
            "get": _operation(
                "all_ready",
                "All services are ready (準備状況)",
                {
                    "200": _answer("Every service can serve, and the world has its people.", readiness),
                    "503": _answer("Something is missing; `services` says where.", readiness),
                },
            )
        },
    }


def _operation(name: str, summary: str, responses: Json) -> Json:
    return {
        "operationId": name,
        "tags": [OPERATION_TAG],
        "summary": summary,
        "description": summary,
        "responses": responses,
    }


def _answer(description: str, schema: Json) -> Json:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _readiness_of_all() -> Json:
    told = Readiness.model_json_schema()["properties"]
    return {
        "title": "ReadinessOfAll",
        "type": "object",
        "description": "Whether all services can serve, and what is missing where they cannot.",
        "required": ["status", "checks", "services"],
        "properties": {
            "status": told["status"],
            "checks": {**told["checks"], "examples": [{"seeded": True}]},
            "services": {
                "type": "object",
                "description": "The readiness of each service (各サービスの準備状況), by name.",
                "additionalProperties": {"$ref": "#/components/schemas/Readiness"},
            },
        },
    }
