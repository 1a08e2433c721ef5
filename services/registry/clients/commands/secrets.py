"""Telling a right client secret from a wrong one, no faster than guessing may go (docs/decisions/0053).

Whoever is slowed is told so before the secret is looked at: right and wrong ones, clients that there are and others get
the same answer. Requests for one client come one after the other, so that each sees the guesses before it; in this
process they wait without a connection, so others get theirs.
"""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from hashlib import sha256
from typing import Final

from services.registry.clients.rules.clients import Client
from services.registry.clients.rules.credentials import secret_fits
from services.registry.clients.rules.token_requests import TokenRequest
from services.registry.clients.store.guesses import lock_place, read_asking_client, read_guesses, write_guess
from services.registry.recording import Author, Recording
from shared.errors import TooManyGuesses
from shared.worlds.world import World

MOST_GUESSES: Final = 10
WINDOW: Final = timedelta(minutes=1)
_PLACES_OF_NOBODY: Final = 4096


class SecretGuard:
    """Looks at the secrets of one world's clients."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._turns: dict[str, tuple[asyncio.Lock, int]] = {}

    async def client_of(self, asked: TokenRequest) -> Client | None:
        """Return the client whose secret was sent; None when there is none; raises TooManyGuesses."""
        async with self._turn(asked.client_id), self._world.database.bare_transaction() as connection:
            client = await read_asking_client(connection, asked.client_id)
            place = _place_of(asked.client_id, is_known=client is not None)
            await lock_place(connection, place)
            now = self._world.clock.now()
            guesses = await read_guesses(connection, place, now - WINDOW, MOST_GUESSES)
            if len(guesses) >= MOST_GUESSES:
                wait_s = math.ceil((guesses[-1] + WINDOW - now).total_seconds())
                # A clock that was moved back must not lock anybody out for longer.
                raise TooManyGuesses(retry_after_s=min(max(wait_s, 1), math.ceil(WINDOW.total_seconds())))
            if secret_fits(asked.secrets, client.secret_digest if client else None):
                return client
            recording = Recording(now, Author(self._world, asked.client_id))
            await write_guess(connection, place, now - WINDOW, recording)
            return None

    @asynccontextmanager
    async def _turn(self, client_id: str) -> AsyncIterator[None]:
        lock, waiting = self._turns.get(client_id, (asyncio.Lock(), 0))
        self._turns[client_id] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._turns[client_id]
            if waiting == 1:
                del self._turns[client_id]
            else:
                self._turns[client_id] = (lock, waiting - 1)


def _place_of(client_id: str, *, is_known: bool) -> str:
    """Return where guesses count: of a client by itself, of what is none among others, so that rows are bounded."""
    if is_known:
        return f"client {client_id}"
    return f"nobody {int.from_bytes(sha256(client_id.encode()).digest()[:4], 'big') % _PLACES_OF_NOBODY}"
