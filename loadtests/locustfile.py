"""Receptions for Locust, against any simulator that serves the world of `onshi load-data`.

    python -m locust -f loadtests/locustfile.py --headless --host http://127.0.0.1:8000 --data load --rate 40

Ends with 0 good, 1 wrong answers, 2 a threshold not kept, 3 void, 4 could not start. ``python -m loadtests.run`` (make
load) makes the data, starts a simulator for it and stops it again.
"""

import sys
from pathlib import Path
from typing import Any

from locust import events
from locust.argument_parser import LocustArgumentParser
from locust.env import Environment
from locust.runners import LocalRunner

from loadtests.data import DataUnusable, read_data
from loadtests.machine import describe_machine
from loadtests.plan import plan_of_run
from loadtests.probing import CouldNotStart
from loadtests.receptions import Receptions
from loadtests.thresholds import ThresholdUnreadable, read_thresholds
from loadtests.verdict import Exit, judge, write_verdict

__all__ = ["Receptions"]

_HOST, _THRESHOLDS = "http://127.0.0.1:8000", str(Path(__file__).with_name("thresholds.toml"))


def add_options(parser: LocustArgumentParser) -> None:
    """Let the command line say who comes, how often, and what is asked of the run."""
    parser.add_argument("--data", default="load", help="the folder that onshi load-data wrote (load)")
    parser.add_argument("--rate", type=float, default=40.0, help="receptions a second (40)")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long the schedule is (60)")
    parser.add_argument("--seed", type=int, default=1, help="of the schedule: the same seed, the same receptions (1)")
    parser.add_argument("--most-under-way", type=int, default=400, help="receptions at once; others are dropped (400)")
    parser.add_argument("--thresholds", default=_THRESHOLDS, help="a file of thresholds by request name")
    parser.add_argument(
        "--threshold",
        action="append",
        default=[],
        help="'check by card:p99<300'; can stand again",
        include_in_web_ui=False,
    )
    parser.add_argument(
        "--results", default="build/load", help="the folder for verdict.json and junit.xml (build/load)"
    )


def open_receptions(environment: Environment, **_: Any) -> None:
    """Make ready before anything is sent; ends the process with a sentence where nothing can be measured."""
    host = environment.host or _HOST
    options: Any = environment.parsed_options
    Receptions.host = host
    try:
        _need_one_process(environment)
        thresholds = read_thresholds(Path(options.thresholds) if options.thresholds else None, options.threshold)
        data = read_data(Path(options.data))
        plan = plan_of_run(host, data, options.seed, options.rate, options.seconds, options.most_under_way)
    except (CouldNotStart, DataUnusable, ThresholdUnreadable) as error:
        print(f"No load run: {error}", file=sys.stderr)
        sys.exit(Exit.COULD_NOT_START)
    Receptions.plan = plan
    hooks: Any = environment.events
    hooks.request.add_listener(plan.ledger.request)

    def close_receptions(environment: Environment, **_: Any) -> None:
        verdict = judge(plan.ledger, thresholds)
        conditions = {
            "host": host,
            "seed": options.seed,
            "patients": len(data.identifiers),
            "institutions": len(data.clients),
            "most_under_way": options.most_under_way,
            "processes": plan.signers.processes(),
            "machine": describe_machine(),
        }
        plan.signers.close()
        write_verdict(verdict, Path(options.results), conditions)
        for sentence in verdict.sentences:
            print(sentence, file=sys.stderr)
        environment.process_exit_code = verdict.exit

    hooks.quitting.add_listener(close_receptions)


def _need_one_process(environment: Environment) -> None:
    if not isinstance(environment.runner, LocalRunner):
        raise CouldNotStart("one process sends a schedule: --master, --worker and --processes are not for this file")


_hooks: Any = events  # Locust's hooks have no types
_hooks.init_command_line_parser.add_listener(add_options)
_hooks.init.add_listener(open_receptions)
