"""Conformance and situations of a world as its controls tell them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from shared.errors import JournalOff
from simulator.conformance import reading
from simulator.conformance.counting import count_now
from simulator.conformance.ledger import Ledger, together
from simulator.conformance.situations import Situation, situations
from simulator.controls.patients_made import MadePatients
from simulator.controls.simulation import Simulation
from simulator.personas.persona import Persona

_WRITTEN_WITHIN_S = 0.3
"""In which a worker hands on what has ended: so long is waited, for a request that was just answered to count."""


@dataclass(frozen=True, slots=True)
class Met:
    """The catalogue with what was met. Not ``is_complete``: requests were not counted, or too many people were met."""

    situations: Sequence[Situation]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Conformance:
    """The counters of all worlds. All raise JournalOff, ControlsAlone, DatabaseUnavailable, WorldUnknown."""

    simulation: Simulation
    personas: Sequence[Persona]
    made: MadePatients
    is_counted: bool

    async def of_client(self, world: str, client_id: str) -> Ledger:
        """Return the counters of a client."""
        generation = await self._generation(world)
        await asyncio.sleep(_WRITTEN_WITHIN_S)
        async with self.simulation.database() as connection:
            await count_now(connection)
            return await reading.read_client(connection, world, generation, client_id)

    async def clients(self, world: str) -> list[str]:
        """Return who has asked for something."""
        generation = await self._generation(world)
        async with self.simulation.database() as connection:
            await count_now(connection)
            return await reading.read_clients(connection, world, generation)

    async def met(self, world: str, client_id: str | None) -> Met:
        """Return what a client has met, or all of them together."""
        generation = await self._generation(world)
        await asyncio.sleep(_WRITTEN_WITHIN_S)
        async with self.simulation.database() as connection:
            await count_now(connection)
            ledgers = await _ledgers(connection, world, generation, client_id)
        met, people, shed = together(ledgers)
        personas = (*self.personas, *await self.made.all_of(world))
        return Met(situations(personas, met, people), not shed and all(each.knows_everybody for each in ledgers))

    async def _generation(self, world: str) -> int:
        if not self.simulation.is_alone and not self.is_counted:
            raise JournalOff
        return (await self.simulation.state_of(world)).generation


async def _ledgers(
    connection: asyncpg.Connection, world: str, generation: int, client_id: str | None
) -> Sequence[Ledger]:
    if client_id is None:
        return await reading.read_all(connection, world, generation)
    return [await reading.read_client(connection, world, generation, client_id)]
