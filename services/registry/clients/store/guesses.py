"""What a token request looks at: the client, and wrong secrets of the last minute, which are rows by where they count.

On the bare pool: every client asks for a token every few minutes, and statements that are put together anew each time
took most of that. Rows of guesses are taken away again.
"""

from datetime import datetime
from typing import TypeAlias

import asyncpg

from services.registry.clients.rules.clients import Client
from services.registry.recording import Recording
from shared.domain.roles import Role

Connection: TypeAlias = "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"

_CLIENT = """
SELECT client_id, role, secret_sha256, institution_codes, insurer_number FROM registry.client_versions
WHERE client_id = $1 AND superseded_at = 'infinity'
"""
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('onshi guesses at ' || $1::text, 0))"
_NEWEST = """
SELECT guessed_at FROM registry.secret_guesses WHERE place = $1 AND guessed_at > $2 ORDER BY guessed_at DESC LIMIT $3
"""
_FORGET = "DELETE FROM registry.secret_guesses WHERE place = $1 AND guessed_at <= $2"
_KEEP = "INSERT INTO registry.secret_guesses (guess_id, place, guessed_at) VALUES ($1, $2, $3)"


async def read_asking_client(connection: Connection, client_id: str) -> Client | None:
    """Return the client as it is recorded now."""
    row = await connection.fetchrow(_CLIENT, client_id)
    if row is None:
        return None
    found_id, role, secret_digest, institution_codes, insurer_number = row
    return Client(found_id, Role(role), secret_digest, tuple(institution_codes), insurer_number)


async def lock_place(connection: Connection, place: str) -> None:
    """Wait for others who look at this place, until the transaction ends."""
    await connection.fetch(_LOCK, place)


async def read_guesses(connection: Connection, place: str, since: datetime, most: int) -> list[datetime]:
    """Return when the newest guesses since an instant were, the newest first."""
    return [row[0] for row in await connection.fetch(_NEWEST, place, since, most)]


async def write_guess(connection: Connection, place: str, since: datetime, recording: Recording) -> None:
    """Keep a guess, and forget those of the place that are older than ``since``."""
    await connection.fetch(_FORGET, place, since)
    await connection.fetch(_KEEP, recording.new_id(), place, recording.at)
