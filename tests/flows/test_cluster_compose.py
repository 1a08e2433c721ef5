"""The compose file of a cluster and what it reads, as far as they can be judged without an engine. About 3 s."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from shared.settings import SERVICES, Settings
from simulator.cluster.cluster import Cluster
from simulator.cluster.parts import CONFIGURATION, Parts
from simulator.cluster.run_as import RunAs

COMPOSE = (CONFIGURATION / "compose.yml").read_text()
DOCUMENT: dict[str, Any] = yaml.safe_load(COMPOSE)
SERVED: dict[str, Any] = DOCUMENT["services"]
PATRONI: dict[str, Any] = yaml.safe_load((CONFIGURATION / "patroni.yml").read_text())
NODES = ("pg1", "pg2", "pg3")
PASSWORDS = {
    f"ONSHI_{name}_PASSWORD" for name in ("ADMIN", "REPLICATION", "PATRONI", *(each.upper() for each in SERVICES))
}


def _asked_for(file: str) -> set[str]:
    return set(re.findall(r"\$\{(\w+)\}", (CONFIGURATION / file).read_text()))


def test_it_is_a_compose_file() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yml"],
        cwd=CONFIGURATION,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout


def test_every_secret_comes_from_the_environment_and_must_be_set() -> None:
    used = dict(re.findall(r"\$\{([A-Z_]+)(:\?)?", COMPOSE))

    assert {name for name, required in used.items() if not required} == set()
    settings = {f"ONSHI_{name.upper()}" for name in Settings.model_fields}
    assert set(used) - settings == PASSWORDS


def test_nodes_are_told_what_make_cluster_tells_them(tmp_path: Path) -> None:
    parts = Parts(("patroni",), Path("/postgres"), Path("/etcd"), Path("/haproxy"), RunAs())
    of_ours = Cluster(tmp_path, parts)

    told = {name for name in of_ours.nodes[0].patroni._environment if name.startswith("PATRONI_")}
    assert all(set(SERVED[name]["environment"]) == told for name in NODES)
    members = {name for name in of_ours.etcd[0].program._environment if name.startswith("ETCD_")}
    assert all(set(SERVED[name]["environment"]) == members for name in ("etcd1", "etcd2", "etcd3"))
    assert set(SERVED["haproxy"]["environment"]) == _asked_for("haproxy.cfg")


def test_what_is_acknowledged_is_on_two_machines() -> None:
    told = PATRONI["bootstrap"]["dcs"]

    assert (told["synchronous_mode"], told["synchronous_mode_strict"]) == ("quorum", True)
    assert told["loop_wait"] + 2 * told["retry_timeout"] <= told["ttl"] == 20
    parameters = told["postgresql"]["parameters"]
    assert (parameters["wal_level"], parameters["wal_log_hints"]) == ("logical", "on")
    assert "data-checksums" in PATRONI["bootstrap"]["initdb"]


def test_no_password_and_no_address_stands_in_a_file() -> None:
    assert "password:" not in (CONFIGURATION / "patroni.yml").read_text()
    assert "authentication" not in PATRONI["postgresql"]


def test_nothing_is_published_beyond_this_machine_and_all_run_without_privileges() -> None:
    published = [port for service in SERVED.values() for port in service.get("ports", [])]

    assert len(published) == 4
    assert all(port.startswith("127.0.0.1:") for port in published)
    assert all(service["cap_drop"] == ["ALL"] for service in SERVED.values())


def test_workers_are_led_to_by_their_names() -> None:
    led_to = re.findall(r"^ +server (\S+) (\S+):8000 check$", (CONFIGURATION / "workers.cfg").read_text(), re.MULTILINE)

    assert led_to == [("eligibility-1", "eligibility-1"), ("eligibility-2", "eligibility-2")]
    assert all(SERVED[name]["command"][:2] == ["serve", "eligibility"] for name, _ in led_to)


def test_its_images_are_built_from_locked_requirements_and_run_as_nobody_in_particular() -> None:
    dockerfile = (CONFIGURATION / "Dockerfile").read_text()

    assert "pip install --disable-pip-version-check --no-cache-dir --require-hashes -r" in dockerfile
    assert re.findall(r"^USER (\w+)$", dockerfile, re.MULTILINE) == ["postgres", "nobody"]
