"""Moves of a clock under an ``Idempotency-Key``: each is made once, as the key is kept with the move itself."""

from dataclasses import dataclass
from hashlib import sha256

import asyncpg

from shared.errors import IdempotencyKeyReused
from shared.worlds.state import WorldState

_FIND = "SELECT asked FROM sim.clock_moves WHERE world = $1 AND generation = $2 AND key = $3"
_KEEP = "INSERT INTO sim.clock_moves (world, generation, key, asked) VALUES ($1, $2, $3, $4)"
_FORGET = "DELETE FROM sim.clock_moves WHERE moved_at < now() - interval '1 day'"


@dataclass(frozen=True, slots=True)
class MoveKey:
    """A key and what was asked for under it; both are kept as digests."""

    key: str
    asked: str

    async def is_used(self, connection: asyncpg.Connection, state: WorldState) -> bool:
        """Tell whether this life of the world was moved under the key; raises IdempotencyKeyReused for another move."""
        kept = await connection.fetchval(_FIND, state.name, state.generation, _digest(self.key))
        if kept is not None and kept != _digest(self.asked):
            raise IdempotencyKeyReused
        return kept is not None

    async def keep(self, connection: asyncpg.Connection, state: WorldState) -> None:
        """Keep the key for a day, in the transaction of the move."""
        await connection.execute(_FORGET)
        await connection.execute(_KEEP, state.name, state.generation, _digest(self.key), _digest(self.asked))


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()
