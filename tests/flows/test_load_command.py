"""`onshi load` against a world that is served: each exit code, and a run beside an earlier one."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from loadtests.baselines.comparing import CONDITIONS
from loadtests.machine.servers import free_port
from onshi.__main__ import program_command
from tests.flows.loads import Served, copied, served_world
from tests.flows.program import environment

WITHIN_S = 240.0
"""With the echo of each run, on a machine that does other things too."""
SHORT = ("--scale", "nation:0.03", "--rate", "15", "--seconds", "3", "--warm-up", "1")


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with served_world() as world:
        yield world


def load(host: str, data: Path, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Type `onshi load` in ``folder``, where it writes."""
    return subprocess.run(
        program_command("load", "--host", host, "--data", str(data), *SHORT, *options),
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )


def verdict(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "build" / "load" / "verdict.json").read_text(encoding="utf-8"))
    return document


def test_a_run_is_compared_with_an_earlier_one_whose_conditions_it_has(served: Served, tmp_path: Path) -> None:
    first = load(served.base_url, served.data, tmp_path)

    assert first.returncode == 0, first.stderr
    earlier = verdict(tmp_path)
    # Of each condition something is known, or two runs would be alike for want of it.
    assert [name for name in CONDITIONS if earlier.get(name) is None] == []
    assert isinstance(earlier["records_before"], int)
    assert (earlier["workers"], earlier["world"], earlier["faces"]) == (1, "as found", "")
    assert set(earlier) >= {"commit", "onshi_version", "echo_ms"}
    (tmp_path / "earlier.json").write_text(json.dumps(earlier), encoding="utf-8")

    broken = ("--baseline", "earlier.json", "--threshold", "check by card:p99<0.01")
    second = load(served.base_url, served.data, tmp_path, *broken)

    assert second.returncode == 2, second.stderr
    assert "check by card:p99<0.01 was not kept" in second.stderr
    found = verdict(tmp_path)
    assert found["records_before"] > earlier["records_before"]
    assert found["compared"][0].startswith("the echoes of the two runs spread by ")


def test_wrong_answers_end_it_with_1(served: Served, tmp_path: Path) -> None:
    data = copied(served.data, tmp_path / "data")
    # The first patient is the one who is asked about before the run.
    first, others = (data / "expected.ndjson").read_text(encoding="utf-8").split("\n", 1)
    spoilt = others.replace('"valid"', '"not_found"')
    (data / "expected.ndjson").write_text(f"{first}\n{spoilt}", encoding="utf-8")

    ended = load(served.base_url, data, tmp_path)

    assert ended.returncode == 1, ended.stderr
    assert "answers were wrong" in ended.stderr


def test_a_run_that_starts_too_little_ends_it_with_3(served: Served, tmp_path: Path) -> None:
    ended = load(served.base_url, served.data, tmp_path, "--rate", "100", "--most-under-way", "1")

    assert ended.returncode == 3, ended.stderr
    assert "the run is void" in ended.stderr


def test_a_dead_host_ends_it_with_4(served: Served, tmp_path: Path) -> None:
    ended = load(f"http://127.0.0.1:{free_port()}", served.data, tmp_path)

    assert ended.returncode == 4, ended.stderr
    assert "does not answer (ConnectError)" in ended.stderr
    assert not (tmp_path / "build" / "load" / "verdict.json").exists()
