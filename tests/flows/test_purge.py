"""Months of the record end by rule: by a command, and by `onshi up` itself; the audit still fits."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx

from tests.flows.people import clinic_of
from tests.flows.program import WITHIN_S, Simulator, copied_world, run, simulator_in

RULE = {"ONSHI_RECORD_KEPT_DAYS": "30"}
TWO_MONTHS = timedelta(days=62)
"""Whatever the day is: its month has ended by then, thirty days ago."""


def check(simulator: Simulator) -> str:
    """Check somebody, and return the check's id when its record is sealed."""
    addresses = ("--url", simulator.base_url, "--control-url", simulator.control_url)
    check_id: str = json.loads(run("check", "--persona", "employee-with-limit", *addresses).stdout)["check_id"]

    def is_sealed() -> bool:
        answer = httpx.get(f"{simulator.base_url}/eligibility/v1/checkpoints", params={"limit": 1})
        return any(item["through_check_id"] == check_id for item in answer.json()["items"])

    wait_for(is_sealed)
    return check_id


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.1)


def sealed(simulator: Simulator) -> str:
    """How much is sealed, as a purge says it: what the folder was made with has an act, and so a seal, of its own."""
    answer = httpx.get(f"{simulator.base_url}/eligibility/v1/checkpoints", params={"limit": 1})
    newest = answer.json()["items"][0]
    return f"{newest['total_count']} records in {newest['sequence']} seals"


def later(folder: Path, by: timedelta) -> None:
    """Let time pass in a world that is not served at the moment."""
    file = folder / "world.json"
    world = json.loads(file.read_bytes())
    file.write_text(json.dumps({**world, "clock_offset_s": world["clock_offset_s"] + by.total_seconds()}))


def is_on_record(simulator: Simulator, check_id: str) -> bool:
    with clinic_of(simulator.base_url, simulator.control_url) as clinic:
        headers = {"Authorization": f"Bearer {clinic.token()}"}
    proof = httpx.get(
        f"{simulator.base_url}/consent/v1/disclosures/proof", params={"check_id": check_id}, headers=headers
    )
    return proof.status_code == 200


def audited(simulator: Simulator) -> list[str]:
    trail = simulator.folder / "trail"
    exported = run("audit", "export", "--data", str(simulator.folder), "--output", str(trail))
    assert exported.returncode == 0, exported.stderr
    verified = run("audit", "verify", str(trail), "--key", str(simulator.folder / "checkpoint-key.pem"))
    assert verified.returncode == 0, verified.stdout
    return verified.stdout.splitlines()


def assert_a_sandbox_keeps_the_rule(simulator: Simulator) -> None:
    made = httpx.post(f"{simulator.control_url}/sandboxes", json={"name": "kept"}, timeout=WITHIN_S)
    place = made.raise_for_status().json()
    sandbox = replace(simulator, base_url=place["base_url"], control_url=place["control_url"])
    check_id = check(sandbox)
    httpx.put(
        f"{sandbox.control_url}/clock", json={"advance": f"P{TWO_MONTHS.days}D"}, timeout=WITHIN_S
    ).raise_for_status()
    wait_for(lambda: re.search(r"kept purged by rule: [1-9]\d* records", simulator.log.read_text()) is not None)
    assert not is_on_record(sandbox, check_id)


def test_records_end_by_a_command_and_at_the_next_start_by_themselves(stopped_world: Path) -> None:
    with copied_world(stopped_world) as folder:
        with simulator_in(folder) as first:
            old = check(first)
            first_seals = sealed(first)
            young = run("purge", "--data", str(folder), more=RULE)
            assert young.stdout == "0 records in 0 seals removed: they are kept for 30 days.\n", young.stderr

        later(folder, TWO_MONTHS)
        with simulator_in(folder) as second:
            recent = check(second)
            counted = run("purge", "--data", str(folder), "--dry-run", more=RULE)
            assert counted.stdout == f"{first_seals} would be removed: they are kept for 30 days.\n"
            assert is_on_record(second, old)
            removed = run("purge", "--data", str(folder), more=RULE)
            assert removed.stdout == f"{first_seals} removed: they are kept for 30 days.\n", removed.stderr
            assert (is_on_record(second, old), is_on_record(second, recent)) == (False, True)
            said = audited(second)
            assert said[0] == "1 records: 1 sealed, 0 behind the last checkpoint; 0 findings."
            count, _, seals = first_seals.removesuffix(" seals").partition(" records in ")
            assert said[1] == f"{count} records purged by rule, and covered by signed marks:"
            assert said[2].startswith(
                f"- seals 1 to {seals}: {count} records, kept for 30 days, the last removed at 20"
            )

        later(folder, TWO_MONTHS)
        with simulator_in(folder, more=RULE) as third:
            wait_for(lambda: "default purged by rule: 1 records in 1 seals" in third.log.read_text())
            assert not is_on_record(third, recent)
            check(third)
            assert_a_sandbox_keeps_the_rule(third)
            assert audited(third)[0] == "1 records: 1 sealed, 0 behind the last checkpoint; 0 findings."


def test_what_cannot_be_purged_is_said_in_a_sentence(simulator: Simulator, tmp_path: Path) -> None:
    unset = run("purge", "--data", str(simulator.folder))
    short = run("purge", "--data", str(simulator.folder), more={"ONSHI_RECORD_KEPT_DAYS": "7"})
    window = run("purge", "--data", str(simulator.folder), more={**RULE, "ONSHI_NONCE_LIFETIME_S": "9999999"})
    nowhere = run("purge", "--data", str(tmp_path), more=RULE)
    no_database = run("purge", more=RULE)

    for finished, words in (
        (unset, "ONSHI_RECORD_KEPT_DAYS must be set"),
        (short, "ONSHI_RECORD_KEPT_DAYS: Input should be greater than or equal to 8"),
        (window, "a day longer than ONSHI_NONCE_LIFETIME_S"),
        (nowhere, "is no data folder of `onshi up`"),
        (no_database, "ONSHI_DATABASE_URL must be set"),
    ):
        assert finished.returncode == 1
        assert finished.stderr.startswith("onshi: ")
        assert words in finished.stderr
        assert "Traceback" not in finished.stderr
