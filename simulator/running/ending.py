"""The signals that end a process of ours: SIGTERM, SIGINT, and SIGHUP when its terminal is closed."""

import asyncio
import signal
import sys
from types import FrameType

_ENDING = (signal.SIGTERM, signal.SIGINT)


def hang_up_as_terminate() -> None:
    """Let SIGHUP be SIGTERM, whatever that does, but for a program that was started with nohup."""
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda _number, _frame: signal.raise_signal(signal.SIGTERM))


def exit_on_terminate() -> None:
    """Let SIGTERM end this process as Ctrl-C does: through what cleans up."""
    signal.signal(signal.SIGTERM, _exit)


def cancel_on_signals() -> None:
    """Let the first SIGTERM or SIGINT end the main task; later ones must not disturb the stopping."""
    loop = asyncio.get_running_loop()
    main = asyncio.current_task()
    assert main is not None  # noqa: S101 - we are in it

    def stop() -> None:
        for number in _ENDING:
            loop.add_signal_handler(number, lambda: None)
        main.cancel()

    for number in _ENDING:
        loop.add_signal_handler(number, stop)


def ignore_signals() -> None:
    """Let nothing disturb the last steps."""
    for number in (*_ENDING, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _exit(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)
