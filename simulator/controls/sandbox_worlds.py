"""What the controls know of each world: who is in it, as of which day; and of sandboxes, where they are served."""

import asyncio
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shared.errors import ResourceNotFound, WorldUnknown
from shared.web.edge import DEFAULT_WORLD
from simulator.controls.ports import ControlPorts
from simulator.controls.simulation import Simulation
from simulator.personas.credentials import CREDENTIALS, OPERATOR, Credential
from simulator.personas.persona import Persona
from simulator.sandboxes.filling import Filling
from simulator.sandboxes.sandboxes import Sandboxes
from simulator.sandboxes.store import Sandbox

_CASTS = 8


@dataclass(frozen=True, slots=True)
class SandboxWorlds:
    """The sandboxes, seen from the controls; ``default`` is what they hold of the world `default`."""

    filling: Filling
    simulation: Simulation
    default: ControlPorts
    idle_s: float

    @property
    def sandboxes(self) -> Sandboxes:
        """Those themselves."""
        return self.filling.sandboxes

    @property
    def urls(self) -> tuple[str, str]:
        """Where the services and the controls of `default` are; raises Overloaded before that is announced."""
        return self.simulation.services.base_url, self.simulation.control_url

    def clients_of(self, sandbox: Sandbox) -> tuple[Credential, ...]:
        """Return the clients that a sandbox has."""
        if sandbox.people == "nobody":
            return (OPERATOR,)
        return self.default.clients if sandbox.people == "default" else tuple(CREDENTIALS)

    async def ports_of(self, world: str) -> ControlPorts:
        """Return what the controls hold of a world; raises WorldUnknown."""
        if world == DEFAULT_WORLD:
            return self.default
        try:
            sandbox = await self.sandboxes.find(world)
        except ResourceNotFound:
            raise WorldUnknown from None
        clients = self.clients_of(sandbox)
        if sandbox.people == "default":
            return self.default
        personas: tuple[Persona, ...] = ()
        if sandbox.people == "personas":
            personas = await asyncio.to_thread(_cast, sandbox.seed, sandbox.reference_date)
        return ControlPorts(sandbox.reference_date, personas, clients, sandbox.seed)


@lru_cache(maxsize=_CASTS)
def _cast(seed: int, day: date) -> tuple[Persona, ...]:
    from simulator.personas.cast import personas  # noqa: PLC0415 - the start of the controls stays quick

    return tuple(personas(seed, day))
