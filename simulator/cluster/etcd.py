"""The etcd members, which keep who leads: nothing is decided without a majority of them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from onshi.connecting import open_http
from simulator.cluster.parts import Parts
from simulator.cluster.ports import at, free_ports
from simulator.cluster.program import Program

# Half a second of silence is no reason for another election on a machine that does much else.
_HEARTBEAT_MS, _ELECTION_MS = 200, 2000


@dataclass(frozen=True, slots=True)
class Etcd:
    """One member."""

    program: Program
    port: int
    """Where clients ask."""

    @property
    def is_healthy(self) -> bool:
        """Tell whether it knows a leader: it answers only then."""
        try:
            with open_http(timeout=2.0) as client:
                is_healthy: bool = client.get(f"http://{at(self.port)}/health").json() == {"health": "true"}
                return is_healthy
        except (httpx.TransportError, ValueError):
            return False


def etcd_members(folder: Path, parts: Parts, count: int = 3) -> Sequence[Etcd]:
    """Return members that know each other, not started yet; their data lies in ``folder``."""
    names = [f"etcd{number}" for number in range(1, count + 1)]
    ports = free_ports(2 * count)
    clients, peers = ports[:count], ports[count:]
    everybody = ",".join(f"{name}=http://{at(peer)}" for name, peer in zip(names, peers, strict=True))
    token = secrets.token_hex(8)
    return [
        Etcd(
            Program(
                name,
                [str(parts.etcd)],
                {
                    "ETCD_NAME": name,
                    "ETCD_DATA_DIR": str(folder / name),
                    "ETCD_LISTEN_CLIENT_URLS": f"http://{at(client)}",
                    "ETCD_ADVERTISE_CLIENT_URLS": f"http://{at(client)}",
                    "ETCD_LISTEN_PEER_URLS": f"http://{at(peer)}",
                    "ETCD_INITIAL_ADVERTISE_PEER_URLS": f"http://{at(peer)}",
                    "ETCD_INITIAL_CLUSTER": everybody,
                    "ETCD_INITIAL_CLUSTER_TOKEN": token,
                    "ETCD_INITIAL_CLUSTER_STATE": "new",
                    "ETCD_HEARTBEAT_INTERVAL": str(_HEARTBEAT_MS),
                    "ETCD_ELECTION_TIMEOUT": str(_ELECTION_MS),
                },
                folder / f"{name}.log",
                parts.run_as,
            ),
            client,
        )
        for name, client, peer in zip(names, clients, peers, strict=True)
    ]
