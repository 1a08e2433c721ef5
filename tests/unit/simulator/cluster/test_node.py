from pathlib import Path

from simulator.cluster.node import Addresses, ClusterSecrets, Node
from simulator.cluster.parts import Parts
from simulator.cluster.run_as import RunAs

PARTS = Parts(("patroni",), Path("/postgres"), Path("/etcd"), Path("/haproxy"), RunAs())
SECRETS = ClusterSecrets("admin-secret", "replication-secret", "rest-secret")


def _node(folder: Path) -> Node:
    return Node("pg1", folder, PARTS, Addresses(5001, 8001), [2001, 2002], SECRETS)


def test_passwords_stand_in_no_command_line_and_in_no_repr(tmp_path: Path) -> None:
    node = _node(tmp_path)

    assert "secret" not in " ".join(node.patroni._command)
    assert "secret" not in repr(SECRETS)
    assert node.patroni._environment["PATRONI_ETCD3_HOSTS"] == "'127.0.0.1:2001','127.0.0.1:2002'"


def test_one_that_does_not_run_neither_leads_nor_follows(tmp_path: Path) -> None:
    node = _node(tmp_path)

    assert not node.is_leader
    assert not node.is_following
    assert node.status() == {}
    assert node.postgres_processes == []
