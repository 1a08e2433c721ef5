"""A load run that needs nothing: makes its data, starts a simulator, sends receptions for a minute, keeps the report.

    python -m loadtests.run [--shape S] [--scale S] [--seconds S] [--seed N] [--threshold T] [--processes N]
        [--host URL --data FOLDER]

Writes ``verdict.json``, ``junit.xml``, ``report.html`` and Locust's CSV files into ``build/load``. The exit code is 0
good, 1 wrong answers, 2 a threshold not kept, 3 void, 4 could not start. Time is judged by ``--threshold`` alone. Other
options are the locustfile's.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from loadtests.baselines.comparing import compare, read_baseline
from loadtests.baselines.yardstick import echoes_ms
from loadtests.bench.driver import DriverFailed
from loadtests.could_not_start import CouldNotStart
from loadtests.machine.description import REPOSITORY
from loadtests.machine.servers import ServerFailed, free_port
from loadtests.run.made_data import NoData, copied_world, made_data
from loadtests.shapes.curves import SHAPES, curve_of
from loadtests.shapes.scales import SCALES, institutions_needed
from loadtests.verdict.judging import Exit
from loadtests.verdict.thresholds import read_threshold
from onshi.simulator import SimulatorFailed, running_simulator
from onshi.version import VERSION
from shared.db.parent_death import die_with_parent
from simulator.running.terminal import replace_what_cannot_be_written

_FOLDER, _DATA = Path("build/load").resolve(), Path("build/load-data").resolve()
"""Below where it is called: an installed program is no place to write."""
_LONGEST_AFTERWARDS_S = 120
_SCALE = "farm:500"


def main() -> int:
    """Run the load and return the exit code."""
    options = _options()
    replace_what_cannot_be_written()
    # So that the simulator and its folder go in order whoever stops us.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(Exit.VOID))
    # Nothing of the shell's environment has a say in what is run.
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "TMPDIR": tempfile.gettempdir()}
    try:
        # It may lie in the folder that is made anew.
        baseline = read_baseline(options.baseline) if options.baseline else None
        shutil.rmtree(_FOLDER, ignore_errors=True)
        _FOLDER.mkdir(parents=True)
        for text in options.threshold:
            read_threshold(text)  # a minute before Locust would say the same
        seconds = curve_of(options.shape, options.seconds).seconds
        with ExitStack() as stack:
            if options.host:
                host, data = options.host, options.data
            else:
                print("Making the data, once a day, and starting a simulator …", flush=True)
                data = made_data(environment, institutions_needed(options.scale), _DATA)
                world = stack.enter_context(copied_world(data))
                simulator = running_simulator("--data", str(world), environment=environment)
                host = stack.enter_context(simulator).base_url
            print(f"{options.scale}, {options.shape}, for {seconds:g} s against {host}", flush=True)
            code = _run_locust(options, seconds, host, data, environment)
        _compare(baseline, "as found" if options.host else "fresh")
    except (SimulatorFailed, NoData, CouldNotStart, OSError, subprocess.CalledProcessError) as error:
        print(f"No load run: {error}")
        return Exit.COULD_NOT_START
    except (KeyboardInterrupt, subprocess.TimeoutExpired):
        print("Stopped: the run is void.")
        return Exit.VOID
    print(f"{Exit(code).name.replace('_', ' ').lower() if code in list(Exit) else 'broken off'}: {_FOLDER}")
    return code if code in list(Exit) else Exit.VOID


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m loadtests.run", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shape", default="steady", help=f"{', '.join(SHAPES)} or FILE.csv of second,rate (steady)")
    parser.add_argument("--scale", default=_SCALE, help=f"{SCALES} ({_SCALE})")
    parser.add_argument("--rate", type=float, default=0.0, help="receptions a second, in place of the scale's")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long (60)")
    parser.add_argument("--seed", type=int, default=1, help="of the schedule (1)")
    parser.add_argument("--processes", type=int, default=1, help="that send, each with two signers (1)")
    parser.add_argument("--threshold", action="append", default=[], help="'check by card:p99<300'; can stand again")
    parser.add_argument("--baseline", type=Path, help="the verdict.json of an earlier run, to be compared with")
    parser.add_argument("--host", help="a simulator that runs, in place of one of our own; needs --data")
    parser.add_argument("--data", type=Path, help="the folder of onshi load-data whose world it serves")
    options, more = parser.parse_known_args()
    options.more = more
    if bool(options.host) != bool(options.data):
        parser.error("--host and --data go together")
    return options


def _run_locust(options: argparse.Namespace, seconds: float, host: str, data: Path, environment: dict[str, str]) -> int:
    told: dict[str, object] = {
        "--host": host,
        "--shape": _absolute(options.shape),
        "--scale": options.scale,
        "--rate": options.rate,
        "--seconds": options.seconds,
        "--seed": options.seed,
        "--data": data.resolve(),
        "--results": _FOLDER,
        "--html": _FOLDER / "report.html",
        "--csv": _FOLDER / "load",
        # Stands in the report.
        "--profile": f"onshi {VERSION}",
    }
    command = [sys.executable, "-m", "locust", "-f", str(REPOSITORY / "loadtests" / "locustfile.py")]
    command += ["--headless", "--only-summary"]
    for option, value in told.items():
        command += [option, str(value)]
    for text in options.threshold:
        command += ["--threshold", text]
    if options.processes > 1:
        port = str(free_port())
        command += ["--processes", str(options.processes), "--master-bind-host", "127.0.0.1"]
        command += ["--master-bind-port", port, "--master-port", port]
    command += options.more
    finished = subprocess.run(  # noqa: S603 - our own locustfile
        command,
        cwd=REPOSITORY,
        env=environment,
        stdin=subprocess.DEVNULL,
        timeout=seconds + _LONGEST_AFTERWARDS_S,
        check=False,
        preexec_fn=die_with_parent(signal.SIGTERM),
    )
    if finished.returncode == Exit.THRESHOLD and not (_FOLDER / "verdict.json").exists():
        return Exit.COULD_NOT_START  # what a command line that Locust cannot read ends with
    return finished.returncode


def _compare(baseline: Mapping[str, Any] | None, world: str) -> None:
    """Add the echo to the verdict, and say what has changed since the baseline."""
    file = _FOLDER / "verdict.json"
    if not file.exists():
        return
    verdict = json.loads(file.read_text(encoding="utf-8"))
    print("Measuring a bare echo, three times …", flush=True)
    # Of a system that runs already nobody knows what it has been through.
    verdict |= {"world": world, "onshi_version": VERSION, "commit": _commit()}
    try:
        verdict["echo_ms"] = echoes_ms()
    except (ServerFailed, DriverFailed):
        verdict["echo_ms"] = None
    if baseline is not None:
        verdict["compared"] = compare(verdict, baseline)
        print("\n".join(verdict["compared"]))
    file.write_text(json.dumps(verdict, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _commit() -> str | None:
    """Return the commit of a checkout; None of an installed program, or where there is no git."""
    if not (REPOSITORY / ".git").exists() or (git := shutil.which("git")) is None:
        return None
    told = subprocess.run(  # noqa: S603 - git
        [git, "-C", str(REPOSITORY), "rev-parse", "HEAD"], capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or None


def _absolute(shape: str) -> str:
    return str(Path(shape).resolve()) if shape.endswith(".csv") else shape


if __name__ == "__main__":
    sys.exit(main())
