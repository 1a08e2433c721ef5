"""Wiring of the controls."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date

from fastapi import FastAPI

from shared.web.app import new_service_app
from shared.web.edge import DEFAULT_WORLD
from shared.worlds.held import Held
from shared.worlds.process import one_world
from shared.worlds.readiness import ReadyChecks
from shared.worlds.state import WorldState
from simulator.controls import clock_routes, fault_routes, patients_routes, routes
from simulator.controls.clock import Clocks
from simulator.controls.console.asking import Asking
from simulator.controls.console.routers import CONSOLE_ROUTERS
from simulator.controls.document import request_examples
from simulator.controls.fault_targets import FaultTargets
from simulator.controls.faults import FaultRules
from simulator.controls.making import Making
from simulator.controls.patients_made import MadePatients
from simulator.controls.ports import ControlPorts
from simulator.controls.simulation import NOWHERE, SimulationPlace, simulation_at
from simulator.personas.credentials import CREDENTIALS, Credential
from simulator.personas.persona import Persona

DESCRIPTION = (
    "Whom one can try the simulator with, and as which client. The real system has nothing like it: it stands on a "
    "port of its own, on loopback unless that is asked away, and no service depends on it."
)


def create_app(
    reference_date: date,
    personas: Sequence[Persona],
    is_filled: Callable[[], bool] = lambda: True,
    clients: Sequence[Credential] = CREDENTIALS,
    place: SimulationPlace = NOWHERE,
) -> FastAPI:
    """Return the controls of a world: whom one can ask about, as of its reference date.

    They are ready once ``is_filled`` tells that the services know these people too. ``place`` is where worlds can be
    changed; without it these controls only tell.
    """

    async def seeded() -> bool:
        return is_filled()

    @asynccontextmanager
    async def opened(_state: WorldState) -> AsyncIterator[Held]:
        ports = ControlPorts(reference_date, tuple(personas), tuple(clients))
        async with simulation_at(place) as simulation:
            made = MadePatients(simulation)
            making = Making(simulation, made, ports, asyncio.Lock())
            clocks = Clocks(simulation, asyncio.Lock())
            faults = FaultRules(simulation, FaultTargets(simulation, ports, made))
            yield Held(ports, simulation, made, making, clocks, faults, Asking(), ReadyChecks({"seeded": seeded}))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with one_world(WorldState(DEFAULT_WORLD)).host(opened) as host:
            app.state.worlds = host
            yield

    app = new_service_app(
        title="onshi controls", description=DESCRIPTION, lifespan=lifespan, whole_examples=request_examples
    )
    app.include_router(routes.router)
    app.include_router(patients_routes.router)
    app.include_router(clock_routes.router)
    app.include_router(fault_routes.router)
    for router in CONSOLE_ROUTERS:
        app.include_router(router)
    return app
