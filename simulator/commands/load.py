"""`onshi load`: a load run, as `make load` in a checkout."""

import subprocess
import sys
from importlib.util import find_spec

import typer

from onshi.__main__ import program_environment
from simulator.commands.environment import environment_of
from simulator.commands.failing import fail

OPTIONS_OF_THE_RUN = {"allow_extra_args": True, "ignore_unknown_options": True}
_NEEDED = ("locust", "hdrh", "numpy", "loadtests")
_COULD_NOT_START = 4


class ExtraMissing(Exception):
    """What the extra brings is not there."""


def load(context: typer.Context) -> None:
    r"""Send receptions by a schedule and judge what comes of it (負荷試験). Needs `pip install 'onshi\[load]'`.

    Without a host it makes its data (build/load-data) and starts a simulator for them; writes build/load. Exit codes: 0
    good, 1 wrong answers, 2 a threshold not kept, 3 void, 4 could not start. `onshi load --help` lists its options.

    Example: `onshi load --shape spike --scale chain:300 --seconds 300`.
    """
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        fail(
            ExtraMissing(f"needs {', '.join(missing)}, not installed here: pip install 'onshi[load]'"), _COULD_NOT_START
        )
    # A process of its own: what sends works with greenlets from its first line on.
    command = [sys.executable, "-P", "-m", "loadtests.run", *context.args]
    environment = program_environment(environment_of(context))
    sys.exit(subprocess.run(command, env=environment, check=False).returncode)  # noqa: S603 - our own program
