"""Processes that stand still for ten seconds, and go on: a machine that swaps, a virtual machine that is moved."""

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from tests.chaos.happened import DidNotHold
from tests.chaos.load import Load
from tests.chaos.processes import stands_still
from tests.chaos.stand import Stand, wait_until

_FROZEN_S = 10.0


def freeze_postgresql(stand: Stand, load: Load) -> str:
    """All of PostgreSQL's processes stand still."""
    postmaster = stand.postgres()
    seen = load.seen
    with _stopped([postmaster, *stand.of_postgres()]):
        before = len(seen.answered)
        _stay_so(postmaster)
        answered = len(seen.answered) - before
    return f"{answered} answers meanwhile"


def freeze_a_worker(stand: Stand, load: Load) -> str:
    """One of two workers stands still, with callers."""
    worker, callers = stand.busiest_worker()
    seen = load.seen
    with _stopped([worker]):
        before = len(seen.answered)
        _stay_so(worker)
        answered = len(seen.answered) - before
    return f"it had {callers} connections; {answered} answers meanwhile"


def freeze_the_supervisor(stand: Stand, load: Load) -> str:
    """Whoever starts workers again stands still; they serve meanwhile."""
    seen = load.seen
    with _stopped([stand.supervisor]):
        before = len(seen.answered)
        _stay_so(stand.supervisor)
        answered = len(seen.answered) - before
    if not answered:
        raise DidNotHold("nobody was answered while the supervisor stood still")
    return f"{answered} answers meanwhile"


def _stay_so(process_id: int) -> None:
    """Let the ten seconds pass, which are the event itself."""
    wait_until(lambda: stands_still(process_id), "a stop")
    time.sleep(_FROZEN_S)
    if not stands_still(process_id):
        raise DidNotHold("what was frozen went on")


@contextmanager
def _stopped(process_ids: Sequence[int]) -> Iterator[None]:
    for process_id in process_ids:
        with suppress(ProcessLookupError):
            os.kill(process_id, signal.SIGSTOP)
    try:
        yield
    finally:
        for process_id in process_ids:
            with suppress(ProcessLookupError):
                os.kill(process_id, signal.SIGCONT)
