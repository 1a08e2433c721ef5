"""How long a reset of a sandbox takes until the next checks are answered, and the processor time of all processes.

`python -m loadtests.figures.resets` starts a simulator with two workers; `--rounds` says how often. One round: reset, a
new token, eight checks at once on connections of their own, so that each worker answers some. Processor time hangs
less on what else the machine does than the time that passes.
"""

import argparse
import asyncio
import os
import statistics
import time
from typing import Any

import httpx

from loadtests.machine.accounting import cpu_s_of_family
from onshi.client import AsyncClinic
from onshi.connecting import open_http_async
from onshi.simulator import running_simulator

_CHECKS = 8
_WARM_UP = 3
_QUIET_S = 1.0
"""Between two rounds: copies are made ahead and old ones are dropped meanwhile, as where a test does something."""


async def _check(base_url: str, token: str, insured: dict[str, Any]) -> None:
    body = {"purpose": "CARE_VISIT", "insured": insured, "limit_certificate_consent": False}
    headers = {"Authorization": f"Bearer {token}"}
    async with open_http_async(timeout=30.0) as http:
        response = await http.post(f"{base_url}/eligibility/v1/checks", json=body, headers=headers)
    if response.status_code != httpx.codes.OK:
        raise SystemExit(f"a check was refused with {response.status_code}: {response.text}")


async def _round(control_url: str, world: dict[str, Any], insured: dict[str, Any]) -> tuple[float, float]:
    """Return seconds of the reset alone, and until all checks are answered."""
    begun_at = time.perf_counter()
    async with open_http_async(timeout=30.0) as http:
        (await http.post(f"{control_url}/sandboxes/{world['name']}/reset")).raise_for_status()
    reset_s = time.perf_counter() - begun_at
    async with AsyncClinic(world["base_url"], "clinic", "clinic-development-secret") as clinic:
        token = await clinic.token()
    await asyncio.gather(*(_check(world["base_url"], token, insured) for _ in range(_CHECKS)))
    return reset_s, time.perf_counter() - begun_at


async def _measure(control_url: str, insured: dict[str, Any], rounds: int) -> None:
    async with open_http_async(timeout=60.0) as http:
        made = await http.post(f"{control_url}/sandboxes", json={"name": "measured"})
    world = made.raise_for_status().json()
    resets, answered, processor = [], [], []
    for number in range(rounds + _WARM_UP):
        # Waiting is the measure's own part: it is what a test does between two resets.
        await asyncio.sleep(_QUIET_S)
        used = cpu_s_of_family(os.getpid()) - time.process_time()
        reset_s, answered_s = await _round(control_url, world, insured)
        used = cpu_s_of_family(os.getpid()) - time.process_time() - used
        if number >= _WARM_UP:
            resets.append(reset_s)
            answered.append(answered_s)
            processor.append(used)
    for what, seconds in (
        ("reset", resets),
        ("until the checks are answered", answered),
        ("processor, all processes", processor),
    ):
        low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
        print(f"{what:32} median {middle * 1000:5.0f} ms   least {low * 1000:5.0f}   most {high * 1000:5.0f}")


def main() -> None:
    """Measure, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    with running_simulator("--workers", str(asked.workers)) as simulator:
        insured = simulator.personas()["employee-with-limit"]["insured"]
        asyncio.run(_measure(simulator.control_url, insured, asked.rounds))


if __name__ == "__main__":
    main()
