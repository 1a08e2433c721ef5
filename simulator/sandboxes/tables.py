"""What the control database keeps about sandboxes. Plain SQL that can run again, as that of worlds (control/tables.py).

Every database that is made has its row before it is made: what a killed program left behind is found by it.
"""

import asyncpg

from shared.worlds.control.tables import ROLE

_TABLES = """
CREATE SEQUENCE IF NOT EXISTS sim.database_numbers;
CREATE TABLE IF NOT EXISTS sim.databases (
    name text PRIMARY KEY,
    made_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS sim.templates (
    name text PRIMARY KEY,
    program text NOT NULL,
    people text NOT NULL CHECK (people IN ('default', 'nobody', 'personas')),
    seed int NOT NULL,
    reference_date date NOT NULL,
    begins_at timestamptz,
    database_name text NOT NULL);
CREATE TABLE IF NOT EXISTS sim.sandboxes (
    name text PRIMARY KEY,
    program text NOT NULL,
    origin text NOT NULL,
    people text NOT NULL,
    seed int NOT NULL,
    reference_date date NOT NULL,
    template text,
    state text NOT NULL CHECK (state IN ('making', 'ready', 'failed')),
    made_at timestamptz NOT NULL DEFAULT now(),
    used_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS sim.snapshots (
    sandbox text NOT NULL REFERENCES sim.sandboxes ON DELETE CASCADE,
    name text NOT NULL,
    database_name text NOT NULL,
    generation bigint NOT NULL,
    last_patient bigint NOT NULL,
    taken_at timestamptz NOT NULL,
    is_frozen boolean NOT NULL,
    PRIMARY KEY (sandbox, name));
"""
_GRANTS = f"""
GRANT USAGE ON ALL SEQUENCES IN SCHEMA sim TO {ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA sim TO {ROLE};
"""
_FORGET = "DELETE FROM sim.sandboxes; DELETE FROM sim.templates; DELETE FROM sim.worlds"


async def prepare_sandboxes(admin: asyncpg.Connection) -> None:
    """Make the tables in the control database of ``admin``, whose schema is there."""
    async with admin.transaction():
        await admin.execute("SELECT pg_advisory_xact_lock(hashtext('onshi control database'))")
        await admin.execute(_TABLES)
        await admin.execute(_GRANTS)


async def forget_all(connection: asyncpg.Connection) -> None:
    """Forget every world: they are of a simulator that is gone. Their databases are dropped by the next sweep."""
    await connection.execute(_FORGET)
