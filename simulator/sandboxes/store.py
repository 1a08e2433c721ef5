"""The rows of sandboxes and of their snapshots in the control database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import asyncpg

from simulator.sandboxes.templates import People, program

State = Literal["making", "ready", "failed"]
_COLUMNS = "s.name, s.origin, s.people, s.seed, s.reference_date, s.template, s.state, s.made_at, s.used_at"
_OF_ALL = f"""
SELECT {_COLUMNS}, w.generation, w.database_name,
    array(SELECT name FROM sim.snapshots WHERE sandbox = s.name ORDER BY name) AS snapshots
FROM sim.sandboxes s LEFT JOIN sim.worlds w USING (name)
"""  # noqa: S608 - put together from a constant
_KEEP = """
INSERT INTO sim.sandboxes (name, program, origin, people, seed, reference_date, template, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'making') ON CONFLICT (name) DO NOTHING RETURNING 1
"""
_KEEP_SNAPSHOT = """
INSERT INTO sim.snapshots (sandbox, name, database_name, generation, last_patient, taken_at, is_frozen)
SELECT $1, $2, $3, $4, coalesce(max(number), 0), $5, $6 FROM sim.patients WHERE world = $1 AND generation = $4
ON CONFLICT (sandbox, name) DO UPDATE SET database_name = $3, generation = $4, last_patient = excluded.last_patient,
    taken_at = $5, is_frozen = $6
"""
_SNAPSHOT = "SELECT * FROM sim.snapshots WHERE sandbox = $1 AND name = $2"
_COPY_PATIENTS = """
INSERT INTO sim.patients (world, generation, id, digest, persona)
SELECT $1, $2, id, digest, persona FROM sim.patients WHERE world = $3 AND generation = $4 AND number <= $5
ORDER BY number
"""
_DATABASES = """
SELECT database_name FROM sim.snapshots WHERE sandbox = $1
UNION SELECT database_name FROM sim.worlds WHERE name = $1 AND database_name IS NOT NULL
"""
_USED = """
UPDATE sim.sandboxes s SET used_at = now() FROM sim.worlds w
WHERE w.name = s.name AND w.database_name IN (SELECT datname FROM pg_stat_activity)
"""
_IDLE = "SELECT name FROM sim.sandboxes WHERE state <> 'making' AND used_at < now() - make_interval(secs => $1)"


@dataclass(frozen=True, slots=True)
class Sandbox:
    """One as it stands; ``generation`` and ``database`` are None until it is ready."""

    name: str
    origin: str
    people: People
    seed: int
    reference_date: date
    template: str | None
    state: State
    made_at: datetime
    used_at: datetime
    generation: int | None
    database: str | None
    snapshots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A sandbox as it stood; ``taken_at`` is what its clock showed."""

    sandbox: str
    name: str
    database: str
    generation: int
    last_patient: int
    taken_at: datetime
    is_frozen: bool


async def list_sandboxes(connection: asyncpg.Connection) -> list[Sandbox]:
    """Return all, the oldest first."""
    return [_sandbox(row) for row in await connection.fetch(f"{_OF_ALL} ORDER BY s.made_at, s.name")]


async def find_sandbox(connection: asyncpg.Connection, name: str) -> Sandbox | None:
    """Return one."""
    row = await connection.fetchrow(f"{_OF_ALL} WHERE s.name = $1", name)
    return None if row is None else _sandbox(row)


async def keep_sandbox(
    connection: asyncpg.Connection, name: str, origin: str, people: People, seed: int, day: date, template: str | None
) -> bool:
    """Keep one that is being made; False where there is one of this name."""
    row = await connection.fetchval(_KEEP, name, program(), origin, people, seed, day, template)
    return row is not None


async def set_state(connection: asyncpg.Connection, name: str, state: State) -> bool:
    """Say how a sandbox is; False where it is gone."""
    told = await connection.execute("UPDATE sim.sandboxes SET state = $2 WHERE name = $1", name, state)
    return bool(told != "UPDATE 0")


async def forget_sandbox(connection: asyncpg.Connection, name: str) -> None:
    """Forget one and its snapshots."""
    await connection.execute("DELETE FROM sim.sandboxes WHERE name = $1", name)


async def databases_of(connection: asyncpg.Connection, name: str) -> list[str]:
    """Return the databases of a sandbox and of its snapshots."""
    return [row["database_name"] for row in await connection.fetch(_DATABASES, name)]


async def keep_snapshot(connection: asyncpg.Connection, snapshot: Snapshot) -> None:
    """Keep a snapshot, instead of an earlier one of the same name."""
    place = (snapshot.sandbox, snapshot.name, snapshot.database, snapshot.generation)
    await connection.execute(_KEEP_SNAPSHOT, *place, snapshot.taken_at, snapshot.is_frozen)


async def find_snapshot(connection: asyncpg.Connection, sandbox: str, name: str) -> Snapshot | None:
    """Return a snapshot."""
    row = await connection.fetchrow(_SNAPSHOT, sandbox, name)
    if row is None:
        return None
    members = dict(row)
    return Snapshot(database=members.pop("database_name"), **members)


async def copy_patients(connection: asyncpg.Connection, world: str, generation: int, snapshot: Snapshot) -> None:
    """Let the patients that were made before a snapshot be those of a world's generation."""
    then = (snapshot.sandbox, snapshot.generation, snapshot.last_patient)
    await connection.execute(_COPY_PATIENTS, world, generation, *then)


async def idle_sandboxes(connection: asyncpg.Connection, idle_s: float) -> Sequence[str]:
    """Note which sandboxes are open anywhere; return those that were not for ``idle_s``."""
    await connection.execute(_USED)
    return [row["name"] for row in await connection.fetch(_IDLE, idle_s)]


def _sandbox(row: asyncpg.Record) -> Sandbox:
    members = dict(row)
    database, snapshots = members.pop("database_name"), tuple(members.pop("snapshots"))
    return Sandbox(database=database, snapshots=snapshots, **members)
