"""The tables of the journal in the control database: unlogged segments, of which the oldest is emptied for the newest.

They hold ids, codes and times, the bounded text of refused proofs, and no name, number or date of a person. Nothing of
it outlives the simulator, nor a crash of PostgreSQL.
"""

import asyncpg

from shared.worlds.control.tables import ROLE

SEGMENTS = 8
MOST_ENTRIES = 5_000
"""Of one segment: the journal keeps 35,000 requests at least, 40,000 at most, of all worlds together."""
MOST_BYTES = 4 * 1024 * 1024
"""Of one segment, as far as texts decide it."""
COLUMNS = (
    "world",
    "generation",
    "at",
    "ended_at",
    "request_id",
    "test",
    "client_id",
    "institution_code",
    "role",
    "service",
    "operation",
    "face",
    "status",
    "code",
    "check_id",
    "person_id",
    "fault",
    "milliseconds",
    "proof_digest",
    "proof",
)
"""What one entry holds, in the order of the table, after ``segment`` and ``seq``."""

_TABLES = """
CREATE SEQUENCE IF NOT EXISTS sim.journal_seq;
CREATE TABLE IF NOT EXISTS sim.journal (
    segment smallint NOT NULL,
    seq bigint NOT NULL DEFAULT nextval('sim.journal_seq'),
    world text NOT NULL,
    generation bigint NOT NULL,
    at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL,
    request_id text NOT NULL,
    test text,
    client_id text,
    institution_code text,
    role text,
    service text NOT NULL,
    operation text,
    face text NOT NULL,
    status smallint,
    code text,
    check_id uuid,
    person_id uuid,
    fault text,
    milliseconds real NOT NULL,
    proof_digest text,
    proof text) PARTITION BY LIST (segment);
CREATE TABLE IF NOT EXISTS sim.journal_head (
    is_it boolean PRIMARY KEY DEFAULT true CHECK (is_it),
    segment smallint NOT NULL DEFAULT 0,
    entries integer NOT NULL DEFAULT 0,
    bytes bigint NOT NULL DEFAULT 0);
INSERT INTO sim.journal_head DEFAULT VALUES ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS sim.journal_worlds (
    world text NOT NULL,
    generation bigint NOT NULL,
    shed bigint NOT NULL DEFAULT 0,
    cleared_at timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (world, generation));
TRUNCATE sim.journal_worlds;
"""


def _segment(number: int) -> str:
    # The default says which segment it is, so that an entry is copied without it.
    return f"""
CREATE UNLOGGED TABLE IF NOT EXISTS sim.journal_{number} PARTITION OF sim.journal (segment DEFAULT {number})
    FOR VALUES IN ({number});
CREATE INDEX IF NOT EXISTS journal_{number}_seq ON sim.journal_{number} (seq);
TRUNCATE sim.journal_{number};
GRANT SELECT, INSERT, TRUNCATE ON sim.journal_{number} TO {ROLE};
"""


_GRANTS = f"""
GRANT USAGE, SELECT ON SEQUENCE sim.journal_seq TO {ROLE};
GRANT SELECT ON sim.journal TO {ROLE};
GRANT SELECT, UPDATE ON sim.journal_head TO {ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON sim.journal_worlds TO {ROLE};
"""


async def prepare_journal(admin: asyncpg.Connection) -> None:
    """Make the tables in the control database, empty: a simulator begins with an empty journal."""
    async with admin.transaction():
        await admin.execute(_TABLES)
        await admin.execute("".join(map(_segment, range(SEGMENTS))))
        await admin.execute(_GRANTS)
