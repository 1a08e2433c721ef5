"""The simulator that is broken: at one address, on a small disk where there is one, started again as a service is."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from loadtests.machine.servers import free_port
from onshi.__main__ import program_command
from shared.db.parent_death import die_with_parent
from tests.chaos.processes import connections_with
from tests.flows.program import SEED_AND_DAY, children_of, environment
from tests.full_disk import SmallDisk
from tests.worlds import PLAIN

WITHIN_S = 120.0
"""How long anything may take until it is back, on a machine that does much else."""
WORKERS = 2
BODY_S = 10
"""Seconds in which a body must arrive and an answer be taken: shorter than usual, so that slow callers end in time."""
_LOOK_EVERY_S = 0.1


class NotBack(Exception):
    """It was not served again in time; the message says what was waited for."""


def wait_until(is_so: Callable[[], bool], what: str, within_s: float = WITHIN_S) -> float:
    """Return after how many seconds ``is_so`` was true; raises NotBack."""
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > within_s:
            raise NotBack(f"{what}: not within {within_s:.0f} s")
        time.sleep(_LOOK_EVERY_S)
    return time.monotonic() - began


class Stand:
    """One simulator, whose supervisor may end: ``start`` is what a service manager does then."""

    def __init__(self, folder: Path, disk: SmallDisk | None) -> None:
        self.folder, self.disk = folder, disk
        self.port, self.control_port = free_port(), free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def control_url(self) -> str:
        return f"http://127.0.0.1:{self.control_port}"

    def start(self) -> None:
        """Start it, and return when it is ready; raises NotBack."""
        ports = ("--port", str(self.port), "--control-port", str(self.control_port))
        command = program_command("up", *ports, "--data", str(self.folder), "--workers", str(WORKERS), *SEED_AND_DAY)
        with (self.folder.parent / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command,
                env=environment({"ONSHI_BODY_TIMEOUT_S": str(BODY_S)}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - a plain system call
            )
        wait_until(self._is_ready_or_ended, "a start")
        if self._process.poll() is not None:
            last = (self.folder.parent / "log").read_text(encoding="utf-8", errors="replace").splitlines()[-1:]
            raise NotBack(f"a start: it ended, {' '.join(last)}")

    def end(self, with_signal: signal.Signals = signal.SIGTERM) -> int:
        """End it, and return its exit code when it has gone; raises NotBack."""
        assert self._process is not None
        process = self._process
        process.send_signal(with_signal)
        wait_until(lambda: process.poll() is not None, "the end of the supervisor")
        return process.wait()

    @property
    def supervisor(self) -> int:
        """The process id of the first process."""
        assert self._process is not None
        return self._process.pid

    def is_ready(self) -> bool:
        """Tell whether it says that it is."""
        try:
            return httpx.get(f"{self.base_url}/readyz", verify=PLAIN, timeout=5).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def _is_ready_or_ended(self) -> bool:
        assert self._process is not None
        return self._process.poll() is not None or self.is_ready()

    def workers(self) -> list[int]:
        """Return the workers' process ids, when all are there; raises NotBack."""
        wait_until(lambda: len(self._children("worker together")) == WORKERS, "the workers")
        return self._children("worker together")

    def busiest_worker(self) -> tuple[int, int]:
        """Return the process id of the worker with most callers, and how many it has; raises NotBack."""
        callers, worker = max((connections_with(worker, self.port), worker) for worker in self.workers())
        return worker, callers

    def postgres(self) -> int:
        """Return the postmaster's process id; raises NotBack."""
        wait_until(lambda: bool(self._children("bin/postgres")), "PostgreSQL")
        return self._children("bin/postgres")[0]

    def of_postgres(self, words: str = ".") -> list[int]:
        """Return the process ids of PostgreSQL's own processes, or of those whose title holds ``words``."""
        return children_of(self.postgres(), words)

    def _children(self, words: str) -> list[int]:
        assert self._process is not None
        return children_of(self._process.pid, words)


@contextmanager
def stand(folder: Path, disk: SmallDisk | None) -> Iterator[Stand]:
    """Serve a filled world in ``folder`` and end it at the end, whatever has become of it."""
    data = folder / "world"
    data.mkdir(mode=0o755)
    made = Stand(data, disk)
    with ExitStack() as at_the_end:
        made.start()
        at_the_end.callback(_end_whatever_is_left, made)
        yield made


def _end_whatever_is_left(made: Stand) -> None:
    process = made._process
    if process is not None and process.poll() is None:
        os.kill(process.pid, signal.SIGTERM)
        process.wait(WITHIN_S)
