"""The console script ``onshi``: runs the program as a process of its own.

The program's packages are called ``simulator``, ``services`` and ``shared``, and so may a vendor's be. So the wheel
keeps them in a folder that only the child has on its path, first of all; the working folder is not on it at all
(``-P``).
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


def program_command(*arguments: str) -> list[str]:
    """Return the command line that runs the program with ``arguments``."""
    return [sys.executable, "-P", "-m", "simulator", *arguments]


def program_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return ``environment`` with the program first on the module path."""
    package = Path(__file__).resolve().parent
    # As the wheel installs it; else a checkout, where the program lies beside this package.
    program = package / "_program" if (package / "_program").is_dir() else package.parent
    others = environment.get("PYTHONPATH")
    return {**environment, "PYTHONPATH": os.pathsep.join([str(program), others]) if others else str(program)}


def main() -> None:
    """Become the program; where a process cannot be replaced (Windows), run it and pass on its exit code."""
    command = program_command(*sys.argv[1:])
    environment = program_environment(os.environ)  # noqa: TID251 - handed on as it is, nothing is read from it
    if os.name == "posix":
        os.execve(command[0], command, environment)  # noqa: S606 - our own interpreter, no shell
    sys.exit(subprocess.run(command, env=environment, check=False).returncode)  # noqa: S603 - same


if __name__ == "__main__":
    main()
