"""The live state of a request's world: what every page of the console may show."""

from fastapi import Request

from shared.clock import in_japan
from shared.web.edge import WORLD_KEY
from shared.web.visits import held_for
from shared.worlds.clock import WorldClock
from shared.worlds.control.workers import figures_of_workers
from simulator.controls.clock import Clocks
from simulator.controls.ports import ControlPorts
from simulator.controls.simulation import Simulation
from simulator.pages.figures import ShownFigures, shown_figures
from simulator.pages.status import ShownClock, ShownStatus


async def status_of(request: Request) -> ShownStatus:
    """Return clock and figures; raises WorldUnknown, DatabaseUnavailable."""
    if (await held_for(request)).get(Simulation).is_alone:
        return ShownStatus()
    return ShownStatus(await clock_of(request), await figures_of(request))


async def clock_of(request: Request) -> ShownClock | None:
    """Return the world's clock; None where the controls serve alone; raises WorldUnknown, DatabaseUnavailable."""
    held = await held_for(request)
    if held.get(Simulation).is_alone:
        return None
    clock = await held.get(Clocks).read(request.scope[WORLD_KEY])
    now = in_japan(WorldClock(clock).now())
    return ShownClock(now, clock.frozen_at is not None, held.get(ControlPorts).reference_date)


async def figures_of(request: Request) -> ShownFigures | None:
    """Return the figures of all workers; None where the controls serve alone; raises DatabaseUnavailable."""
    simulation = (await held_for(request)).get(Simulation)
    if simulation.is_alone:
        return None
    async with simulation.database() as connection:
        return shown_figures(await figures_of_workers(connection))
