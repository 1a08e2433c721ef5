"""The start of the program, and the only place that reads the environment."""

import os

from simulator.commands.program import program
from simulator.running.ending import hang_up_as_terminate
from simulator.running.terminal import replace_what_cannot_be_written


def main() -> None:
    """Run the command that the command line names."""
    hang_up_as_terminate()
    # Before anything is said: the help is in both languages too.
    replace_what_cannot_be_written()
    program(prog_name="onshi", obj=os.environ)


if __name__ == "__main__":
    main()
