"""Whom the controls tell of in a request's world, and where its services are."""

from datetime import date

from fastapi import Request

from shared.errors import ControlsAlone, Overloaded
from shared.web.edge import WORLD_KEY
from shared.web.not_found import nothing_called_so
from shared.web.visits import held_for
from simulator.controls.patients_made import MadePatients
from simulator.controls.ports import ControlPorts
from simulator.controls.simulation import Services, Simulation
from simulator.pages.calls import CalledAt
from simulator.personas.credentials import Credential
from simulator.personas.offered import personas_near
from simulator.personas.persona import Persona


async def everybody(request: Request) -> tuple[Persona, ...]:
    """Return the personas, and after them the patients that were made; raises DatabaseUnavailable."""
    held = await held_for(request)
    return (*held.get(ControlPorts).personas, *await held.get(MadePatients).all_of(request.scope[WORLD_KEY]))


async def persona_of(request: Request, persona_id: str) -> Persona:
    """Return one of them; raises ResourceNotFound, DatabaseUnavailable."""
    people = await everybody(request)
    for persona in people:
        if persona.id == persona_id:
            return persona
    raise nothing_called_so(personas_near(persona_id, people))


async def today_of(request: Request) -> date:
    """Return the world's day; of controls that serve alone the reference date, as they know no clock."""
    held = await held_for(request)
    simulation = held.get(Simulation)
    return (
        held.get(ControlPorts).reference_date
        if simulation.is_alone
        else await simulation.today_in(request.scope[WORLD_KEY])
    )


async def clients_of(request: Request) -> dict[str, Credential]:
    """Return the clients of the world, by their ids."""
    return {each.client_id: each for each in (await held_for(request)).get(ControlPorts).clients}


async def services_for(request: Request) -> Services:
    """Return where the world's services are; raises ControlsAlone, or Overloaded before they are announced."""
    return (await held_for(request)).get(Simulation).services_of(request.scope[WORLD_KEY])


async def called_at(request: Request) -> CalledAt | None:
    """Return how the world's services are called; None where there are none, or none yet."""
    try:
        services = await services_for(request)
    except (ControlsAlone, Overloaded):
        return None
    return CalledAt(services.base_url, services.ca)
