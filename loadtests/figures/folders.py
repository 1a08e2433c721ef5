"""How many files a second the folder agent answers, when many lie in `req` at once; each must become one record.

`python -m loadtests.figures.folders [--files 1000] [--kills 2]` starts a simulator and an agent on a folder of its own,
and puts the files there. With kills the agent is killed so often on the way and started again: nothing is lost, or
happens twice.
"""

import argparse
import os
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from loadtests.bench.message import SEARCH_INFO, insured_leaves, message
from loadtests.machine.accounting import cpu_s_of_family
from onshi.__main__ import program_command
from onshi.client import Clinic
from onshi.connecting import open_http
from onshi.simulator import RunningSimulator, running_simulator

_CLIENT, _SECRET, _INSTITUTION = "clinic", "clinic-development-secret", "9910000018"
_PERSONA = "employee-with-limit"
_LONGEST_S = 150.0
_LOOK_EVERY_S = 0.02
_PAGE = "1000"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m loadtests.figures.folders", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--files", type=int, default=1000, help="requests that lie there at once (1000)")
    parser.add_argument("--kills", type=int, default=0, help="how often the agent is killed on the way (0)")
    options = parser.parse_args()
    with running_simulator() as simulator, tempfile.TemporaryDirectory(prefix="onshi-folders-") as folder:
        _measure(simulator, Path(folder), options.files, options.kills)


def _measure(simulator: RunningSimulator, root: Path, files: int, kills: int) -> None:
    names = [f"{number:05}" for number in range(files)]
    with _agents() as agents:
        agents.append(_started(simulator, root))
        _wait((root / ".onshi" / "status.json").exists, "the agent works")
        _lay(root, simulator, names)
        used, began = _used_s(), time.perf_counter()
        for name in names:
            (root / "waiting" / name).rename(root / "req" / f"OQSsiquc01req_{name}.xml")
        for number in range(kills):
            _wait(partial(_has, root / "res", (number + 1) * files // (kills + 1)), "some are answered")
            agents[-1].kill()
            agents[-1].wait()
            agents.append(_started(simulator, root))
        _wait(lambda: _has(root / "res", files) and not _has(root / "req", 1), "all are answered")
        took, used = time.perf_counter() - began, _used_s() - used
        by_agent = cpu_s_of_family(agents[-1].pid)
    _judge(simulator, names)
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(
        f"{files} files in {took:.1f} s: {files / took:.0f} a second, {kills} kills, one record each;"
        f" CPU {used:.1f} s of all, {by_agent:.1f} s of the last agent; {load}"
    )


def _used_s() -> float:
    return cpu_s_of_family(os.getpid()) - time.process_time()


def _lay(root: Path, simulator: RunningSimulator, names: list[str]) -> None:
    """Write the requests beside `req`, on the same volume."""
    with open_http() as http:
        who: dict[str, Any] = http.get(f"{simulator.control_url}/personas/{_PERSONA}").raise_for_status().json()
    asked = insured_leaves(who["insured"]) | {"Birthdate": who["insured"]["birthdate"].replace("-", "")}
    header = {
        "QualificationConfirmationDate": who["as_of"].replace("-", ""),
        "MedicalInstitutionCode": _INSTITUTION,
    }
    (root / "waiting").mkdir()
    for name in names:
        content = message(header | {"ArbitraryFileIdentifier": f"file-{name}"}, SEARCH_INFO, [asked])
        (root / "waiting" / name).write_bytes(content)


def _judge(simulator: RunningSimulator, names: list[str]) -> None:
    found: Counter[str] = Counter()
    with Clinic(simulator.base_url, _CLIENT, _SECRET) as clinic:
        headers = {"Authorization": f"Bearer {clinic.token()}"}
    query = {"limit": _PAGE}
    url = f"{simulator.base_url}/eligibility/v1/checks"
    with open_http() as http:
        while (page := http.get(url, params=query, headers=headers).raise_for_status().json())["items"]:
            found.update(item["client_reference"] for item in page["items"])
            query = {"limit": _PAGE, "after": page["next_cursor"]}
    if dict(found) != {f"file-{name}": 1 for name in names}:
        raise SystemExit(f"{len(found)} requests became {found.total()} records")


@contextmanager
def _agents() -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Yield a list of agents, which end with the block."""
    agents: list[subprocess.Popen[bytes]] = []
    try:
        yield agents
    finally:
        for each in agents:
            each.kill()
            each.wait()


def _started(simulator: RunningSimulator, root: Path) -> "subprocess.Popen[bytes]":
    where = ("--url", simulator.base_url, "--control-url", simulator.control_url)
    command = program_command("agent", "--root", str(root), *where)
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program


def _has(folder: Path, least: int) -> bool:
    return sum(1 for _ in folder.iterdir()) >= least


def _wait(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _LONGEST_S
    while not is_so():
        if time.monotonic() > deadline:
            raise SystemExit(f"not in {_LONGEST_S:.0f} s: {what}")
        # A process beside us has to act.
        time.sleep(_LOOK_EVERY_S)


if __name__ == "__main__":
    main()
