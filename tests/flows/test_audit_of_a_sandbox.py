"""The record of a sandbox: exported, verified with its own key, and ended by rule, by the clock of that world."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.flows.program import WITHIN_S, Simulator, copied_world, run, simulator_in

RULE = {"ONSHI_RECORD_KEPT_DAYS": "30"}
BEHIND_THE_RULE = "P62D"
"""A month ends when the rule has passed all of it: 31 days and 30, from whatever day."""


@pytest.fixture(scope="module")
def simulator(stopped_world: Path) -> Iterator[Simulator]:
    """A simulator of its own: its clocks are moved."""
    with copied_world(stopped_world) as folder, simulator_in(folder) as started:
        yield started


@pytest.fixture(scope="module")
def sandbox(simulator: Simulator) -> Simulator:
    """A sandbox with one check in it, which is sealed."""
    made = httpx.post(f"{simulator.control_url}/sandboxes", json={"name": "audited"}, timeout=WITHIN_S)
    place = made.raise_for_status().json()
    world = Simulator(place["base_url"], place["control_url"], simulator.folder, simulator.log, simulator.process)
    checked(world)
    return world


def checked(world: Simulator) -> str:
    """Check somebody, and return the check's id when its record is sealed."""
    addresses = ("--url", world.base_url, "--control-url", world.control_url)
    check_id: str = json.loads(run("check", "--persona", "employee-with-limit", *addresses).stdout)["check_id"]
    deadline, query = time.monotonic() + WITHIN_S, {"limit": 1}
    while True:
        points = httpx.get(f"{world.base_url}/eligibility/v1/checkpoints", params=query).json()["items"]
        if any(point["through_check_id"] == check_id for point in points):
            return check_id
        assert time.monotonic() < deadline, "nothing was sealed in time"
        time.sleep(0.1)


def exported(simulator: Simulator, file: Path, *world: str) -> set[str]:
    """Export, and return the ids of the checks whose records are there."""
    finished = run("audit", "export", "--data", str(simulator.folder), "--output", str(file), *world)
    assert finished.returncode == 0, finished.stderr
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    return {line["record"]["check_id"] for line in lines if line["kind"] == "record"}


def verified(simulator: Simulator, file: Path, *world: str) -> tuple[int, str]:
    finished = run("audit", "verify", str(file), "--key", str(simulator.folder / "checkpoint-key.pem"), *world)
    return finished.returncode, finished.stdout


def test_the_trail_of_a_sandbox_fits_under_its_own_key_alone(
    simulator: Simulator, sandbox: Simulator, tmp_path: Path
) -> None:
    check_id = checked(sandbox)
    own, default = tmp_path / "own", tmp_path / "default"
    named = ("--world", "audited")

    assert check_id in exported(simulator, own, *named)
    assert check_id not in exported(simulator, default)
    assert verified(simulator, own, *named)[0] == 0
    assert verified(simulator, own)[0] == 1
    assert verified(simulator, default)[0] == 0


def test_the_rule_ends_records_of_a_sandbox_by_its_clock_and_of_no_other_world(
    simulator: Simulator, sandbox: Simulator, tmp_path: Path
) -> None:
    old = checked(sandbox)
    named = ("--data", str(simulator.folder), "--world", "audited")
    young = run("purge", *named, "--dry-run", more=RULE)
    moved = httpx.put(f"{sandbox.control_url}/clock", json={"advance": BEHIND_THE_RULE}, timeout=WITHIN_S)
    assert moved.status_code == 200, moved.text
    recent = checked(sandbox)
    removed, of_default = run("purge", *named, more=RULE), run("purge", "--data", str(simulator.folder), more=RULE)
    left = exported(simulator, tmp_path / "trail", "--world", "audited")

    assert young.stdout.startswith("0 records in 0 seals would be removed"), young.stderr
    assert not removed.stdout.startswith("0 records"), removed.stderr
    assert of_default.stdout.startswith("0 records in 0 seals removed"), of_default.stderr
    assert (old in left, recent in left) == (False, True)
    code, said = verified(simulator, tmp_path / "trail", "--world", "audited")
    assert (code, "purged by rule, and covered by signed marks" in said) == (0, True)


def test_the_rule_follows_the_clock_of_default_where_it_was_moved(simulator: Simulator) -> None:
    checked(simulator)
    of_default = ("purge", "--data", str(simulator.folder), "--dry-run")
    before = run(*of_default, more=RULE)
    moved = httpx.put(f"{simulator.control_url}/clock", json={"advance": BEHIND_THE_RULE}, timeout=WITHIN_S)
    assert moved.status_code == 200, moved.text
    after = run(*of_default, more=RULE)

    assert before.stdout.startswith("0 records in 0 seals would be removed"), before.stderr
    assert not after.stdout.startswith("0 records"), after.stderr


@pytest.mark.parametrize("command", [("audit", "export", "--output", "trail"), ("purge",)])
def test_a_world_that_there_is_not_is_said_in_a_sentence(simulator: Simulator, command: tuple[str, ...]) -> None:
    nobody = run(*command, "--data", str(simulator.folder), "--world", "gone", more=RULE)
    nowhere = run(*command, "--world", "gone", more=RULE)

    assert (nobody.returncode, nowhere.returncode) == (1, 1)
    assert "onshi: no world 'gone' is served there" in nobody.stderr
    assert "onshi: say --data, the folder of the `onshi up` that serves 'gone'" in nowhere.stderr


def test_a_sandbox_is_verified_by_the_private_key_only(
    simulator: Simulator, sandbox: Simulator, tmp_path: Path
) -> None:
    exported(simulator, tmp_path / "trail", "--world", "audited")
    keys = httpx.get(f"{sandbox.base_url}/eligibility/v1/checkpoints", params={"limit": 1}).json()["keys"]
    public = tmp_path / "public.pem"
    public.write_text(keys[0]["public_key_pem"])
    refused = run("audit", "verify", str(tmp_path / "trail"), "--key", str(public), "--world", "audited")
    fits = run("audit", "verify", str(tmp_path / "trail"), "--key", str(public))

    assert (refused.returncode, fits.returncode) == (2, 0)
    assert "is no PEM of the private key that a sandbox's key is made from" in refused.stderr
