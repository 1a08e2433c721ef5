"""A cluster with a simulator on it, which is asked while its machines break."""

import asyncio
import tempfile
from collections.abc import Iterator, Mapping
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
from tests.full_disk import SmallDisk, mounted_disk
from tests.worlds import PLAIN

WRONG_CLOCK, SMALL_DISK = "pg2", "pg3"
"""The node that is an hour ahead, where libfaketime is here (Debian's faketime); the one on a disk of its own."""
_MEGABYTES = 1024
_FAKETIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
HAS_FAKETIME = bool(_FAKETIME)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where everything is."""

    cluster: Cluster
    workers: Workers
    disk: SmallDisk | None
    """Where SMALL_DISK has its data; None where no disk may be mounted."""

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

    def warnings(self) -> list[str]:
        """Return what the simulator says that an operator should look at."""
        try:
            told = httpx.get(f"{self.workers.base_url}/eligibility/readyz", verify=PLAIN, timeout=30).json()
        except (httpx.TransportError, ValueError):
            return []
        warnings: list[str] = told.get("warnings", [])
        return warnings

    def recorded(self) -> Kept:
        """Read the record from whoever leads."""
        return recorded_in(self.workers.data, self.settings)

    def audited(self) -> Kept:
        """The same, with an audit of the exported trail."""
        return audited_in(self.workers.data, self.settings)


@contextmanager
def ground(folder: Path, parts: Parts, *, by_names: bool = False) -> Iterator[Ground]:
    """Form a cluster and serve a world of test patients on it until the end of the block.

    ``by_names``: workers find who leads by the names of all nodes, not by HAProxy.
    """
    with (
        mounted_disk(_MEGABYTES) as disk,
        _an_hour_ahead(parts.postgres) as more,
        running_cluster(
            folder,
            parts,
            data={} if disk is None else {SMALL_DISK: disk.folder / "node"},
            more={WRONG_CLOCK: more},
        ) as cluster,
    ):
        asyncio.run(create_database(cluster.url(), DATABASE))
        arguments = ("--port", "0", "--control-port", "0", *SEED_AND_DAY)
        url = cluster.url_of_all(DATABASE) if by_names else cluster.url(DATABASE)
        with running_workers(url, folder, arguments=arguments) as workers:
            yield Ground(cluster, workers, disk)


@contextmanager
def _an_hour_ahead(programs: Path) -> Iterator[Mapping[str, str]]:
    """Yield what lets a Patroni, whose own clock is right, start a PostgreSQL whose clock is wrong."""
    if not HAS_FAKETIME:
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="onshi-ahead-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for program in programs.iterdir():
            (folder / program.name).symlink_to(program)
        started = folder / "postgres"
        started.unlink()
        variables = f"LD_PRELOAD={_FAKETIME[0]} FAKETIME=+3600s FAKETIME_DONT_FAKE_MONOTONIC=1"
        started.write_text(f'#!/bin/sh\nexec env {variables} {programs / "postgres"} "$@"\n')
        started.chmod(0o755)
        yield {"PATRONI_POSTGRESQL_BIN_DIR": name}
