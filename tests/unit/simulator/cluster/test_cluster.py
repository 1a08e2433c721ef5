from pathlib import Path

from simulator.cluster.cluster import Cluster
from simulator.cluster.parts import Parts
from simulator.cluster.run_as import RunAs

PARTS = Parts(("patroni",), Path("/postgres"), Path("/etcd"), Path("/haproxy"), RunAs())


def test_no_two_of_its_programs_share_an_address(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, PARTS)

    ports = [
        *(member.port for member in cluster.etcd),
        *(port for node in cluster.nodes for port in (node.addresses.postgres, node.addresses.rest)),
        cluster.haproxy.leader_port,
        cluster.haproxy.replicas_port,
    ]
    assert len(set(ports)) == len(ports) == 11


def test_its_address_is_that_of_whoever_leads_or_names_them_all(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, PARTS)

    assert cluster.url("onshi").endswith(f"@127.0.0.1:{cluster.haproxy.leader_port}/onshi")
    everybody = cluster.url_of_all("onshi")
    assert everybody.endswith("/onshi?target_session_attrs=primary")
    assert all(f"127.0.0.1:{node.addresses.postgres}" in everybody for node in cluster.nodes)
