"""Wiring of the controls."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from fastapi import FastAPI

from services.controls import routes
from services.controls.ports import ControlPorts
from shared.sim.personas.cast import personas
from shared.sim.world import Worlds
from shared.web.app import new_service_app
from shared.web.edge import DEFAULT_WORLD

DESCRIPTION = (
    "Whom one can try the simulator with, and as which client. The real system has nothing like it: it stands on a "
    "port of its own, on loopback only, and no service depends on it."
)


def create_app(seed: int, reference_date: date) -> FastAPI:
    """Return the controls of the world that ``seed`` and ``reference_date`` make."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        ports = ControlPorts(reference_date, personas(seed, reference_date))
        app.state.worlds = Worlds({DEFAULT_WORLD: ports})
        app.state.ready_checks = {"personas": _made}
        yield

    app = new_service_app(title="onshi controls", description=DESCRIPTION, lifespan=lifespan)
    app.include_router(routes.router)
    return app


async def _made() -> bool:
    return True
