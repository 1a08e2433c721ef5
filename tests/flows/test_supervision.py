"""What dies is started again; what is killed leaves nothing running."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from onshi.__main__ import program_command
from simulator.running.listeners import listen
from tests.flows.people import card_of, clinic_of, persona
from tests.flows.program import (
    WITHIN_S,
    Simulator,
    children_of,
    copied_world,
    environment,
    processes_with,
    run,
    simulator_in,
    world_folder,
)


def valid_again(started: Simulator) -> bool:
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{started.base_url}/readyz", timeout=5).status_code == 200:
                patient = persona(started.control_url, "employee-with-limit")
                with (
                    clinic_of(started.base_url, started.control_url) as clinic,
                    card_of(started.base_url, patient) as card,
                ):
                    return clinic.check_card(card).is_valid
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def started(stopped_world: Path) -> Iterator[Simulator]:
    """A simulator whose processes may be killed; two workers serve it."""
    with copied_world(stopped_world) as folder, simulator_in(folder, "--workers", "2") as own:
        yield own


@pytest.mark.parametrize(("words", "count"), [("worker together", 2), ("worker controls", 1), ("bin/postgres", 1)])
def test_a_process_that_is_killed_is_replaced(started: Simulator, words: str, count: int) -> None:
    before = children_of(started.process.pid, words)
    assert len(before) == count
    os.kill(before[0], signal.SIGKILL)
    deadline = time.monotonic() + WITHIN_S
    while (after := children_of(started.process.pid, words)) == before or len(after) < count:
        assert time.monotonic() < deadline, "it was not started again"
        time.sleep(0.05)

    assert before[0] not in after
    assert valid_again(started)


def test_nothing_outlives_a_killed_supervisor_and_the_data_can_be_used_again(
    stopped_world: Path,
) -> None:
    with copied_world(stopped_world) as folder:
        with simulator_in(folder) as killed:
            killed.process.kill()
            killed.process.wait()
            _gone(str(folder))
        with simulator_in(folder) as again:
            assert valid_again(again)


def test_a_worker_has_no_secret_in_its_environment(simulator: Simulator) -> None:
    (worker,) = children_of(simulator.process.pid, "worker together")

    variables = Path(f"/proc/{worker}/environ").read_bytes()

    assert b"ONSHI_" not in variables
    assert b"postgresql://" not in variables


def test_the_demo_succeeds_and_leaves_nothing_behind() -> None:
    with world_folder() as closed:
        # Too long for a socket, and with what means something to lists, shells and settings.
        folder = closed / "a 'temporary' folder, \"quoted\" and longer than any path of a socket may be $HOME; 一時"
        folder.mkdir()
        # On a terminal without Japanese, too.
        told = run("demo", more={"TMPDIR": str(folder), "PYTHONIOENCODING": "ascii"})

        assert told.returncode == 0, told.stdout + told.stderr
        assert "everything as expected" in told.stdout
        assert "purpose-prohibited" in told.stdout
        assert list(folder.iterdir()) == []
        assert processes_with(str(folder)) == []


def test_the_world_goes_with_a_simulator_that_keeps_none() -> None:
    with world_folder() as folder:
        process = _start_without_data(folder)
        (announcement,) = _appearing(folder, "onshi-*/running.json")
        base_url = json.loads(announcement.read_bytes())["base_url"]
        assert httpx.get(f"{base_url}/readyz").status_code == 200
        process.send_signal(signal.SIGINT)

        assert process.wait(WITHIN_S) == 0
        assert list(folder.iterdir()) == []


def test_what_a_killed_simulator_left_goes_at_the_next_start() -> None:
    with world_folder() as folder, listen("127.0.0.1", 0) as taken:
        killed = _start_without_data(folder)
        (announcement,) = _appearing(folder, "onshi-*/running.json")
        killed.kill()
        killed.wait()
        _gone(str(folder))
        assert (announcement.parent / "token-key.pem").exists()

        # Whatever becomes of the next one.
        refused = run("up", "--port", str(taken.getsockname()[1]), "--control-port", "0", more={"TMPDIR": str(folder)})

        assert "in use by another program" in refused.stderr
        assert list(folder.iterdir()) == []


def _gone(text: str) -> None:
    deadline = time.monotonic() + WITHIN_S
    while processes_with(text):
        assert time.monotonic() < deadline, "something still runs"
        time.sleep(0.05)


def _start_without_data(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        program_command("up", "--port", "0", "--control-port", "0"),
        env=environment({"TMPDIR": str(folder)}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _appearing(folder: Path, pattern: str) -> list[Path]:
    deadline = time.monotonic() + WITHIN_S
    while not (found := list(folder.glob(pattern))) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found
