"""Faults over several workers: counted exactly, known to all when they are made, lost with none that is killed."""

import asyncio
import json
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.flows.changing import changed
from tests.flows.program import WITHIN_S, Simulator, children_of, copied_world, ready, simulator_in
from tests.worlds import PLAIN

INSURERS = "/registry/v1/insurers"


@pytest.fixture(scope="module")
def two_workers(stopped_world: Path) -> Iterator[Simulator]:
    with copied_world(stopped_world) as folder, simulator_in(folder, "--workers", "2") as started:
        yield started


def make(simulator: Simulator, test: str, **more: Any) -> str:
    body = {"kind": "status", "parameters": {"status": 500}, "match": {"test": test}, **more}
    return str(changed(simulator, "POST", "/faults", body).json()["id"])


def read(simulator: Simulator, fault: str) -> dict[str, Any]:
    return dict(httpx.get(f"{simulator.control_url}/faults/{fault}").raise_for_status().json())


async def asked_at_once(simulator: Simulator, test: str, count: int) -> Counter[int]:
    """Ask on a connection of its own each time, so that both workers get their share."""
    limits = httpx.Limits(max_connections=20, max_keepalive_connections=0)
    async with httpx.AsyncClient(limits=limits, timeout=WITHIN_S, verify=PLAIN) as http:
        answers = await asyncio.gather(
            *(http.get(simulator.base_url + INSURERS, headers={"X-Onshi-Test": test}) for _ in range(count))
        )
    return Counter(each.status_code for each in answers)


async def test_a_rule_fires_exactly_as_often_as_it_says_over_all_workers(two_workers: Simulator) -> None:
    fault = make(two_workers, "exactly", times=23, skip=7)

    assert await asked_at_once(two_workers, "exactly", 200) == {500: 23, 401: 177}
    told = read(two_workers, fault)
    assert (told["fired"], told["remaining"], told["exhausted"]) == (23, 0, True)


async def test_every_nth_is_counted_over_all_workers(two_workers: Simulator) -> None:
    make(two_workers, "every-third", times=1_000, every=3)

    assert await asked_at_once(two_workers, "every-third", 90) == {500: 30, 401: 60}


async def test_once_made_a_rule_is_known_to_every_worker_and_once_removed_to_none(two_workers: Simulator) -> None:
    for number in range(10):
        fault = make(two_workers, f"known-{number}", times=8)
        assert await asked_at_once(two_workers, f"known-{number}", 8) == {500: 8}
        again = make(two_workers, f"known-{number}", times=8)
        for each in (fault, again):
            changed(two_workers, "DELETE", f"/faults/{each}")
        assert await asked_at_once(two_workers, f"known-{number}", 8) == {401: 8}


async def test_what_lasts_for_a_while_is_counted_within_a_second(two_workers: Simulator) -> None:
    fault = make(two_workers, "lasting", times=None, for_seconds=600)

    assert await asked_at_once(two_workers, "lasting", 40) == {500: 40}
    async with asyncio.timeout(WITHIN_S):
        while read(two_workers, fault)["fired"] != 40:  # noqa: ASYNC110 - told when asked
            await asyncio.sleep(0.1)
    told = read(two_workers, fault)
    assert (told["remaining"], told["exhausted"]) == (None, False)


async def test_a_rule_ends_by_the_clock_of_the_world(two_workers: Simulator) -> None:
    fault = make(two_workers, "an-hour", times=None, for_seconds=3600)
    assert await asked_at_once(two_workers, "an-hour", 4) == {500: 4}

    changed(two_workers, "PUT", "/clock", {"advance": "PT1H"})
    assert await asked_at_once(two_workers, "an-hour", 4) == {401: 4}
    assert read(two_workers, fault)["exhausted"] is True


async def test_a_killed_worker_loses_no_rule_and_fires_none_twice(two_workers: Simulator) -> None:
    fault = make(two_workers, "killed", times=60)
    assert await asked_at_once(two_workers, "killed", 20) == {500: 20}

    worker, *_ = children_of(two_workers.process.pid, "together")
    os.kill(worker, signal.SIGKILL)
    ready(two_workers.base_url)

    assert await asked_at_once(two_workers, "killed", 100) == {500: 40, 401: 60}
    assert read(two_workers, fault)["fired"] == 60


def test_with_a_profile_every_answer_is_as_late_as_it_says(stopped_world: Path) -> None:
    with copied_world(stopped_world) as folder:
        file = folder / "profile.json"
        slow = {"operation": "insurers_get_page", "parameters": {"milliseconds": 250}}
        file.write_text(json.dumps({"title": "Ours", "source": "a test", "delays": [slow]}), encoding="utf-8")
        with simulator_in(folder, "--profile", str(file)) as late:
            found = [timed(late.base_url + path) for path in (INSURERS, INSURERS, "/registry/v1/institutions")]
            assert [label for _, label in found] == ["profile-1", "profile-1", None]
            assert all(took >= 0.25 for took, _ in found[:2])
            # It is no rule that somebody has made: nothing removes it.
            assert httpx.get(f"{late.control_url}/faults").json()["items"] == []
            changed(late, "DELETE", "/faults")
            assert timed(late.base_url + INSURERS)[1] == "profile-1"


def timed(url: str) -> tuple[float, str | None]:
    began = time.monotonic()
    answer = httpx.get(url, timeout=WITHIN_S)
    return time.monotonic() - began, answer.headers.get("X-Onshi-Fault")
