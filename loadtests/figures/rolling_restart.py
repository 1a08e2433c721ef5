"""What a rolling restart of both workers costs those who ask meanwhile.

    python -m loadtests.figures.rolling_restart [--rounds N] [--desks N]

A simulator with two workers; desks that ask by number without a pause, on connections that they keep. One round:
SIGUSR2 to the supervisor, until both workers are other processes and the ones before have gone.
"""

import argparse
import asyncio
import json
import os
import signal
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from loadtests.machine.description import describe_machine
from loadtests.machine.processes import workers
from onshi.client import AsyncClinic
from onshi.connecting import open_http_async
from onshi.simulator import running_simulator

_REPLACED_WITHIN_S = 300.0


def main() -> int:
    """Measure, and print what was found; return 1 where a check has failed."""
    parser = argparse.ArgumentParser(
        prog="python -m loadtests.figures.rolling_restart", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--desks", type=int, default=8)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as kept, running_simulator("--workers", "2", "--data", kept) as simulator:
        supervisor = json.loads((Path(kept) / "running.json").read_bytes())["process_id"]
        insured = simulator.personas()["employee-with-limit"]["insured"]
        body = {"purpose": "CARE_VISIT", "insured": insured}
        return asyncio.run(_rounds(simulator.base_url, supervisor, body, asked.rounds, asked.desks))


@dataclass(slots=True)
class _Desks:
    """Those who ask; what came of it since it was last looked at."""

    base_url: str
    body: dict[str, Any]
    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    last_answer_at: float = 0.0
    longest_pause_s: float = 0.0

    async def ask(self, token: str) -> None:
        """Ask until cancelled."""
        url, headers = f"{self.base_url}/eligibility/v1/checks", {"Authorization": f"Bearer {token}"}
        async with open_http_async(timeout=60.0) as http:
            while True:
                begun_at = time.perf_counter()
                try:
                    answer = await http.post(url, json=self.body, headers=headers)
                except httpx.TransportError as error:
                    self.failed.append(type(error).__name__)
                    continue
                now = time.perf_counter()
                if answer.status_code != httpx.codes.OK:
                    self.failed.append(str(answer.status_code))
                    continue
                self.longest_pause_s = max(self.longest_pause_s, now - max(self.last_answer_at, begun_at))
                self.last_answer_at = now
                self.seconds.append(now - begun_at)

    def forget(self) -> None:
        """Begin to count anew."""
        self.seconds, self.failed, self.longest_pause_s = [], [], 0.0

    def told(self) -> str:
        """Return what was counted, as a line."""
        *_, p99 = statistics.quantiles(self.seconds, n=100)
        in_ms = [f"{each * 1000:.0f} ms" for each in (statistics.median(self.seconds), p99, max(self.seconds))]
        middle, nearly_all, most = in_ms
        return (
            f"{len(self.seconds)} checks, {len(self.failed)} failed; median {middle}, 99 of 100 within {nearly_all}, "
            f"most {most}; longest pause of all desks {self.longest_pause_s * 1000:.0f} ms"
        )


async def _rounds(base_url: str, supervisor: int, body: dict[str, Any], rounds: int, desks: int) -> int:
    async with AsyncClinic(base_url, "clinic", "clinic-development-secret") as clinic:
        token = await clinic.token()
    asking, failed = _Desks(base_url, body), 0
    _say(f"load {os.getloadavg()[0]:.0f}; {describe_machine()}")
    tasks = [asyncio.create_task(asking.ask(token)) for _ in range(desks)]
    try:
        await asyncio.sleep(5.0)
        _say(f"before    {asking.told()}")
        for number in range(1, rounds + 1):
            asking.forget()
            begun_at = time.perf_counter()
            await _replaced(supervisor)
            _say(f"round {number:2}  {time.perf_counter() - begun_at:.1f} s; {asking.told()}")
            failed += len(asking.failed)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    _say(f"{failed} checks failed in {rounds} rounds; load {os.getloadavg()[0]:.0f}")
    return 1 if failed else 0


async def _replaced(supervisor: int) -> None:
    before = workers()
    os.kill(supervisor, signal.SIGUSR2)
    async with asyncio.timeout(_REPLACED_WITHIN_S):
        while before & (now := workers()) or len(now) != len(before):  # noqa: ASYNC110 - processes tell nobody
            await asyncio.sleep(0.05)


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
