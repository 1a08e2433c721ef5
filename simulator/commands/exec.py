"""`onshi exec`: a simulator for as long as a command runs."""

import sys
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from simulator.commands.environment import environment_of
from simulator.commands.failing import fail


class BeforeCommand(TyperCommand):
    """A command line whose part after ``--`` is somebody else's: it is kept as it is, and so is what stands before."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Keep both parts in ``ctx.meta``."""
        cut = args.index("--") if "--" in args else len(args)
        ctx.meta["options"], ctx.meta["command"] = args[:cut], args[cut + 1 :]
        return super().parse_args(ctx, [word for word in args[:cut] if word == "--help"])


def run_command(context: typer.Context) -> None:
    """Run COMMAND beside a simulator of its own, on free ports unless the options (of `onshi up`) say others.

    COMMAND finds ONSHI_URL, ONSHI_CONTROL_URL, ONSHI_CLIENT_ID, ONSHI_CLIENT_SECRET and ONSHI_INSTITUTION_CODE in its
    environment (and ONSHI_CA_FILE, ONSHI_CERTIFICATE_FILE with --tls). Its exit code is passed on; nothing is left.

    Example: `onshi exec --seed 7 -- pytest -q`.
    """
    from simulator.running.exec_command import CannotExecute, run_in_a_world

    options, command = context.meta["options"], context.meta["command"]
    if not command:
        context.fail("say the command after --, as in: onshi exec --seed 7 -- pytest -q")
    # Bad options are told before anything starts.
    assert context.parent is not None  # noqa: S101 - a command of the program
    program = context.parent.command
    assert isinstance(program, TyperGroup)  # noqa: S101 - it has several commands
    program.commands["up"].make_context("exec", list(options), parent=context.parent)
    try:
        sys.exit(run_in_a_world(options, command, environment_of(context)))
    except CannotExecute as error:
        fail(error, error.exit_code)
