"""The server of one process: uvicorn with connections of ours."""

import asyncio
import socket

import uvicorn
from starlette.types import ASGIApp

from simulator.serving.connection import Connection
from simulator.serving.deadlines import Deadlines
from simulator.serving.limits import Limits
from simulator.serving.load import Load
from simulator.tls.serving import Tls

_BACKLOG = 2048
_STOP_WITHIN_S = 1
"""How long what is at work may take when the process stops. The whole process ends within two seconds."""
_TICKS_A_SECOND = 10
_LEAVES_AFTER_S = 1.0
"""How long a connection that was just accepted may take, when the process leaves, until it is counted."""


class Server(uvicorn.Server):
    """Serves ``app`` within ``limits``, over ``tls`` where there is one, until it is told to stop."""

    def __init__(self, app: ASGIApp, limits: Limits, tls: Tls | None = None) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                **({"http": Connection} if tls is None else tls.server_options(Connection)),
                # An offer to speak WebSocket is refused as a problem (connection.py).
                ws="none",
                lifespan="on",
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                backlog=_BACKLOG,
                timeout_keep_alive=int(limits.idle_s) + 1,
                timeout_graceful_shutdown=_STOP_WITHIN_S,
            )
        )
        self._limits = limits
        self._left_at = 0.0

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve."""
        self.server_state = self._load = Load(self._limits)
        self._deadlines = Deadlines(self._load)
        await super().startup(sockets)

    async def on_tick(self, counter: int) -> bool:
        """Do ten times a second what is due; return whether to stop."""
        now = asyncio.get_running_loop().time()
        self._load.refuse_late(now)
        if counter % _TICKS_A_SECOND == 0:
            self._deadlines.keep(now)
        return await super().on_tick(counter) or self._has_left(now)

    def leave(self) -> None:
        """Take no more connections, and stop once those that are here have ended: another process serves on."""
        if self._load.is_leaving:
            return
        self._left_at = asyncio.get_running_loop().time()
        for server in self.servers:
            server.close()
        self._load.leave()
        # All are ours: the server makes no others.
        connections: set[Connection] = self._load.connections  # type: ignore[assignment]
        for connection in connections:
            connection.leave()

    def _has_left(self, now: float) -> bool:
        load = self._load
        return load.is_leaving and now - self._left_at > _LEAVES_AFTER_S and not load.connections and not load.tasks

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let what is at work end, and refuse the rest."""
        self._load.stop()
        await super().shutdown(sockets)
