"""Wiring of the eligibility service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from services.eligibility.bulk import routes as bulk_routes
from services.eligibility.bulk.routes import BULK_BODY_LIMIT_BYTES, BULK_PATH
from services.eligibility.checks import routes
from services.eligibility.faces.oqs import document as message_document
from services.eligibility.faces.oqs.check_again import again_router
from services.eligibility.faces.oqs.codes import codes_with
from services.eligibility.faces.oqs.endpoint import MessagesEndpoint
from services.eligibility.faces.rest import check_routes, document
from services.eligibility.faces.rest.endpoint import CheckEndpoint
from services.eligibility.limits import routes as limit_routes
from services.eligibility.medical import routes as medical_routes
from services.eligibility.opening.around import NOTHING, Around
from services.eligibility.opening.worlds import WorldOpening
from services.eligibility.record import routes as checkpoint_routes
from services.eligibility.record.commands.sealing import read_checkpoint_key
from services.eligibility.references import routes as reference_routes
from services.eligibility.references.routes import BULK_REFERENCES_PATH
from shared.settings import Settings
from shared.web.app import new_service_app
from shared.worlds.process import ProcessWorlds, only_world

DESCRIPTION = (
    "オンライン資格確認: is this patient insured today, by whom, and what is their limit? "
    "By My Number Card (利用者証明用電子証明書) or by insurance identifiers (資格確認書). "
    "The My Number itself is never asked for, and refused wherever it could stand."
)


def create_asgi(settings: Settings, process: ProcessWorlds | None = None, around: Around = NOTHING) -> ASGIApp:
    """Return the service: the check path in front, the framework behind it; raises TableInvalid, OSError."""
    app = create_app(settings, process, around)
    messages = MessagesEndpoint(app, lambda: app.state.worlds, codes_with(settings.message_codes_file))
    return CheckEndpoint(messages, lambda: app.state.worlds)


def create_app(settings: Settings, process: ProcessWorlds | None = None, around: Around = NOTHING) -> FastAPI:
    """Return everything but checks and messages, which the document describes all the same.

    It serves the worlds of ``process``; without it the one that the settings name. ``around`` is put around the ports
    of every world.
    """
    worlds = process or only_world(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        settings.database_url_of("eligibility")
        opening = WorldOpening(
            settings, worlds.budget, read_checkpoint_key(settings.checkpoint_key_file), around, worlds.faults
        )
        # A check needs revocation lists of today, which the registry follows.
        async with worlds.host(opening.opened, opens_all_first=True) as host:
            app.state.worlds = host
            yield

    app = new_service_app(
        title="onshi eligibility",
        description=DESCRIPTION,
        lifespan=lifespan,
        described_routes=document.described_routes,
        whole_examples=lambda: {**document.whole_examples(), **message_document.whole_examples()},
        body_limits=dict.fromkeys((BULK_PATH, BULK_REFERENCES_PATH), BULK_BODY_LIMIT_BYTES),
    )
    for router in (routes.router, check_routes.router, bulk_routes.router, reference_routes.router):
        app.include_router(router)
    # In front of it something answers POST; here the address has its other methods, and its place in the document.
    app.router.routes.extend(message_document.described_routes())
    app.include_router(again_router(codes_with(settings.message_codes_file)))
    app.include_router(limit_routes.router)
    app.include_router(medical_routes.router)
    app.include_router(checkpoint_routes.router)
    return app
