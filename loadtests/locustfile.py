"""Receptions for Locust, against any simulator that serves the world of `onshi load-data`.

    python -m locust -f loadtests/locustfile.py --headless --host http://127.0.0.1:8000 --data load --scale farm:500

Ends with 0 good, 1 wrong answers, 2 a threshold not kept, 3 void, 4 could not start. ``python -m loadtests.run`` (make
load) makes the data, starts a simulator for it and stops it again.
"""

import os
import sys
from pathlib import Path
from typing import Any

import gevent
from locust import events
from locust.env import Environment
from locust.runners import MasterRunner, WorkerRunner

from loadtests.could_not_start import CouldNotStart
from loadtests.distribution.leader import Leader
from loadtests.distribution.threads import in_a_thread
from loadtests.distribution.worker import Worker
from loadtests.faces.choosing import turns_of
from loadtests.machine.accounting import cpu_s_of
from loadtests.outputs.beside import Beside
from loadtests.receptions.data import read_data
from loadtests.receptions.dealing import Share
from loadtests.receptions.plan import RunPlan, plan_of_run
from loadtests.receptions.target import target_of
from loadtests.run.alone import run_from_pages, run_now
from loadtests.run.options import add_options, curve_asked, seconds_of, thresholds_of, wanted_of
from loadtests.run.receptions import Receptions
from loadtests.run.telling import refuse, tell
from loadtests.verdict.judging import Exit, judge
from loadtests.verdict.watching import Watch

__all__ = ["Receptions"]

_HOST = "http://127.0.0.1:8000"
_SETTLED_S = 6.0
"""Workers tell what they saw every three seconds."""


def open_receptions(environment: Environment, **_: Any) -> None:
    """Make ready before anything is sent; ends the process with a sentence where nothing can be measured."""
    options: Any = environment.parsed_options
    Receptions.host = environment.host = environment.host or _HOST
    # The leader's options come with the run and overwrite ours; where our own files lie we know ourselves.
    folder = Path(options.data)
    if isinstance(environment.runner, WorkerRunner):
        worker = Worker(environment, lambda share: _plan(environment, folder, share))
        Receptions.take_part = worker.begin
    elif isinstance(environment.runner, MasterRunner):
        _lead(environment)
    elif environment.web_ui is None:
        run_now(environment, lambda share: _plan(environment, folder, share))
    else:
        run_from_pages(environment, lambda share: _plan(environment, Path(options.data), share))


def _plan(environment: Environment, folder: Path, share: Share) -> RunPlan:
    data = in_a_thread(lambda: read_data(folder))
    options: Any = environment.parsed_options
    wanted = wanted_of(options, [client.kind for client in data.clients])
    target = target_of(environment.host or _HOST, options)
    Receptions.point_at(target)
    return plan_of_run(target, data, wanted, share, turns_of(data, options))


def _lead(environment: Environment) -> None:
    options: Any = environment.parsed_options
    try:
        thresholds, curve = thresholds_of(options), curve_asked(options)
        beside = Beside(environment, target_of(environment.host or _HOST, options))
    except CouldNotStart as error:
        refuse(str(error))
        sys.exit(Exit.COULD_NOT_START)
    # One user, and so one part of the schedule, for each worker; all at once.
    Receptions.fixed_count = options.num_users = options.spawn_rate = options.expect_workers
    leader = Leader(environment, options.expect_workers, seconds_of(options))
    watch = Watch(
        leader.ledger, thresholds, curve.levels, lambda: float(leader.conditions["rate"]), _SETTLED_S, leader.end
    )
    gevent.spawn(watch.run)

    leader.listeners.append(beside.request)

    def close(**_: Any) -> None:
        if not leader.has_begun:
            refuse(leader.problem or "stopped before it began")
            environment.process_exit_code = Exit.COULD_NOT_START
            return
        processes = [{"name": "leader", "cpu_s": cpu_s_of(os.getpid())}, *leader.processes]
        tell(
            environment,
            judge(leader.ledger, thresholds),
            {**leader.conditions, **beside.found(), "processes": processes},
        )

    hooks: Any = environment.events
    hooks.quitting.add_listener(close)


_hooks: Any = events  # Locust's hooks have no types
_hooks.init_command_line_parser.add_listener(add_options)
_hooks.init.add_listener(open_receptions)
