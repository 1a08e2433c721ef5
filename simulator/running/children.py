"""The supervisor's child processes: started with their settings, started again when they die, stopped in the end."""

import asyncio
import contextlib
import logging
import os
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
_SERVES_WITHIN_S = 120.0
_LEAVES_WITHIN_S = 60.0
"""How long a process that was replaced may answer what it has; then it is stopped."""
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
        self._besides: set[asyncio.subprocess.Process] = set()
        """A successor that does not serve yet, or a predecessor that still answers."""
        self._settings = b""

    async def spawn(self) -> None:
        """Start the process; it imports what it needs, then waits to be told."""
        self._process = await self._started()

    async def _started(self, serving: int | None = None) -> asyncio.subprocess.Process:
        descriptor = self._listener.fileno()
        command = [sys.executable, "-P", "-m", "simulator.running.worker", *self._arguments, "--fd", str(descriptor)]
        passed = [descriptor]
        if serving is not None:
            command += ["--serving-fd", str(serving)]
            passed.append(serving)
        return await asyncio.create_subprocess_exec(
            *command,
            stdin=subprocess.PIPE,
            pass_fds=passed,
            env=self._environment,
            # Ctrl-C in a terminal reaches the supervisor alone, which stops its children in order.
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )

    async def tell(self, settings: bytes) -> None:
        """Give the process its settings, now and after every restart."""
        self._settings = settings
        assert self._process is not None  # noqa: S101 - spawned before it is told
        await _tell(self._process, settings)

    async def wait(self) -> int:
        """Return the exit code when the process ends, whichever it is by then: one that was replaced does not count."""
        while True:
            process = self._process
            assert process is not None  # noqa: S101 - spawned before it is waited for
            code = await process.wait()
            if self._figures is not None:
                self._figures.forget(process.pid)
            if process is self._process:
                return code

    async def restart(self) -> None:
        """Start the process again, with what it was told."""
        await self.spawn()
        await self.tell(self._settings)

    async def replace(self) -> None:
        """Start a successor; once it serves, the process takes no more connections and ends with those that it has.

        Raises StartFailed where the successor does not come to serve; the process goes on as if nothing had been.
        """
        reading, serving = os.pipe()
        try:
            try:
                successor = await self._started(serving)
            finally:
                os.close(serving)
            self._besides.add(successor)
            await _tell(successor, self._settings)
            if not await _is_told(reading):
                await self._end(successor)
                raise StartFailed(f"a successor of {self.name} did not come to serve; its log is above")
        finally:
            os.close(reading)
        leaving, self._process = self._process, successor
        self._besides.discard(successor)
        if leaving is None or leaving.returncode is not None:
            return
        self._besides.add(leaving)
        with contextlib.suppress(ProcessLookupError):
            leaving.send_signal(signal.SIGUSR2)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(leaving.wait(), _LEAVES_WITHIN_S)
        await self._end(leaving)

    async def stop(self) -> None:
        """Ask the process to end, then make it; and whatever is there besides."""
        there = [process for process in (self._process, *self._besides) if process is not None]
        await asyncio.gather(*(self._end(process) for process in there))

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        self._besides.discard(process)
        if process.returncode is not None:
            return
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), _STOP_TIMEOUT_S)
        except TimeoutError:
            process.kill()
            await process.wait()


async def _tell(process: asyncio.subprocess.Process, settings: bytes) -> None:
    assert process.stdin is not None  # noqa: S101 - a pipe, see Child
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(settings)
        await process.stdin.drain()
    process.stdin.close()


async def _is_told(reading: int) -> bool:
    """Tell whether something comes from a pipe in time, before its other end is closed."""
    loop = asyncio.get_running_loop()
    came = asyncio.Event()
    loop.add_reader(reading, came.set)
    try:
        await asyncio.wait_for(came.wait(), _SERVES_WITHIN_S)
    except TimeoutError:
        return False
    finally:
        loop.remove_reader(reading)
    return os.read(reading, 1) != b""


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
