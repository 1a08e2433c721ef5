import re
from pathlib import Path

from simulator.cluster.haproxy import haproxy
from simulator.cluster.node import Addresses
from simulator.cluster.parts import CONFIGURATION, Parts
from simulator.cluster.run_as import RunAs

PARTS = Parts(("patroni",), Path("/postgres"), Path("/etcd"), Path("/haproxy"), RunAs())


def test_it_is_told_every_address_that_its_configuration_asks_for(tmp_path: Path) -> None:
    made = haproxy(tmp_path, PARTS, [Addresses(1, 11), Addresses(2, 12), Addresses(3, 13)])

    asked_for = set(re.findall(r"\$\{(\w+)\}", (CONFIGURATION / "haproxy.cfg").read_text()))
    told = made.program._environment
    assert asked_for == {name for name in told if name.startswith("ONSHI_")}
    assert (told["ONSHI_PG2"], told["ONSHI_PG2_REST"]) == ("127.0.0.1:2", "12")
    assert made.leader_port != made.replicas_port
