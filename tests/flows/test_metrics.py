"""`/metrics` of a simulator with two workers: whichever answers tells what both have counted."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.flows.program import Simulator, copied_world, simulator_in

_COUNTED = re.compile(r'^onshi_checks_total\{outcome="token-missing"\} (\S+)$', re.MULTILINE)
CHECKS = 24


@pytest.fixture(scope="module")
def simulator(stopped_world: Path) -> Iterator[Simulator]:
    """A world of its own for these tests, with two workers."""
    with copied_world(stopped_world) as folder, simulator_in(folder, "--workers", "2") as started:
        yield started


def test_every_worker_tells_what_all_have_counted(simulator: Simulator) -> None:
    url = f"{simulator.base_url}/eligibility"
    # Each over a connection of its own, all open at once: the kernel spreads them over the workers.
    clients = [httpx.Client() for _ in range(CHECKS)]
    try:
        assert {client.post(f"{url}/v1/checks", json={}).status_code for client in clients} == {401}
        told = {tuple(_COUNTED.findall(client.get(f"{url}/metrics").text)) for client in clients}
    finally:
        for client in clients:
            client.close()

    assert told == {(f"{CHECKS}.0",)}


def test_every_file_that_is_counted_in_has_its_room_on_the_disk(simulator: Simulator) -> None:
    """What has none would end the worker that writes there once the disk is full."""
    httpx.get(f"{simulator.base_url}/eligibility/metrics").raise_for_status()
    files = [file for file in simulator.folder.rglob("*.db") if "postgres" not in file.parts]

    assert len(files) == 2 * 5
    assert [file.name for file in files if file.stat().st_blocks * 512 < file.stat().st_size] == []
