"""Somebody who was connected to a leader before it stood still, past HAProxy, and writes as soon as it goes on."""

import asyncio
import threading
from types import TracebackType
from typing import Self

import asyncpg

from simulator.cluster.cluster import Cluster
from simulator.cluster.node import Node

_PATIENCE_S = 40.0
_MAKE = "CREATE TABLE IF NOT EXISTS held_writes (written int); DELETE FROM held_writes"
_WRITE = "INSERT INTO held_writes VALUES (1)"
_COUNT = "SELECT count(*) FROM held_writes"


class HeldWriter:
    """Its connection lives in a thread of its own until the end of the block."""

    def __init__(self, cluster: Cluster, node: Node) -> None:
        self._cluster, self._node = cluster, node
        self._may_write, self._is_connected, self._is_done = threading.Event(), threading.Event(), threading.Event()
        self.was_acknowledged = False
        self._came_of_it = "nothing"
        self._thread = threading.Thread(target=lambda: asyncio.run(self._hold()), daemon=True)

    def __enter__(self) -> Self:
        asyncio.run(self._at_the_leader(_MAKE))
        self._thread.start()
        assert self._is_connected.wait(_PATIENCE_S)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._may_write.set()
        self._thread.join(_PATIENCE_S)

    def write(self) -> str:
        """Let it write, and return what came of it."""
        self._may_write.set()
        assert self._is_done.wait(2 * _PATIENCE_S)
        return self._came_of_it

    def rows(self) -> int:
        """Return how many of its rows whoever leads has."""
        return asyncio.run(self._counted())

    async def _hold(self) -> None:
        url = self._cluster.url(port=self._node.addresses.postgres)
        connection = await asyncpg.connect(url, timeout=10)
        self._is_connected.set()
        await asyncio.to_thread(self._may_write.wait)
        try:
            await connection.execute(_WRITE, timeout=_PATIENCE_S)
            self.was_acknowledged, self._came_of_it = True, "acknowledged"
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            self._came_of_it = f"refused ({type(error).__name__})"
        finally:
            connection.terminate()
            self._is_done.set()

    async def _at_the_leader(self, statements: str) -> None:
        connection = await asyncpg.connect(self._cluster.url(), timeout=10)
        try:
            await connection.execute(statements)
        finally:
            await connection.close()

    async def _counted(self) -> int:
        connection = await asyncpg.connect(self._cluster.url(), timeout=10)
        try:
            count: int = await connection.fetchval(_COUNT)
            return count
        finally:
            await connection.close()
