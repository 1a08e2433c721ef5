"""What a request may know of the process that serves it: when it stops, and how to let others have its turn."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from starlette.types import Scope

TURNS_KEY = "onshi.turns"
"""The scope's key under which the server's ``Turns`` stand; a test that calls an app without a server has none."""


ARRIVED_KEY = "onshi.arrived"
"""The scope's key of when a request arrived, in seconds of the event loop's clock: before it waited for its turn."""


class Turns(Protocol):
    """The turns of requests: a process works at a limited number at once."""

    def begin_wait(self) -> "asyncio.Future[None]":
        """Count one less that is worked at; what is returned is done when the process stops.

        Whoever waits for something to happen answers then. Each wait has a future of its own: to leave one that all
        share takes longer the more of them wait.
        """
        ...

    def end_wait(self, wait: "asyncio.Future[None]") -> None:
        """Count one more that is worked at."""


@contextmanager
def out_of_turn(scope: Scope) -> Iterator[set["asyncio.Future[None]"]]:
    """For the time that a request only waits: others are worked at. Yields what ends the waiting early."""
    turns: Turns | None = scope.get(TURNS_KEY)
    if turns is None:
        yield set()
        return
    wait = turns.begin_wait()
    try:
        yield {wait}
    finally:
        turns.end_wait(wait)
