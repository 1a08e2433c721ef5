"""The parts of a request as they arrive."""

from enum import Enum, auto

from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle


class Part(Enum):
    """What of a request is being read."""

    NOTHING = auto()
    HEAD = auto()
    BODY = auto()


NOTHING, HEAD, BODY = Part
"""The same, where looking a member up each time would cost too much."""


def cannot_wait(cycle: RequestResponseCycle) -> bool:
    """Tell whether the app must see the request before it is whole: a large body, or one that waits to be asked for."""
    if cycle.waiting_for_100_continue or len(cycle.body) > HIGH_WATER_LIMIT:
        return True
    declared = next((value for name, value in cycle.scope["headers"] if name == b"content-length"), b"0")
    return int(declared) > HIGH_WATER_LIMIT
