"""Keys that are made before anybody waits for one: as many as cards were made that will need one, a few at most.

To make one takes 30 to 80 ms of a core, outside the interpreter's lock.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final

from cryptography.hazmat.primitives.asymmetric import rsa

MOST: Final = 8
"""How many wait at most: a patient's card is used once in a while, and its key is made but for that use."""


class ReadyKeys:
    """RSA keys of the profile; one for all worlds of a process, as a key is nobody's until it is taken."""

    def __init__(self, make: Callable[[], rsa.RSAPrivateKey]) -> None:
        self._make = make
        self._ready: deque[rsa.RSAPrivateKey] = deque()
        self._expected = 0
        self._is_expected = asyncio.Event()

    def expect(self) -> None:
        """Say that a card was made, whose first signature will take a key."""
        self._expected += 1
        self._is_expected.set()

    async def take(self) -> rsa.RSAPrivateKey:
        """Return a key that nobody else gets: one that is ready, or else one that is made now."""
        self._expected = max(self._expected - 1, 0)
        self._is_expected.set()
        return self._ready.popleft() if self._ready else await asyncio.to_thread(self._make)

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Make keys beside what runs inside."""
        making = asyncio.create_task(self._keep_making())
        try:
            yield
        finally:
            making.cancel()
            with suppress(asyncio.CancelledError):
                await making

    async def _keep_making(self) -> None:
        while True:
            await self._is_expected.wait()
            self._is_expected.clear()
            while len(self._ready) < min(self._expected, MOST):
                self._ready.append(await asyncio.to_thread(self._make))
