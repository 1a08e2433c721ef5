"""A world is copied while it runs, and goes on in the copy (of a stopped one: test_up.py)."""

import stat
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.flows.people import card_of, clinic_of, persona
from tests.flows.program import Simulator, run, simulator_in, world_folder


def token_of(simulator: Simulator) -> str:
    with clinic_of(simulator.base_url, simulator.control_url) as clinic:
        return clinic.token()


def listed(simulator: Simulator, token: str) -> list[str]:
    """The checks of the clinic; the token may be one of the world that was copied."""
    address = f"{simulator.base_url}/eligibility/v1/checks"
    answer = httpx.get(address, params={"limit": 1000}, headers={"Authorization": f"Bearer {token}"})
    return [item["check_id"] for item in answer.raise_for_status().json()["items"]]


def checked(simulator: Simulator) -> str:
    patient = persona(simulator.control_url, "employee-with-limit")
    with clinic_of(simulator.base_url, simulator.control_url) as clinic, card_of(simulator.base_url, patient) as card:
        return str(clinic.check_card(card).check_id)


def audited(simulator: Simulator, folder: Path) -> subprocess.CompletedProcess[str]:
    exported = run("audit", "export", "--data", str(simulator.folder), "--output", str(folder / "trail"))
    assert exported.returncode == 0, exported.stderr
    return run("audit", "verify", str(folder / "trail"), "--key", str(simulator.folder / "checkpoint-key.pem"))


def test_a_world_that_runs_is_copied_and_goes_on_in_the_copy(simulator: Simulator, tmp_path: Path) -> None:
    check_id, token = checked(simulator), token_of(simulator)
    with world_folder() as folder:
        copied = run("backup", str(folder / "copy"), "--data", str(simulator.folder))
        assert (copied.returncode, copied.stderr) == (0, "")
        again = run("backup", str(folder / "copy"), "--data", str(simulator.folder))
        assert (again.returncode, "is there already" in again.stderr) == (1, True)
        assert [path.name for path in folder.iterdir()] == ["copy"]
        assert stat.S_IMODE((folder / "copy" / "secrets.json").stat().st_mode) == 0o600

        lost = checked(simulator)
        with simulator_in(folder / "copy") as copy:
            new = checked(copy)
            # Its keys are the same, so the token is good; what was asked after the copy is not in it.
            checks = listed(copy, token)
            assert (check_id in checks, lost in checks, checks[-1]) == (True, False, new)
            assert audited(copy, tmp_path).returncode == 0


@pytest.mark.parametrize("where", ["empty", "nowhere"])
def test_what_cannot_be_copied_is_said_in_a_sentence(tmp_path: Path, where: str) -> None:
    (tmp_path / "empty").mkdir()
    refused = run("backup", str(tmp_path / "copy"), "--data", str(tmp_path / where))

    assert refused.returncode == 1
    assert refused.stderr.startswith("onshi: ")
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "copy").exists()
