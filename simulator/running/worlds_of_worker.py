"""The worlds of a worker of `onshi up`: those that the control database names, else the one of its settings."""

import os
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass

from shared.db.budget import ConnectionBudget
from shared.settings import Settings
from shared.worlds.control.link import ControlLink
from shared.worlds.process import ProcessWorlds, only_world
from simulator.faults.at_work import FAULTS_AT_WORK
from simulator.faults.claims import Claims
from simulator.faults.worker import WorkerFaults
from simulator.running.worker_figures import FiguresOfWorker


@dataclass(frozen=True, slots=True)
class WorldsOfWorker:
    """The worlds, their faults where they can be given any, and what follows the changes of both while they serve."""

    process: ProcessWorlds
    following: AbstractAsyncContextManager[None]
    faults: WorkerFaults | None = None
    control_url: str | None = None
    """Of the control database, where there is one."""


def worlds_of_worker(settings: Settings) -> WorldsOfWorker:
    """Return what a worker with these settings serves."""
    if settings.control_database_url is None:
        return WorldsOfWorker(only_world(settings), nullcontext())
    url = settings.control_database_url.get_secret_value()
    faults = WorkerFaults(Claims(url))
    link = ControlLink(url, f"process {os.getpid()}", FiguresOfWorker(), [faults])
    budget = ConnectionBudget(settings.database_connection_limit)
    process = ProcessWorlds(link, budget, settings.world_idle_s, faults=FAULTS_AT_WORK)
    return WorldsOfWorker(process, _followed(link, process, faults), faults, url)


@asynccontextmanager
async def _followed(link: ControlLink, process: ProcessWorlds, faults: WorkerFaults) -> AsyncIterator[None]:
    async with link.followed(process):
        try:
            yield
        finally:
            await faults.close()
