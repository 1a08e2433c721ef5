"""A row of the control database's worlds, as a state."""

import asyncpg

from shared.worlds.clock import ClockState
from shared.worlds.state import Activity, WorldState

COLUMNS = "name, database_name, generation, activity, clock_offset, frozen_at, version, fault_changes"


def state_in(row: asyncpg.Record) -> WorldState:
    """Return the state in a row of COLUMNS."""
    return WorldState(
        name=row["name"],
        database=row["database_name"],
        clock=ClockState(row["clock_offset"], row["frozen_at"]),
        generation=row["generation"],
        activity=Activity(row["activity"]),
        version=row["version"],
        fault_changes=row["fault_changes"],
    )
