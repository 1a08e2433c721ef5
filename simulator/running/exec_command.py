"""`onshi exec [options of up] -- COMMAND`: a world for as long as a command runs.

The world is a process of its own (onshi/simulator.py) in a session of its own: Ctrl-C in a terminal ends the command
first, then the world. The exit code is the command's, as of every such wrapper: 128 + n where signal n ended it, 127
where it is not there, 126 where it cannot be run, 125 where there is no world.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

import simulator
from onshi.simulator import RunningSimulator, SimulatorFailed, running_simulator
from shared.db.parent_death import die_with_parent
from simulator.pages.notice import NOTICE

NO_WORLD, NOT_EXECUTABLE, NOT_FOUND = 125, 126, 127
_FORWARDED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_CLINIC = "clinic"
_STRAIGHT = "127.0.0.1,localhost"


class CannotExecute(Exception):
    """The command cannot be run, or there is no world for it; ``exit_code`` says which."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def run_in_a_world(options: Sequence[str], command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run ``command`` beside a world of `onshi up` with ``options`` and return its exit code; raises CannotExecute."""
    program = _found(command[0], environment.get("PATH", os.defpath))
    _on_signals(_leave)
    _say(NOTICE)
    try:
        with running_simulator(*options, environment=environment) as simulator:
            _say(f"services {simulator.base_url} controls {simulator.control_url}")
            try:
                return _run(program, command, {**_callers_own(environment), **_variables_of(simulator)})
            finally:
                # What comes now must not disturb the stopping.
                _on_signals(lambda _number, _frame: None)
    except SimulatorFailed as error:
        raise CannotExecute(str(error), NO_WORLD) from error


def exit_code_of(returned: int) -> int:
    """Return what a shell shows for what a process returned: 128 + n for one that signal n ended."""
    return returned if returned >= 0 else 128 - returned


def _found(name: str, path: str) -> str:
    found = shutil.which(name, path=path)
    if found is not None:
        return found
    if os.sep in name and Path(name).exists():
        raise CannotExecute(f"{name}: it cannot be executed", NOT_EXECUTABLE)
    raise CannotExecute(f"{name}: no such command", NOT_FOUND)


def _run(program: str, command: Sequence[str], environment: Mapping[str, str]) -> int:
    try:
        child = subprocess.Popen(  # noqa: S603 - what the user asked for
            [command[0], *command[1:]],
            executable=program,
            env=environment,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - no other thread runs here
        )
    except OSError as error:
        raise CannotExecute(f"{command[0]}: {error.strerror}", NOT_EXECUTABLE) from error

    def forward(number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGINT or not _comes_from_the_terminal():
            child.send_signal(number)

    _on_signals(forward)
    return exit_code_of(child.wait())


def _on_signals(handle: Callable[[int, FrameType | None], None]) -> None:
    for number in _FORWARDED:
        # What the caller had us ignore (nohup, a job in the background) stays ignored, by the command too.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handle)


def _comes_from_the_terminal() -> bool:
    """Tell whether Ctrl-C reaches the command by itself: it is in our process group."""
    try:
        return os.tcgetpgrp(sys.__stdin__.fileno() if sys.__stdin__ else 0) == os.getpgrp()
    except (OSError, ValueError):
        return False


def _variables_of(simulator: RunningSimulator) -> dict[str, str]:
    clinic = simulator.credentials()[_CLINIC]
    told = {
        "ONSHI_URL": simulator.base_url,
        "ONSHI_CONTROL_URL": simulator.control_url,
        "ONSHI_CLIENT_ID": clinic["client_id"],
        "ONSHI_CLIENT_SECRET": clinic["client_secret"],
        "ONSHI_INSTITUTION_CODE": clinic["institution_code"],
    }
    if simulator.ca_file is not None:
        told["ONSHI_CA_FILE"] = str(simulator.ca_file)
    if simulator.client_certificates is not None:
        told["ONSHI_CERTIFICATE_FILE"] = str(simulator.client_certificates / f"{clinic['institution_code']}.pem")
    return told


def _callers_own(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment as the caller had it: without our packages, whose names may be those of a vendor's.

    Where there is a proxy, calls to this machine are kept from it.
    """
    own = str(Path(simulator.__file__).parent.parent)
    plain = dict(environment)
    paths = [path for path in plain.pop("PYTHONPATH", "").split(os.pathsep) if path not in {"", own}]
    if paths:
        plain["PYTHONPATH"] = os.pathsep.join(paths)
    if any(name.lower().endswith("_proxy") for name in plain):
        for name in ("NO_PROXY", "no_proxy"):
            plain[name] = ",".join(filter(None, [plain.get(name), _STRAIGHT]))
    return plain


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _say(words: str) -> None:
    # Standard output is the command's.
    print(f"onshi: {words}", file=sys.stderr, flush=True)  # noqa: T201 - a program speaks to its user
