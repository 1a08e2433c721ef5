"""Processes that end: by kill -9, and by SIGTERM as a service manager sends it.

Each event sees the process go, and another come.
"""

import os
import signal

from tests.chaos.happened import DidNotHold
from tests.chaos.load import Load
from tests.chaos.stand import Stand, wait_until

_BACKENDS = r"\[local\]"
"""In the title of each of PostgreSQL's processes that serves a connection, and of no other."""
_WAITING_S = 2.0
"""A long poll that is under way for so long has reached the service and waits there."""


def kill_a_worker(stand: Stand, _load: Load) -> str:
    """Kill -9 of one of two, with callers."""
    worker, callers = stand.busiest_worker()
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: worker not in stand.workers(), "another worker")
    return f"it had {callers} connections"


def kill_postgresql(stand: Stand, _load: Load) -> str:
    """Kill -9 of the postmaster."""
    postmaster = stand.postgres()
    backends = len(stand.of_postgres(_BACKENDS))
    os.kill(postmaster, signal.SIGKILL)
    wait_until(lambda: stand.postgres() != postmaster, "another PostgreSQL")
    return f"it had {backends} connections"


def kill_both(stand: Stand, _load: Load) -> str:
    """Kill -9 of PostgreSQL and of a worker at once: what remembers and what asked have both gone."""
    worker, callers = stand.busiest_worker()
    postmaster = stand.postgres()
    os.kill(postmaster, signal.SIGKILL)
    os.kill(worker, signal.SIGKILL)
    wait_until(
        lambda: worker not in stand.workers() and stand.postgres() != postmaster, "another worker and PostgreSQL"
    )
    return f"the worker had {callers} connections"


def kill_a_backend(stand: Stand, _load: Load) -> str:
    """Kill -9 of one of PostgreSQL's processes: it ends all connections and recovers."""
    backends = stand.of_postgres(_BACKENDS)
    os.kill(backends[-1], signal.SIGKILL)
    wait_until(lambda: not set(backends) & set(stand.of_postgres(_BACKENDS)), "the end of all connections")
    return f"with it {len(backends) - 1} others ended"


def kill_the_supervisor(stand: Stand, _load: Load) -> str:
    """Kill -9 of the first process; whoever watches the service starts it again."""
    ended = stand.end(signal.SIGKILL)
    stand.start()
    if ended != -signal.SIGKILL:
        raise DidNotHold(f"the supervisor was killed and ended with {ended}")
    return "started again"


def terminate(stand: Stand, load: Load) -> str:
    """SIGTERM under load, with long polls waiting, which get their answer; started again."""
    wait_until(lambda: load.under_way("long poll", _WAITING_S) > 0, "a long poll")
    polls, before = load.under_way("long poll", _WAITING_S), load.polls_answered
    ended = stand.end(signal.SIGTERM)
    # Each has gone when it is answered or broken; the next ones find nobody.
    wait_until(lambda: load.under_way("long poll", _WAITING_S) == 0, "the end of all long polls")
    answered = load.polls_answered - before
    stand.start()
    if ended != 0 or answered < polls:
        raise DidNotHold(f"{polls} long polls waited, {answered} were answered; the supervisor ended with {ended}")
    return f"{polls} long polls were answered, exit code 0; started again"
