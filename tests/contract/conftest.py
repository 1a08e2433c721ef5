"""A running simulator whose world the examples of the documents are of."""

from collections.abc import Iterator

import httpx
import pytest

from tests.contract.examples import Api
from tests.flows.program import simulator_in, world_folder


@pytest.fixture(scope="session")
def api() -> Iterator[Api]:
    """Seed 1 on 2026-11-20, one worker. Examples are sent first, by the names of the files: others change things."""
    with (
        world_folder() as folder,
        simulator_in(folder, "--seed", "1", "--date", "2026-11-20", "--workers", "1") as started,
        httpx.Client(timeout=60) as http,
    ):
        yield Api(started, http)
