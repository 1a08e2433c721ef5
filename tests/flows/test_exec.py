"""`onshi exec`: a world for as long as a command runs, and nothing of it afterwards."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from onshi.__main__ import program_command
from tests.flows.program import Simulator, environment, processes_with, run, world_folder

SUITE = """
import os
import shared

def test_the_patient_is_insured(onshi_simulator, onshi_clinic, onshi_card):
    assert shared.WHOSE == "the vendor"
    assert onshi_simulator.base_url == os.environ["ONSHI_URL"]
    assert onshi_clinic.check_card(onshi_card("employee-with-limit")).is_valid
"""
COMMAND = """
trap 'exit 7' TERM
"$1" -P -m simulator check --persona employee-with-limit >answer || exit 1
"$1" -m pytest -q -p no:cacheprovider -p no:asyncio >tested || exit 2
env >told
echo ready
while :; do sleep 0.1; done
"""


def test_a_command_finds_the_world_and_its_code_is_passed_on(tmp_path: Path) -> None:
    vendor = tmp_path / "vendor"
    (vendor / "shared").mkdir(parents=True)
    (vendor / "shared" / "__init__.py").write_text("WHOSE = 'the vendor'\n")
    (vendor / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\npythonpath = .\n")
    (vendor / "test_clinic.py").write_text(SUITE)
    program = environment()["PYTHONPATH"]
    # The command is a vendor's: our packages are not on its path unless it puts them there.
    script = COMMAND.replace('"$1" -P', f'PYTHONPATH={program} "$1" -P')
    options = ("exec", "--seed", "7", "--tls-client-certificates")
    with world_folder() as folder:
        process = subprocess.Popen(
            program_command(*options, "--", "sh", "-c", script, "sh", sys.executable),
            cwd=vendor,
            env=environment({"TMPDIR": str(folder)}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        first_line = process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=90)
        left = [path.name for path in folder.iterdir()], processes_with(str(folder))

    assert (first_line, process.returncode) == ("ready\n", 7), said + _read(vendor / "tested")
    assert "UNOFFICIAL simulator" in said
    assert left == ([], [])
    told = dict(line.partition("=")[::2] for line in _read(vendor / "told").splitlines())
    assert told["ONSHI_URL"].startswith("https://127.0.0.1:")
    assert (told["ONSHI_CLIENT_ID"], told["ONSHI_CLIENT_SECRET"]) == ("clinic", "clinic-development-secret")
    assert told["ONSHI_INSTITUTION_CODE"] == "9910000018"
    assert told["ONSHI_CERTIFICATE_FILE"].endswith("/tls/clients/9910000018.pem")
    assert told["no_proxy"].endswith(",127.0.0.1,localhost")
    assert '"validity": "valid"' in _read(vendor / "answer")


def test_a_command_that_is_not_there_starts_nothing(tmp_path: Path) -> None:
    script = tmp_path / "not-executable"
    script.write_text("true\n")
    missing, closed = run("exec", "--", "no-such-command"), run("exec", "--", str(script))

    assert (missing.returncode, closed.returncode) == (127, 126)
    assert "onshi: no-such-command: no such command" in missing.stderr
    assert "it cannot be executed" in closed.stderr


def test_bad_options_are_told_before_anything_starts() -> None:
    without, unknown, wrong = (
        run("exec"),
        run("exec", "--sed", "7", "--", "true"),
        run("exec", "--seed", "x", "--", "true"),
    )

    assert [told.returncode for told in (without, unknown, wrong)] == [2, 2, 2]
    assert "say the command after --" in without.stderr
    assert "No such option: --sed" in unknown.stderr
    assert "Invalid value for '--seed'" in wrong.stderr


def test_without_a_world_the_command_is_not_run(simulator: Simulator) -> None:
    taken = simulator.base_url.rpartition(":")[2]
    told = run("exec", "--port", taken, "--", "touch", os.devnull)

    assert told.returncode == 125
    assert "in use" in told.stderr


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""
