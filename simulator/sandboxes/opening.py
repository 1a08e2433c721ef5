"""Sandboxes for as long as the controls run: what works beside them begins here, and ends."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date

import structlog

from shared.errors import ServiceError
from simulator.sandboxes.databases import opened_databases
from simulator.sandboxes.filling import Filling
from simulator.sandboxes.names import KnownWorlds
from simulator.sandboxes.sandboxes import Sandboxes
from simulator.sandboxes.spares import Spares
from simulator.sandboxes.sweeping import keep_sweeping, sweep_at_start
from simulator.sandboxes.templates import Served

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """What an administrator of the database may do for sandboxes, and how many there may be for how long."""

    admin_url: str = field(repr=False)
    control_url: str = field(repr=False)
    most: int
    idle_s: float


@asynccontextmanager
async def sandboxes_of(
    options: SandboxOptions,
    served: Served,
    known: KnownWorlds,
    seed: int,
    day: date,
    on_removal: Callable[[str], Awaitable[None]],
) -> AsyncIterator[Filling]:
    """Open them: what an earlier program left half made is gone then. ``seed`` and ``day`` are those of `default`."""
    async with opened_databases(options.admin_url, options.control_url) as databases:
        sandboxes = Sandboxes(databases, Spares(databases), known, seed, day, options.most, on_removal)
        async with _working(Filling(sandboxes, served), options.idle_s) as filling:
            yield filling


@asynccontextmanager
async def _working(filling: Filling, idle_s: float) -> AsyncIterator[Filling]:
    sandboxes = filling.sandboxes
    try:
        await sweep_at_start(sandboxes)
    except ServiceError as error:
        _log.warning("what was left of sandboxes was not removed", error=type(error).__name__)
    works = (
        sandboxes.databases.keep_dropping(),
        sandboxes.spares.keep_making(),
        filling.keep_filling(),
        keep_sweeping(sandboxes, idle_s),
    )
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield filling
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
