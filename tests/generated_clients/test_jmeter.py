"""The plan for JMeter, run by JMeter itself against a world of load-data: half a minute."""

import csv
import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.flows.loads import Served, copied, served_world
from tests.generated_clients.page import ROOT

PLAN = ROOT / "loadtests" / "others" / "jmeter" / "checks.jmx"
STARTER = ROOT / "build" / "clients" / "jmeter" / "bin" / "ApacheJMeter.jar"
WITHIN_S = 120
pytestmark = [
    pytest.mark.skipif(not STARTER.exists(), reason="JMeter is not in build/clients/jmeter: `make test-clients`"),
    pytest.mark.skipif(shutil.which("java") is None, reason="java is not here: `make debian`"),
]


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with served_world() as world:
        yield world


def samples(base_url: str, data: Path, folder: Path) -> list[dict[str, str]]:
    """Run the plan for five seconds at most ten checks a second, and return the lines of its JTL."""
    where = urlsplit(base_url)
    told = {"host": where.hostname, "port": where.port, "data": data, "seconds": 5, "rate_a_minute": 600, "threads": 4}
    command = ["java", "-jar", str(STARTER), "-n", "-t", str(PLAN), "-l", "checks.jtl", "-j", "jmeter.log"]
    ended = subprocess.run(
        [*command, *(f"-J{name}={value}" for name, value in told.items())],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    log = (folder / "jmeter.log").read_text(encoding="utf-8")
    assert " ERROR " not in log, [line for line in log.splitlines() if " ERROR " in line][:3]
    with (folder / "checks.jtl").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_sample_is_good_and_every_card_is_answered_as_expected(served: Served, tmp_path: Path) -> None:
    found = samples(served.base_url, served.data, tmp_path)

    assert {(line["responseCode"], line["success"], line["failureMessage"]) for line in found} == {("200", "true", "")}
    counted = Counter(line["label"] for line in found)
    assert set(counted) == {"token", "challenge", "check by card"}
    assert counted["token"] == 8
    # Who is at a check when the time is up still ends it.
    assert counted["check by card"] == counted["challenge"] > 20


def test_an_answer_that_is_not_the_expected_one_fails_its_sample(served: Served, tmp_path: Path) -> None:
    data = copied(served.data, tmp_path / "data")
    lines = [json.loads(line) for line in (data / "expected.ndjson").read_text(encoding="utf-8").splitlines()]
    for line in lines:
        if line["by_card"] is not None:
            line["by_card"]["validity"] = "not_found"
    (data / "expected.ndjson").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")

    checks = [line for line in samples(served.base_url, data, tmp_path) if line["label"] == "check by card"]

    assert checks
    assert {(line["responseCode"], line["success"]) for line in checks} == {("200", "false")}
    assert all(line["failureMessage"].startswith("expected validity not_found, got ") for line in checks)
