"""Wiring of the controls."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date

from fastapi import FastAPI

from shared.db.budget import ConnectionBudget
from shared.web.app import new_service_app
from shared.worlds.held import Held
from shared.worlds.process import ProcessWorlds
from shared.worlds.readiness import ReadyChecks
from shared.worlds.state import WorldState
from simulator.controls import (
    clock_routes,
    conformance_routes,
    fault_routes,
    fault_story_routes,
    journal_routes,
    odd_proof_routes,
    patients_routes,
    routes,
    sandbox_routes,
)
from simulator.controls.clock import Clocks
from simulator.controls.conformance import Conformance
from simulator.controls.console.asking import Asking
from simulator.controls.console.routers import CONSOLE_ROUTERS
from simulator.controls.console.trying import Trying
from simulator.controls.document import request_examples
from simulator.controls.fault_targets import FaultTargets
from simulator.controls.faults import FaultRules
from simulator.controls.journal import Journal
from simulator.controls.making import Making
from simulator.controls.patients_made import MadePatients
from simulator.controls.ports import ControlPorts
from simulator.controls.sandbox_worlds import SandboxWorlds
from simulator.controls.simulation import NOWHERE, SimulationPlace, simulation_at
from simulator.personas.credentials import CREDENTIALS, Credential
from simulator.personas.persona import Persona
from simulator.sandboxes.names import KnownWorlds
from simulator.sandboxes.opening import sandboxes_of

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
    *,
    seed: int = 1,
    known: KnownWorlds | None = None,
) -> FastAPI:
    """Return the controls: whom one can ask about in `default`, as of its reference date; and of every sandbox.

    They are ready once ``is_filled`` tells that the services know these people too. ``place`` is where worlds can be
    changed; without it these controls only tell. ``known`` will hold the names of all worlds.
    """
    default = ControlPorts(reference_date, tuple(personas), tuple(clients), seed)
    names = KnownWorlds() if known is None else known

    async def seeded() -> bool:
        return is_filled()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        process = ProcessWorlds(names, ConnectionBudget(0))

        @asynccontextmanager
        async def opened(state: WorldState) -> AsyncIterator[Held]:
            worlds: SandboxWorlds | None = app.state.sandboxes
            ports = default if worlds is None else await worlds.ports_of(state.name)
            turn = asyncio.Lock() if worlds is None else worlds.sandboxes.turns[state.name]
            making = Making(simulation, made, ports, turn)
            clocks, faults = Clocks(simulation, turn), FaultRules(simulation, FaultTargets(simulation, ports, made))
            journal = Journal(simulation, ports.personas, made, place.journal)
            conformance = Conformance(simulation, ports.personas, made, place.journal is not None)
            ready = ReadyChecks({"seeded": seeded})
            yield Held(ports, simulation, made, making, clocks, faults, journal, conformance, Asking(), Trying(), ready)

        async with AsyncExitStack() as stack:
            simulation = await stack.enter_async_context(simulation_at(place))
            made = MadePatients(simulation)
            app.state.sandboxes = None
            app.state.worlds = host = await stack.enter_async_context(process.host(opened))
            if (options := place.sandboxes) is not None:
                opening = sandboxes_of(options, simulation, names, seed, reference_date, host.close)
                filling = await stack.enter_async_context(opening)
                app.state.sandboxes = SandboxWorlds(filling, simulation, default, options.idle_s)
            yield

    app = new_service_app(
        title="onshi controls", description=DESCRIPTION, lifespan=lifespan, whole_examples=request_examples
    )
    app.include_router(routes.router)
    app.include_router(patients_routes.router)
    app.include_router(clock_routes.router)
    app.include_router(fault_story_routes.router)
    app.include_router(fault_routes.router)
    app.include_router(sandbox_routes.router)
    app.include_router(journal_routes.router)
    app.include_router(odd_proof_routes.router)
    app.include_router(conformance_routes.router)
    for router in CONSOLE_ROUTERS:
        app.include_router(router)
    return app
