"""What the controls cost a running simulator: journal, delays, answers that wait, memory, sandboxes, the clock.

`python -m loadtests.figures.situations FIGURE…` measures one or several of: journal, delay, waiting, growth, sandboxes,
create, month. Each starts simulators of its own and takes less than three minutes. Ratios and processor time are of
one run; the load of the machine is told beside them, as what passes in time hangs on it.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import httpx

from loadtests.bench.driver import Run, drive, post
from loadtests.machine.processes import cpu_s_of, family_of, megabytes_of, workers
from onshi.__main__ import program_command
from onshi.client import Clinic
from onshi.connecting import open_http
from onshi.simulator import RunningSimulator, running_simulator
from onshi.temporary_folder import TemporaryFolder

_SECRET = "clinic-development-secret"  # noqa: S105 - the simulator's own
_CHECKS = "/eligibility/v1/checks"
_DEADLINE_S = 150.0
_ROUNDS = 3
_CHECKS_A_ROUND = 1_000
_ALL_AT_ONCE = 2_000
_GROWN_BY, _GROWING_S = 100_000, 120.0
_SANDBOXES = 50
_PERSONS = 10_000


def desk_of(simulator: RunningSimulator) -> "Desk":
    """Return a desk in the world `default`."""
    return Desk(simulator.base_url, somebody(simulator))


def somebody(simulator: RunningSimulator) -> dict[str, Any]:
    """Return the numbers of a persona who is in every world."""
    return dict(simulator.personas()["employee-with-limit"]["insured"])


class Desk:
    """Checks by numbers about one persona, as fast as they are answered."""

    def __init__(self, base_url: str, insured: Mapping[str, Any]) -> None:
        self._url = urlsplit(base_url)
        with Clinic(base_url, "clinic", _SECRET) as clinic:
            self._token = clinic.token()
        body = {"purpose": "CARE_VISIT", "insured": insured, "limit_certificate_consent": False}
        self._body = json.dumps(body).encode()

    def run(self, times: int, connections: int = 16) -> Run:
        """Send so many checks; raises SystemExit where one is refused."""
        request = post(self._url.netloc, self._url.path + _CHECKS, self._token, self._body)
        asked = drive(self._url.port or 80, [request] * times, deadline_s=_DEADLINE_S, connections=connections)
        run = asyncio.run(asked)
        if refused := [each for each in run.answers if each.status != httpx.codes.OK]:
            raise SystemExit(f"a check was refused with {refused[0].status}: {refused[0].body[:300]!r}")
        return run


def journal() -> None:
    """Throughput, and a worker's processor time for each check, with the journal and conformance and without."""
    speeds: dict[str, list[float]] = {"on": [], "off": []}
    costs: dict[str, list[float]] = {"on": [], "off": []}
    with running_simulator("--workers", "1") as kept:
        of = {"on": workers()}
        with running_simulator("--workers", "1", "--journal", "off") as bare:
            of["off"] = workers() - of["on"]
            desks = {"on": desk_of(kept), "off": desk_of(bare)}
            for number in range(_ROUNDS + 1):
                for name in sorted(desks, reverse=bool(number % 2)):
                    used = cpu_s_of(of[name])
                    run = desks[name].run(_CHECKS_A_ROUND)
                    speeds[name].append(run.answers_per_s)
                    costs[name].append((cpu_s_of(of[name]) - used) / _CHECKS_A_ROUND * 1e6)
                _tell(f"round {number}, µs of a worker a check", f"{costs['on'][-1]:.0f} and {costs['off'][-1]:.0f}")
    # The first round warms up.
    ratios = [on / without for on, without in zip(speeds["on"][1:], speeds["off"][1:], strict=True)]
    more = [on / without for on, without in zip(costs["on"][1:], costs["off"][1:], strict=True)]
    _tell("throughput with the journal", f"{statistics.median(ratios):.2f} of that without ({_spread(ratios)})")
    _tell("a worker's processor time", f"{statistics.median(more):.2f} times ({_spread(more)})")
    with_it, without_it = (statistics.median(costs[name][1:]) for name in ("on", "off"))
    _tell("of a check", f"{with_it:.0f} µs with, {without_it:.0f} without")


def delay() -> None:
    """Checks over 100 connections with an injected delay of 50 ms: theory is 2,000 a second."""
    with running_simulator("--workers", "2") as simulator:
        desk = desk_of(simulator)
        desk.run(200, 100)
        bare = desk.run(1_000, 100).answers_per_s
        for milliseconds in (50, 200, 1_000):
            theory = 100 / (milliseconds / 1_000)
            with _late(simulator, "check_eligibility", milliseconds):
                run = desk.run(min(1_000, int(theory * 8)), 100)
            share = run.answers_per_s / min(theory, bare)
            _tell(f"delay of {milliseconds} ms", f"{run.answers_per_s:.0f}/s, {share:.2f} of what is possible")
        _tell("without a delay", f"{bare:.0f}/s: what this machine answers over 100 connections")


def waiting() -> None:
    """The throughput of checks while 2,000 other answers wait, beside that while none does, in turn."""
    with running_simulator("--workers", "2") as simulator:
        desk, ratios = desk_of(simulator), []
        desk.run(_CHECKS_A_ROUND)
        for _ in range(3):
            alone = desk.run(_CHECKS_A_ROUND).answers_per_s
            with _late(simulator, "purposes_list_purposes", 60_000):
                ratios.append(asyncio.run(_beside_waiting(simulator, desk)) / alone)
    _tell(f"checks beside {_ALL_AT_ONCE} answers that wait", f"{statistics.median(ratios):.2f} ({_spread(ratios)})")


