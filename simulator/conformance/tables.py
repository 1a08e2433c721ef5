"""The tables of conformance in the control database: counters of each client, and what waits to be counted.

Both are unlogged and empty at a start, as the journal is. They hold ids, codes and keyed digests, nothing of a person.
"""

import asyncpg

from shared.worlds.control.tables import ROLE

_TABLES = """
CREATE UNLOGGED TABLE IF NOT EXISTS sim.conformance_waiting (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    batch bytea NOT NULL);
CREATE UNLOGGED TABLE IF NOT EXISTS sim.conformance (
    world text NOT NULL,
    generation bigint NOT NULL,
    client_id text NOT NULL,
    ledger text NOT NULL,
    PRIMARY KEY (world, generation, client_id));
CREATE TABLE IF NOT EXISTS sim.conformance_turn (
    is_it boolean PRIMARY KEY DEFAULT true CHECK (is_it),
    counted_at timestamptz NOT NULL DEFAULT '-infinity');
INSERT INTO sim.conformance_turn DEFAULT VALUES ON CONFLICT DO NOTHING;
TRUNCATE sim.conformance_waiting, sim.conformance;
"""
_GRANTS = f"""
GRANT SELECT, INSERT, UPDATE, DELETE ON sim.conformance_waiting, sim.conformance TO {ROLE};
GRANT SELECT, UPDATE ON sim.conformance_turn TO {ROLE};
"""


async def prepare_conformance(admin: asyncpg.Connection) -> None:
    """Make the tables in the control database, empty."""
    async with admin.transaction():
        await admin.execute(_TABLES)
        await admin.execute(_GRANTS)
