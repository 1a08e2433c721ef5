"""The tables of the control database. Plain SQL that can run again: what they hold is about a running simulator only.

They stand outside every world's own database, which is copied, replaced and set back.
"""

import asyncpg

CHANGES = "onshi_worlds"
"""The channel on which the name of a changed world is sent."""
ROLE = "onshi_sim"

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('onshi control database'))"
_TABLES = f"""
CREATE SCHEMA IF NOT EXISTS sim;
CREATE SEQUENCE IF NOT EXISTS sim.versions;
CREATE TABLE IF NOT EXISTS sim.worlds (
    name text PRIMARY KEY,
    database_name text,
    generation bigint NOT NULL DEFAULT 1,
    activity text NOT NULL DEFAULT 'running' CHECK (activity IN ('running', 'paused', 'closed')),
    clock_offset interval NOT NULL DEFAULT '0',
    frozen_at timestamptz,
    version bigint NOT NULL DEFAULT 0);
ALTER TABLE sim.worlds ADD COLUMN IF NOT EXISTS is_moved boolean NOT NULL DEFAULT false;
ALTER TABLE sim.worlds ADD COLUMN IF NOT EXISTS fault_changes bigint NOT NULL DEFAULT 0;
CREATE TABLE IF NOT EXISTS sim.generations (
    name text NOT NULL,
    generation bigint NOT NULL,
    began_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (name, generation));
CREATE TABLE IF NOT EXISTS sim.workers (
    worker_id uuid PRIMARY KEY,
    name text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    leased_until timestamptz NOT NULL);
ALTER TABLE sim.workers ADD COLUMN IF NOT EXISTS figures jsonb;
CREATE TABLE IF NOT EXISTS sim.acknowledgements (
    worker_id uuid NOT NULL REFERENCES sim.workers ON DELETE CASCADE,
    world text NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (worker_id, world));
CREATE TABLE IF NOT EXISTS sim.patients (
    world text NOT NULL REFERENCES sim.worlds ON DELETE CASCADE,
    id text NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    digest bytea NOT NULL,
    persona jsonb NOT NULL,
    PRIMARY KEY (world, id));
CREATE TABLE IF NOT EXISTS sim.faults (
    world text NOT NULL REFERENCES sim.worlds ON DELETE CASCADE,
    generation bigint NOT NULL,
    number bigint NOT NULL,
    rule jsonb NOT NULL,
    seen bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (world, generation, number));
CREATE TABLE IF NOT EXISTS sim.fault_profile (
    number bigint PRIMARY KEY,
    rule jsonb NOT NULL);
CREATE TABLE IF NOT EXISTS sim.clock_moves (
    world text NOT NULL REFERENCES sim.worlds ON DELETE CASCADE,
    generation bigint NOT NULL,
    key bytea NOT NULL,
    asked bytea NOT NULL,
    moved_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (world, generation, key));
ALTER TABLE sim.patients ADD COLUMN IF NOT EXISTS generation bigint NOT NULL DEFAULT 1;
ALTER TABLE sim.patients DROP CONSTRAINT IF EXISTS patients_pkey;
CREATE UNIQUE INDEX IF NOT EXISTS patients_of_generation ON sim.patients (world, generation, id);
CREATE OR REPLACE FUNCTION sim.count_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := nextval('sim.versions');
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION sim.tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO sim.generations (name, generation) VALUES (NEW.name, NEW.generation) ON CONFLICT DO NOTHING;
    END IF;
    PERFORM pg_notify('{CHANGES}', coalesce(NEW.name, OLD.name));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER count_version BEFORE INSERT OR UPDATE ON sim.worlds
    FOR EACH ROW EXECUTE FUNCTION sim.count_version();
CREATE OR REPLACE TRIGGER tell_change AFTER INSERT OR UPDATE OR DELETE ON sim.worlds
    FOR EACH ROW EXECUTE FUNCTION sim.tell_change();
"""  # noqa: S608 - put together from a constant
_GRANTS = f"""
GRANT USAGE ON SCHEMA sim TO {ROLE};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA sim TO {ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA sim TO {ROLE};
"""


async def prepare_control(admin: asyncpg.Connection, password: str) -> None:
    """Make the role and the tables in the database of ``admin``; run again, it changes only the password."""
    async with admin.transaction():
        await admin.execute(_LOCK)
        if not await admin.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", ROLE):
            await admin.execute(f"CREATE ROLE {ROLE} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE")
        # No role can be given a password as a parameter; quote_literal makes it one safely.
        quoted = await admin.fetchval("SELECT quote_literal($1::text)", password)
        await admin.execute(f"ALTER ROLE {ROLE} LOGIN PASSWORD {quoted}")
        await admin.execute(_TABLES)
        await admin.execute(_GRANTS)
