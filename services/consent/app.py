"""Wiring of the consent service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.consent import routes
from services.consent.ports import ConsentPorts
from shared.settings import Settings
from shared.sim.world import Worlds, open_world
from shared.web.app import new_service_app
from shared.web.callers import Authenticator

DESCRIPTION = (
    "告知要求制限 and consent: the purposes for which insurance numbers may be asked for, by whom, under which "
    "article, and what each opens. Default deny; every check obeys the same table."
)


def create_app(settings: Settings) -> FastAPI:
    """Return the service."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_world(settings, "consent") as world:
            ports = ConsentPorts(world, Authenticator(world.name, world.database))
            app.state.worlds = Worlds({world.name: ports})
            app.state.ready_checks = {"database": world.database.answers}
            yield

    app = new_service_app(title="onshi consent", description=DESCRIPTION, lifespan=lifespan)
    app.include_router(routes.router)
    return app
