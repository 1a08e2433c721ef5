"""What a server said last on standard error, bounded; read all the time, as it would wait for a reader."""

import asyncio
import contextlib

_MOST = 16_384
_AT_ONCE = 4096
_WITHIN_S = 2.0


class LastWords:
    """The last words of one process after another."""

    def __init__(self) -> None:
        self._words = b""
        self._reading: asyncio.Task[None] | None = None

    def follow(self, process: asyncio.subprocess.Process) -> None:
        """Forget what was said before, and listen to ``process``, whose standard error is a pipe."""
        assert process.stderr is not None  # noqa: S101 - a pipe
        self._words = b""
        self._reading = asyncio.create_task(self._read(process.stderr))

    async def all_of_them(self) -> str:
        """Return what a process that has ended said last."""
        if self._reading is not None:
            # A child of it may hold the pipe a little longer.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(self._reading), _WITHIN_S)
        return self._words.decode(errors="replace")

    async def _read(self, stream: asyncio.StreamReader) -> None:
        while part := await stream.read(_AT_ONCE):
            self._words = (self._words + part)[-_MOST:]
