"""A cluster with a simulator on it, which is asked while its machines break."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from pydantic import SecretStr

from shared.settings import Settings
from simulator.cluster.cluster import Cluster, running_cluster
from simulator.cluster.parts import Parts
from simulator.cluster.workers import DATABASE, Workers, running_workers
from simulator.running.control_database import create_database
from tests.chaos.seen import Kept
from tests.chaos.trail import audited_in, recorded_in
from tests.flows.program import SEED_AND_DAY
from tests.worlds import PLAIN


@dataclass(frozen=True, slots=True)
class Ground:
    """Where everything is."""

    cluster: Cluster
    workers: Workers

    @property
    def settings(self) -> Settings:
        """What a command beside the simulator is told."""
        return Settings(database_url=SecretStr(self.cluster.url(DATABASE)))

    def is_ready(self) -> bool:
        """Tell whether the simulator says that it is."""
        try:
            return httpx.get(f"{self.workers.base_url}/readyz", verify=PLAIN, timeout=10).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def recorded(self) -> Kept:
        """Read the record from whoever leads."""
        return recorded_in(self.workers.data, self.settings)

    def audited(self) -> Kept:
        """The same, with an audit of the exported trail."""
        return audited_in(self.workers.data, self.settings)


@contextmanager
def ground(folder: Path, parts: Parts) -> Iterator[Ground]:
    """Form a cluster and serve a world of test patients on it until the end of the block."""
    with running_cluster(folder, parts) as cluster:
        asyncio.run(create_database(cluster.url(), DATABASE))
        arguments = ("--port", "0", "--control-port", "0", *SEED_AND_DAY)
        with running_workers(cluster.url(DATABASE), folder, arguments=arguments) as workers:
            yield Ground(cluster, workers)
