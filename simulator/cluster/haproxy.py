"""HAProxy: the one address of whoever leads, and one of those that only read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.cluster.node import Addresses
from simulator.cluster.parts import Parts
from simulator.cluster.ports import at, free_ports
from simulator.cluster.program import Program


@dataclass(frozen=True, slots=True)
class HAProxy:
    """One of it."""

    program: Program
    leader_port: int
    replicas_port: int


def haproxy(folder: Path, parts: Parts, nodes: Sequence[Addresses]) -> HAProxy:
    """Return one in front of three nodes, not started yet."""
    leader, replicas = free_ports(2)
    environment = {"ONSHI_LEADER_ADDRESS": at(leader), "ONSHI_REPLICAS_ADDRESS": at(replicas)}
    for number, addresses in enumerate(nodes, 1):
        environment[f"ONSHI_PG{number}"] = at(addresses.postgres)
        environment[f"ONSHI_PG{number}_REST"] = str(addresses.rest)
    command = [str(parts.haproxy), "-db", "-f", str(parts.configuration / "haproxy.cfg")]
    return HAProxy(Program("haproxy", command, environment, folder / "haproxy.log", parts.run_as), leader, replicas)
