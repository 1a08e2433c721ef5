"""The whole: started in order, waited for until it is formed, ended in order."""

import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from shared.db.embedded.cluster import ADMINISTRATOR
from shared.db.embedded.orphan import leave_no_server
from simulator.cluster.etcd import Etcd, etcd_members
from simulator.cluster.haproxy import HAProxy, haproxy
from simulator.cluster.node import Addresses, ClusterSecrets, Node
from simulator.cluster.parts import Parts
from simulator.cluster.ports import at, free_ports
from simulator.cluster.program import NotInTime, Program, wait_until

NODES = ("pg1", "pg2", "pg3")
FORMED_WITHIN_S = 120.0


class Cluster:
    """Three nodes, three etcd, one HAProxy."""

    def __init__(
        self,
        folder: Path,
        parts: Parts,
        data: Mapping[str, Path] = MappingProxyType({}),
        more: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    ) -> None:
        """Nothing is started yet.

        ``data``: by a node's name, the folder of its data, where that is another one; ``more``: further variables of
        its environment.
        """
        self.folder = folder
        self.etcd: Sequence[Etcd] = etcd_members(folder, parts)
        self._secrets = ClusterSecrets(*(secrets.token_urlsafe(24) for _ in range(3)))
        ports = iter(free_ports(2 * len(NODES)))
        addresses = [Addresses(next(ports), next(ports)) for _ in NODES]
        etcd_ports = [member.port for member in self.etcd]
        self.nodes: Sequence[Node] = [
            Node(name, data.get(name, folder / name), parts, its, etcd_ports, self._secrets, more.get(name))
            for name, its in zip(NODES, addresses, strict=True)
        ]
        self.haproxy: HAProxy = haproxy(folder, parts, addresses)

    def url(self, database: str = "postgres", port: int | None = None) -> str:
        """Return the administrator's URL: of whoever leads, or of what listens at ``port``."""
        password = quote(self._secrets.administrator, safe="")
        return f"postgresql://{ADMINISTRATOR}:{password}@{at(port or self.haproxy.leader_port)}/{database}"

    def url_of_all(self, database: str) -> str:
        """Return the administrator's URL that names all nodes, without HAProxy: the driver finds who leads."""
        everybody = ",".join(at(node.addresses.postgres) for node in self.nodes)
        password = quote(self._secrets.administrator, safe="")
        return f"postgresql://{ADMINISTRATOR}:{password}@{everybody}/{database}?target_session_attrs=primary"

    def leader(self, within_s: float = FORMED_WITHIN_S) -> Node:
        """Return the node that leads; raises NotInTime."""
        wait_until(lambda: any(node.is_leader for node in self.nodes), "a leader", within_s)
        return next((node for node in self.nodes if node.is_leader), None) or self.leader(within_s)

    def wait_until_whole(self, within_s: float = FORMED_WITHIN_S) -> float:
        """Return after how many seconds one node led and all others followed it; raises NotInTime."""
        try:
            return wait_until(lambda: self._is_whole, "a leader with all others behind it", within_s)
        except NotInTime as late:
            raise NotInTime(f"{late}; {self._told()}") from late

    def start(self) -> None:
        """Start everything, and return when it is formed; raises NotInTime, OSError."""
        for member in self.etcd:
            member.program.start()
        for node in self.nodes:
            node.start()
        self.haproxy.program.start()
        self.wait_until_whole()

    def end(self) -> None:
        """End everything: who asks first, then who is asked."""
        self.haproxy.program.end()
        # A leader that ends hands over, if somebody is there to take over: all at once is quicker.
        with ThreadPoolExecutor(len(self.nodes)) as at_once:
            list(at_once.map(Node.end, self.nodes))
        for member in self.etcd:
            member.program.end()

    @property
    def programs(self) -> Sequence[Program]:
        """All processes that were started here."""
        members, nodes = [member.program for member in self.etcd], [node.patroni for node in self.nodes]
        return [*members, *nodes, self.haproxy.program]

    @property
    def _is_whole(self) -> bool:
        leaders = [node for node in self.nodes if node.is_leader]
        return len(leaders) == 1 and all(node.is_following for node in self.nodes if node is not leaders[0])

    def _told(self) -> str:
        ended = [f"{each.name} ended: {each.last_words()}" for each in self.programs if not each.is_running]
        states = [f"{node.name} is {node.status().get('state', 'silent')}" for node in self.nodes]
        return "; ".join([*ended, *states])


@contextmanager
def running_cluster(
    folder: Path,
    parts: Parts,
    data: Mapping[str, Path] = MappingProxyType({}),
    more: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> Iterator[Cluster]:
    """Run a new cluster in ``folder`` until the end of the block, and remove what was there.

    ``data`` and ``more`` are as Cluster takes them. Raises NotInTime, OSError.
    """
    _emptied(folder, parts)
    with ExitStack() as at_the_end:
        cluster = Cluster(folder, parts, data, more)
        at_the_end.callback(cluster.end)
        cluster.start()
        yield cluster


def _emptied(folder: Path, parts: Parts) -> None:
    """Leave nothing of an earlier one that was killed."""
    for name in NODES:
        data = folder / name / "postgres"
        if data.is_dir():
            leave_no_server(data)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    folder.chmod(0o711)
    parts.run_as.give(folder)
