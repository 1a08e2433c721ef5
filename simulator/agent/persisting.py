"""Work on files that must be done, however long a folder refuses it: it may be full, locked, closed, or away."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from simulator.agent.patience import pause_s
from simulator.agent.report import Report

T = TypeVar("T")


class Stopping(Exception):
    """The agent ends; what is left to do is done by the next one."""


@dataclass(frozen=True, slots=True)
class Persistence:
    """What every thread of an agent waits by."""

    report: Report
    stop: threading.Event = field(default_factory=threading.Event)

    def pause(self, seconds: float) -> None:
        """Wait; raises Stopping."""
        if self.stop.wait(seconds):
            raise Stopping

    def surely(self, code: str, act: Callable[[], T]) -> T:
        """Do it until the folders let it be done; raises Stopping."""
        failures = 0
        while True:
            try:
                done = act()
            except OSError as error:
                failures += 1
                self.report.failed("folders", code, f"a folder cannot be used: {error.strerror}")
                self.pause(pause_s(failures))
            else:
                if failures:
                    self.report.went_well("folders")
                return done
