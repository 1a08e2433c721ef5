"""One simulator for all flows that only ask."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from shared.db.embedded import EmbeddedPostgres
from tests.flows.program import Simulator, simulator_in, world_folder


@pytest.fixture(scope="session")
def simulator() -> Iterator[Simulator]:
    """A whole simulator with a fresh world: `onshi up`."""
    with world_folder() as folder, simulator_in(folder) as started:
        yield started


@pytest.fixture(scope="session")
async def given_postgres() -> AsyncIterator[EmbeddedPostgres]:
    """A server that `onshi up` is given: a cluster of its own, as roles and their passwords belong to a cluster."""
    folder = Path(tempfile.mkdtemp(prefix="onshi-given-"))
    server = EmbeddedPostgres(folder, "admin-test-password", durable=False)
    try:
        await server.start()
        yield server
    finally:
        await server.stop()
        shutil.rmtree(folder)
