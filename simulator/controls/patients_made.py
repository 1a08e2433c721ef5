"""The patients that were made by ``POST /patients``, kept in the control database for their life of a world."""

from dataclasses import dataclass, field

import msgspec

from simulator.controls.simulation import Simulation
from simulator.personas.persona import Persona

_NOW = "world = $1 AND generation = (SELECT generation FROM sim.worlds WHERE name = $1)"
_ALL = f"SELECT persona FROM sim.patients WHERE {_NOW} ORDER BY number"  # noqa: S608 - put together from a constant
_ONE = f"SELECT digest, persona FROM sim.patients WHERE {_NOW} AND id = $2"  # noqa: S608 - same
_KEEP = """
INSERT INTO sim.patients (world, generation, id, digest, persona)
SELECT name, generation, $2, $3, $4 FROM sim.worlds WHERE name = $1 ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class MadePatient:
    """A patient, and the digest of the request that made them."""

    persona: Persona = field(repr=False)
    digest: bytes


class MadePatients:
    """Those of all worlds. All raise DatabaseUnavailable."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation

    async def all_of(self, world: str) -> tuple[Persona, ...]:
        """Return the patients of a world, the oldest first; nobody where the controls serve alone."""
        if self._simulation.is_alone:
            return ()
        async with self._simulation.database() as connection:
            return tuple(_read(row["persona"]) for row in await connection.fetch(_ALL, world))

    async def find(self, world: str, patient_id: str) -> MadePatient | None:
        """Return the patient of this id."""
        async with self._simulation.database() as connection:
            row = await connection.fetchrow(_ONE, world, patient_id)
        return None if row is None else MadePatient(_read(row["persona"]), row["digest"])

    async def keep(self, world: str, made: MadePatient) -> None:
        """Keep a patient who is in the world now."""
        async with self._simulation.database() as connection:
            await connection.execute(
                _KEEP, world, made.persona.id, made.digest, msgspec.json.encode(made.persona).decode()
            )


def _read(persona: str) -> Persona:
    return msgspec.json.decode(persona, type=Persona)
