"""Measuring: short runs of checks between short runs of the echo, with what each cost in CPU time."""

import asyncio
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import uvloop

from loadtests.bench.driver import Run, drive
from loadtests.bench.stand import CheckWorker, Stand
from loadtests.machine.accounting import cpu_s_of_family
from loadtests.machine.ratios import median_quotient, median_ratio, microseconds_each, percentile

_LONGEST_RUN_S = 60.0


@dataclass(frozen=True, slots=True)
class Lap:
    """One run and the CPU seconds of those who answered meanwhile."""

    run: Run
    server_cpu_s: float
    postgres_cpu_s: float


@dataclass(frozen=True, slots=True)
class Series:
    """Laps of checks, and the laps of the echo around them: one more."""

    checks: Sequence[Lap]
    echoes: Sequence[Lap]

    @property
    def ratio(self) -> float:
        """Checks a second over echoes a second: the median of neighbours."""
        return median_ratio(_rates(self.checks), _rates(self.echoes))

    def gain_over(self, other: "Series") -> float:
        """Checks a second over the other's, lap by lap of one round: the median."""
        return median_quotient(_rates(self.checks), _rates(other.checks))

    @property
    def count(self) -> int:
        """How many checks were made."""
        return sum(len(lap.run.answers) for lap in self.checks)

    @property
    def checks_per_s(self) -> float:
        """The median lap's checks a second."""
        return statistics.median(_rates(self.checks))

    @property
    def echoes_per_s(self) -> float:
        """The median lap's echoes a second."""
        return statistics.median(_rates(self.echoes))

    @property
    def worker_us(self) -> float:
        """CPU microseconds of the worker for one check."""
        return microseconds_each(sum(lap.server_cpu_s for lap in self.checks), self.count)

    @property
    def postgres_us(self) -> float:
        """CPU microseconds of PostgreSQL, all its processes, for one check."""
        return microseconds_each(sum(lap.postgres_cpu_s for lap in self.checks), self.count)

    @property
    def echo_us(self) -> float:
        """CPU microseconds of the echo for one echo."""
        count = sum(len(lap.run.answers) for lap in self.echoes)
        return microseconds_each(sum(lap.server_cpu_s for lap in self.echoes), count)

    @property
    def driver_us(self) -> float:
        """CPU microseconds of the driver for one request of a check."""
        return microseconds_each(sum(lap.run.driver_cpu_s for lap in self.checks), self.count)

    def latency_ms(self, percent: float) -> float:
        """A percentile of the checks' latency, in milliseconds, with the driver's connections all busy."""
        return percentile([latency for lap in self.checks for latency in lap.run.latencies_s], percent) * 1000


async def run_checks(stand: Stand, worker: CheckWorker, requests: Sequence[bytes]) -> Lap:
    """Run a lap against a worker."""
    return await _lap(stand, worker.port, worker.process_id, requests)


async def run_echoes(stand: Stand, requests: Sequence[bytes]) -> Lap:
    """Run a lap against the echo."""
    return await _lap(stand, stand.echo_port, stand.echo_process_id, requests)


async def _lap(stand: Stand, port: int, server: int, requests: Sequence[bytes]) -> Lap:
    server_before, postgres_before = cpu_s_of_family(server), cpu_s_of_family(stand.postgres_process_id)
    # The driver has a loop of its own, a fast one; ours sleeps meanwhile.
    run = await asyncio.to_thread(_drive_on_uvloop, port, requests)
    return Lap(
        run,
        cpu_s_of_family(server) - server_before,
        cpu_s_of_family(stand.postgres_process_id) - postgres_before,
    )


def _drive_on_uvloop(port: int, requests: Sequence[bytes]) -> Run:
    return uvloop.run(drive(port, requests, deadline_s=_LONGEST_RUN_S))


def _rates(laps: Sequence[Lap]) -> list[float]:
    return [lap.run.answers_per_s for lap in laps]
