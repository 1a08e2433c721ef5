"""Wrong client secrets of the last minute: rows that are taken away again, by the place that they count at."""

from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.recording import Recording
from services.registry.tables import secret_guesses


async def lock_place(connection: AsyncConnection, place: str) -> None:
    """Wait for others who look at this place, until the transaction ends."""
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"onshi guesses at {place}", 0))))


async def read_guesses(connection: AsyncConnection, place: str, since: datetime, most: int) -> list[datetime]:
    """Return when the newest guesses since an instant were, the newest first."""
    found = await connection.scalars(
        select(secret_guesses.c.guessed_at)
        .where(secret_guesses.c.place == place, secret_guesses.c.guessed_at > since)
        .order_by(secret_guesses.c.guessed_at.desc())
        .limit(most)
    )
    return list(found)


async def write_guess(connection: AsyncConnection, place: str, since: datetime, recording: Recording) -> None:
    """Keep a guess, and forget those of the place that are older than ``since``."""
    await connection.execute(
        delete(secret_guesses).where(secret_guesses.c.place == place, secret_guesses.c.guessed_at <= since)
    )
    await connection.execute(
        insert(secret_guesses).values(guess_id=recording.new_id(), place=place, guessed_at=recording.at)
    )
