"""A node: one PostgreSQL and the Patroni that starts, promotes, demotes and rewinds it."""

import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from onshi.connecting import open_http
from shared.db.embedded.cluster import ADMINISTRATOR
from shared.db.embedded.orphan import leave_no_server, processes_in
from simulator.cluster.parts import Parts
from simulator.cluster.ports import at
from simulator.cluster.program import Program

_REST_USER = "patroni"
_ASK_S = 2.0


@dataclass(frozen=True, slots=True)
class ClusterSecrets:
    """Passwords of one cluster."""

    administrator: str = field(repr=False)
    replication: str = field(repr=False)
    rest: str = field(repr=False)
    """Of whoever may switch over."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The ports of one node."""

    postgres: int
    rest: int
    """Where Patroni tells how it is, and is asked to switch over."""


class Node:
    """One of the machines, as far as a process can be one."""

    def __init__(
        self,
        name: str,
        folder: Path,
        parts: Parts,
        addresses: Addresses,
        etcd_ports: Sequence[int],
        secrets: ClusterSecrets,
        more: Mapping[str, str] | None = None,
    ) -> None:
        """``folder`` is the node's own; ``more``: further variables of Patroni's environment."""
        self.name, self.addresses, self._secrets = name, addresses, secrets
        self.data = folder / "postgres"
        environment = {
            "PATRONI_NAME": name,
            "PATRONI_ETCD3_HOSTS": ",".join(f"'{at(port)}'" for port in etcd_ports),
            "PATRONI_RESTAPI_LISTEN": at(addresses.rest),
            "PATRONI_RESTAPI_CONNECT_ADDRESS": at(addresses.rest),
            "PATRONI_RESTAPI_USERNAME": _REST_USER,
            "PATRONI_RESTAPI_PASSWORD": secrets.rest,
            "PATRONI_POSTGRESQL_LISTEN": at(addresses.postgres),
            "PATRONI_POSTGRESQL_CONNECT_ADDRESS": at(addresses.postgres),
            "PATRONI_POSTGRESQL_DATA_DIR": str(self.data),
            "PATRONI_POSTGRESQL_BIN_DIR": str(parts.postgres),
            "PATRONI_POSTGRESQL_PGPASS": str(folder / "pgpass"),
            "PATRONI_SUPERUSER_USERNAME": ADMINISTRATOR,
            "PATRONI_SUPERUSER_PASSWORD": secrets.administrator,
            "PATRONI_REPLICATION_USERNAME": "replicator",
            "PATRONI_REPLICATION_PASSWORD": secrets.replication,
            "PATRONI_REWIND_USERNAME": "rewinder",
            "PATRONI_REWIND_PASSWORD": secrets.replication,
            **(more or {}),
        }
        command = [*parts.patroni, str(parts.configuration / "patroni.yml")]
        self.patroni = Program(name, command, environment, folder / "log", parts.run_as)
        self._run_as = parts.run_as

    def start(self) -> None:
        """Start Patroni, which does the rest."""
        folder = self.data.parent
        folder.mkdir(exist_ok=True)
        folder.chmod(0o700)
        self._run_as.give(folder)
        self.patroni.start()

    def end(self) -> None:
        """End Patroni, which ends PostgreSQL; then whatever of it is left."""
        self.thaw()
        self.patroni.end()
        if self.data.is_dir():
            leave_no_server(self.data)

    @property
    def postgres_processes(self) -> Sequence[int]:
        """The process ids of PostgreSQL, the postmaster and all others."""
        return processes_in(self.data) if self.data.is_dir() else []

    def kill_postgres(self) -> None:
        """Kill -9 of all of PostgreSQL; Patroni lives and sees it."""
        self._signal_postgres(signal.SIGKILL)

    def kill(self) -> None:
        """What becomes of a machine that is switched off: Patroni and PostgreSQL are gone at once."""
        self.patroni.signal(signal.SIGSTOP)
        self.kill_postgres()
        self.patroni.kill()
        # Connections that it had just accepted may have begun one more.
        self.kill_postgres()

    def freeze(self) -> None:
        """Let everything of it stand still, as a virtual machine that is moved."""
        self.patroni.signal(signal.SIGSTOP)
        self._signal_postgres(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal_postgres(signal.SIGCONT)
        self.patroni.signal(signal.SIGCONT)

    @property
    def is_leader(self) -> bool:
        """Tell whether it says that it leads."""
        return self._answers("/primary")

    @property
    def is_following(self) -> bool:
        """Tell whether it is a standby that the leader may wait for."""
        return self._answers("/quorum") or self._answers("/synchronous")

    def status(self) -> dict[str, Any]:
        """Return what Patroni says of its PostgreSQL; empty where it says nothing."""
        with suppress(httpx.TransportError, ValueError), self._asked() as client:
            told: dict[str, Any] = client.get("/patroni").json()
            return told
        return {}

    def switch_to(self, candidate: str) -> httpx.Response:
        """Ask this leader to hand over to ``candidate``; return what it says then. Raises httpx's errors."""
        with self._asked(timeout=60.0) as client:
            body = {"leader": self.name, "candidate": candidate}
            return client.post("/switchover", json=body, auth=(_REST_USER, self._secrets.rest))

    def _answers(self, path: str) -> bool:
        try:
            with self._asked() as client:
                return client.get(path).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def _asked(self, timeout: float = _ASK_S) -> httpx.Client:
        return open_http(base_url=f"http://{at(self.addresses.rest)}", timeout=timeout)

    def _signal_postgres(self, number: signal.Signals) -> None:
        for process_id in self.postgres_processes:
            with suppress(ProcessLookupError):
                os.kill(process_id, number)
