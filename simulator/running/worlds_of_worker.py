"""The worlds of a worker of `onshi up`: those that the control database names, else the one of its settings."""

import os
from contextlib import AbstractAsyncContextManager, nullcontext

from shared.db.budget import ConnectionBudget
from shared.settings import Settings
from shared.worlds.control.link import ControlLink
from shared.worlds.process import ProcessWorlds, only_world
from simulator.running.worker_figures import FiguresOfWorker


def worlds_of_worker(settings: Settings) -> tuple[ProcessWorlds, AbstractAsyncContextManager[None]]:
    """Return the worlds, and what follows their changes as long as they are served."""
    if settings.control_database_url is None:
        return only_world(settings), nullcontext()
    url = settings.control_database_url.get_secret_value()
    link = ControlLink(url, f"process {os.getpid()}", FiguresOfWorker())
    process = ProcessWorlds(link, ConnectionBudget(settings.database_connection_limit), settings.world_idle_s)
    return process, link.followed(process)
