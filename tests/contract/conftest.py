"""A running simulator whose world the examples of the documents are of."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.contract.examples import Api
from tests.flows.program import copied_world, simulator_in


@pytest.fixture(scope="session")
def api(stopped_world: Path) -> Iterator[Api]:
    """Seed 1 on 2026-11-20, one worker. Examples are sent first, by the names of the files: others change things."""
    with (
        copied_world(stopped_world) as folder,
        simulator_in(folder, "--workers", "1") as started,
        httpx.Client(timeout=60) as http,
    ):
        yield Api(started, http)
