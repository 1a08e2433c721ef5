"""The program as people run it: processes, ports, folders."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

from onshi.__main__ import program_command, program_environment
from shared.db.parent_death import die_with_parent

WITHIN_S = 180.0
SEED_AND_DAY = ("--seed", "1", "--date", "2026-11-20")
"""The world that the documents' examples and the pages' numbers are of."""
OF_A_COMPANY = {
    **dict.fromkeys(("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"), "http://127.0.0.1:9"),
    **dict.fromkeys(("ALL_PROXY", "all_proxy"), "socks5://127.0.0.1:9"),
    **dict.fromkeys(("NO_PROXY", "no_proxy"), "fd00::/8,10.0.0.0/8"),
    **dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"), "/gone/ca.pem"),
}


@dataclass(frozen=True)
class Simulator:
    """One that runs."""

    base_url: str
    control_url: str
    folder: Path
    log: Path
    process: subprocess.Popen[bytes]


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment for the program, without settings of its own, and with what a company's machine has.

    Nobody listens at these proxies: whatever would go there fails. What the program makes stands in our room.
    """
    inherited = os.environ  # noqa: TID251 - tests stand where a shell stands
    plain = {name: value for name, value in inherited.items() if not name.startswith("ONSHI_")}
    return program_environment({**plain, **OF_A_COMPANY, "TMPDIR": tempfile.gettempdir(), **(more or {})})


def run(
    *arguments: str, more: Mapping[str, str] | None = None, encoding: str = "utf-8"
) -> subprocess.CompletedProcess[str]:
    """Run a command of the program to its end; what it says is read in ``encoding``."""
    return subprocess.run(
        program_command(*arguments),
        env=environment(more),
        capture_output=True,
        encoding=encoding,
        timeout=WITHIN_S,
        check=False,
    )


@contextlib.contextmanager
def world_folder() -> Iterator[Path]:
    """A folder that only its owner may enter, as a home is."""
    folder = Path(tempfile.mkdtemp(prefix="onshi-flow-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def copied_world(stopped: Path) -> Iterator[Path]:
    """A copy of the folder of a world that is not served, to go on from."""
    with world_folder() as folder:
        # Whose it is goes along: under root the database belongs to another user.
        subprocess.run(["/bin/cp", "--archive", f"{stopped}/.", str(folder)], check=True)
        yield folder


@contextlib.contextmanager
def simulator_in(folder: Path, *arguments: str, more: Mapping[str, str] | None = None) -> Iterator[Simulator]:
    """Run `onshi up` with its data in ``folder`` until the end of the block."""
    command = program_command("up", "--port", "0", "--control-port", "0", "--data", str(folder), *arguments)
    log = folder / "log"
    # What a killed one announced; the new one takes it away too, but we might look before.
    (folder / "running.json").unlink(missing_ok=True)
    with log.open("ab") as written, running(command, environment(more), written) as process:
        members = json.loads(appeared(folder / "running.json", process))
        yield Simulator(members["base_url"], members["control_url"], folder, log, process)


@contextlib.contextmanager
def served_alone(name: str, arguments: list[str], more: Mapping[str, str]) -> Iterator[str]:
    """Run a command that says its address in its first line, and yield that address."""
    command = program_command(*arguments, "--port", "0")
    with tempfile.TemporaryFile() as log, running(command, environment(more), log) as process:
        assert process.stdout is not None
        words = process.stdout.readline().decode().split()
        assert words[:1] == [name], f"{name} did not start"
        yield words[1]


@contextlib.contextmanager
def running(command: list[str], environment: Mapping[str, str], log: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``command`` until the end of the block, then stop it as a service manager does; so does our own death."""
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=log,
        preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - a plain system call
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=WITHIN_S)


def appeared(file: Path, process: subprocess.Popen[bytes]) -> bytes:
    """Wait until ``file`` is there, and return what stands in it."""
    deadline = time.monotonic() + WITHIN_S
    while not file.exists():
        assert process.poll() is None, f"the program ended with {process.returncode}"
        assert time.monotonic() < deadline, "the program was not ready in time"
        time.sleep(0.02)
    return file.read_bytes()


def ready(url: str) -> None:
    """Wait until what is served at ``url`` says that it is ready."""
    deadline = time.monotonic() + WITHIN_S
    while httpx.get(f"{url}/readyz").status_code != 200:
        assert time.monotonic() < deadline, "not ready in time"
        time.sleep(0.05)


def processes_with(text: str) -> list[str]:
    """Return the command lines of all processes whose environment, command line or working folder holds ``text``."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (folder / "cmdline").read_bytes()
            words = command + (folder / "environ").read_bytes() + bytes((folder / "cwd").readlink())
            if text.encode() in words:
                found.append(command.replace(b"\0", b" ").decode(errors="replace"))
    return found


def children_of(process_id: int, words: str) -> list[int]:
    listed = subprocess.run(
        ["/usr/bin/pgrep", "-P", str(process_id), "-f", words], capture_output=True, text=True, check=False
    )
    return [int(line) for line in listed.stdout.split()]
