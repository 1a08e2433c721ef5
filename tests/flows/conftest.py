"""One simulator for all flows that only ask."""

from collections.abc import Iterator

import pytest

from tests.flows.program import Simulator, simulator_in, world_folder


@pytest.fixture(scope="session")
def simulator() -> Iterator[Simulator]:
    """A whole simulator with a fresh world: `onshi up`."""
    with world_folder() as folder, simulator_in(folder) as started:
        yield started
