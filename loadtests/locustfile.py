"""Receptions for Locust, against any simulator that serves the world of `onshi load-data`.

    python -m locust -f loadtests/locustfile.py --headless --host http://127.0.0.1:8000 --data load --scale farm:500

Ends with 0 good, 1 wrong answers, 2 a threshold not kept, 3 void, 4 could not start. ``python -m loadtests.run`` (make
load) makes the data, starts a simulator for it and stops it again.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from locust import events
from locust.env import Environment
from locust.runners import MasterRunner, WorkerRunner

from loadtests.accounting import cpu_s_of
from loadtests.could_not_start import CouldNotStart
from loadtests.data import read_data
from loadtests.distribution.dealing import WHOLE, Share
from loadtests.distribution.leader import Leader
from loadtests.distribution.parts import Part, end_run
from loadtests.distribution.threads import in_a_thread
from loadtests.distribution.worker import Worker
from loadtests.faces.choosing import turns_of
from loadtests.ledger import Ledger
from loadtests.machine import describe_machine
from loadtests.options import add_options, mix_file, seconds_of, wanted_of
from loadtests.plan import RunPlan, plan_of_run
from loadtests.receptions import Receptions
from loadtests.thresholds import Threshold, read_thresholds
from loadtests.verdict import Exit, Verdict, judge, write_verdict

__all__ = ["Receptions"]

_HOST = "http://127.0.0.1:8000"


def open_receptions(environment: Environment, **_: Any) -> None:
    """Make ready before anything is sent; ends the process with a sentence where nothing can be measured."""
    options: Any = environment.parsed_options
    Receptions.host = environment.host = environment.host or _HOST
    # The leader's options come with the run and overwrite ours; where our own files lie we know ourselves.
    folder = Path(options.data)
    if isinstance(environment.runner, WorkerRunner):
        worker = Worker(environment, lambda share: _plan(environment, folder, share))
        Receptions.take_part = worker.begin
        return
    try:
        thresholds = read_thresholds(Path(options.thresholds) if options.thresholds else None, options.threshold)
        if isinstance(environment.runner, MasterRunner):
            _lead(environment, thresholds)
        else:
            _run_alone(environment, thresholds, _plan(environment, folder, WHOLE))
    except CouldNotStart as error:
        _refuse(str(error))
        sys.exit(Exit.COULD_NOT_START)


def _plan(environment: Environment, folder: Path, share: Share) -> RunPlan:
    options: Any = environment.parsed_options
    data = in_a_thread(lambda: read_data(folder))
    wanted = wanted_of(options, [client.kind for client in data.clients])
    return plan_of_run(environment.host or _HOST, data, wanted, share, turns_of(data, options))


def _run_alone(environment: Environment, thresholds: Sequence[Threshold], plan: RunPlan) -> None:
    options: Any = environment.parsed_options
    ledger = Ledger(plan.asked, seconds_of(options))
    Receptions.take_part = lambda: Part(plan, ledger, lambda: end_run(environment))
    hooks: Any = environment.events
    hooks.request.add_listener(ledger.request)

    def close(**_: Any) -> None:
        processes = plan.signers.processes()
        plan.signers.close()
        _tell(environment, judge(ledger, thresholds), {**plan.conditions, "processes": processes})

    hooks.quitting.add_listener(close)


def _lead(environment: Environment, thresholds: Sequence[Threshold]) -> None:
    options: Any = environment.parsed_options
    # One user, and so one part of the schedule, for each worker; all at once.
    Receptions.fixed_count = options.num_users = options.spawn_rate = options.expect_workers
    leader = Leader(environment, options.expect_workers, seconds_of(options))

    def close(**_: Any) -> None:
        if not leader.has_begun:
            _refuse(leader.problem or "stopped before it began")
            environment.process_exit_code = Exit.COULD_NOT_START
            return
        processes = [{"name": "leader", "cpu_s": cpu_s_of(os.getpid())}, *leader.processes]
        _tell(environment, judge(leader.ledger, thresholds), {**leader.conditions, "processes": processes})

    hooks: Any = environment.events
    hooks.quitting.add_listener(close)


def _tell(environment: Environment, verdict: Verdict, more: Mapping[str, Any]) -> None:
    options: Any = environment.parsed_options
    conditions = {
        "host": environment.host,
        "seed": options.seed,
        "mix": mix_file(options).stem,
        "shape": options.shape,
        "scale": options.scale,
        "warm_up": {"seconds": options.warm_up, "requests": verdict.ledger.warm_up.count},
        "rightly_refused_for_misses": verdict.ledger.rightly_refused,
        "most_under_way": options.most_under_way,
        **more,
        "machine": describe_machine(),
    }
    write_verdict(verdict, Path(options.results), conditions)
    for sentence in verdict.sentences:
        print(sentence, file=sys.stderr)
    environment.process_exit_code = verdict.exit


def _refuse(why: str) -> None:
    print(f"No load run: {why}", file=sys.stderr)


_hooks: Any = events  # Locust's hooks have no types
_hooks.init_command_line_parser.add_listener(add_options)
_hooks.init.add_listener(open_receptions)
