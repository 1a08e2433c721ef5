"""How a command reports that it has failed, and ends."""

import sys
from typing import TYPE_CHECKING, NoReturn

from simulator.commands.guide_pages import where_to_read

if TYPE_CHECKING:
    from simulator.patients.cells import FixturesInvalid

USAGE = 2
"""The exit code of a command that could not do what it was asked for, where 1 is an answer (Typer's own is 2 too)."""


def fail(error: Exception, code: int = 1) -> NoReturn:
    """Say on standard error what is wrong and where to read about the command, and end with ``code``."""
    print(f"onshi: {error}", file=sys.stderr)
    print(f"onshi: see `{where_to_read(sys.argv[1:])}`", file=sys.stderr)
    sys.exit(code)


def fail_with_cells(error: "FixturesInvalid") -> NoReturn:
    """Say each cell of a fixtures file that cannot be read, and end."""
    for bad_cell in error.bad_cells:
        print(f"onshi: fixtures: {bad_cell}", file=sys.stderr)
    fail(error)
