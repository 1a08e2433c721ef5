"""What is done to a simulator under load.

Each returns when it has been done and had its effect, with what is worth telling.
Each raises NotBack where that takes too long, and DidNotHold where something of its own did not hold.
"""

from collections.abc import Callable, Mapping

from tests.chaos.clocks import move_the_clock
from tests.chaos.fillings import fill_the_disk, fill_the_log, open_connections
from tests.chaos.freezes import freeze_a_worker, freeze_postgresql, freeze_the_supervisor
from tests.chaos.kills import kill_a_backend, kill_a_worker, kill_both, kill_postgresql, kill_the_supervisor, terminate
from tests.chaos.load import Load
from tests.chaos.resets import reset_a_sandbox
from tests.chaos.slow_clients import leave_early, send_bodies_slowly, send_heads_slowly, stop_reading
from tests.chaos.stand import Stand

Event = Callable[[Stand, Load], str]

SMOKE: Mapping[str, Event] = {
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
"""Each once, in every run of CI."""
EVENTS: Mapping[str, Event] = {
    **SMOKE,
    "worker and PostgreSQL killed": kill_both,
    "supervisor frozen for 10 s": freeze_the_supervisor,
    "slow heads": send_heads_slowly,
    "slow bodies": send_bodies_slowly,
    "readers that stop": stop_reading,
    "callers that leave": leave_early,
    "clock an hour on": move_the_clock("PT1H"),
    "clock a day on": move_the_clock("P1D"),
    "clock a month on": move_the_clock("P1M"),
    "sandbox set back": reset_a_sandbox,
}
NEED_A_DISK = frozenset({"disk full", "log (WAL) full"})
