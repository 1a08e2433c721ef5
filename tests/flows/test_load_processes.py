"""A load run of several processes, here and with workers of their own. Costs about 25 s, most of it the world."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from loadtests.machine.processes import family_of
from loadtests.machine.servers import free_port
from tests.flows.loads import ROOT, STEADY, WITHIN_S, Served, copied, load, locust, served_world, verdict
from tests.flows.program import environment


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with served_world() as world:
        yield world


def meeting_place() -> tuple[str, ...]:
    """Return the options by which leader and workers of this machine meet."""
    port = str(free_port())
    return ("--master-bind-host", "127.0.0.1", "--master-bind-port", port, "--master-port", port)


def started(*options: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        locust(*options), cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def test_two_processes_send_what_one_sends(served: Served, tmp_path: Path) -> None:
    alone = load(served.base_url, served.data, tmp_path / "one", *STEADY)
    ended = load(served.base_url, served.data, tmp_path / "two", *STEADY, "--processes", "2", *meeting_place())

    assert (alone.returncode, ended.returncode) == (0, 0), ended.stderr
    one, two = verdict(tmp_path / "one"), verdict(tmp_path / "two")
    assert (two["asked"], two["started"], two["dropped"]) == (45, 45, 0)
    counts = [{row["name"]: row["count"] for row in each["rows"]} for each in (one, two)]
    checks = ("check by card", "check by identifiers", "check for a closed purpose", "view of diagnosis")
    assert [counts[0].get(name) for name in checks] == [counts[1].get(name) for name in checks]
    assert (two["workers"], two["patients"], two["institutions"]) == (2, 300, 8)
    # The leader signs nothing; of each worker stand processor and lag.
    names = [process["name"] for process in two["processes"]]
    assert sorted(names) == [
        "leader",
        *(f"worker {worker}: {what}" for worker in (1, 2) for what in ("generator", "signer 1", "signer 2")),
    ]
    assert all("lag_p99_ms" in process for process in two["processes"] if "generator" in process["name"])


def test_workers_of_another_machine_need_their_own_copy_of_the_data_and_no_options(
    served: Served, tmp_path: Path
) -> None:
    place = meeting_place()
    worker = started("--worker", "--data", str(copied(served.data, tmp_path / "theirs")), *place)
    # The leader itself needs no data.
    led = load(served.base_url, Path("/nonexistent"), tmp_path / "led", *STEADY, "--master", *place)

    worker.communicate(timeout=WITHIN_S)
    assert (led.returncode, worker.returncode) == (0, 0), led.stderr
    assert verdict(tmp_path / "led")["started"] == 45


def test_workers_with_other_data_send_nothing(served: Served, tmp_path: Path) -> None:
    data = copied(served.data, tmp_path / "theirs")
    first, second, rest = (data / "cards.ndjson").read_text(encoding="utf-8").split("\n", 2)
    (data / "cards.ndjson").write_text(f"{second}\n{first}\n{rest}", encoding="utf-8")
    place = meeting_place()
    workers = [started("--worker", "--data", str(each), *place) for each in (served.data, data)]
    led = load(served.base_url, served.data, tmp_path / "led", *STEADY, "--master", "--expect-workers", "2", *place)

    for worker in workers:
        worker.communicate(timeout=WITHIN_S)
    assert led.returncode == 4, led.stderr
    assert "No load run: the workers have not the same data" in led.stderr
    assert not (tmp_path / "led" / "verdict.json").exists()


def test_a_worker_that_cannot_start_ends_the_run_with_its_sentence(served: Served, tmp_path: Path) -> None:
    options = ("--processes", "2", *meeting_place())

    ended = load(served.base_url, tmp_path, tmp_path / "none", *STEADY, *options)

    assert ended.returncode == 4, ended.stderr
    assert "holds no data of onshi load-data" in ended.stderr


def test_a_lost_worker_makes_the_run_void(served: Served, tmp_path: Path) -> None:
    options = ("--host", served.base_url, "--data", str(served.data), "--results", str(tmp_path))
    leader = started(*options, "--rate", "15", "--seconds", "60", "--processes", "2", *meeting_place())
    assert leader.stderr is not None
    while "900 receptions by 2 workers begin" not in (line := leader.stderr.readline()):
        assert line, "the run did not begin"
    # A worker is known by its two signers.
    workers = [each for each in family_of(leader.pid) - {leader.pid} if len(family_of(each)) > 2]
    assert len(workers) == 2
    os.kill(workers[0], signal.SIGKILL)

    _, said = leader.communicate(timeout=WITHIN_S)
    assert leader.returncode == 3, said
    assert "the run is void: worker " in said
    assert verdict(tmp_path)["exit"] == 3
