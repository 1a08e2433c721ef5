"""Children that end with their parent, however it ends."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


def die_with_parent(with_signal: signal.Signals, parent: int | None = None) -> Callable[[], None] | None:
    """Return what a child runs before its program so that it gets ``with_signal`` when we die (Linux; else None).

    ``parent`` is our process id; a child that calls this itself is told it.
    """
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    expected = os.getpid() if parent is None else parent

    def ask_for_it() -> None:
        prctl(_PARENT_DEATH_SIGNAL, int(with_signal), 0, 0, 0)
        # It may have died before it was asked.
        if os.getppid() != expected:
            os._exit(1)

    return ask_for_it
