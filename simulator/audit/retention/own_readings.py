"""Ending what consent keeps of patients who read their own medical data, by its own age, as questions do."""

import asyncpg

from shared.db.roles import owner_role
from simulator.audit.retention.rule import Purged, Rule

_MOST_IN_A_STEP = 2000
_AS_OWNER = f"SET LOCAL ROLE {owner_role('consent')}"
# Ids rise with time, so the key is what finds the old ones.
_REMOVE = """
DELETE FROM consent.own_readings WHERE reading_id IN (
    SELECT reading_id FROM consent.own_readings WHERE reading_id < $1 AND read_at <= $2
    ORDER BY reading_id LIMIT $3)
"""


async def end_own_readings(connection: asyncpg.Connection, rule: Rule, purged: Purged) -> None:
    """Remove rows that are older than the rule, in short transactions as their owner."""
    last = _MOST_IN_A_STEP
    while last == _MOST_IN_A_STEP:
        async with connection.transaction():
            await connection.execute(_AS_OWNER)
            status = await connection.execute(_REMOVE, rule.first_id_behind, rule.limit, _MOST_IN_A_STEP)
        last = int(status.rpartition(" ")[2])
        purged.own_readings += last
