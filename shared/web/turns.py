"""What a request may know of the process that serves it: when it stops, and how to let others have its turn."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from starlette.types import Scope

TURNS_KEY = "onshi.turns"
"""The scope's key under which the server's ``Turns`` stand; a test that calls an app without a server has none."""


class Turns(Protocol):
    """The turns of requests: a process works at a limited number at once."""

    stopping: "asyncio.Future[None]"
    """Done when the process stops: whoever waits for something to happen answers now."""

    def take_turn(self) -> None:
        """Count one more that is worked at."""

    def end_turn(self) -> None:
        """Count one less."""


@contextmanager
def out_of_turn(scope: Scope) -> Iterator[set["asyncio.Future[None]"]]:
    """For the time that a request only waits: others are worked at. Yields what ends the waiting early."""
    turns: Turns | None = scope.get(TURNS_KEY)
    if turns is None:
        yield set()
        return
    turns.end_turn()
    try:
        yield {turns.stopping}
    finally:
        turns.take_turn()
