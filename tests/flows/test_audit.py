"""An operator exports the record of a running simulator and verifies it offline, with the key and a kept checkpoint."""

import json
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from onshi.__main__ import program_command
from tests.flows.people import clinic_of
from tests.flows.program import WITHIN_S, Simulator, environment, run


@pytest.fixture(scope="module")
def trail(simulator: Simulator, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exported trail of a check, with the checkpoint over it kept beside."""
    folder = tmp_path_factory.mktemp("audit")
    addresses = ("--url", simulator.base_url, "--control-url", simulator.control_url)
    checked = run("check", "--persona", "employee-with-limit", *addresses)
    check_id = json.loads(checked.stdout)["check_id"]
    deadline = time.monotonic() + WITHIN_S
    # Sealed: its UUID sorts by time, and everything up to it is in.
    while not (points := checkpoints(simulator)) or points[0]["through_check_id"] < check_id:
        assert time.monotonic() < deadline, "nothing was sealed in time"
        time.sleep(0.1)
    (folder / "checkpoint.json").write_text(json.dumps(points[0]))
    exported = run("audit", "export", "--data", str(simulator.folder), "--output", str(folder / "trail"))
    assert exported.returncode == 0, exported.stderr
    said = re.match(r"(\d+) records, (\d+) acts and ", exported.stdout)
    assert said is not None, exported.stdout
    assert int(said[1]) + int(said[2]) == points[0]["total_count"]
    return folder / "trail"


def checkpoints(simulator: Simulator) -> list[dict[str, Any]]:
    answer = httpx.get(f"{simulator.base_url}/eligibility/v1/checkpoints", params={"limit": 1})
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def verified(simulator: Simulator, file: Path, kept: Path) -> tuple[int, list[str]]:
    key = str(simulator.folder / "checkpoint-key.pem")
    finished = run("audit", "verify", str(file), "--key", key, "--checkpoint", str(kept))
    return finished.returncode, finished.stdout.splitlines()


def test_what_was_recorded_fits(simulator: Simulator, trail: Path) -> None:
    code, lines = verified(simulator, trail, trail.parent / "checkpoint.json")

    assert (code, lines[0].endswith("0 behind the last checkpoint; 0 findings.")) == (0, True)
    assert "What this cannot show:" in lines


def test_what_was_changed_is_named_with_its_place(simulator: Simulator, trail: Path, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in trail.read_text().splitlines()]
    record = next(line["record"] for line in lines if line["kind"] == "record")
    seal = next(line for line in lines if line["kind"] == "seal" and record["check_id"] in line["check_ids"])
    stands = f"seal {seal['checkpoint']['sequence']}, place {seal['check_ids'].index(record['check_id']) + 1}"
    record["purpose"] = "EMERGENCY"
    changed = tmp_path / "changed"
    changed.write_text("".join(f"{json.dumps(line)}\n" for line in lines))

    code, said = verified(simulator, changed, trail.parent / "checkpoint.json")

    assert code == 1
    assert said[0] == f"✗ record {record['check_id']} ({stands}): changed since it was sealed [record-changed]"


def test_what_was_cut_off_is_found_by_the_kept_checkpoint(simulator: Simulator, trail: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    head = json.loads(trail.read_text().splitlines()[0])
    cut.write_text(json.dumps({**head, "seals": 0, "records": 0, "acts": 0, "keys": 0}) + "\n")

    code, said = verified(simulator, cut, trail.parent / "checkpoint.json")

    assert (code, said[0].endswith("[truncated]")) == (1, True)


def test_what_cannot_be_read_is_said_in_a_sentence(simulator: Simulator, tmp_path: Path) -> None:
    nowhere = run("audit", "export", "--data", str(tmp_path), "--output", str(tmp_path / "trail"))
    unset = run("audit", "export", "--output", str(tmp_path / "trail"))
    missing = run("audit", "verify", str(tmp_path / "none"))
    no_key = run("audit", "verify", str(simulator.folder / "world.json"), "--key", str(simulator.folder / "world.json"))

    for finished, code in ((nowhere, 1), (unset, 1), (missing, 2), (no_key, 2)):
        assert finished.returncode == code
        assert finished.stderr.startswith("onshi: ")
        assert "Traceback" not in finished.stderr
    assert not (tmp_path / "trail").exists()


@pytest.fixture(scope="module")
def proof(simulator: Simulator, trail: Path) -> Path:
    """What the clinic was given when it asked for the proof of its check."""
    lines = [json.loads(line) for line in trail.read_text().splitlines()]
    check_id = next(line["record"]["check_id"] for line in lines if line["kind"] == "record")
    with clinic_of(simulator.base_url, simulator.control_url) as clinic:
        headers = {"Authorization": f"Bearer {clinic.token()}"}
    address = f"{simulator.base_url}/consent/v1/disclosures/proof"
    answer = httpx.get(address, params={"check_id": check_id}, headers=headers).raise_for_status()
    file = trail.parent / "proof.json"
    file.write_bytes(answer.content)
    return file


def test_a_clinic_verifies_its_proof_with_the_key_or_a_page_of_checkpoints(simulator: Simulator, proof: Path) -> None:
    page = proof.parent / "page.json"
    page.write_bytes(httpx.get(f"{simulator.base_url}/eligibility/v1/checkpoints").content)
    key = str(simulator.folder / "checkpoint-key.pem")

    by_key = run("audit", "verify-proof", str(proof), "--key", key)
    by_page = run("audit", "verify-proof", str(proof), "--checkpoint", str(page))
    piped = subprocess.run(
        program_command("audit", "verify-proof", "-", "--key", key),
        env=environment(),
        input=proof.read_bytes(),
        capture_output=True,
        timeout=WITHIN_S,
        check=False,
    )

    leaf = json.loads(proof.read_bytes())["proof"]["leaf"]
    assert by_key.stdout.startswith(f"✓ The record with leaf {leaf} is on record: number ")
    assert by_page.stdout.splitlines()[0].endswith("so says the checkpoint that was kept.")
    assert [finished.returncode for finished in (by_key, by_page, piped)] == [0, 0, 0]
    assert piped.stdout.decode() == by_key.stdout


def test_a_proof_that_was_changed_is_refused_in_a_sentence(simulator: Simulator, proof: Path, tmp_path: Path) -> None:
    members = json.loads(proof.read_bytes())
    members["proof"]["leaf"] = "ab" * 32
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(members))
    key = str(simulator.folder / "checkpoint-key.pem")

    refused = run("audit", "verify-proof", str(changed), "--key", key)
    no_proof = run("audit", "verify-proof", str(simulator.folder / "world.json"), "--key", key)
    missing = run("audit", "verify-proof", str(tmp_path / "none"), "--key", key)
    trusting = run("audit", "verify-proof", str(proof))

    assert refused.returncode == 1
    assert refused.stdout.startswith("✗ the way from its leaf does not lead to the checkpoint's root")
    assert refused.stdout.splitlines()[-1] == f"It is not proved that check {members['check_id']} is on record."
    for finished in (no_proof, missing, trusting):
        assert finished.returncode == 2
        assert finished.stderr.startswith("onshi: ")
        assert "Traceback" not in finished.stderr
