"""The heartbeat of what is published: how old a copy of it is (docs/cells.md).

The hub's registry beats every second or so. Logical replication applies what was committed in its order, so whoever
reads a beat reads everything that was committed before it. Both times are PostgreSQL's: the hub's and the reader's.
"""

AGE_S = """(
    SELECT extract(epoch FROM clock_timestamp() - h.beaten_at)::float8
      FROM registry_published.heartbeats h WHERE h.source = 'hub' AND h.beaten_at > 'epoch')"""
"""Seconds since the newest beat that is readable here; NULL before the first. Read with what it is about."""

READ_AGE = f"SELECT {AGE_S} AS age_s"

BEAT = """
INSERT INTO registry_published.heartbeats (source, beaten_at) VALUES ('hub', clock_timestamp())
ON CONFLICT (source) DO UPDATE SET beaten_at = excluded.beaten_at
"""
