"""Receptions for Locust, against any simulator that serves the world of `onshi load-data`.

    python -m locust -f loadtests/locustfile.py --host http://127.0.0.1:8000 --data load

``python -m loadtests.run`` (make load) makes the data, starts a simulator for it and stops it again.
"""

import sys
from pathlib import Path
from typing import Any

from locust import events
from locust.argument_parser import LocustArgumentParser
from locust.env import Environment

from loadtests.data import DataUnusable, read_data
from loadtests.plan import CouldNotStart, plan_of_run
from loadtests.receptions import Reception

__all__ = ["Reception"]

_HOST, _DATA = "http://127.0.0.1:8000", "load"
_COULD_NOT_START = 4


def add_options(parser: LocustArgumentParser) -> None:
    """Let the command line say where the data are."""
    parser.add_argument("--data", default=_DATA, help="the folder that onshi load-data wrote (load)")


def open_receptions(environment: Environment, **_: Any) -> None:
    """Learn who comes, before anything is sent; ends the process with a sentence where nothing can be measured."""
    options = environment.parsed_options
    host = environment.host or _HOST
    Reception.host = host
    try:
        Reception.plan = plan_of_run(host, read_data(Path(options.data if options else _DATA)))
    except (DataUnusable, CouldNotStart) as error:
        print(f"No load run: {error}", file=sys.stderr)
        sys.exit(_COULD_NOT_START)


def close_receptions(**_: Any) -> None:
    """Stop the signers."""
    Reception.plan.signers.close()


_hooks: Any = events  # Locust's hooks have no types
_hooks.init_command_line_parser.add_listener(add_options)
_hooks.init.add_listener(open_receptions)
_hooks.quitting.add_listener(close_receptions)
