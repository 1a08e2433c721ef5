from pathlib import Path

from simulator.cluster.etcd import etcd_members
from simulator.cluster.parts import Parts
from simulator.cluster.run_as import RunAs

PARTS = Parts(("patroni",), Path("/postgres"), Path("/etcd"), Path("/haproxy"), RunAs())


def test_members_know_each_other_and_listen_here_alone(tmp_path: Path) -> None:
    members = etcd_members(tmp_path, PARTS)

    told = [member.program._environment for member in members]
    assert [each["ETCD_NAME"] for each in told] == ["etcd1", "etcd2", "etcd3"]
    assert len({each["ETCD_INITIAL_CLUSTER"] for each in told}) == 1
    assert all(each["ETCD_INITIAL_ADVERTISE_PEER_URLS"] in told[0]["ETCD_INITIAL_CLUSTER"] for each in told)
    listens = [url for each in told for name, url in each.items() if name.endswith("_URLS")]
    assert all(url.startswith("http://127.0.0.1:") for url in listens)


def test_one_that_does_not_run_is_not_healthy(tmp_path: Path) -> None:
    assert not etcd_members(tmp_path, PARTS)[0].is_healthy
