"""Receptions for Locust, against any running simulator.

    python -m locust -f loadtests/locustfile.py --host http://127.0.0.1:8000 --controls http://127.0.0.1:8099

``python -m loadtests.run`` (make load) starts a simulator for it and stops it again.
"""

from typing import Any

from locust import events
from locust.argument_parser import LocustArgumentParser
from locust.env import Environment

from loadtests.plan import plan_of_run
from loadtests.receptions import Reception

__all__ = ["Reception"]

_HOST, _CONTROLS = "http://127.0.0.1:8000", "http://127.0.0.1:8099"


def add_options(parser: LocustArgumentParser) -> None:
    """Let the command line say where the controls are."""
    parser.add_argument("--controls", default=_CONTROLS, help="the simulator's controls: who there is to ask about")


def open_receptions(environment: Environment, **_: Any) -> None:
    """Learn who is there before the first patient comes."""
    host = environment.host or _HOST
    Reception.host = host
    Reception.plan = plan_of_run(host, environment.parsed_options.controls if environment.parsed_options else _CONTROLS)


def close_receptions(**_: Any) -> None:
    """Stop the signers."""
    Reception.plan.signers.close()


_hooks: Any = events  # Locust's hooks have no types
_hooks.init_command_line_parser.add_listener(add_options)
_hooks.test_start.add_listener(open_receptions)
_hooks.test_stop.add_listener(close_receptions)
