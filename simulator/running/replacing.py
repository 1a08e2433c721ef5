"""A rolling restart: at SIGUSR2 each worker in turn is replaced by one that starts anew, while the others serve.

SIGHUP would be the custom, but ends a program here whose terminal is closed (ending.py).
"""

import asyncio
import logging
import signal
from collections.abc import Sequence

from simulator.running.children import Child
from simulator.start_failed import StartFailed

_log = logging.getLogger("onshi.supervisor")


def asked_to_replace() -> asyncio.Event:
    """Return what is set whenever SIGUSR2 comes, from now on."""
    asked = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR2, asked.set)
    return asked


async def replace_when_asked(asked: asyncio.Event, workers: Sequence[Child]) -> None:
    """Replace all workers, one after the other, each time that it is ``asked``; the first that fails ends the round."""
    while True:
        await asked.wait()
        asked.clear()
        try:
            for worker in workers:
                await worker.replace()
                _log.warning("%s was replaced", worker.name)
        except (StartFailed, OSError) as error:
            _log.error("not all workers were replaced: %s", error)
        else:
            _log.warning("all workers were replaced")
