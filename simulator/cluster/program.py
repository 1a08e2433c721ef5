"""One program of the cluster as a process: started, frozen, killed, ended; it ends with us, however we end."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from shared.db.parent_death import die_with_parent
from simulator.cluster.run_as import RunAs

_LOOK_EVERY_S = 0.05
_STOP_S = 20.0
_SHOWN_OF_A_LOG = 1500


class NotInTime(Exception):
    """Something of the cluster did not happen in time; the message says what, and what its log says last."""


def wait_until(is_so: Callable[[], bool], what: str, within_s: float) -> float:
    """Return after how many seconds ``is_so`` was true; raises NotInTime."""
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > within_s:
            raise NotInTime(f"{what}: not within {within_s:.0f} s")
        time.sleep(_LOOK_EVERY_S)
    return time.monotonic() - began


class Program:
    """A process that can be started again. Nothing of our environment reaches it."""

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path, run_as: RunAs
    ) -> None:
        """``log`` gets what it says, start after start; its folder is where it works."""
        self.name, self._command, self._run_as = name, run_as.command(command), run_as
        self._environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC", **environment}
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process_id(self) -> int:
        """Its process id; it was started."""
        assert self._process is not None  # noqa: S101 - started before it is asked
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Tell whether it has been started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it; raises OSError."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - a program that was looked for
                self._command,
                env=self._environment,
                cwd=self.log.parent,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C in a terminal reaches us alone, who end them in order.
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - a plain system call
                **self._run_as.options,
            )

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it runs."""
        if self._process is not None and self.is_running:
            self._process.send_signal(number)

    def kill(self) -> None:
        """Kill -9, and return when it has gone."""
        self.signal(signal.SIGKILL)
        self.wait(_STOP_S)

    def wait(self, within_s: float) -> int | None:
        """Return its exit code, or None where it goes on for longer."""
        if self._process is None:
            return None
        try:
            return self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            return None

    def end(self) -> None:
        """Ask it to end, then make it."""
        # One that stands still hears nothing.
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        if self.wait(_STOP_S) is None:
            self.kill()

    def last_words(self) -> str:
        """Return the end of its log."""
        if not self.log.exists():
            return ""
        return self.log.read_bytes()[-_SHOWN_OF_A_LOG:].decode(errors="replace").strip()
