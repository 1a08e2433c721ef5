"""What is done to a simulator under load.

Each returns when it has been done and had its effect, with what is worth telling.
Each raises NotBack where that takes too long, and DidNotHold where something of its own did not hold.
"""

from collections.abc import Callable, Mapping

from tests.chaos.fillings import fill_the_disk, fill_the_log, open_connections
from tests.chaos.freezes import freeze_a_worker, freeze_postgresql
from tests.chaos.kills import kill_a_backend, kill_a_worker, kill_postgresql, kill_the_supervisor, terminate
from tests.chaos.load import Load
from tests.chaos.stand import Stand

EVENTS: Mapping[str, Callable[[Stand, Load], str]] = {
    "worker killed": kill_a_worker,
    "PostgreSQL killed": kill_postgresql,
    "a backend killed": kill_a_backend,
    "supervisor killed": kill_the_supervisor,
    "PostgreSQL frozen for 10 s": freeze_postgresql,
    "worker frozen for 10 s": freeze_a_worker,
    "disk full": fill_the_disk,
    "log (WAL) full": fill_the_log,
    "64 to 4,096 connections": open_connections,
    "SIGTERM under load": terminate,
}
NEED_A_DISK = frozenset({"disk full", "log (WAL) full"})
