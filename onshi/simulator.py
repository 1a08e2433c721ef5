"""A whole simulator as a child process, on free ports, gone without a trace at the end.

with running_simulator() as simulator:
    Clinic(simulator.base_url, "clinic", "clinic-development-secret")
"""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx

from onshi.__main__ import program_command, program_environment
from onshi.connecting import Verify, open_http
from onshi.exchange import Call, Steps, run
from onshi.problems import raise_for_problem
from onshi.reading import items_of
from onshi.temporary_folder import TemporaryFolder

_START_WITHIN_S = 120.0
_STOP_WITHIN_S = 40.0
_LOOK_EVERY_S = 0.05
_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, linux/prctl.h
_MOST_LOG = 4000


class SimulatorFailed(Exception):
    """The simulator did not start; the message ends with what it said."""


@dataclass(frozen=True, slots=True)
class RunningSimulator:
    """Where a simulator is served: ``base_url`` the services, ``control_url`` the controls."""

    base_url: str
    control_url: str
    ca_file: Path | None = None
    """The CA to trust where it is served over TLS (``--tls``)."""
    client_certificates: Path | None = None
    """The folder of the institutions' certificates, ``<医療機関コード>.pem`` each, where it is served over TLS."""

    @property
    def verify(self) -> Verify:
        """Whom a client of it trusts: ``Clinic(…, verify=simulator.verify)``."""
        return self.ca_file or True

    def personas(self) -> dict[str, dict[str, Any]]:
        """Return everybody one can ask about, by id, as the controls tell it; raises OnshiProblem."""
        return {item["id"]: item for item in self._items("personas", "id")}

    def credentials(self) -> dict[str, dict[str, Any]]:
        """Return the clients of the world, by client_id; raises OnshiProblem."""
        return {item["client_id"]: item for item in self._items("credentials", "client_id")}

    def make_patient(self, **asked: Any) -> dict[str, Any]:
        """Make a patient of one's own by ``POST /patients`` and return them as a persona; raises OnshiProblem.

        ``name``, ``birthdate`` and ``sex`` are needed; what else is left out is chosen, a card with the PIN 1234 too.
        """
        return self._told(Call("POST", f"{self.control_url}/patients", json=asked))

    def clock(self) -> dict[str, Any]:
        """Return the world's clock: ``now``, ``mode``, ``started_from``; raises OnshiProblem."""
        return self._told(Call("GET", f"{self.control_url}/clock"))

    def move_clock(self, **move: str) -> dict[str, Any]:
        """Move the world's clock forward: ``set=``, ``advance="P1M"``, ``mode="frozen"``; raises OnshiProblem.

        Whoever shares the world has the new day too.
        """
        return self._told(Call("PUT", f"{self.control_url}/clock", json=move))

    def journal(self, **wanted: str | int) -> list[dict[str, Any]]:
        """Return the last requests, explained, the oldest first; raises OnshiProblem.

        ``test=``, ``persona=``, ``operation=``, ``check_id=``, ``fault=`` choose; ``wait=`` seconds for the first.
        """
        return list(self._told(Call("GET", f"{self.control_url}/journal?{urlencode(wanted)}"))["items"])

    def verify_journal(
        self, *, times: int | None = None, at_least: int | None = None, **match: str | int
    ) -> dict[str, Any]:
        """Tell whether exactly ``times``, or ``at_least`` so many requests match; raises OnshiProblem.

        verdict = simulator.verify_journal(times=1, persona="twins", code="ambiguous")
        assert verdict["ok"], verdict["near_misses"]
        """
        many = {"times": times} if times is not None else {"at_least": at_least}
        return self._told(Call("POST", f"{self.control_url}/journal/verifications", json={"match": match, **many}))

    def _told(self, call: Call) -> dict[str, Any]:
        with open_http(verify=self.verify) as http:
            response = run(_reading(call), http)
        raise_for_problem(response)
        return dict(response.json())

    def _items(self, what: str, named: str) -> list[dict[str, Any]]:
        with open_http(verify=self.verify) as http:
            response = run(_reading(Call("GET", f"{self.control_url}/{what}")), http)
        raise_for_problem(response)
        return items_of(response, named)


def _reading(call: Call) -> Steps[httpx.Response]:
    response: httpx.Response = yield call
    return response


@contextlib.contextmanager
def running_simulator(*options: str, environment: Mapping[str, str] | None = None) -> Iterator[RunningSimulator]:
    """Run ``onshi up`` with more ``options`` (``--date``, ``--seed``, …), in a folder of its own unless they say one.

    ``environment`` is what it sees; left out: this process's, without settings (``ONSHI_…``). Raises SimulatorFailed.
    """
    kept = _data_folder(options)
    try:
        folder = TemporaryFolder("")
    except OSError as error:
        raise SimulatorFailed(f"no temporary folder can be made (TMPDIR): {error.strerror}") from error
    with folder:
        log, data = folder.path / "log", kept or folder.path / "world"
        command = program_command("up", "--port", "0", "--control-port", "0", "--data", str(data), *options)
        with log.open("wb") as written:
            child = subprocess.Popen(  # noqa: S603 - our own program
                command,
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=written,
                env=program_environment(_plain_environment() if environment is None else environment),
                start_new_session=True,
                preexec_fn=_dying_with_parent(),  # noqa: PLW1509 - a plain system call
            )
        try:
            yield _announced(child, data / "running.json", log)
        finally:
            _stop(child)


def _data_folder(options: Sequence[str]) -> Path | None:
    chosen = None
    for index, word in enumerate(options):
        if word == "--data" and index + 1 < len(options):
            chosen = Path(options[index + 1])
        elif word.startswith("--data="):
            chosen = Path(word.removeprefix("--data="))
    return chosen


def _plain_environment() -> Mapping[str, str]:
    inherited = os.environ  # noqa: TID251 - handed on, nothing is read from it
    return {name: value for name, value in inherited.items() if not name.startswith("ONSHI_")}


def _announced(child: subprocess.Popen[bytes], announcement: Path, log: Path) -> RunningSimulator:
    deadline = time.monotonic() + _START_WITHIN_S
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise SimulatorFailed(f"the simulator ended while starting:\n{_said(log)}")
        with contextlib.suppress(FileNotFoundError):
            members = json.loads(announcement.read_bytes())
            # Else it was left in a kept folder by one that was killed, or another one serves from there.
            if members["process_id"] == child.pid:
                return _described(members)
        time.sleep(_LOOK_EVERY_S)
    raise SimulatorFailed(f"the simulator was not ready within {_START_WITHIN_S:.0f} s:\n{_said(log)}")


def _described(members: Mapping[str, Any]) -> RunningSimulator:
    ca_file, certificates = (members.get(name) for name in ("ca_file", "client_certificates"))
    return RunningSimulator(
        members["base_url"],
        members["control_url"],
        None if ca_file is None else Path(ca_file),
        None if certificates is None else Path(certificates),
    )


def _said(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-_MOST_LOG:]


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(_STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        # Whatever it still has is in its session.
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _dying_with_parent() -> Callable[[], None] | None:
    """Return what makes a child end when this process is killed, on Linux."""
    if sys.platform != "linux":
        return None
    set_process_option, parent = ctypes.CDLL(None).prctl, os.getpid()

    def ask_for_it() -> None:
        set_process_option(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
        # The parent may have been killed before it was asked.
        if os.getppid() != parent:
            os._exit(1)

    return ask_for_it
