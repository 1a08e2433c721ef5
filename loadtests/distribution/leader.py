"""The leader of a run of several processes: Locust's master. It deals, counts, and sends nothing."""

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import gevent

from loadtests.distribution.messages import BEGIN, DONE, NOTES, PRESENT, READY, SHARE, Done, Ready
from loadtests.distribution.notes import write_down
from loadtests.distribution.parts import end_run
from loadtests.ledger import Ledger

if TYPE_CHECKING:
    # Importing Locust changes the sockets of the whole process.
    from locust.env import Environment

_MISSING = "missing"
"""A client's state of which Locust has heard nothing for too long (its STATE_MISSING)."""
_LOOK_EVERY_S = 0.5
_LONGEST_PREPARATION_S = 180.0


class Leader:
    """Leads ``processes`` workers through a run of ``seconds``."""

    def __init__(self, environment: "Environment", processes: int, seconds: float) -> None:
        self.ledger = Ledger(0, seconds)
        self.processes: list[dict[str, object]] = []
        """Of the workers that have ended, in the verdict's form."""
        self.conditions: dict[str, Any] = {"workers": processes}
        self.problem: str | None = None
        """Why nothing was measured, a sentence."""
        self.listeners: list[Callable[..., None]] = []
        """Hear every request of all processes, as Locust's own event tells them."""
        self._environment = environment
        runner: Any = environment.runner
        self._runner = runner
        self._of = processes
        self._places: dict[str, int] = {}
        self._ready: dict[str, Ready] = {}
        self._done: set[str] = set()
        self._has_ended = False
        hears = {PRESENT: self._deal, READY: self._hear_ready, DONE: self._hear_done}
        for kind, heard in hears.items():
            runner.register_message(kind, heard)
        hooks: Any = environment.events
        hooks.worker_report.add_listener(self._hear_report)
        hooks.test_start.add_listener(lambda **_: gevent.spawn(self._watch))

    @property
    def has_begun(self) -> bool:
        """Whether anything was sent."""
        return len(self._ready) == self._of and self.problem is None

    def _deal(self, msg: Any, **_: Any) -> None:
        place = self._places.setdefault(msg.node_id, len(self._places))
        self._runner.send_message(SHARE, [place, self._of], client_id=msg.node_id)

    def _hear_ready(self, msg: Any, **_: Any) -> None:
        told: Ready = msg.data
        self._ready[msg.node_id] = told
        if told["problem"]:
            self._could_not_start(f"worker {self._places[msg.node_id] + 1}: {told['problem']}")
        elif len(self._ready) == self._of and self.problem is None:
            if len({each["mark"] for each in self._ready.values()}) > 1:
                self._could_not_start("the workers have not the same data")
                return
            self.ledger.asked = told["asked"]
            self.conditions |= told["conditions"]
            print(f"{self.ledger.asked} receptions by {self._of} workers begin", file=sys.stderr, flush=True)
            self._runner.send_message(BEGIN)

    def _hear_report(self, client_id: str, data: dict[str, Any]) -> None:
        if client_id in self._places and client_id not in self._done:
            write_down(data.get(NOTES, ()), self.ledger, self.listeners)

    def _hear_done(self, msg: Any, **_: Any) -> None:
        told: Done = msg.data
        write_down(told["notes"], self.ledger, self.listeners)
        name = f"worker {self._places[msg.node_id] + 1}"
        self.processes += [{**each, "name": f"{name}: {each['name']}"} for each in told["processes"]]
        self._done.add(msg.node_id)
        if len(self._done) == self._of:
            self.end()

    def _watch(self) -> None:
        begun = time.monotonic()
        while not self._has_ended:
            for node, place in self._places.items():
                if node not in self._done and self._is_lost(node):
                    lost = f"worker {place + 1} of {self._of} was lost"
                    if self.has_begun:
                        self.ledger.void_because.append(lost)
                        self.end()
                    else:
                        self._could_not_start(lost)
                    return
            if not self.has_begun and time.monotonic() - begun > _LONGEST_PREPARATION_S:
                self._could_not_start(f"{len(self._ready)} of {self._of} workers were ready")
            # Who is lost says nothing: Locust counts heartbeats.
            gevent.sleep(_LOOK_EVERY_S)

    def _is_lost(self, node: str) -> bool:
        clients = self._runner.clients
        return node not in clients or clients[node].state == _MISSING

    def _could_not_start(self, why: str) -> None:
        self.problem = self.problem or why
        self.end()

    def end(self) -> None:
        """End the run of all workers."""
        if not self._has_ended:
            self._has_ended = True
            end_run(self._environment)