async def _beside_waiting(simulator: RunningSimulator, desk: Desk) -> float:
    where = urlsplit(simulator.base_url)
    line = f"GET /consent/v1/purposes HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode()
    waiting = []
    for _ in range(_ALL_AT_ONCE):
        _, writer = await asyncio.open_connection(where.hostname, where.port)
        writer.write(line)
        waiting.append(writer)
    # They have all arrived when the next one is answered.
    await asyncio.to_thread(desk.run, 200)
    run = await asyncio.to_thread(desk.run, _CHECKS_A_ROUND)
    for writer in waiting:
        writer.transport.abort()
    return run.answers_per_s


def growth() -> None:
    """How much a worker grows with 100,000 checks and the journal on, and what that says of a million."""
    with running_simulator("--workers", "1") as simulator:
        desk, sizes = desk_of(simulator), []
        desk.run(10_000)
        first = megabytes_of(workers())
        started = time.monotonic()
        done = 0
        while done < _GROWN_BY and time.monotonic() - started < _GROWING_S:
            desk.run(5_000)
            done += 5_000
            sizes.append(megabytes_of(workers()))
    # The slope of the second half: what grows at first is filled once.
    half = sizes[len(sizes) // 2 :]
    slope = (half[-1] - half[0]) / max(1, len(half) - 1) / 5_000 * 1e6
    _tell("a worker", f"{first:.0f} MB, after {done} checks {sizes[-1]:.0f} MB")
    _tell("slope of the second half", f"{slope:.1f} MB in a million, {slope / first * 100:.1f} % of the worker")


def create() -> None:
    """How long a sandbox of a template takes to make, and until its first check is answered."""
    made, answered = [], []
    with running_simulator("--workers", "2") as simulator, open_http(timeout=60.0) as http:
        insured = somebody(simulator)
        for number in range(8):
            begun = time.perf_counter()
            world = http.post(f"{simulator.control_url}/sandboxes", json={}).raise_for_status().json()
            made.append(time.perf_counter() - begun)
            Desk(world["base_url"], insured).run(1)
            answered.append(time.perf_counter() - begun)
            http.delete(f"{simulator.control_url}/sandboxes/{world['name']}").raise_for_status()
            # A copy is made ahead meanwhile, as between two tests.
            time.sleep(1.5 if number else 3.0)
    _tell("made", _median_ms(made[1:]))
    _tell("until the first check", _median_ms(answered[1:]))


def sandboxes() -> None:
    """What 50 sandboxes cost in memory: all processes, before and with all of them made and asked."""
    with running_simulator("--workers", "2") as simulator, open_http(timeout=120.0) as http:
        insured, made_at = somebody(simulator), f"{simulator.control_url}/sandboxes"
        before = megabytes_of(family_of(os.getpid()))
        for number in range(1, _SANDBOXES + 1):
            world = http.post(made_at, json={}).raise_for_status().json()
            Desk(world["base_url"], insured).run(2, 2)
            if not number % 10:
                more = megabytes_of(family_of(os.getpid())) - before
                _tell(f"{number} sandboxes, each was asked", f"{more:.0f} MB more than the {before:.0f} before")


def month() -> None:
    """How long a move of the clock by a month takes in a world of 10,000 persons, and in one of test patients alone."""
    with TemporaryFolder("") as folder:
        nation = str(folder.path / "nation")
        made = program_command("population", "--persons", f"{_PERSONS}", "--into-world", "--data", nation)
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
        for who, options in ((f"{_PERSONS:,} persons", ("--data", nation)), ("test patients alone", ())):
            with running_simulator("--workers", "2", *options) as simulator:
                _tell(f"a month, {who}", _median_ms(_months_of(simulator)))


def _months_of(simulator: RunningSimulator) -> list[float]:
    moved = []
    for _ in range(6):
        # A token ends with the hour: who asks after a month logs in anew.
        desk_of(simulator).run(50)
        begun = time.perf_counter()
        simulator.move_clock(advance="P1M")
        moved.append(time.perf_counter() - begun)
    return moved


@contextmanager
def _late(simulator: RunningSimulator, operation: str, milliseconds: int) -> Iterator[None]:
    """Let every answer of an operation be late until the end of the block."""
    delay = {"kind": "delay", "parameters": {"milliseconds": milliseconds}, "match": {"operation": operation}}
    faults = f"{simulator.control_url}/faults"
    with open_http(timeout=30.0) as http:
        made = http.post(faults, json={**delay, "times": None, "for_seconds": 600}).raise_for_status().json()
        yield
        http.delete(f"{faults}/{made['id']}").raise_for_status()


def _median_ms(seconds: list[float]) -> str:
    low, middle, high = min(seconds) * 1e3, statistics.median(seconds) * 1e3, max(seconds) * 1e3
    return f"median {middle:.0f} ms, least {low:.0f}, most {high:.0f}"


def _spread(ratios: list[float]) -> str:
    return f"{min(ratios):.2f} to {max(ratios):.2f}"


def _tell(what: str, found: str) -> None:
    print(f"{what:36} {found}   (load {os.getloadavg()[0]:.1f})", flush=True)


FIGURES: Mapping[str, Callable[[], None]] = MappingProxyType(
    {each.__name__: each for each in (journal, delay, waiting, growth, create, sandboxes, month)}
)


def main() -> None:
    """Measure what is asked for, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figure", nargs="+", choices=list(FIGURES))
    for name in parser.parse_args().figure:
        FIGURES[name]()


if __name__ == "__main__":
    main()
