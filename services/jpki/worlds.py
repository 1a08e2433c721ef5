"""Which world a request is for."""

from typing import Annotated

from fastapi import Depends, Request

from services.jpki.cards import Ports
from shared.web.edge import WORLD_KEY
from shared.worlds.world import Worlds


async def _ports(request: Request) -> Ports:
    # Without waiting for anything, but otherwise it would be called in another thread.
    worlds: Worlds[Ports] = request.app.state.worlds
    return worlds.named(request.scope[WORLD_KEY])


PortsOfWorld = Annotated[Ports, Depends(_ports)]
"""A route's parameter: what the simulated J-LIS holds of the request's world; raises WorldUnknown."""
