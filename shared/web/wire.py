"""What the app may do to the connection on which a request came, where the simulator's own server serves it."""

import asyncio
from typing import Protocol

from starlette.types import Scope

WIRE_KEY = "onshi.wire"
"""The scope's key under which the ``Wire`` stands; a test that calls an app without a server has none."""


class Wire(Protocol):
    """The connection of one request."""

    def reset(self) -> None:
        """Drop it at once: the client gets a TCP reset (RST)."""

    def cut(self) -> None:
        """Close it once what was written has left."""

    def end_when_lost(self, wait: "asyncio.Future[None] | None") -> None:
        """Let ``wait`` be done when the client leaves; None: nobody waits any more."""


def wire_of(scope: Scope) -> Wire | None:
    """Return the wire of a request."""
    wire: Wire | None = scope.get(WIRE_KEY)
    return wire
