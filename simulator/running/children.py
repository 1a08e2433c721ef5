"""The supervisor's child processes: started with their settings, started again when they die, stopped in the end."""

import asyncio
import contextlib
import logging
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping

from onshi.__main__ import program_environment
from shared.db.parent_death import die_with_parent
from simulator.running.shared_figures import SharedFigures
from simulator.start_failed import StartFailed

_STOP_TIMEOUT_S = 15.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 5.0
_STEADY_AFTER_S = 10.0
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH", "TMPDIR", "TZ")
_log = logging.getLogger("onshi.supervisor")


class Child:
    """One process that runs the worker on a listening socket that it inherits.

    It gets its settings on standard input, and nothing secret in its environment.
    """

    def __init__(
        self,
        name: str,
        arguments: list[str],
        listener: socket.socket,
        environment: Mapping[str, str],
        figures: SharedFigures | None = None,
    ) -> None:
        """``environment`` is ours; the child gets the few variables of it that any program needs.

        ``figures``: where it counts, if others count there too.
        """
        self.name = name
        self._arguments = arguments
        self._listener = listener
        self._environment = program_environment({key: environment[key] for key in _PASSED_ON if key in environment})
        self._figures = figures
        self._process: asyncio.subprocess.Process | None = None
        self._settings = b""

    async def spawn(self) -> None:
        """Start the process; it imports what it needs, then waits to be told."""
        descriptor = self._listener.fileno()
        command = [sys.executable, "-P", "-m", "simulator.running.worker", *self._arguments, "--fd", str(descriptor)]
        self._process = await asyncio.create_subprocess_exec(
            *command,
            stdin=subprocess.PIPE,
            pass_fds=[descriptor],
            env=self._environment,
            # Ctrl-C in a terminal reaches the supervisor alone, which stops its children in order.
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )

    async def tell(self, settings: bytes) -> None:
        """Give the process its settings, now and after every restart."""
        self._settings = settings
        assert self._process is not None  # noqa: S101 - spawned before it is told
        assert self._process.stdin is not None  # noqa: S101 - a pipe, see spawn
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._process.stdin.write(settings)
            await self._process.stdin.drain()
        self._process.stdin.close()

    async def wait(self) -> int:
        """Return the exit code when the process ends."""
        assert self._process is not None  # noqa: S101 - spawned before it is waited for
        code = await self._process.wait()
        if self._figures is not None:
            self._figures.forget(self._process.pid)
        return code

    async def restart(self) -> None:
        """Start the process again, with what it was told."""
        await self.spawn()
        await self.tell(self._settings)

    async def stop(self) -> None:
        """Ask the process to end, then make it."""
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), _STOP_TIMEOUT_S)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


async def keep_alive(
    name: str, wait: Callable[[], Awaitable[int]], restart: Callable[[], Awaitable[None]], is_up: asyncio.Event
) -> None:
    """Start a process again whenever it ends, with growing pauses; before all ``is_up``, raise StartFailed instead."""
    pause_s = _FIRST_PAUSE_S
    loop = asyncio.get_running_loop()
    while True:
        began = loop.time()
        code = await wait()
        if not is_up.is_set():
            raise StartFailed(f"{name} ended while starting (exit code {code}); its log is above")
        pause_s = _FIRST_PAUSE_S if loop.time() - began > _STEADY_AFTER_S else min(pause_s * 2, _LONGEST_PAUSE_S)
        _log.error("%s ended (exit code %d); starting it again in %.1f s", name, code, pause_s)
        await asyncio.sleep(pause_s)
        while True:
            try:
                await restart()
                break
            except Exception:  # noqa: BLE001 - whatever it is, it may pass
                _log.exception("%s did not start; trying again in %.0f s", name, _LONGEST_PAUSE_S)
                await asyncio.sleep(_LONGEST_PAUSE_S)
