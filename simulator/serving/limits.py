"""Limits of one process: how much it reads from the network, and how long it waits for it."""

import contextlib
from dataclasses import dataclass

from shared.settings import Settings

KEPT_FOR_HEALTH = 32
"""Connections beyond the limit, on which only the health of the process is told."""
CROWDED_IDLE_S = 2.0
"""How long an idle connection is kept once half of the connections are in use, or the process is replaced."""
LEAVING_S = 2.0
"""How long a connection that ends here waits for its client to take the last bytes."""
_OTHER_FILES = 256
"""Files and sockets that are no client's: the database's connections, logs, libraries."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one process; seconds, bytes, and how many at once."""

    connections: int
    at_work: int
    """Requests that are worked at; more wait their turn."""
    turn_s: float
    """How long a request waits for its turn before it is refused as ``overloaded``."""
    head_s: float
    """From a connection's first moment, or a request's first byte, to the end of the headers."""
    body_s: float
    """From the end of the headers to the end of the body; also how long an answer may wait to be taken."""
    idle_s: float
    head_bytes: int
    """Of the request line, the headers and a chunked body's trailers."""

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """Return what ``settings`` ask for, as far as this process may open files."""
        return cls(
            connections=min(settings.connection_limit, _most_files() - _OTHER_FILES - KEPT_FOR_HEALTH),
            at_work=settings.work_limit,
            turn_s=settings.turn_timeout_s,
            head_s=settings.head_timeout_s,
            body_s=settings.body_timeout_s,
            idle_s=settings.idle_timeout_s,
            head_bytes=settings.head_limit_bytes,
        )


def _most_files() -> int:
    """Raise this process's limit of open files to what it may be, and return it."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return 8_192
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # What a machine does not limit it may still refuse above this.
    wanted = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return 65_536 if soft == resource.RLIM_INFINITY else soft
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return soft
