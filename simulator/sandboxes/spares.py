"""Copies that are made ahead: a sandbox or a reset takes one, and another is made beside it."""

import asyncio
from collections import defaultdict
from contextlib import suppress

import asyncpg
import structlog

from shared.errors import ControlsAlone, DatabaseUnavailable
from simulator.sandboxes.databases import Databases
from simulator.sandboxes.templates import Template

_AHEAD = 2
"""How many wait of each template that was used since the start."""
_A_MOMENT_S = 0.5
"""Copying takes PostgreSQL as long as opening a world does: whoever has just begun a life is answered first."""
_log = structlog.get_logger()


class Spares:
    """Of each template; they are of this process, and the next start drops them."""

    def __init__(self, databases: Databases) -> None:
        self._databases = databases
        self._ready: dict[str, list[str]] = defaultdict(list)
        self._wanted: asyncio.Queue[Template] = asyncio.Queue()
        self._is_none_left = asyncio.Event()

    async def take(self, connection: asyncpg.Connection, template: Template) -> str:
        """Return a copy of ``template``: one that was made ahead, or else a new one."""
        ready = self._ready[template.database]
        self._wanted.put_nowait(template)
        if len(ready) <= 1:
            self._is_none_left.set()
        return ready.pop() if ready else await self._databases.copy(connection, template.database)

    async def keep_making(self) -> None:
        """Make more until the end: a moment later, or at once where none is left."""
        while True:
            template = await self._wanted.get()
            ready = self._ready[template.database]
            with suppress(TimeoutError):
                await asyncio.wait_for(self._is_none_left.wait(), _A_MOMENT_S)
            self._is_none_left.clear()
            try:
                async with self._databases.administered() as connection:
                    while len(ready) < _AHEAD:
                        ready.append(await self._databases.copy(connection, template.database))
            except (ControlsAlone, DatabaseUnavailable) as error:
                _log.warning("no copy could be made ahead", error=type(error.__cause__).__name__)
