"""What sandboxes are copied from: the world as it was seeded, one with nobody in it, and the personas of other days.

A template is made once: `default` when a folder is filled first, the others when they are first asked for. One that
another program made, with other people or other tables, is not used.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal, Protocol

import asyncpg

from shared.clock import JAPAN, ShiftedClock
from shared.db.migrate import newest_revision
from shared.settings import SERVICES
from shared.worlds.clock import ClockState, WorldClock
from shared.worlds.control.changes import PATIENT_S, begin_life, remove_world, set_activity
from shared.worlds.state import Activity, WorldState
from simulator.sandboxes.databases import Databases
from simulator.sandboxes.names import making_name
from simulator.worlds.people_record import program_digest
from simulator.worlds.seeding.seed import seed_world

People = Literal["default", "nobody", "personas"]
"""Who is in a world: those of `default`, nobody but the operator, or the personas of a seed and a day."""
DEFAULT, EMPTY = "default", "empty"
NINE = time(9)
"""At which time of its day a world begins that was seeded for it: no test crosses midnight at once."""
_ALL = "name, people, seed, reference_date, begins_at, database_name"
_FIND = f"SELECT {_ALL} FROM sim.templates WHERE name = $1 AND program = $2"  # noqa: S608 - put together from a constant
_KEEP = f"""
INSERT INTO sim.templates ({_ALL}, program) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (name) DO UPDATE SET people = $2, seed = $3, reference_date = $4, begins_at = $5, database_name = $6,
    program = $7
"""  # noqa: S608 - same
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Template:
    """One of them; ``begins_at`` is the instant of its world at which it was copied, None where any will do."""

    name: str
    people: People
    seed: int
    reference_date: date
    begins_at: datetime | None
    database: str

    def clock(self, day: date) -> ClockState:
        """Return the clock of a world that begins now as a copy of this one; ``day`` counts where any will do."""
        return beginning_at(self.begins_at or datetime.combine(day, NINE, JAPAN))


class Served(Protocol):
    """Where worlds are served, and whom to trust over TLS."""

    @property
    def base_url(self) -> str:
        """The address of `default`."""
        ...

    @property
    def ca(self) -> Path | None:
        """PEM of the CA."""
        ...


@cache
def program() -> str:
    """Return a digest of what decides what a template holds: who is made, and as which tables."""
    revisions = " ".join(newest_revision(service) for service in SERVICES)
    return sha256(f"{program_digest()} {revisions}".encode()).hexdigest()[:16]


def beginning_at(instant: datetime, *, is_frozen: bool = False) -> ClockState:
    """Return a clock that shows ``instant`` now."""
    return ClockState(instant - ShiftedClock().now(), instant if is_frozen else None)


def name_for(seed: int, day: date) -> str:
    """Return the name of the template with the personas of a seed and a day."""
    return f"{seed}/{day.isoformat()}"


async def find_template(connection: asyncpg.Connection, name: str) -> Template | None:
    """Return a template that this program can use."""
    row = await connection.fetchrow(_FIND, name, program())
    return None if row is None else Template(**{"database": row["database_name"], **_members(row)})


async def keep_template(connection: asyncpg.Connection, template: Template) -> None:
    """Keep a template whose database is closed for good; one of the same name that another program made goes."""
    members = (template.name, template.people, template.seed, template.reference_date, template.begins_at)
    await connection.execute(_KEEP, *members, template.database, program())


async def keep_default(databases: Databases, seed: int, day: date) -> None:
    """Make the template `default` of the world `default` as it stands now, just filled; it waits meanwhile.

    Raises ControlsAlone, DatabaseUnavailable, ChangeNotAcknowledged.
    """
    async with databases.administered() as connection:
        state = await set_activity(connection, DEFAULT, Activity.CLOSED, PATIENT_S)
        try:
            begins_at = WorldClock(state.clock).now()
            database = await databases.copy(connection, databases.default, is_template=True)
            await keep_template(connection, Template(DEFAULT, "default", seed, day, begins_at, database))
        finally:
            await set_activity(connection, DEFAULT, Activity.RUNNING, PATIENT_S)


async def make_empty(databases: Databases, connection: asyncpg.Connection) -> Template:
    """Return the template with nobody in it, which is made in a second or two where there is none."""
    found = await find_template(connection, EMPTY)
    if found is None:
        found = Template(EMPTY, "nobody", 0, date.min, None, await databases.make_empty(connection))
        await keep_template(connection, found)
    return found


async def fill_template(databases: Databases, served: Served, seed: int, day: date, progress: Progress) -> Template:
    """Make the template with the personas of a seed and a day: over HTTP, in seconds; ``progress`` is told.

    Raises SeedFailed, ControlsAlone, DatabaseUnavailable, ChangeNotAcknowledged; then nothing of it is left.
    """
    name = making_name()
    async with databases.administered() as connection:
        empty = await make_empty(databases, connection)
        database = await databases.copy(connection, empty.database)
        clock = beginning_at(datetime.combine(day, NINE, JAPAN))
        is_kept = False
        try:
            await begin_life(connection, WorldState(name, database, clock))
            url = f"{served.base_url}/~{name}"
            await seed_world(
                registry_url=f"{url}/registry",
                jpki_url=f"{url}/jpki",
                consent_url=f"{url}/consent",
                seed=seed,
                reference_date=day,
                verify=served.ca or True,
                progress=progress,
            )
            state = await set_activity(connection, name, Activity.CLOSED, PATIENT_S)
            begins_at = WorldClock(state.clock).now()
            await databases.close_for_good(connection, database)
            template = Template(name_for(seed, day), "personas", seed, day, begins_at, database)
            await keep_template(connection, template)
            is_kept = True
        finally:
            await remove_world(connection, name)
            if not is_kept:
                databases.drop_later([database])
    return template


def _members(row: asyncpg.Record) -> dict[str, object]:
    return {name: row[name] for name in ("name", "people", "seed", "reference_date", "begins_at")}
