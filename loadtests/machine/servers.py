"""Servers as child processes on loopback: started, waited for, ended with us whatever happens."""

import asyncio
import contextlib
import os
import signal
import socket
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from loadtests.machine.description import REPOSITORY
from onshi.connecting import open_http_async
from shared.db.parent_death import die_with_parent

LOOPBACK = "127.0.0.1"
_STOP_S = 15.0
_SHOWN_OF_A_LOG = 2000


class ServerFailed(Exception):
    """A server did not become ready; the message holds the end of its log."""


def free_port() -> int:
    """Return a port of loopback that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        port: int = listener.getsockname()[1]
    return port


@asynccontextmanager
async def served(
    command: Sequence[str], *, ready_url: str, settings: Mapping[str, str], log: Path, patience_s: float = 60
) -> AsyncIterator[int]:
    """Run ``command`` until the end of the block and yield its process id once ``ready_url`` answers 200.

    It sees ``settings`` as its environment and nothing of ours, so that no setting of the shell has a say in
    a measurement. Raises ServerFailed.
    """
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "TMPDIR": tempfile.gettempdir(), **settings}
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=REPOSITORY,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
    try:
        await _wait_until_ready(process, ready_url, log, patience_s)
        yield process.pid
    finally:
        await _stop(process)


async def _wait_until_ready(process: asyncio.subprocess.Process, url: str, log: Path, patience_s: float) -> None:
    deadline = asyncio.get_running_loop().time() + patience_s
    async with open_http_async(timeout=5) as client:
        while asyncio.get_running_loop().time() < deadline and process.returncode is None:
            with contextlib.suppress(httpx.TransportError):
                if (await client.get(url)).status_code == httpx.codes.OK:
                    return
            await asyncio.sleep(0.05)
    raise ServerFailed(f"{url} was not ready (exit code {process.returncode}):\n{_end_of(log)}")


def _end_of(log: Path) -> str:
    return log.read_bytes()[-_SHOWN_OF_A_LOG:].decode(errors="replace")


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _STOP_S)
    except TimeoutError:
        process.kill()
        await process.wait()
