"""Work on files beside the event loop, and work that must be done however long a folder refuses it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeVar

from simulator.agent.patience import pause_s
from simulator.agent.report import Report

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hands:
    """The threads that read and write files."""

    threads: Executor
    report: Report

    async def do(self, act: Callable[[], T]) -> T:
        """Do it once; raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, act)

    async def surely(self, code: str, act: Callable[[], T]) -> T:
        """Do it until the folders let it be done: they may be full, locked, closed, or away for a while."""
        failures = 0
        while True:
            try:
                done = await self.do(act)
            except OSError as error:
                failures += 1
                self.report.failed(code, f"a folder cannot be used: {error.strerror}")
                await asyncio.sleep(pause_s(failures))
            else:
                if failures:
                    self.report.went_well()
                return done
