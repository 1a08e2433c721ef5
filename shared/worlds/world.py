"""A world: everything that a request touches and that another sandbox must not share.

``default`` is one. It is found once per request, from the base path (``/~name/…``), and handed on by argument.
"""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from shared.clock import Clock, ShiftedClock
from shared.db.database import Database, Inspect, open_database
from shared.errors import WorldUnknown
from shared.ids import RandomBytes
from shared.settings import Settings


@dataclass(frozen=True, slots=True)
class World:
    """What one service holds of one world."""

    name: str
    clock: Clock
    random_bytes: RandomBytes
    database: Database

    def known_at(self) -> datetime:
        """Return the instant at which published rows are read: services see what was known then.

        The registry's own reads, pinned roots and the keys of tokens go by the clock.
        """
        return self.clock.now()


@asynccontextmanager
async def open_world(settings: Settings, service: str, inspect: Inspect | None = None) -> AsyncIterator[World]:
    """Open the world that the settings name, for ``service``, with its own role's connections."""
    url = settings.database_url_of(service)
    timeout_s = settings.statement_timeout_s
    async with open_database(url, statement_timeout_s=timeout_s, inspect=inspect) as database:
        yield World(
            name=settings.world,
            clock=ShiftedClock(settings.clock_offset),
            random_bytes=os.urandom,
            database=database,
        )


Ports = TypeVar("Ports")


class Worlds(Generic[Ports]):
    """The worlds that a service serves: for each name what the service needs of it."""

    def __init__(self, ports: Mapping[str, Ports]) -> None:
        self._ports = dict(ports)

    def named(self, name: str) -> Ports:
        """Return what belongs to the world ``name``; raises WorldUnknown."""
        try:
            return self._ports[name]
        except KeyError:
            raise WorldUnknown from None

    def all(self) -> list[Ports]:
        """Return every world's ports."""
        return list(self._ports.values())
