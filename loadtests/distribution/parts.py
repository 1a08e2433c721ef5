"""A process's part of a run: what it sends, where it writes what it sees, and how it ends."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gevent

from loadtests.ledger import Book
from loadtests.receptions.plan import RunPlan

if TYPE_CHECKING:
    # Importing Locust changes the sockets of the whole process.
    from locust.env import Environment


@dataclass(frozen=True, slots=True)
class Part:
    """One process's part of a run."""

    plan: RunPlan
    book: Book
    end: Callable[[], None]
    """To be called when all has been sent and answered."""


def end_run(environment: "Environment") -> None:
    """End the run of all processes, from outside: who calls this may be one of those that end."""
    runner: Any = environment.runner
    gevent.spawn(runner.quit)
