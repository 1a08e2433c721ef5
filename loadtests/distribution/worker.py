"""A process that sends its share of a run: Locust's worker, on this machine or another."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gevent.event import AsyncResult, Event

from loadtests.could_not_start import CouldNotStart
from loadtests.distribution.messages import BEGIN, DONE, NOTES, PRESENT, READY, SHARE, Done, Ready
from loadtests.distribution.notes import Notes
from loadtests.distribution.parts import Part
from loadtests.ledger import percentile
from loadtests.receptions.dealing import Share
from loadtests.receptions.plan import RunPlan
from loadtests.verdict.judging import Exit

if TYPE_CHECKING:
    # Importing Locust changes the sockets of the whole process.
    from locust.env import Environment

_LONGEST_WAIT_S = 180.0
"""So long is waited for the leader, and for the slowest of the others to be ready."""


class Worker:
    """Asks the leader for its share, makes ready, and begins when all are."""

    def __init__(self, environment: "Environment", plan_of_share: Callable[[Share], RunPlan]) -> None:
        self._environment = environment
        runner: Any = environment.runner
        self._runner = runner
        self._plan_of_share = plan_of_share
        self._share = AsyncResult()
        self._may_begin = Event()
        self._notes = Notes()
        self._has_begun = False
        runner.register_message(SHARE, lambda msg, **_: self._share.set(Share(*msg.data)))
        runner.register_message(BEGIN, lambda **_: self._may_begin.set())
        hooks: Any = environment.events
        hooks.request.add_listener(self._notes.request)
        hooks.report_to_master.add_listener(self._tell)

    def begin(self) -> Part | None:
        """Wait for all others and return what to send; None where this run has nothing for this process."""
        if self._has_begun:  # Locust gives the user of a lost process to another one
            return None
        self._has_begun = True
        self._runner.send_message(PRESENT)
        share = self._share.get(timeout=_LONGEST_WAIT_S)
        try:
            plan = self._plan_of_share(share)
        except CouldNotStart as error:
            self._environment.process_exit_code = Exit.COULD_NOT_START
            self._runner.send_message(READY, Ready(problem=str(error), asked=0, mark="", conditions={}))
            return None
        self._runner.send_message(
            READY, Ready(problem=None, asked=plan.asked, mark=plan.mark, conditions=dict(plan.conditions))
        )
        if not self._may_begin.wait(timeout=_LONGEST_WAIT_S):
            return None
        return Part(plan, self._notes, lambda: self._end(plan))

    def _end(self, plan: RunPlan) -> None:
        self._environment.process_exit_code = Exit.GOOD  # whether the run was, the leader says
        generator, *signers = plan.signers.processes()
        lag_ms = percentile(self._notes.lags_ms, 99)
        generator["lag_p99_ms"] = None if lag_ms is None else round(lag_ms, 3)
        self._runner.send_message(DONE, Done(notes=self._notes.take(), processes=[generator, *signers]))
        plan.signers.close()

    def _tell(self, data: dict[str, Any], **_: Any) -> None:
        data[NOTES] = self._notes.take()
