"""A run of one process: begun at once without a browser, and from Locust's pages as often as one likes."""

import sys
from collections.abc import Callable
from typing import Any

import gevent
from locust.env import Environment

from loadtests.could_not_start import CouldNotStart
from loadtests.distribution.parts import Part, end_run
from loadtests.ledger import Ledger
from loadtests.outputs.beside import Beside
from loadtests.receptions.dealing import WHOLE, Share
from loadtests.receptions.plan import RunPlan
from loadtests.receptions.target import target_of
from loadtests.run.options import seconds_of, thresholds_of
from loadtests.run.receptions import Receptions
from loadtests.run.telling import refuse, tell
from loadtests.verdict.judging import Exit, judge
from loadtests.verdict.watching import Watch

_SETTLED_S = 2.0


class Alone:
    """One run: what is asked for is read when it is made."""

    def __init__(self, environment: Environment, plan_of_share: Callable[[Share], RunPlan]) -> None:
        """Raises CouldNotStart."""
        options: Any = environment.parsed_options
        self._environment, self._hooks = environment, environment.events
        self._thresholds = thresholds_of(options)
        self._beside = Beside(environment, target_of(str(environment.host), options))
        try:
            self._plan = plan = plan_of_share(WHOLE)
        except CouldNotStart:
            self._beside.close()
            raise
        self._ledger = ledger = Ledger(plan.asked, seconds_of(options))
        rate, curve = plan.wanted.scale.rate, plan.wanted.curve
        watch = Watch(ledger, self._thresholds, curve.levels, lambda: rate, _SETTLED_S, self._end)
        self._watching = gevent.spawn(watch.run)
        hooks: Any = self._hooks
        hooks.request.add_listener(ledger.request)
        hooks.request.add_listener(self._beside.request)
        Receptions.take_part = lambda: Part(plan, ledger, self._end)

    def close(self) -> None:
        """Judge and write what there is."""
        self._watching.kill()
        hooks: Any = self._hooks
        hooks.request.remove_listener(self._ledger.request)
        hooks.request.remove_listener(self._beside.request)
        processes = self._plan.signers.processes()
        self._plan.signers.close()
        verdict = judge(self._ledger, self._thresholds)
        tell(
            self._environment,
            verdict,
            {"workers": 1, **self._plan.conditions, **self._beside.found(), "processes": processes},
        )

    def _end(self) -> None:
        if self._environment.web_ui is None:
            end_run(self._environment)
        else:
            runner: Any = self._environment.runner
            gevent.spawn(runner.stop)


def run_now(environment: Environment, plan_of_share: Callable[[Share], RunPlan]) -> None:
    """Make ready for the one run of this process; ends it with a sentence where nothing can be measured."""
    try:
        run = Alone(environment, plan_of_share)
    except CouldNotStart as error:
        refuse(str(error))
        sys.exit(Exit.COULD_NOT_START)
    hooks: Any = environment.events
    hooks.quitting.add_listener(lambda **_: run.close())


def run_from_pages(environment: Environment, plan_of_share: Callable[[Share], RunPlan]) -> None:
    """Make ready for each run that is started on Locust's pages, with the options as they stand there then."""
    runs: list[Alone] = []

    def begin(**_: Any) -> None:
        Receptions.take_part = lambda: None
        Receptions.host = environment.host
        try:
            runs.append(Alone(environment, plan_of_share))
        except CouldNotStart as error:
            refuse(str(error))
            runner: Any = environment.runner
            gevent.spawn(runner.stop)

    def close(**_: Any) -> None:
        if runs:
            runs.pop().close()

    hooks: Any = environment.events
    hooks.test_start.add_listener(begin)
    hooks.test_stop.add_listener(close)
