"""A whole simulator of one's own, as a child process on free ports, gone without a trace at the end."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from onshi.__main__ import program_environment
from onshi.temporary_folder import TemporaryFolder
from shared.causes import system_cause
from shared.db.parent_death import die_with_parent

_START_WITHIN_S = 120.0
_STOP_WITHIN_S = 40.0
_PAUSE_S = 0.05


class DidNotStart(Exception):
    """The child ended, or took too long; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class PrivateSimulator:
    """Where it is served."""

    base_url: str
    control_url: str


@contextlib.contextmanager
def private_simulator(environment: Mapping[str, str]) -> Iterator[PrivateSimulator]:
    """Run `onshi up` in a temporary folder; raises DidNotStart. No process and no file is left at the end."""
    try:
        folder = TemporaryFolder("demo")
    except OSError as error:
        raise DidNotStart(f"no temporary folder can be made (TMPDIR): {system_cause(error)}") from error
    with folder:
        log, world = folder.path / "log", folder.path / "world"
        child = _start(world, log, environment)
        try:
            yield _wait(child, world / "running.json", log)
        finally:
            _stop(child)


def _start(world: Path, log: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-P",
        "-m",
        "simulator",
        "up",
        "--port",
        "0",
        "--control-port",
        "0",
        "--data",
        str(world),
    ]
    # The demo is the same wherever it runs: a database or a clock that is set for other uses does not touch it.
    plain = {name: value for name, value in environment.items() if not name.startswith("ONSHI_")}
    with log.open("wb") as written:
        return subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            env=program_environment(plain),
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - no other thread runs here
        )


def _wait(child: subprocess.Popen[bytes], announcement: Path, log: Path) -> PrivateSimulator:
    deadline = time.monotonic() + _START_WITHIN_S
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise DidNotStart(f"the simulator ended while starting:\n{log.read_text(errors='replace')}")
        if announcement.exists():
            members = json.loads(announcement.read_bytes())
            return PrivateSimulator(members["base_url"], members["control_url"])
        time.sleep(_PAUSE_S)
    raise DidNotStart(f"the simulator was not ready within {_START_WITHIN_S:.0f} s:\n{log.read_text(errors='replace')}")


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(_STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        # Whatever it still has is in its session.
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
