"""The pytest plugin as a vendor uses it: the wheel is installed, nothing is imported, nothing is configured."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.flows.program import Simulator

SUITE = """
import onshi.pytest_plugin
import shared

def test_the_patient_is_insured(onshi_clinic, onshi_card):
    answer = onshi_clinic.check_card(onshi_card("employee-with-limit"))
    assert answer.is_valid

def test_the_day_is_the_chosen_one(onshi_clinic, onshi_persona):
    patient = onshi_persona("coverage-lost")
    answer = onshi_clinic.check(insured=patient["insured"], purpose="CARE_VISIT")
    assert (answer.validity, str(answer.as_of)) == ("invalid", "2026-07-01")

def test_a_patient_of_ones_own(onshi_clinic, onshi_card, onshi_patient):
    who = onshi_patient(name="試験　花子", birthdate="1985-04-01", sex="female", limit_certificate={"category": "A03"})
    answer = onshi_clinic.check_card(onshi_card(who))
    by_number = onshi_clinic.check(insured=who["insured"], purpose="CARE_VISIT", limit_certificate_consent=True)
    assert (answer.is_valid, answer.results[0].name) == (True, "試験　花子")
    assert by_number.results[0].limit_certificate.category == "A03"

def test_a_world_of_ones_own(onshi_simulator, onshi_sandbox):
    onshi_sandbox.make_patient(id="mine", name="試験　花子", birthdate="1985-04-01", sex="female")
    assert "mine" in onshi_sandbox.personas()
    assert "mine" not in onshi_simulator.personas()
    assert onshi_sandbox.base_url.startswith(onshi_simulator.base_url + "/~")

def test_a_check_is_sent_again_when_the_service_is_busy(onshi_clinic, onshi_persona, onshi_faults):
    busy = {"operation": "check_eligibility"}
    onshi_faults.make("status", {"status": 503}, match=busy)
    patient = onshi_persona("employee-with-limit")
    assert onshi_clinic.check(insured=patient["insured"], purpose="CARE_VISIT").is_valid
    onshi_faults.assert_all_used()

def test_an_answer_that_is_cut_off_is_found_again(onshi_clinic, onshi_card, onshi_faults):
    onshi_faults.make("truncate", match={"operation": "check_eligibility"})
    assert onshi_clinic.check_card(onshi_card("employee-with-limit")).is_valid
    onshi_faults.assert_all_used()

def test_what_never_happens_is_told(onshi_faults):
    fault = onshi_faults.make("hang", note="nobody asks")
    try:
        onshi_faults.assert_all_used()
    except AssertionError as unused:
        assert fault["id"] in str(unused)
    else:
        raise RuntimeError("nothing was told")

def test_where(onshi_simulator, pytestconfig):
    assert shared.WHOSE == "the vendor"
    (pytestconfig.rootpath / "told").write_text(onshi_simulator.base_url + " " + onshi.pytest_plugin.__file__)
"""


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """A vendor's repository: a suite, and packages with the names of ours."""
    for package in ("shared", "services", "simulator", "migrations"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("WHOSE = 'the vendor'\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\nonshi_date = 2026-07-01\nfilterwarnings = error\npythonpath = .\n")
    (tmp_path / "test_clinic.py").write_text(SUITE)
    return tmp_path


def suite_run(vendor: Path, installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed)}  # noqa: TID251 - tests stand where a shell stands
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio", *arguments],
        cwd=vendor,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_vendors_suite_finds_a_simulator_of_its_own_and_leaves_none(installed: Path, vendor: Path) -> None:
    finished = suite_run(vendor, installed)

    assert "8 passed" in finished.stdout, finished.stdout + finished.stderr
    base_url, plugin = (vendor / "told").read_text().split()
    assert plugin.startswith(str(installed))
    address = urlsplit(base_url)
    with socket.socket() as knock:
        assert knock.connect_ex((str(address.hostname), address.port or 0)) != 0


def test_half_an_address_is_said_so(installed: Path, vendor: Path) -> None:
    finished = suite_run(vendor, installed, "--onshi-url", "http://127.0.0.1:9", "-k", "test_where")

    assert finished.returncode == 1
    assert "--onshi-url and --onshi-control-url belong together" in finished.stdout


def test_a_simulator_that_runs_already_is_used(installed: Path, vendor: Path, simulator: Simulator) -> None:
    finished = suite_run(
        vendor,
        installed,
        "--onshi-url",
        simulator.base_url,
        "--onshi-control-url",
        simulator.control_url,
        "-k",
        "insured or where",
    )

    assert "2 passed" in finished.stdout, finished.stdout + finished.stderr
    assert (vendor / "told").read_text().startswith(simulator.base_url)


FAILING = """
def test_the_patient_is_insured(onshi_clinic, onshi_persona):
    answer = onshi_clinic.check(insured=onshi_persona("coverage-lost")["insured"], purpose="CARE_VISIT")
    assert answer.is_valid

def test_what_was_asked(onshi_clinic, onshi_card, onshi_simulator, onshi_journal):
    answer = onshi_clinic.check_card(onshi_card("seaman"))
    verdict = onshi_simulator.verify_journal(times=1, check_id=answer.check_id, persona="seaman")
    assert verdict["ok"], verdict["near_misses"]
    (entry,) = onshi_journal(check_id=answer.check_id)
    assert entry["test"] == "test_clinic.py::test_what_was_asked"
"""


def test_a_test_that_fails_shows_what_it_asked_and_why_it_was_answered_so(
    installed: Path, vendor: Path, simulator: Simulator
) -> None:
    (vendor / "test_clinic.py").write_text(FAILING)
    running = ("--onshi-url", simulator.base_url, "--onshi-control-url", simulator.control_url)

    finished = suite_run(vendor, installed, *running)

    assert "1 failed, 1 passed" in finished.stdout, finished.stdout + finished.stderr
    assert "onshi journal" in finished.stdout
    assert "check_eligibility: 200 invalid, coverage-lost, request " in finished.stdout
    assert "not valid: none of them covers 2026-11-20: insurer " in finished.stdout
