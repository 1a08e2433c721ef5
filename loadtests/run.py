"""A load run that needs nothing: makes its data, starts a simulator, sends receptions for a minute, keeps the report.

    python -m loadtests.run [--users N] [--seconds S]

Writes ``build/load/report.html`` and Locust's CSV files. The exit code is 1 when any answer was not what it had to be.
Nothing here judges time: a slow machine passes.
"""

import argparse
import csv
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from loadtests.machine import BUILD, REPOSITORY
from loadtests.made_data import NoData, copied_world, made_data
from onshi.simulator import RunningSimulator, SimulatorFailed, running_simulator
from onshi.version import VERSION
from shared.db.parent_death import die_with_parent
from simulator.running.terminal import replace_what_cannot_be_written

_FOLDER = BUILD / "load"
_USERS_A_SECOND = 20
_LONGEST_AFTERWARDS_S = 90
_MUST_HAPPEN = ("check by card", "check by identifiers", "check for a closed purpose")


def main() -> int:
    """Run the load and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m loadtests.run", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--users", type=int, default=40, help="receptions (40)")
    parser.add_argument("--seconds", type=int, default=60, help="how long (60)")
    options = parser.parse_args()
    replace_what_cannot_be_written()
    # So that the simulator and its folder go in order whoever stops us.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    # Nothing of the shell's environment has a say in what is run.
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "TMPDIR": tempfile.gettempdir()}
    shutil.rmtree(_FOLDER, ignore_errors=True)
    _FOLDER.mkdir(parents=True)
    print("Making the data, once a day, and starting a simulator …", flush=True)
    try:
        data = made_data(environment)
        with (
            copied_world(data) as world,
            running_simulator("--data", str(world), environment=environment) as simulator,
        ):
            print(f"{options.users} receptions for {options.seconds} s against {simulator.base_url}", flush=True)
            exit_code = _run_locust(options.users, options.seconds, simulator, data, environment)
    except (SimulatorFailed, NoData, subprocess.SubprocessError) as error:
        print(f"No load run: {error}")
        return 1
    except KeyboardInterrupt:
        print("Stopped.")
        return 1
    if missing := what_never_happened(_FOLDER / "load_stats.csv"):
        print(f"Never happened: {', '.join(missing)}")
    print(f"Report: {_FOLDER / 'report.html'}")
    return 1 if exit_code or missing else 0


def what_never_happened(statistics: Path) -> list[str]:
    """Return the kinds of request that a run must have and this one has not: a run without any would be all green."""
    if not statistics.exists():
        return list(_MUST_HAPPEN)
    with statistics.open(newline="") as file:
        happened = {row["Name"] for row in csv.DictReader(file) if int(row["Request Count"])}
    return [name for name in _MUST_HAPPEN if name not in happened]


def _run_locust(users: int, seconds: int, simulator: RunningSimulator, data: Path, environment: dict[str, str]) -> int:
    options = (
        f"--headless --users {users} --spawn-rate {_USERS_A_SECOND} --run-time {seconds}s --stop-timeout 10"
        f" --host {simulator.base_url} --exit-code-on-error 1 --only-summary"
    )
    finished = subprocess.run(  # noqa: S603 - our own locustfile
        [
            sys.executable,
            "-m",
            "locust",
            "-f",
            str(REPOSITORY / "loadtests" / "locustfile.py"),
            *options.split(),
            "--data",
            str(data),
            # Stands in the report.
            "--profile",
            f"onshi {VERSION}",
            "--html",
            str(_FOLDER / "report.html"),
            "--csv",
            str(_FOLDER / "load"),
        ],
        cwd=REPOSITORY,
        env=environment,
        stdin=subprocess.DEVNULL,
        timeout=seconds + _LONGEST_AFTERWARDS_S,
        check=False,
        preexec_fn=die_with_parent(signal.SIGTERM),
    )
    return finished.returncode


if __name__ == "__main__":
    sys.exit(main())
