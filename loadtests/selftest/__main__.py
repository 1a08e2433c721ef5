"""Says the largest rate of receptions that this machine can send: `python -m loadtests.selftest [--processes N]`.

A rate counts as sent where 99 % of it were started and at most 1 % late (by over 50 ms). What answers
at once runs beside the generator: on a machine of its own the generator can send more. Takes two minutes at most.
"""

import argparse
import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from loadtests.machine.description import BUILD, REPOSITORY, describe_machine
from loadtests.machine.servers import LOOPBACK, free_port, served
from loadtests.selftest.data import write_data
from loadtests.selftest.search import largest_kept
from shared.clock import ShiftedClock, day_in_japan

_STEP_S, _WARM_UP_S = 4.0, 2.0
_LONGEST_STEP_S = 60.0
_LEAST_STARTED, _MOST_LATE = 0.99, 0.01
_FILE = BUILD / "load-selftest.json"


def main() -> None:
    """Search and say."""
    cores = len(os.sched_getaffinity(0))
    parser = argparse.ArgumentParser(
        prog="python -m loadtests.selftest", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--processes", type=int, default=max(cores // 2, 1), help="that send (half of the cores)")
    parser.add_argument(
        "--longest", type=float, default=120.0, help="seconds after which no further rate is tried (120)"
    )
    options = parser.parse_args()
    asyncio.run(_search(options.processes, options.longest))


async def _search(processes: int, longest_s: float) -> None:
    with tempfile.TemporaryDirectory(prefix="load-selftest-") as place:
        folder, port = Path(place), free_port()
        write_data(folder, day_in_japan(ShiftedClock().now()))
        command = [sys.executable, "-m", "uvicorn", "loadtests.selftest.stand_in:app", "--port", str(port)]
        command += ["--log-level", "warning", "--no-access-log"]
        host = f"http://127.0.0.1:{port}"
        async with served(command, ready_url=host, settings={}, log=folder / "log"):
            until, steps = time.monotonic() + longest_s, list[dict[str, Any]]()

            def is_kept(rate: float) -> bool:
                steps.append(_step(host, folder, rate, processes))
                print(_told(steps[-1]), flush=True)
                return bool(steps[-1]["kept"])

            rate = await asyncio.to_thread(largest_kept, is_kept, lambda: time.monotonic() < until)
    load, senders = os.getloadavg()[0], "1 process" if processes == 1 else f"{processes} processes"
    print(f"This machine can send {rate:g} receptions a second by {senders} (load {load:.1f} at the end).")
    found = {"rate": rate, "processes": processes, "load": load, "steps": steps, "machine": describe_machine()}
    BUILD.mkdir(exist_ok=True)
    _FILE.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def _told(step: dict[str, Any]) -> str:
    lag = "nothing was measured" if step["lag_p99_ms"] is None else f"lag p99 {step['lag_p99_ms']:.1f} ms"
    return f"{step['rate']:g} a second: {'sent' if step['kept'] else 'not sent'}, {lag}, CPU {step['cpu_s']:.1f} s"


def _step(host: str, folder: Path, rate: float, processes: int) -> dict[str, Any]:
    told = {"host": host, "data": folder, "results": folder / "results", "rate": rate, "seconds": _STEP_S}
    told["warm-up"] = _WARM_UP_S
    command = [sys.executable, "-m", "locust", "-f", str(REPOSITORY / "loadtests" / "locustfile.py"), "--headless"]
    command += [*("--only-summary", "--loglevel", "ERROR"), *(f"--{name}={value}" for name, value in told.items())]
    if processes > 1:
        port = str(free_port())
        command += ["--processes", str(processes), "--master-bind-host", LOOPBACK]
        command += ["--master-bind-port", port, "--master-port", port]
    (folder / "results" / "verdict.json").unlink(missing_ok=True)
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(  # noqa: S603 - our own locustfile
            command, cwd=REPOSITORY, capture_output=True, timeout=_LONGEST_STEP_S, check=False
        )
    try:
        verdict = json.loads((folder / "results" / "verdict.json").read_text(encoding="utf-8"))
    except OSError:
        return {"rate": rate, "kept": False, "lag_p99_ms": None, "cpu_s": 0.0}
    # Who is not covered, or not found, is no matter of the generator's: the answers are always the same.
    errors = sum(row["errors"] for row in verdict["rows"])
    is_started = verdict["started"] >= verdict["asked"] * _LEAST_STARTED
    is_kept = is_started and not errors and verdict["late"] <= verdict["started"] * _MOST_LATE
    cpu_s = sum(each["cpu_s"] or 0.0 for each in verdict["processes"])
    return {"rate": rate, "kept": is_kept, "lag_p99_ms": verdict["lag_p99_ms"], "cpu_s": cpu_s}


if __name__ == "__main__":
    main()
