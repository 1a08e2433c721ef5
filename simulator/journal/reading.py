"""Reading the journal of one world in its present generation."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from simulator.journal.refused_proofs import RefusedProof
from simulator.journal.tables import COLUMNS

_SHOWN = ", ".join(f"j.{name}" for name in ("seq", *COLUMNS))
_NOT_CLEARED = """
j.world = $1 AND j.generation = $2 AND j.ended_at > coalesce(
    (SELECT w.cleared_at FROM sim.journal_worlds w WHERE w.world = $1 AND w.generation = $2), '-infinity')
"""
_FROM = f"FROM sim.journal j WHERE {_NOT_CLEARED}"
_NEWEST = "SELECT coalesce(max(seq), 0) FROM sim.journal"
_SHED = "SELECT coalesce(sum(shed), 0)::bigint FROM sim.journal_worlds WHERE world = $1 AND generation = $2"
_CLEAR = """
INSERT INTO sim.journal_worlds (world, generation, cleared_at) VALUES ($1, $2, $3)
ON CONFLICT (world, generation) DO UPDATE SET cleared_at = $3, shed = 0
"""


@dataclass(frozen=True, slots=True)
class Life:
    """A world in one of its generations: a reset begins an empty journal."""

    world: str
    generation: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: those of which every member that is not None agrees."""

    request_id: str | None = None
    test: str | None = None
    client_id: str | None = None
    institution_code: str | None = None
    service: str | None = None
    operation: str | None = None
    face: str | None = None
    status: int | None = None
    code: str | None = None
    check_id: UUID | None = None
    person_id: UUID | None = None
    fault: str | None = None

    def named(self) -> dict[str, object]:
        """Return the members that say something."""
        members = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in members.items() if value is not None}


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Entry:
    """One request as the journal keeps it."""

    seq: int
    world: str
    generation: int
    at: datetime
    ended_at: datetime
    request_id: str
    test: str | None
    client_id: str | None
    institution_code: str | None
    role: str | None
    service: str
    operation: str | None
    face: str
    status: int | None
    code: str | None
    check_id: UUID | None
    person_id: UUID | None
    fault: str | None
    milliseconds: float
    proof_digest: str | None
    proof: RefusedProof | None


async def read_page(
    connection: asyncpg.Connection, life: Life, wanted: Wanted, *, after: int = 0, limit: int
) -> list[Entry]:
    """Return the entries behind the number ``after``, the oldest first."""
    condition, values = _condition(wanted, 5)
    statement = f"SELECT {_SHOWN} {_FROM} AND j.seq > $3 {condition} ORDER BY j.seq LIMIT $4"
    rows = await connection.fetch(statement, life.world, life.generation, after, limit, *values)
    return [_entry(row) for row in rows]


async def read_newest(connection: asyncpg.Connection, life: Life, wanted: Wanted, limit: int) -> list[Entry]:
    """Return the newest entries, the newest first."""
    condition, values = _condition(wanted, 4)
    statement = f"SELECT {_SHOWN} {_FROM} {condition} ORDER BY j.seq DESC LIMIT $3"
    return [_entry(row) for row in await connection.fetch(statement, life.world, life.generation, limit, *values)]


async def count(connection: asyncpg.Connection, life: Life, wanted: Wanted) -> int:
    """Return how many entries there are."""
    condition, values = _condition(wanted, 3)
    found: int = await connection.fetchval(f"SELECT count(*) {_FROM} {condition}", life.world, life.generation, *values)
    return found


async def newest(connection: asyncpg.Connection) -> int:
    """Return the number of the newest entry of any world."""
    number: int = await connection.fetchval(_NEWEST)
    return number


async def shed(connection: asyncpg.Connection, life: Life) -> int:
    """Return how many requests of the world were not kept."""
    number: int = await connection.fetchval(_SHED, life.world, life.generation)
    return number


async def clear(connection: asyncpg.Connection, life: Life, at: datetime) -> None:
    """Forget what ended up to ``at`` by the machine's clock, also what is not written yet."""
    await connection.execute(_CLEAR, life.world, life.generation, at)


def _condition(wanted: Wanted, first: int) -> tuple[str, list[object]]:
    named = wanted.named()
    parts = [f"AND {_agrees(name, place)}" for place, name in enumerate(named, first)]
    return " ".join(parts), list(named.values())


def _agrees(name: str, place: int) -> str:
    # Several faults may be injected into one request.
    return f"${place} = ANY (string_to_array(j.fault, ', '))" if name == "fault" else f"j.{name} = ${place}"


def _entry(row: Mapping[str, object] | asyncpg.Record) -> Entry:
    members = dict(row)
    proof = members["proof"]
    members["proof"] = None if proof is None else msgspec.json.decode(str(proof), type=RefusedProof)
    return Entry(**members)
